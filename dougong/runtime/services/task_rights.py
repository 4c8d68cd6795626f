"""What a task shows of its record and lets its holder change: the node's map over what his grants give.

A field that the node does not name shows as his grants show it; somebody without any grant on the record reads it all,
for he must know what he decides on. Handing in work (a fill, a return to the start) may change what his grants let him.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from dougong.engines.finding import Finding, Invalid, message
from dougong.engines.flow.definition import START
from dougong.engines.flow.graph import Flow
from dougong.engines.form.compile import CompiledForm
from dougong.engines.form.submit import coerce
from dougong.platform.storage.catalog import StoredForm
from dougong.platform.storage.records import Found
from dougong.runtime.services.context import Actor
from dougong.runtime.services.desk import Desk
from dougong.runtime.services.flow_world import as_flow, missing_fields
from dougong.runtime.services.records_pipeline import save
from dougong.runtime.services.records_shape import shape_one
from dougong.runtime.services.records_work import Options, Work

NOT_WRITABLE = message("not_writable", "此步骤不能修改“{name}”", "This step does not let you change “{name}”")
REQUIRED = message("required", "请填写“{name}”", "“{name}” is required")

WRITING = ("edit", "require")


def field_rights(desk: Desk, stored: StoredForm, flow: Flow | None, node: str, *, open_: bool) -> "Rights":
    settings: Any = flow.nodes.get(node) if flow is not None else None
    named: Mapping[str, str] = getattr(settings, "fields", {})
    hands_in = node == START or getattr(settings, "type", None) == "fill"
    return Rights(desk, stored, named, hands_in=hands_in, open_=open_)


class Rights:
    """The rights of one holder of a task. Grants are only asked when something is not named by the node."""

    def __init__(
        self, desk: Desk, stored: StoredForm, named: Mapping[str, str], *, hands_in: bool, open_: bool
    ) -> None:
        self._desk = desk
        self._stored = stored
        self._named = named
        self._hands_in = hands_in
        self._open = open_

    def of_record(self, record: str) -> dict[str, str]:
        """By field and ``lines.price``: hide, read, edit or require."""
        form = self._desk.form(self._stored.key)
        columns = {f"{key}.{column}" for key, field in self._stored.fields.items() for column in field.fields}
        keys = [*form.fields, *sorted(columns)]
        granted = self._granted(record)
        return {key: self._right(form, key, granted) for key in keys}

    def of_writer(self, record: str) -> dict[str, str]:
        """The same for somebody about to write. A decision changes only what its step opens, whatever his grants are,
        so they need not be asked then."""
        if self._hands_in:
            return self.of_record(record)
        form = self._desk.form(self._stored.key)
        columns = [key for key in self._named if "." in key]
        return {key: self._right(form, key, None) for key in [*form.fields, *columns]}

    def _granted(self, record: str) -> tuple[dict[str, bool], dict[str, bool]] | None:
        """What grants show and let change on this row; None where they do not reach."""
        door = self._desk.door
        if "read" not in door.rights(self._stored).actions or record not in door.many(self._stored, [record]):
            return None
        changes = door.shown(self._stored, record, "update", need="edit") if self._hands_in else {}
        if changes and not door.allows(self._stored, record, "update"):
            changes = {}
        return door.shown(self._stored, record), changes

    def _right(self, form: CompiledForm, key: str, granted: tuple[dict[str, bool], dict[str, bool]] | None) -> str:
        top = key.partition(".")[0]
        computed = top in form.fields and form.fields[top].computed
        named = self._named.get(key) or (self._named.get(top) if "." in key else None)
        if named is not None:
            return "read" if named in WRITING and (computed or not self._open) else named
        if granted is None:
            return "read"
        shows, changes = granted
        if not shows.get(key, False):
            return "hide"
        return "edit" if self._open and changes.get(key, False) and not computed else "read"


def shown_under(desk: Desk, stored: StoredForm, found: Found, rights: Mapping[str, str]) -> dict[str, Any]:
    """A record read as the app, less everything these rights hide."""
    shown = shape_one(desk.as_app(), stored, found)
    values = {key: value for key, value in shown["values"].items() if rights.get(key) != "hide"}
    hidden = {path for path, right in rights.items() if "." in path and right == "hide"}
    for key, value in values.items():
        columns = {path.partition(".")[2] for path in hidden if path.startswith(f"{key}.")}
        if columns and isinstance(value, list):
            values[key] = [
                {**line, "values": {name: one for name, one in line["values"].items() if name not in columns}}
                for line in value
            ]
    if stored.title is not None and rights.get(stored.title) == "hide":
        shown["title"] = None
    return {**shown, "values": values, "can": []}


def elevated(actor: Actor, app: str) -> Actor:
    """The same person with the rights of the app: what he may change has been seen to."""
    return replace(actor, principal=replace(actor.principal, app=app))


def write_values(
    desk: Desk,
    stored: StoredForm,
    found: Found,
    rights: Mapping[str, str],
    sent: Mapping[str, Any],
    rev: int | None,
    instance: str,
    task: str,
) -> Mapping[str, Any]:
    """Change what the node lets its holder change. Gives the record as it stands then. Raises Invalid with everything
    that is wrong, Conflict for a stale ``rev``."""
    form = desk.form(stored.key)
    values, problems = coerce(form, dict(sent))
    refused: list[Finding] = []
    for key in [key for key in sent if key in form.fields]:
        if rights.get(key) in WRITING:
            continue
        if key in values and _rows_allowed(key, found.values.get(key), values[key], rights):
            continue
        if key not in values or values[key] != found.values.get(key):
            refused.append(NOT_WRITABLE.at(f"/values/{key}", name=form.names[key]))
        values.pop(key, None)
    if refused:
        raise Invalid([*refused, *problems])
    allowed = {key: value for key, value in sent.items() if key in values or key not in form.fields}
    if not allowed:
        return found.values
    writer = as_flow(desk, instance, task)
    work = Work("update", allowed, found.id, rev, options=Options(event="update"))
    save(writer.with_actor(elevated(writer.actor, desk.app.key)), stored.key, [work])
    if work.failed:
        raise work.failure()
    return {**found.values, **work.after}


def _rows_allowed(key: str, before: Any, after: Any, rights: Mapping[str, str]) -> bool:
    """Whether a sub-table changed only in columns that may be changed: the same rows, the rest as it was."""
    open_columns = {
        path.partition(".")[2] for path, right in rights.items() if right in WRITING and path.startswith(key + ".")
    }
    if not open_columns or not isinstance(before, list) or not isinstance(after, list):
        return False
    rows = {row.get("id"): row for row in before}
    if [row.get("id") for row in after] != list(rows):
        return False
    return all(
        column in open_columns or value == rows[row["id"]].get(column) for row in after for column, value in row.items()
    )


def require_filled(desk: Desk, flow: Flow, node: str, form: str, values: Mapping[str, Any]) -> list[Finding]:
    """What the node requires and is still blank."""
    names = desk.form(form).names
    found = []
    for path in missing_fields(flow, node, values):
        top = path.partition(".")[0]
        if top in names:
            found.append(REQUIRED.at(f"/values/{path.replace('.', '/')}", name=names[top]))
    return found
