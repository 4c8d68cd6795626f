"""The to-do centre: lists with counts, and one task with its record, the flow's graph and its log."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from dougong.engines.document import in_both
from dougong.engines.flow.acting import Allowed, allows, return_targets
from dougong.engines.flow.definition import START
from dougong.engines.flow.graph import Flow
from dougong.engines.flow.state import load_state
from dougong.errors import NotFound
from dougong.platform.instances import boxes, store
from dougong.platform.instances.boxes import Box
from dougong.platform.instances.store import Instance, TaskRow
from dougong.platform.storage.held import HOLDING
from dougong.runtime.services.context import Actor, Services
from dougong.runtime.services.desk import Desk, open_desk
from dougong.runtime.services.flow_book import flow_at
from dougong.runtime.services.flow_shape import flow_name, node_name, person, record_ref, shape_flow
from dougong.runtime.services.flows import administrates
from dougong.runtime.services.records_shape import shape_one
from dougong.runtime.services.task_facts import facts_of
from dougong.runtime.services.task_rights import field_rights, shown_under

Json = dict[str, Any]
# kinds of tasks as clients know them: what an action or a stage gives people is filled in
KINDS = {"task": "fill"}


def list_tasks(
    services: Services,
    connection: Connection,
    actor: Actor,
    box: Box,
    *,
    limit: int,
    cursor: str | None,
    app: str | None,
) -> Json:
    """``{"items", "counts", "next", "total"}``, newest first."""
    user = actor.user or ""
    shelf = Shelf(services, connection, actor)
    if box == "started":
        found = boxes.page_of_started(connection, user, limit=limit + 1, before=cursor, app=app)
        items = [item for one in found[:limit] if (item := shelf.started(one)) is not None]
        ids = [one.id for one in found]
    else:
        rows = boxes.page_of_tasks(connection, user, box, limit=limit + 1, before=cursor, app=app)
        shelf.look_up(rows[:limit])
        items = [item for row, one in rows[:limit] if (item := shelf.task(row, one)) is not None]
        ids = [row.id for row, _ in rows]
    numbers = boxes.counts(connection, user)
    return {
        "items": items,
        "counts": {"todo": numbers.todo, "done": numbers.done, "started": numbers.started, "cc": numbers.cc},
        "next": ids[limit - 1] if len(ids) > limit else None,
        "total": None,
    }


class Shelf:
    """Tasks of several apps in one list; what belongs to an app that is gone is left out."""

    def __init__(self, services: Services, connection: Connection, actor: Actor) -> None:
        self._services = services
        self._connection = connection
        self._actor = actor
        self._desks: dict[str, Desk | None] = {}
        self._titles: dict[str, str | None] = {}
        self._facts: dict[str, list[Json]] = {}

    def desk(self, app: str) -> Desk | None:
        if app not in self._desks:
            try:
                self._desks[app] = open_desk(self._services, self._connection, self._actor, app)
            except NotFound:
                self._desks[app] = None
        return self._desks[app]

    def look_up(self, rows: Sequence[tuple[TaskRow, Instance | None]]) -> None:
        """What the records of these tasks tell, and what those outside flows go by; the number of statements goes by
        apps and forms. A task lets its holder know."""
        by_app: dict[str, list[tuple[TaskRow, Instance | None]]] = defaultdict(list)
        for row, instance in rows:
            by_app[row.app].append((row, instance))
        for app, of_app in by_app.items():
            desk = self.desk(app)
            if desk is not None:
                loose = [row for row, instance in of_app if instance is None]
                self._titles |= record_titles(desk, loose) if loose else {}
                self._facts |= facts_of(desk, [(row, _flow_of(desk, instance)) for row, instance in of_app])

    def task(self, row: TaskRow, instance: Instance | None) -> Json | None:
        desk = self.desk(row.app)
        if desk is None:
            return None
        title = instance.title if instance is not None else self._titles.get(row.record_id)
        return shape_task(desk, row, instance, _flow_of(desk, instance), title) | {"facts": self._facts.get(row.id, [])}

    def started(self, instance: Instance) -> Json | None:
        desk = self.desk(instance.app)
        if desk is None:
            return None
        flow = flow_at(desk, instance.flow, instance.n)
        return {
            "id": instance.id,
            "name": instance.title or flow_name(desk, flow),
            "kind": "started",
            "node": None,
            "flow": {
                "id": instance.id,
                "key": instance.flow,
                "name": flow_name(desk, flow),
                "state": instance.flow_state,
            },
            "record": record_ref(instance),
            "initiator": person(desk, instance.initiator),
            "since": instance.started_at,
            "due": None,
            "ended_at": instance.ended_at,
            "can": [],
        }


def _flow_of(desk: Desk, instance: Instance | None) -> Flow | None:
    return flow_at(desk, instance.flow, instance.n) if instance is not None else None


def record_titles(desk: Desk, rows: Sequence[TaskRow]) -> dict[str, str | None]:
    """What the records of these tasks of one app go by, by id."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        wanted[f"{row.app}/{row.form}"].add(row.record_id)
    book = desk.open_door.titles_of(desk.app.key, wanted)
    return {id_: title for (_, id_), title in book.records.items()}


def shape_task(desk: Desk, row: TaskRow, instance: Instance | None, flow: Flow | None, title: str | None) -> Json:
    """One line of a list."""
    locale = desk.actor.locale
    hidden = flow is not None and _hides_title(desk, row, flow)
    record = {"app": row.app, "form": row.form, "id": row.record_id, "title": None if hidden else title}
    name = node_name(desk, flow, row.node) if flow is not None else _worded(row.name, locale)
    return {
        "id": row.id,
        "name": name,
        "kind": KINDS.get(row.kind, row.kind),
        "node": row.node,
        "status": row.status,
        "outcome": row.vote,
        "flow": None
        if instance is None or flow is None
        else {"id": instance.id, "key": instance.flow, "name": flow_name(desk, flow), "state": instance.flow_state},
        "record": record,
        "initiator": person(desk, row.initiator),
        "for": person(desk, row.user_id) if row.user_id != desk.actor.user else None,
        "since": row.opened_at,
        "due": row.due_at,
        "closed_at": row.closed_at,
        "unread": row.status == "unread",
        "batch": flow is None or not _wants_input(flow, row.node),
        "can": what_can(desk, row, flow),
    }


def _hides_title(desk: Desk, row: TaskRow, flow: Flow) -> bool:
    """Whether the step keeps from its people what the record goes by."""
    stored, settings = desk.app.stored.get(row.form), flow.nodes.get(row.node)
    named: Mapping[str, str] = getattr(settings, "fields", {})
    return stored is not None and stored.title is not None and named.get(stored.title) == "hide"


def _worded(name: Any, locale: str) -> str:
    return str(name.get(locale) or next(iter(name.values()), "")) if isinstance(name, Mapping) else str(name or "")


def _wants_input(flow: Flow, node: str) -> bool:
    human = flow.human(node)
    return human is not None and human.asks_for_input


# what is offered, and the right of the node that it takes
_OFFERED: tuple[tuple[str, Allowed], ...] = (
    ("return", "return"),
    ("transfer", "transfer"),
    ("add-sign", "add_sign"),
    ("subtract-sign", "subtract_sign"),
    ("cc", "cc"),
    ("claim", "claim"),
)


def what_can(desk: Desk, row: TaskRow, flow: Flow | None) -> list[str]:
    """What the person may do with a task now."""
    if row.kind == "cc":
        return ["read"] if row.status == "unread" else []
    if row.status != "open" or desk.actor.user not in row.people:
        return []
    if flow is None:
        return ["fill", "transfer", "save"]
    found = ["approve", "reject"] if row.kind == "approval" else ["fill"]
    human = flow.human(row.node)
    if row.node != START:
        found += [name for name, right in _OFFERED if allows(human, right)]
    return [*found, "comment", "save"]


def read_task(services: Services, connection: Connection, actor: Actor, id_: str) -> Json:
    """One task with everything needed to decide it; of one that was passed on, the record as far as grants show it.
    Raises NotFound for a task of others."""
    row = store.find_task(connection, id_)
    desk = open_desk(services, connection, actor, row.app)
    instance = store.find_instance(connection, row.instance_id) if row.instance_id is not None else None
    flow = flow_at(desk, instance.flow, instance.n) if instance is not None else None
    admin = actor.principal.admin
    if instance is not None and flow is not None:
        admin = admin or administrates(desk, flow, instance)
    if actor.user not in (*row.people, row.decided_by) and not admin:
        raise NotFound
    held = row.status in HOLDING or admin
    if not held and row.decided_by != actor.user and not _readable(desk, row):
        raise NotFound
    title = instance.title if instance is not None else record_titles(desk, [row]).get(row.record_id)
    shown = shape_task(desk, row, instance, flow, title)
    record, rights = record_of_task(desk, row, flow) if held else record_of_grants(desk, row)
    shown |= {"fields": rights, "flow": None, "saved": None, "returns_to": []}
    shown["record"] = {**shown["record"], **record}
    if row.saved and row.saved.get("by") == actor.user:
        shown["saved"] = {"values": row.saved.get("values"), "comment": row.saved.get("comment")}
    if instance is None or flow is None:
        return shown
    state = load_state(instance.state)
    shown["flow"] = shape_flow(desk, instance, admin=admin)
    if row.status == "open" and "return" in shown["can"]:
        targets = return_targets(flow, state, row.node)
        shown["returns_to"] = [{"key": key, "name": node_name(desk, flow, key)} for key in targets]
    settings = flow.human(row.node)
    if settings is not None:
        shown["asks"] = {"comment": settings.comment, "signature": settings.signature}
        shown["hint"] = _hint(desk, settings.hint)
    return shown


def _readable(desk: Desk, row: TaskRow) -> bool:
    """Whether somebody whose task is void may read the record all the same."""
    stored = desk.app.stored.get(row.form)
    return stored is not None and row.record_id in desk.door.many(stored, [row.record_id])


def _hint(desk: Desk, hint: Any) -> str | None:
    return in_both(hint, "").in_locale(desk.actor.locale) or None


def record_of_grants(desk: Desk, row: TaskRow) -> tuple[Json, dict[str, str]]:
    """The record for somebody whose task went to others, or is void: what his own grants show of it."""
    stored = desk.app.stored.get(row.form)
    found = desk.door.many(stored, [row.record_id]).get(row.record_id) if stored is not None else None
    if stored is None or found is None:
        return {"values": {}, "can": []}, {}
    rights = field_rights(desk, stored, None, row.node, open_=False).of_record(row.record_id)
    return {**shape_one(desk, stored, found), "can": []}, rights


def record_of_task(desk: Desk, row: TaskRow, flow: Flow | None) -> tuple[Json, dict[str, str]]:
    """The record under the node's field rights: read as the app, then everything hidden is taken out."""
    stored = desk.stored(row.form)
    rights = field_rights(desk, stored, flow, row.node, open_=row.status == "open").of_record(row.record_id)
    try:
        found = desk.open_door.get(stored, row.record_id)
    except NotFound:
        return {"values": {}, "can": []}, {}
    return shown_under(desk, stored, found, rights), rights
