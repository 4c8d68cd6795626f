"""Sub-table rows and lists of references: read for many records at once, and written as patches of whole lists.

One statement for each such field, however many records there are.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, Select, Table, bindparam, delete, insert, select, update

from dougong.engines.record.columns import ChildTable, LinkTable
from dougong.platform.db.types import Id
from dougong.platform.storage.catalog import StoredField
from dougong.platform.storage.paths import World
from dougong.platform.storage.rows import ChildRow, FormRow

Record = dict[str, Any]


def fill_many(connection: Connection, row: FormRow, records: Sequence[Record], fields: Iterable[str] | None) -> None:
    """Put the lists of ``records`` (each with its ``id``) in place; those that show nowhere are left out."""
    if not records:
        return
    form = row.form
    wanted = form.fields.keys() if fields is None else [key for key in fields if key in form.fields]
    by_id = {record["id"]: record for record in records}
    for key in wanted:
        field = form.fields[key]
        if field.single or row.rights.hidden(key):
            continue
        found = _lists(connection, row, field, list(by_id))
        for id_, record in by_id.items():
            record[key] = found.get(id_, [])


def _lists(connection: Connection, row: FormRow, field: StoredField, ids: list[str]) -> Mapping[str, list[Any]]:
    if isinstance(field.place, ChildTable):
        return _child_rows(connection, row, field, ids)
    link = row.form.tables.links[field.key]
    shows = row.shows(field.key)
    query = select(link.c.record_id, link.c.target_id).order_by(link.c.record_id, link.c.position)
    return _grouped(connection, _of_parents(query, link, link.c.record_id, row, [shows]), ids)


def _child_rows(connection: Connection, row: FormRow, field: StoredField, ids: list[str]) -> Mapping[str, list[Any]]:
    table = row.form.tables.children[field.key].table
    child = ChildRow(row, field, table)
    shown = [column for column in field.fields.values() if not row.rights.hidden(f"{field.key}.{column.key}")]
    singles = [column for column in shown if column.single]
    columns = [child.part(column.key).element for column in singles]
    masks = [row.shows(field.key), *(row.shows(f"{field.key}.{column.key}") for column in shown)]
    query = select(table.c.parent_id, table.c.id, *columns).order_by(table.c.parent_id, table.c.position)
    found: dict[str, list[Record]] = defaultdict(list)
    rows: dict[str, Record] = {}
    for line in connection.execute(_of_parents(query, table, table.c.parent_id, row, masks), {"ids": ids}):
        record: Record = {"id": line[1]}
        for column, value in zip(singles, line[2:], strict=True):
            record[column.key] = value if column.read is None else column.read(value)
        rows[line[1]] = record
        found[line[0]].append(record)
    for column in shown:
        if not column.single:
            _fill_links(connection, row, field, column, rows)
    return found


def _fill_links(
    connection: Connection, row: FormRow, field: StoredField, column: StoredField, rows: Mapping[str, Record]
) -> None:
    """The lists of ids inside a sub-table's rows."""
    link = row.form.tables.children[field.key].links[column.key]
    shows = row.shows(f"{field.key}.{column.key}")
    query = select(link.c.record_id, link.c.target_id).where(link.c.record_id.in_(_ids()))
    if shows is not None:
        child = row.form.tables.children[field.key].table
        joined = link.join(child, child.c.id == link.c.record_id).join(row.table, row.raw("id") == child.c.parent_id)
        query = query.select_from(joined).where(shows)
    found = _rows(connection, query.order_by(link.c.record_id, link.c.position), list(rows)) if rows else {}
    for id_, record in rows.items():
        record[column.key] = found.get(id_, [])


def _of_parents(
    query: Select[Any],
    table: FromClause,
    parent: ColumnElement[Any],
    row: FormRow,
    masks: Sequence[ColumnElement[bool] | None],
) -> Select[Any]:
    """Restrict to the parents by the parameter ``ids``; the parent is joined only when what shows depends on it."""
    query = query.where(parent.in_(_ids()))
    if masks[0] is not None:
        query = query.where(masks[0])
    if any(mask is not None for mask in masks):
        query = query.select_from(table.join(row.table, row.raw("id") == parent))
    return query


def _ids() -> Any:
    return bindparam("ids", expanding=True, type_=Id())


def _grouped(connection: Connection, query: Select[Any], ids: list[str]) -> Mapping[str, list[Any]]:
    return _rows(connection, query, ids)


def _rows(connection: Connection, query: Select[Any], ids: list[str]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for parent, target in connection.execute(query, {"ids": ids}):
        found[parent].append(target)
    return found


# writing


@dataclass(frozen=True)
class ListChange:
    """A list of one record before and after. Child rows have their ``id``."""

    record_id: str
    before: Sequence[Any]
    after: Sequence[Any]


def write_lists(connection: Connection, world: World, row: FormRow, key: str, changes: Sequence[ListChange]) -> None:
    """Store new lists, for many records in a bounded number of statements."""
    field = row.form.fields[key]
    if isinstance(field.place, LinkTable):
        _write_links(connection, row.form.tables.links[key], changes)
        return
    tables = row.form.tables.children[key]
    singles = [column for column in field.fields.values() if column.single]
    names = {column.key: tables.columns[column.key].name for column in singles}
    gone = [
        old["id"] for change in changes for old in change.before if old["id"] not in {new["id"] for new in change.after}
    ]
    if gone:
        connection.execute(delete(tables.table).where(tables.table.c.id.in_(gone)))
    added: list[Record] = []
    changed: list[Record] = []
    for change in changes:
        known = {old["id"]: (position, old) for position, old in enumerate(change.before)}
        for position, new in enumerate(change.after):
            stored = {names[column.key]: _stored(column, new.get(column.key)) for column in singles}
            if new["id"] not in known:
                added.append({"id": new["id"], "parent_id": change.record_id, "position": position, **stored})
            elif known[new["id"]] != (position, new):
                changed.append({"row_id": new["id"], "position": position, **stored})
    if added:
        connection.execute(insert(tables.table), added)
    if changed:
        connection.execute(update(tables.table).where(tables.table.c.id == bindparam("row_id", type_=Id())), changed)
    for column in field.fields.values():
        if not column.single:
            inner = [
                ListChange(new["id"], _before(change, new["id"], column.key), new.get(column.key) or [])
                for change in changes
                for new in change.after
            ] + [ListChange(old, _before(change, old, column.key), []) for change in changes for old in gone]
            _write_links(connection, tables.links[column.key], inner)


def _before(change: ListChange, row_id: str, key: str) -> Sequence[Any]:
    return next((old.get(key) or [] for old in change.before if old["id"] == row_id), [])


def _stored(column: StoredField, value: Any) -> Any:
    return value if column.write is None or value is None else column.write(value)


def _write_links(connection: Connection, table: Table, changes: Sequence[ListChange]) -> None:
    changed = [change for change in changes if list(change.before) != list(change.after)]
    emptied = [change.record_id for change in changed if change.before]
    if emptied:
        connection.execute(delete(table).where(table.c.record_id.in_(emptied)))
    rows = [
        {"record_id": change.record_id, "position": position, "target_id": target}
        for change in changed
        for position, target in enumerate(change.after)
    ]
    if rows:
        connection.execute(insert(table), rows)
