"""Why somebody may or may not see a row or a field: his roles, the grants that reach him, and what each gives there."""

from typing import Any

from sqlalchemy import Connection

from dougong.engines.expression.printing import print_
from dougong.errors import NotFound
from dougong.platform.access.condition import is_true
from dougong.platform.access.rights import FormRights
from dougong.platform.storage.catalog import StoredForm
from dougong.platform.storage.held import held_tasks
from dougong.runtime.services.context import Actor, Services
from dougong.runtime.services.desk import Desk, open_desk

Json = dict[str, Any]


def explain(
    services: Services,
    connection: Connection,
    user: str,
    app: str,
    form: str,
    record: str | None = None,
    field: str | None = None,
) -> Json:
    """Of one person and one form; with ``record`` what holds on that row, with ``field`` what he has on it. Values are
    not shown. Raises NotFound."""
    try:
        principal = services.person(connection, user)
    except KeyError:
        raise NotFound from None
    desk = open_desk(services, connection, Actor(principal), app)
    stored = desk.stored(form)
    if field is not None and field.partition(".")[0] not in {*stored.fields, "owner", "department", "flow_state"}:
        raise NotFound
    access = desk.app.access
    rights = access.rights(principal, form)
    tasks = held_tasks(connection, user, record) if record is not None else []
    grants = [
        {
            "can": sorted(grant.actions),
            "rows": "all" if is_true(grant.scope) else print_(grant.scope),
            "holds": None if record is None else _holds(desk, stored, FormRights((grant,)), record),
            "field": None if field is None else grant.right(field),
        }
        for grant in rights.grants
    ]
    may = _may(desk, stored, record, rights)
    return {
        "user": {"id": user, "title": principal.name},
        "roles": sorted(access.roles(principal)),
        "grants": grants,
        "tasks": [{"flow": flow, "node": node} for flow, node in tasks],
        "may": may,
        "field": _field(desk, stored, record, field, rights) if may.get("read") or field is None else "hide",
    }


def _holds(desk: Desk, stored: StoredForm, rights: FormRights, record: str) -> bool:
    """Whether the row is among those of the grant, whatever it lets him do there."""
    (grant,) = rights.grants
    action = next(iter(grant.actions), None)
    if action is None:
        return False
    row = desk.open_door.world.row(stored)
    return is_true(grant.scope) or desk.open_door.holds(stored, record, desk.open_door.world.scope(row, grant.scope))


def _may(desk: Desk, stored: StoredForm, record: str | None, rights: FormRights) -> Json:
    if record is None:
        return dict.fromkeys(sorted(rights.actions), True)
    try:
        can = desk.door.get(stored, record).can
    except NotFound:
        can = ()
    return {action: action in can for action in ("read", "update", "delete")}


def _field(desk: Desk, stored: StoredForm, record: str | None, field: str | None, rights: FormRights) -> str | None:
    """The most he has on the field, on the row or anywhere."""
    if field is None:
        return None
    if record is None:
        return rights.right(field)
    if not desk.door.shown(stored, record).get(field, False):
        return "hide"
    return "edit" if desk.door.shown(stored, record, "update", need="edit").get(field, False) else "read"
