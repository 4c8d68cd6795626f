"""Uniqueness among the records that are neither drafts nor in the bin: asked before a write, so that the answer names
the fields, and held by a unique index for the race that is lost after asking.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Index, select, tuple_
from sqlalchemy.exc import IntegrityError

from dougong.errors import Conflict, Text
from dougong.platform.storage.catalog import StoredForm

Record = Mapping[str, Any]


class NotUniqueNow(Conflict):
    """Somebody else saved the same values in the same moment."""

    title = Text("已有相同的数据", "The same values exist already")


def unique_sets(form: StoredForm) -> list[tuple[str, ...]]:
    """The sets of fields that must differ from every other record."""
    keys = {column.name: key for key, column in form.tables.columns.items()}
    return [tuple(keys[column.name] for column in index.columns) for index in form.tables.indexes if index.unique]


def repeated(
    connection: Connection, form: StoredForm, records: Sequence[Record], sets: Sequence[tuple[str, ...]]
) -> list[tuple[int, tuple[str, ...]]]:
    """Which of ``records`` (by index; each with ``id``) repeat a set of values of another record, stored or among
    them. A set with a blank in it repeats nothing. One statement for each set."""
    found: list[tuple[int, tuple[str, ...]]] = []
    for keys in sets:
        holders: dict[tuple[Any, ...], list[int]] = defaultdict(list)
        for index, record in enumerate(records):
            values = tuple(record.get(key) for key in keys)
            if None not in values:
                holders[values].append(index)
        if not holders:
            continue
        stored = _holders(connection, form, keys, list(holders))
        for values, indexes in holders.items():
            own = {records[index]["id"] for index in indexes}
            others = stored.get(_comparable(form, keys, values), set()) - own
            found += [(index, keys) for position, index in enumerate(indexes) if others or position > 0]
    return found


def _holders(
    connection: Connection, form: StoredForm, keys: tuple[str, ...], values: list[tuple[Any, ...]]
) -> dict[tuple[Any, ...], set[str]]:
    table = form.tables.table
    columns = [form.tables.columns[key] for key in keys]
    bound = [_comparable(form, keys, value) for value in values]
    wanted = columns[0].in_([value[0] for value in bound]) if len(columns) == 1 else tuple_(*columns).in_(bound)
    query = select(form.tables.columns["id"], *columns).where(
        wanted, form.tables.columns["deleted_at"].is_(None), table.c.draft.is_(False)
    )
    found: dict[tuple[Any, ...], set[str]] = defaultdict(set)
    for row in connection.execute(query):
        found[tuple(row[1:])].add(row[0])
    return found


def _comparable(form: StoredForm, keys: tuple[str, ...], values: tuple[Any, ...]) -> tuple[Any, ...]:
    """The values as their columns hold them."""
    result = []
    for key, value in zip(keys, values, strict=True):
        item = form.fields.get(key)
        result.append(value if item is None or item.write is None else item.write(value))
    return tuple(result)


def broken_set(form: StoredForm, problem: IntegrityError) -> tuple[str, ...] | None:
    """The set of fields whose unique index refused a write; None when it was another constraint."""
    text = str(problem.orig)
    by_columns = {
        ", ".join(f"{form.tables.table.name}.{column.name}" for column in index.columns): index
        for index in form.tables.indexes
        if index.unique
    }
    for columns, index in by_columns.items():
        if str(index.name) in text or f"UNIQUE constraint failed: {columns}" in text:
            return _keys(form, index)
    return None


def _keys(form: StoredForm, index: Index) -> tuple[str, ...]:
    names = {column.name: key for key, column in form.tables.columns.items()}
    return tuple(names[column.name] for column in index.columns)
