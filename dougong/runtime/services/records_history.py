"""What happened to a record, as its reader may know it: fields that do not show to him on it are left out."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from dougong.engines.record.columns import ChildTable, Target
from dougong.engines.record.definition import SYSTEM_FIELDS
from dougong.errors import Locale, Text
from dougong.platform.storage.catalog import StoredField, StoredForm
from dougong.platform.storage.history import PastEntry, read_history, visible
from dougong.platform.storage.tables import stage_log
from dougong.platform.storage.titles import TitleBook, qualified
from dougong.runtime.services.desk import Desk

Json = dict[str, Any]
KINDS = {
    "create": "created",
    "update": "updated",
    "delete": "deleted",
    "restore": "restored",
    "submit": "submitted",
    "revert": "reverted",
    "computed": "computed",
    "import": "imported",
}
SYSTEM_NAMES = {
    "owner": Text("负责人", "Owner"),
    "department": Text("所属部门", "Department"),
    "flow_state": Text("流程状态", "Flow state"),
}
_SYSTEM_TARGETS = {"owner": Target("user"), "department": Target("department")}


def read_past(desk: Desk, form: str, id_: str, *, before: str | None = None, limit: int = 50) -> Json:
    """``{"items", "next"}``, newest first. Raises NotFound for a record he may not see."""
    stored = desk.stored(form)
    desk.door.get(stored, id_)
    entries = read_history(desk.connection, stored, id_, before=before, limit=limit + 1)
    shown = desk.door.shown(stored, id_)
    more, entries = len(entries) > limit, entries[:limit]
    changes = [visible(entry.changes, shown) for entry in entries]
    book = desk.door.titles_of(stored.app, _wanted(stored, changes))
    items = [
        _shown(desk, stored, entry, change, book)
        for entry, change in zip(entries, changes, strict=True)
        # a change of nothing he may see is none of his business, and neither is that it happened
        if change or entry.event != "update"
        if change or entry.event != "computed"
    ]
    return {"items": items, "next": entries[-1].id if more else None}


def read_stages(desk: Desk, form: str, id_: str) -> Json:
    """The stages a record went through, oldest first."""
    stored = desk.stored(form)
    desk.door.get(stored, id_)
    shown = desk.door.shown(stored, id_)
    table = stage_log
    rows = desk.connection.execute(select(table).where(table.c.record_id == id_).order_by(table.c.at, table.c.id))
    book = TitleBook(stored.app, desk.organisation)
    return {
        "items": [
            {
                "pipeline": row.pipeline,
                "field": row.field,
                "from": row.from_stage,
                "to": row.to_stage,
                "at": row.at,
                "by": book(Target("user"), row.by) if row.by else None,
                "seconds": row.seconds,
            }
            for row in rows
            if shown.get(row.field, False)
        ]
    }


def _shown(desk: Desk, stored: StoredForm, entry: PastEntry, changes: Mapping[str, Any], book: TitleBook) -> Json:
    return {
        "id": entry.id,
        "at": entry.at,
        "by": book(Target("user"), entry.by) if entry.by else None,
        "kind": KINDS.get(entry.event, entry.event),
        "rev": entry.rev,
        "cause": _cause(desk, entry.cause),
        "changes": [_change(desk, stored, key, change, book) for key, change in changes.items()],
    }


def _cause(desk: Desk, cause: Mapping[str, Any] | None) -> Json | None:
    """Through which door it came, or which rule, flow or button it was."""
    if not cause:
        return None
    for kind in ("rule", "flow", "button", "task"):
        if cause.get(kind):
            return {"kind": kind, "name": str(cause[kind])}
    channel = cause.get("channel")
    return None if channel in (None, "ui", "api") else {"kind": str(channel), "name": None}


def _change(desk: Desk, stored: StoredForm, key: str, change: Any, book: TitleBook) -> Json:
    field = stored.fields.get(key)
    name = _name(desk, stored, key)
    if isinstance(change, Mapping):
        assert field is not None
        return {"field": key, "name": name, **_rows(field, change, book)}
    target = field.target if field is not None else _SYSTEM_TARGETS.get(key)
    old, new = (_titled(target, value, book) for value in change)
    return {"field": key, "name": name, "old": old, "new": new}


def _rows(field: StoredField, change: Mapping[str, Any], book: TitleBook) -> Json:
    """The rows of a sub-table that changed, each with the columns that did."""
    sides: tuple[list[Json], list[Json]] = ([], [])
    for id_, columns in change.items():
        for side, marker in ((0, "+"), (1, "-")):
            if marker in columns:
                continue
            values = {
                key: _titled(field.fields[key].target, pair[side], book)
                for key, pair in columns.items()
                if key in field.fields
            }
            sides[side].append({"id": id_, "values": values})
    return {"old": sides[0], "new": sides[1]}


def _name(desk: Desk, stored: StoredForm, key: str) -> str:
    locale: Locale = desk.actor.locale
    if key in SYSTEM_FIELDS:
        return SYSTEM_NAMES.get(key, Text(key, key)).in_locale(locale)
    return desk.form(stored.key).fields[key].name.in_locale(locale)


def _titled(target: Target | None, value: Any, book: TitleBook) -> Any:
    if target is None or value is None:
        return value
    if isinstance(value, list):
        return [book(target, id_) for id_ in value]
    return book(target, value)


def _wanted(stored: StoredForm, changes: Sequence[Mapping[str, Any]]) -> dict[str, set[str]]:
    """Records whose titles are shown."""
    found: dict[str, set[str]] = {}

    def add(field: StoredField, pair: Sequence[Any]) -> None:
        if field.target is None or field.target.table != "record":
            return
        ids = found.setdefault(qualified(stored.app, field.target.form or ""), set())
        for value in pair:
            ids.update(value if isinstance(value, list) else [value] if value else [])

    for change in changes:
        for key, what in change.items():
            field = stored.fields.get(key)
            if field is None:
                continue
            if isinstance(field.place, ChildTable):
                for columns in what.values():
                    for column, pair in columns.items():
                        if column in field.fields:
                            add(field.fields[column], pair)
            else:
                add(field, what)
    return found
