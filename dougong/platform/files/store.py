"""Rows of files: whose they are, and what nobody needs any more."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, insert, or_, select, update

from dougong.ids import is_id, new_id
from dougong.platform.db import Database, Unit
from dougong.platform.files.blobs import Blobs
from dougong.platform.files.tables import files

LOOSE_FOR = timedelta(hours=24)
# a blob this young may belong to a row that is about to be written
YOUNG = timedelta(hours=1)


_OWN = ("id", "blob", "name", "size", "type", "created_at", "created_by")


@dataclass(frozen=True, slots=True)
class Stored:
    """One file. It belongs to ``field`` of a record, or only to whoever uploaded it."""

    id: str
    blob: str
    name: str
    size: int
    type: str
    created_at: datetime
    created_by: str | None
    app: str | None
    form: str | None
    record: str | None
    field: str | None

    def as_json(self) -> dict[str, object]:
        return {"id": self.id, "name": self.name, "size": self.size, "type": self.type}


def _stored(row: Row[Any]) -> Stored:
    cells = row._mapping
    return Stored(
        **{name: cells[name] for name in _OWN},
        app=cells["app"],
        form=cells["form"],
        record=cells["record_id"],
        field=cells["field"],
    )


def add(unit: Unit, *, blob: str, name: str, size: int, type_: str, by: str | None) -> Stored:
    """A file that belongs to nobody's record yet."""
    made = Stored(
        new_id(), blob, name[:255], size, type_[:120], unit.now, by, app=None, form=None, record=None, field=None
    )
    row = {name: getattr(made, name) for name in _OWN}
    unit.connection.execute(insert(files).values(row))
    return made


def find(connection: Connection, file: str) -> Stored | None:
    """None for what is no id, or no file's."""
    if not is_id(file):
        return None
    row = connection.execute(select(files).where(files.c.id == file)).first()
    return _stored(row) if row is not None else None


def describe(connection: Connection, ids: Sequence[str]) -> dict[str, Stored]:
    """The files among these ids that exist."""
    wanted = [file for file in ids if is_id(file)]
    if not wanted:
        return {}
    return {row.id: _stored(row) for row in connection.execute(select(files).where(files.c.id.in_(wanted)))}


def attach(
    unit: Unit, ids: Sequence[str], *, app: str, form: str, record: str, field: str, by: str | None
) -> list[str]:
    """Let these files belong to a field of a record. Only a loose file of ``by`` or one that belongs there already is
    taken (``by`` None: any loose one); the answer is the ids that were refused."""
    wanted = [file for file in dict.fromkeys(ids) if is_id(file)]
    own: ColumnElement[bool] = files.c.record_id.is_(None)
    if by is not None:
        own = own & (files.c.created_by == by)
    allowed = set(
        unit.connection.scalars(
            select(files.c.id).where(
                files.c.id.in_(wanted), or_(own, (files.c.record_id == record) & (files.c.field == field))
            )
        )
    )
    if allowed:
        unit.connection.execute(
            update(files).where(files.c.id.in_(allowed)).values(app=app, form=form, record_id=record, field=field)
        )
    return [file for file in ids if file not in allowed]


def detach(unit: Unit, record: str) -> None:
    """A record is gone for good: its files are loose and will be swept."""
    unit.connection.execute(
        update(files)
        .where(files.c.record_id == record)
        .values(app=None, form=None, record_id=None, field=None, created_at=unit.now, created_by=None)
    )


def sweep(database: Database, blobs: Blobs, now: datetime) -> int:
    """Forget loose files a day old, then remove every blob that no row names. Gives how many blobs went."""

    def forget(unit: Unit) -> None:
        unit.connection.execute(delete(files).where(files.c.record_id.is_(None), files.c.created_at < now - LOOSE_FOR))

    database.write(forget)
    old = (now - YOUNG).timestamp()
    blobs.sweep_incoming(old)
    candidates = [digest for digest, changed in blobs.every() if changed < old]
    gone = 0
    for start in range(0, len(candidates), 500):
        part = candidates[start : start + 500]
        with database.read() as connection:
            named = set(connection.scalars(select(files.c.blob).where(files.c.blob.in_(part))))
        for digest in part:
            if digest not in named:
                blobs.remove(digest, older_than=old)
                gone += 1
    return gone
