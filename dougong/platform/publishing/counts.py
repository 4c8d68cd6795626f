"""How many rows a change concerns. Every answer is a count; samples are values, and only shown to who may read them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Connection, Table, and_, func, select

from dougong.platform.publishing.convert import Conversion
from dougong.platform.publishing.side import StoredPlace

MOST_SAMPLES = 5


@dataclass(frozen=True)
class Unconvertible:
    """``filled``: values there are; ``lost``: those of them the new type cannot hold, some of them as ``samples``."""

    filled: int
    lost: int
    samples: tuple[str, ...]


def rows(connection: Connection, table: Table) -> int:
    """How many there are."""
    return int(connection.execute(select(func.count()).select_from(table)).scalar() or 0)


def filled(connection: Connection, table: Table, column: Column[Any]) -> int:
    """Rows that have a value there."""
    query = select(func.count()).select_from(table).where(column.is_not(None))
    return int(connection.execute(query).scalar() or 0)


def records_in(connection: Connection, table: Table) -> int:
    """Records that have rows in a table of their own (a sub-table, a list of references)."""
    owner = table.c.parent_id if "parent_id" in table.c else table.c.record_id
    return int(connection.execute(select(func.count(owner.distinct())).select_from(table)).scalar() or 0)


def blank(connection: Connection, table: Table, column: Column[Any]) -> int:
    """Live records without a value there."""
    live = [column.is_(None)]
    if "deleted_at" in table.c:
        live += [table.c.deleted_at.is_(None), table.c.draft.is_(False)]
    return int(connection.execute(select(func.count()).select_from(table).where(*live)).scalar() or 0)


def with_values(connection: Connection, table: Table, column: Column[Any], values: Iterable[str]) -> int:
    """In how many rows the column holds one of these."""
    query = select(func.count()).select_from(table).where(column.in_(list(values)))
    return int(connection.execute(query).scalar() or 0)


def repeated(connection: Connection, table: Table, columns: list[Column[Any]]) -> int:
    """Sets of equal values among live records that a unique index over ``columns`` would refuse."""
    live = [column.is_not(None) for column in columns]
    if "deleted_at" in table.c:
        live += [table.c.deleted_at.is_(None), table.c.draft.is_(False)]
    groups = select(func.count().label("times")).select_from(table).where(and_(*live)).group_by(*columns)
    found = groups.having(func.count() > 1).subquery()
    return int(connection.execute(select(func.count()).select_from(found)).scalar() or 0)


def unconvertible(connection: Connection, old: StoredPlace, table: Table, convert: Conversion) -> Unconvertible:
    """Tries every distinct value once."""
    total = lost = 0
    samples: list[str] = []
    for value, times in stored_values(connection, old, table):
        total += times
        ok, _ = convert(value)
        if not ok:
            lost += times
            if len(samples) < MOST_SAMPLES:
                samples.append(str(value)[:100])
    return Unconvertible(total, lost, tuple(samples))


def stored_values(connection: Connection, old: StoredPlace, table: Table) -> Iterator[tuple[Any, int]]:
    """Every distinct value (not blank) and how often it is there."""
    if old.column is not None:
        column = table.c[old.column]
        query = select(column, func.count()).where(column.is_not(None)).group_by(column)
        for raw, times in connection.execute(query):
            yield old.field.from_column(raw), int(times)
    elif "target_id" in table.c:
        query = select(table.c.record_id, table.c.target_id).order_by(table.c.record_id, table.c.position)
        gathered: dict[str, list[str]] = {}
        for record, target in connection.execute(query):
            gathered.setdefault(record, []).append(target)
        for targets in gathered.values():
            yield targets, 1
