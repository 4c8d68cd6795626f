"""Connections by key. A secret belongs to the origin it was entered for: another origin voids it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Connection as Reader
from sqlalchemy import delete, insert, select, update

from dougong.errors import NotFound, Text
from dougong.ids import new_id
from dougong.platform.connections.tables import connections
from dougong.platform.connections.vault import Vault
from dougong.platform.db import Unit


class NoConnection(NotFound):
    """The document names a connection that nobody has filled in."""

    code = "no_connection"
    title = Text("连接尚未配置", "The connection is not set up")


@dataclass(frozen=True)
class Connection:
    """Ready for use; ``secrets`` are in the clear, so it never leaves the process."""

    key: str
    app: str
    kind: str
    settings: Mapping[str, Any]
    secrets: Mapping[str, str]


def origin_of(settings: Mapping[str, object]) -> str | None:
    """scheme://host:port of the address in the settings."""
    address = settings.get("url") or settings.get("host")
    if not isinstance(address, str):
        return None
    parts = urlsplit(address if "//" in address else f"//{address}")
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}".lower()


def put(
    unit: Unit,
    vault: Vault,
    *,
    app: str,
    key: str,
    kind: str,
    settings: Mapping[str, object],
    secrets: Mapping[str, str] | None,
) -> None:
    """Make or change a connection. ``secrets`` None keeps the stored ones, unless the origin is another one now."""
    origin = origin_of(settings)
    row = unit.connection.execute(select(connections).where(connections.c.app == app, connections.c.key == key)).first()
    if secrets is not None:
        sealed: bytes | None = vault.seal(secrets)
    else:
        sealed = row.secrets if row is not None and row.origin == origin else None
    values = {
        "kind": kind,
        "origin": origin,
        "settings": dict(settings),
        "secrets": sealed,
        "changed_at": unit.now,
    }
    if row is None:
        unit.connection.execute(insert(connections).values(id=new_id(), app=app, key=key, **values))
    else:
        unit.connection.execute(update(connections).where(connections.c.id == row.id).values(values))


def find(reader: Reader, vault: Vault, app: str, key: str) -> Connection:
    """The app's own connection of that key, else the one for all apps. Raises NoConnection and Sealed."""
    rows = {
        row.app: row
        for row in reader.execute(select(connections).where(connections.c.key == key, connections.c.app.in_([app, ""])))
    }
    row = rows.get(app) or rows.get("")
    if row is None:
        raise NoConnection(Text(f"连接“{key}”尚未配置", f"The connection {key!r} is not set up"))
    return Connection(row.key, row.app, row.kind, row.settings, vault.open(row.secrets))


def listing(reader: Reader) -> list[dict[str, object]]:
    """All connections, with the bare fact that a secret is there."""
    return [
        {
            "key": row.key,
            "app": row.app or None,
            "kind": row.kind,
            "settings": row.settings,
            "has_secrets": row.secrets is not None,
            "changed_at": row.changed_at,
        }
        for row in reader.execute(select(connections).order_by(connections.c.app, connections.c.key))
    ]


def remove(unit: Unit, app: str, key: str) -> bool:
    """Whether there was one."""
    done = unit.connection.execute(delete(connections).where(connections.c.app == app, connections.c.key == key))
    return done.rowcount == 1
