"""Bringing the values of a field to the place its new type needs, a chunk of rows at a time while everybody goes on.

A place that is brought back after a rollback still has its former values: where nobody changed a value since, the
former one stands again exactly, also when it could not be converted.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, insert, select, update

from dougong.platform.db import Unit
from dougong.platform.publishing.convert import Conversion
from dougong.platform.publishing.side import Side, StoredPlace

CHUNK = 1_000


class Copying:
    """One field on its way. ``returning``: the new place has former values of its own."""

    def __init__(self, old: Side, new: Side, was: StoredPlace, now: StoredPlace, *, returning: bool) -> None:
        self.was = was
        self.now = now
        self.returning = returning
        self._old = {table.name: table for table in old.all_tables()}
        self._new = {table.name: table for table in new.all_tables()}
        names = old.names.forms[was.form]
        self._form = self._old[names.table]
        # the rows that have the field: the records, or the rows of a sub-table
        self._owner = self._form if len(was.path) == 1 else self._old[names.children[was.path[0]].table]
        self._forward = Conversion(was.field, now.field)
        self._back = Conversion(now.field, was.field)

    @property
    def stage(self) -> str:
        return "copy:" + ".".join((self.now.form, *self.now.path))

    def step(self, unit: Unit, after: str | None) -> str | None:
        return self.chunk(unit.connection, after)

    def chunk(self, connection: Connection, after: str | None) -> str | None:
        """The next rows after an id; the last id done, None at the end."""
        owner = self._owner.c.id
        query = select(owner).order_by(owner).limit(CHUNK)
        ids = list(connection.execute(query if after is None else query.where(owner > after)).scalars())
        self._bring(connection, ids)
        return ids[-1] if len(ids) == CHUNK else None

    def since(self, connection: Connection, moment: datetime) -> None:
        """Again for every record that was written since ``moment``."""
        changed = select(self._form.c.id).where(self._form.c.updated_at >= moment)
        owner = self._owner.c
        rows = changed if self._owner is self._form else select(owner.id).where(owner.parent_id.in_(changed))
        ids = sorted(connection.execute(rows).scalars())
        for start in range(0, len(ids), CHUNK):
            self._bring(connection, ids[start : start + CHUNK])

    def _bring(self, connection: Connection, ids: Sequence[str]) -> None:
        if not ids:
            return
        current = _read(connection, self.was, self._old[self.was.table], ids)
        former = _read(connection, self.now, self._new[self.now.table], ids) if self.returning else {}
        made: dict[str, Any] = {}
        for id_ in ids:
            value, before = current.get(id_), former.get(id_)
            if before is not None and self._unchanged(before, value):
                continue
            ok, converted = self._forward(value) if value is not None else (False, None)
            made[id_] = converted if ok else None
        _write(connection, self.now, self._new[self.now.table], made)

    def _unchanged(self, before: Any, value: Any) -> bool:
        """Whether ``value`` is what the former one was turned into."""
        ok, then = self._back(before)
        return value == then if ok else value is None


def _read(connection: Connection, place: StoredPlace, table: Table, ids: Sequence[str]) -> Mapping[str, Any]:
    """Python values that are not blank, by the id of their row."""
    if place.column is not None:
        column = table.c[place.column]
        query = select(table.c.id, column).where(table.c.id.in_(ids), column.is_not(None))
        return {id_: place.field.from_column(raw) for id_, raw in connection.execute(query)}
    query = select(table.c.record_id, table.c.target_id).where(table.c.record_id.in_(ids))
    found: dict[str, list[str]] = {}
    for id_, target in connection.execute(query.order_by(table.c.record_id, table.c.position)):
        found.setdefault(id_, []).append(target)
    return found


def _write(connection: Connection, place: StoredPlace, table: Table, values: Mapping[str, Any]) -> None:
    if not values:
        return
    if place.column is not None:
        changed = update(table).where(table.c.id == bindparam("b_id")).values({place.column: bindparam("b_value")})
        rows = [
            {"b_id": id_, "b_value": None if value is None else place.field.to_column(value)}
            for id_, value in values.items()
        ]
        connection.execute(changed, rows)
        return
    connection.execute(delete(table).where(table.c.record_id.in_(list(values))))
    links = [
        {"record_id": id_, "position": position, "target_id": target}
        for id_, targets in values.items()
        for position, target in enumerate(targets or ())
    ]
    if links:
        connection.execute(insert(table), links)
