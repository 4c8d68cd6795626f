"""What changed: the difference of two records as it is filed, and reading it back with the reader's rights.

Values are filed as API JSON without titles, under physical names, so a renamed field keeps its past.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from dougong.engines.record.columns import ChildTable
from dougong.engines.record.definition import SYSTEM_FIELDS
from dougong.engines.record.field_type import bare
from dougong.platform.storage.catalog import StoredField, StoredForm
from dougong.platform.storage.names import SYSTEM_COLUMNS, FormNames
from dougong.platform.storage.tables import record_history

Changes = dict[str, Any]
# changes of these are told by the entry itself
_SILENT = frozenset({"id", "rev", "created_at", "created_by", "updated_at", "updated_by", "deleted_at"})


@dataclass(frozen=True)
class Entry:
    """One line of a record's history, as it is written."""

    id: str
    record_id: str
    rev: int
    event: str
    changes: Changes


def plain(field: StoredField | None, value: Any) -> Any:
    """A Python value as it is filed."""
    if value is None or value == []:
        return None
    if field is None or field.dump is None:
        return value.isoformat() if isinstance(value, datetime) else value
    dumped = field.dump(value, bare)
    return _ids(dumped)


def _ids(dumped: Any) -> Any:
    """References without their titles."""
    if isinstance(dumped, dict) and set(dumped) == {"id", "title"}:
        return dumped["id"]
    if isinstance(dumped, list):
        return [_ids(item) for item in dumped]
    return dumped


def difference(form: StoredForm, old: Mapping[str, Any] | None, new: Mapping[str, Any]) -> Changes:
    """By physical name: [old, new] of what differs; of a sub-table, by row id, what differs in the row
    (``{"+": position}`` and ``{"-": position}`` say that a row came or went)."""
    found: Changes = {}
    before = old or {}
    for key in SYSTEM_FIELDS:
        if key not in _SILENT and key in new and before.get(key) != new[key]:
            found[SYSTEM_COLUMNS[key]] = [plain(None, before.get(key)), plain(None, new[key])]
    for key, field in form.fields.items():
        if key not in new or before.get(key) == new[key]:
            continue
        name = form.tables.names.physical(key)
        assert name is not None
        if isinstance(field.place, ChildTable):
            rows = _rows_difference(field, form.tables.names.children[key], before.get(key) or [], new[key] or [])
            if rows:
                found[name] = rows
        else:
            pair = [plain(field, before.get(key)), plain(field, new[key])]
            if pair[0] != pair[1]:
                found[name] = pair
    return found


def _rows_difference(
    field: StoredField, names: FormNames, before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]
) -> Changes:
    old_rows = {row["id"]: (position, row) for position, row in enumerate(before)}
    new_rows = {row["id"]: (position, row) for position, row in enumerate(after)}
    found: Changes = {}
    for id_ in dict.fromkeys([*old_rows, *new_rows]):
        old, new = old_rows.get(id_), new_rows.get(id_)
        changes: Changes = {}
        if old is None and new is not None:
            changes["+"] = new[0]
        if new is None and old is not None:
            changes["-"] = old[0]
        for key, column in field.fields.items():
            name = names.physical(key)
            left = plain(column, old[1].get(key)) if old else None
            right = plain(column, new[1].get(key)) if new else None
            if left != right and name is not None:
                changes[name] = [left, right]
        if changes:
            found[id_] = changes
    return found


def write_history(
    connection: Connection, form: StoredForm, entries: Sequence[Entry], at: datetime, by: str | None, cause: Any
) -> None:
    """File what happened to these records. ``cause``: why, as JSON."""
    if not entries:
        return
    shared = {"app": form.app, "form": form.key, "at": at, "by": by, "cause": cause}
    connection.execute(
        insert(record_history),
        [
            {
                "id": entry.id,
                "record_id": entry.record_id,
                "rev": entry.rev,
                "event": entry.event,
                "changes": entry.changes,
                **shared,
            }
            for entry in entries
        ],
    )


@dataclass(frozen=True)
class PastEntry:
    """One line as it is read: ``changes`` by field key, of those fields that exist today."""

    id: str
    rev: int
    event: str
    at: datetime
    by: str | None
    cause: Mapping[str, Any] | None
    changes: Mapping[str, Any]


def read_history(
    connection: Connection, form: StoredForm, record_id: str, *, before: str | None = None, limit: int = 50
) -> list[PastEntry]:
    """Newest first; ``before``: the id of the last line seen. Nothing is hidden yet: see ``visible``."""
    table = record_history
    query = select(table).where(table.c.record_id == record_id)
    if before is not None:
        query = query.where(table.c.id < before)
    keys = keys_by_name(form.tables.names)
    return [
        PastEntry(row.id, row.rev, row.event, row.at, row.by, row.cause, changes_by_key(form, row.changes, keys))
        for row in connection.execute(query.order_by(table.c.id.desc()).limit(limit))
    ]


def keys_by_name(names: FormNames) -> dict[str, str]:
    """The key of every physical name, of former fields too."""
    found = {column: key for key, column in SYSTEM_COLUMNS.items()}
    found |= dict(names.former)
    found |= {column: key for key, column in names.columns.items()}
    found |= {table: key for key, table in names.links.items()}
    return found | {child.table: key for key, child in names.children.items()}


def changes_by_key(form: StoredForm, changes: Mapping[str, Any], keys: Mapping[str, str]) -> Mapping[str, Any]:
    """What was filed under physical names, by today's keys (``keys_by_name``); what has none any more is left out."""
    found: dict[str, Any] = {}
    for name, change in changes.items():
        key = keys.get(name)
        if key is None:
            continue
        if key in form.tables.names.children:
            columns = keys_by_name(form.tables.names.children[key])
            found[key] = {
                row: _ordered(
                    {
                        columns.get(column, column): pair
                        for column, pair in inner.items()
                        if column in {*columns, "+", "-"}
                    },
                    form.fields[key].fields,
                )
                for row, inner in change.items()
            }
        else:
            found[key] = change
    return _ordered(found, form.fields)


def _ordered(found: dict[str, Any], fields: Iterable[str]) -> dict[str, Any]:
    """In the order of the fields, for PostgreSQL keeps none; what is no field comes first."""
    places = {key: place for place, key in enumerate(fields)}
    return dict(sorted(found.items(), key=lambda item: places.get(item[0], -1)))


def visible(changes: Mapping[str, Any], shown: Mapping[str, bool]) -> dict[str, Any]:
    """The changes of fields that show; ``shown`` has also ``lines.cost`` for the columns of sub-tables."""
    found: dict[str, Any] = {}
    for key, change in changes.items():
        if not shown.get(key, False):
            continue
        if isinstance(change, dict):
            rows = {
                row: {
                    column: pair
                    for column, pair in inner.items()
                    if column in "+-" or shown.get(f"{key}.{column}", False)
                }
                for row, inner in change.items()
            }
            found[key] = {row: inner for row, inner in rows.items() if inner}
        else:
            found[key] = change
    return found
