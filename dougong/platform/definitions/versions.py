"""Published versions: which one is current, what it says, and who may write under it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from dougong.errors import NotFound, Text
from dougong.platform.db import Unit
from dougong.platform.definitions.reading import Document
from dougong.platform.definitions.tables import app, app_version
from dougong.platform.storage.names import Names

# the largest number the database keeps in such a column
MOST = 2**31 - 1


@dataclass(frozen=True)
class Version:
    """One published version. ``text`` is the document as it was written."""

    app: str
    n: int
    text: str
    names: Names
    note: str
    published_at: datetime
    published_by: str | None
    base: int
    rollback_of: int | None

    @property
    def document(self) -> Document:
        return parsed(self.text)


def parsed(text: str) -> Document:
    """The document a text holds."""
    found: Document = json.loads(text)
    return found


def app_keys(connection: Connection) -> dict[str, int]:
    """Every app there is, with the n of its published version (0: none)."""
    rows = connection.execute(select(app.c.key, app.c.version).order_by(app.c.key))
    return {str(row.key): int(row.version) for row in rows}


def current_n(connection: Connection, key: str) -> int | None:
    """The n of the published version, 0 when nothing was published; None when there is no such app."""
    return connection.execute(select(app.c.version).where(app.c.key == key)).scalar()


def version(connection: Connection, key: str, n: int) -> Version:
    """Raises NotFound."""
    query = select(app_version).where(app_version.c.app == key, app_version.c.n == n)
    row = connection.execute(query).one_or_none() if 0 < n <= MOST else None
    if row is None:
        raise NotFound(Text(f"应用 {key} 没有版本 {n}", f"The app {key} has no version {n}"))
    return _version(row)


def current(connection: Connection, key: str) -> Version | None:
    """The published version, None when there is none (or no such app)."""
    query = select(app_version).join(app, app.c.key == app_version.c.app).where(app_version.c.n == app.c.version)
    row = connection.execute(query.where(app.c.key == key)).one_or_none()
    return None if row is None else _version(row)


def every(connection: Connection, key: str) -> list[Mapping[str, Any]]:
    """The versions of an app, newest first, without their documents."""
    columns = [column for column in app_version.c if column.name not in ("document", "mapping")]
    query = select(*columns).where(app_version.c.app == key).order_by(app_version.c.n.desc())
    return [dict(row._mapping) for row in connection.execute(query)]


def add(unit: Unit, made: Version, *, draft_rev: int | None) -> None:
    """Store a version and make it the current one, in the one transaction that switches everybody over."""
    unit.connection.execute(
        insert(app_version).values(
            app=made.app,
            n=made.n,
            document=made.text,
            mapping=made.names.as_json(),
            note=made.note,
            published_at=made.published_at,
            published_by=made.published_by,
            base=made.base,
            rollback_of=made.rollback_of,
            draft_rev=draft_rev,
        )
    )
    unit.connection.execute(update(app).where(app.c.key == made.app).values(version=made.n))


def latest_n(connection: Connection, key: str) -> int:
    """The highest n ever given; a new version takes the next."""
    return int(connection.execute(select(func.max(app_version.c.n)).where(app_version.c.app == key)).scalar() or 0)


def _version(row: Any) -> Version:
    return Version(
        app=row.app,
        n=row.n,
        text=row.document,
        names=Names.from_json(row.mapping),
        note=row.note,
        published_at=row.published_at,
        published_by=row.published_by,
        base=row.base,
        rollback_of=row.rollback_of,
    )
