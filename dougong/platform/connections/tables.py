"""Connections by key; the values of secrets are encrypted with the installation's key."""

from sqlalchemy import Column, LargeBinary, String, Table, Text, UniqueConstraint

from dougong.platform.db import metadata
from dougong.platform.db.types import Id, Json, Moment

connections = Table(
    "connections",
    metadata,
    Column("id", Id, primary_key=True),
    Column("key", String(80), nullable=False),
    # the app it is for; "" for all apps
    Column("app", String(40), nullable=False, default=""),
    # webhook, smtp, dingtalk, ...
    Column("kind", String(40), nullable=False),
    # scheme://host:port the secret is bound to
    Column("origin", Text),
    Column("settings", Json, nullable=False),
    Column("secrets", LargeBinary),
    Column("changed_at", Moment, nullable=False),
    UniqueConstraint("app", "key"),
)

settings = Table(
    "settings",
    metadata,
    Column("key", String(80), primary_key=True),
    Column("value", Json),
    Column("changed_at", Moment, nullable=False),
)
