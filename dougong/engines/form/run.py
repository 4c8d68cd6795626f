"""What one write brings to the pure steps: the moment, the person, and what was fetched; and what to fetch when more is
needed.

A step that needs more returns ``Need``; the caller fetches it, adds it to ``Fetched`` and calls the step again, at most
``MAX_ROUNDS`` times.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo
from typing import Any

from dougong.engines.expression.env import Doors, Env, MondayToFriday, WorkCalendar

MAX_ROUNDS = 8

# a table is a form's key, ``@user`` or ``@department``
Behind = Mapping[tuple[str, str], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Fields of one record (or person, or department) behind a reference. One that does not exist is ``{}``."""

    table: str
    id: str
    fields: frozenset[str]


@dataclass(frozen=True, slots=True)
class Need:
    """What must be fetched before the step can go on."""

    wanted: tuple[Wanted, ...]


@dataclass(frozen=True)
class Fetched:
    """``records``: what stands behind references, by table and id."""

    records: Behind = field(default_factory=dict)

    def lacks(self, table: str, id_: str, key: str) -> bool:
        """An empty record was looked for and is not there: it lacks nothing."""
        record = self.records.get((table, id_))
        return record is None or (bool(record) and key not in record)

    def and_(self, more: Behind) -> "Fetched":
        """With more fields of records, or more records."""
        merged = dict(self.records)
        for at, record in more.items():
            merged[at] = {**merged.get(at, {}), **record}
        return Fetched(merged)


@dataclass(frozen=True)
class Run:
    """``me`` as in ``Env``: ``{"id", "name", "department": {"id", ...}, "team": [...]}``."""

    now: datetime
    zone: tzinfo
    me: Mapping[str, Any] | None = None
    fetched: Fetched = field(default_factory=Fetched)
    doors: Doors = field(default_factory=Doors)
    calendar: WorkCalendar = field(default_factory=MondayToFriday)

    def with_(self, fetched: Fetched) -> "Run":
        return replace(self, fetched=fetched)

    def env(self, values: Mapping[str, Any], old: Mapping[str, Any] | None = None, row: int | None = None) -> Env:
        """``row``: the number of the row whose expression is evaluated, from 1."""
        return Env(values, self.now, self.zone, self.me, old, self.calendar, row, self.doors)


def need(missing: Iterable[tuple[str, str, str]]) -> Need | None:
    """One ``Wanted`` a record, from (table, id, field)."""
    fields: dict[tuple[str, str], set[str]] = {}
    for table, id_, key in missing:
        fields.setdefault((table, id_), set()).add(key)
    if not fields:
        return None
    return Need(tuple(Wanted(table, id_, frozenset(keys)) for (table, id_), keys in sorted(fields.items())))
