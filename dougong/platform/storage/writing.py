"""Writing records: rows, their lists, their words and their history; many records in a bounded number of statements.

Decisions are made before: what comes here is what will be stored. Two things are still seen to, in the statement
itself: that the row is one its writer may change, and that nobody changed it since it was read (``rev``).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from dougong.engines.record.definition import SYSTEM_FIELDS
from dougong.errors import Conflict
from dougong.ids import NewId
from dougong.platform.db.types import Id
from dougong.platform.storage.catalog import StoredForm
from dougong.platform.storage.children import ListChange, write_lists
from dougong.platform.storage.history import Entry, difference, write_history
from dougong.platform.storage.names import SYSTEM_COLUMNS
from dougong.platform.storage.records import Records
from dougong.platform.storage.tables import record_comment, record_history, stage_log, stage_tick
from dougong.platform.storage.unique import NotUniqueNow, broken_set
from dougong.platform.storage.words import forget_words, index_words

CHUNK = 500


@dataclass(frozen=True)
class Change:
    """A record before and after; ``before`` is None for a new one. Both are flat and have the reserved words; of
    ``after``, fields that are absent stay as they are. ``event`` is what the history calls it."""

    after: dict[str, Any]
    before: Mapping[str, Any] | None = None
    event: str = "update"
    draft: bool = False
    was_draft: bool = False

    @property
    def id(self) -> str:
        return str(self.after["id"])


@dataclass
class Writer:
    """Writes through one door. ``cause`` is filed with every line of history, and ``by``: who did it, when that is not
    whose door it is."""

    records: Records
    new_id: NewId
    cause: Mapping[str, Any] | None = field(default=None)
    by: str | None = None
    # whether the history tells of it
    filed: bool = True

    def insert(self, form: StoredForm, changes: Sequence[Change]) -> None:
        """New records. Raises NotUniqueNow when somebody was quicker."""
        rows = [{**_row(form, change.after), "draft": change.draft} for change in changes]
        try:
            self._connection.execute(insert(form.tables.table), rows)
        except IntegrityError as problem:
            raise self._not_unique(form, problem) from problem
        self._after(form, changes, new=True)

    def update(self, form: StoredForm, changes: Sequence[Change], *, action: str = "update") -> None:
        """Changed records, each read before by this transaction at the ``rev`` its ``before`` has. Raises Conflict."""
        table, columns = form.tables.table, form.tables.columns
        row = self.records.world.row(form)
        guard = [columns["id"] == bindparam("at_id", type_=Id()), columns["rev"] == bindparam("at_rev")]
        allowed = row.allowed(action)
        if allowed is not None:
            guard.append(allowed)
        groups: dict[tuple[str, ...], list[dict[str, Any]]] = {}
        for change in changes:
            assert change.before is not None
            values = _changed(form, change)
            bound = {"at_id": change.id, "at_rev": change.before["rev"], **values}
            groups.setdefault(tuple(values), []).append(bound)
        for names, rows in groups.items():
            statement = update(table).where(*guard).values({name: bindparam(name) for name in names})
            try:
                done = self._connection.execute(statement, rows).rowcount
            except IntegrityError as problem:
                raise self._not_unique(form, problem) from problem
            if done != len(rows):
                raise Conflict
        self._after(form, changes, new=False)

    def purge(self, form: StoredForm, ids: Sequence[str]) -> None:
        """Gone for good, with everything that hangs on them."""
        tables = form.tables
        for link in tables.links.values():
            self._connection.execute(delete(link).where(link.c.record_id.in_(ids)))
        for child in tables.children.values():
            rows = select(child.table.c.id).where(child.table.c.parent_id.in_(ids))
            for link in child.links.values():
                self._connection.execute(delete(link).where(link.c.record_id.in_(rows)))
            self._connection.execute(delete(child.table).where(child.table.c.parent_id.in_(ids)))
        self._connection.execute(delete(tables.table).where(tables.columns["id"].in_(ids)))
        for table in (record_history, record_comment, stage_log, stage_tick):
            self._connection.execute(delete(table).where(table.c.record_id.in_(ids)))
        forget_words(self._connection, ids)

    def _after(self, form: StoredForm, changes: Sequence[Change], *, new: bool) -> None:
        """Lists, words, history."""
        row = self.records.world.row(form)
        for key, item in form.fields.items():
            if item.single:
                continue
            lists = [
                ListChange(change.id, (change.before or {}).get(key) or [], change.after[key] or [])
                for change in changes
                if key in change.after and (change.before or {}).get(key, []) != (change.after[key] or [])
            ]
            if lists:
                write_lists(self._connection, self.records.world, row, key, lists)
        searched = form.tables.searched
        spoken = [
            {**(change.before or {}), **change.after}
            for change in changes
            if new
            or any(key in change.after and change.after[key] != (change.before or {}).get(key) for key in searched)
        ]
        if spoken:
            index_words(self._connection, form, spoken, new=new)
        if self.filed:
            self._file(form, changes)

    def _file(self, form: StoredForm, changes: Sequence[Change]) -> None:
        entries = [
            Entry(self.new_id(), change.id, int(change.after["rev"]), change.event, changed)
            for change in changes
            if not change.draft
            if (changed := difference(form, None if change.was_draft else change.before, _whole(change)))
            or change.event != "update"
        ]
        by = self.by or self.records.principal.user
        write_history(self._connection, form, entries, self.records.now, by, self.cause)

    def _not_unique(self, form: StoredForm, problem: IntegrityError) -> Exception:
        keys = broken_set(form, problem)
        return problem if keys is None else NotUniqueNow(fields=list(keys))

    @property
    def _connection(self) -> Any:
        return self.records.connection


def _whole(change: Change) -> Mapping[str, Any]:
    """What the history compares: of a draft that becomes a record, everything is new."""
    return {**(change.before or {}), **change.after} if change.was_draft else change.after


def _row(form: StoredForm, values: Mapping[str, Any]) -> dict[str, Any]:
    """Every column of a new row."""
    row = {column: values.get(key) for key, column in SYSTEM_COLUMNS.items()}
    names = form.tables.names.columns
    for key, item in form.fields.items():
        if item.single:
            row[names[key]] = stored(form, key, values.get(key))
    return row


def _changed(form: StoredForm, change: Change) -> dict[str, Any]:
    """The columns that differ, ``rev`` and the moment always."""
    before = change.before or {}
    names = form.tables.names.columns
    values: dict[str, Any] = {}
    for key, value in change.after.items():
        if key in SYSTEM_FIELDS:
            if key != "id" and value != before.get(key):
                values[SYSTEM_COLUMNS[key]] = value
        elif key in names and value != before.get(key):
            values[names[key]] = stored(form, key, value)
    if change.was_draft != change.draft:
        values["draft"] = change.draft
    return values


def stored(form: StoredForm, key: str, value: Any) -> Any:
    """A Python value as its column takes it."""
    write = form.fields[key].write
    return value if write is None or value is None else write(value)
