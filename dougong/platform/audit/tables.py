"""The audit log. Nothing in the program changes or removes a row of it."""

from sqlalchemy import Column, Index, String, Table

from dougong.platform.db import metadata
from dougong.platform.db.types import Id, Json, Moment

audit = Table(
    "audit",
    metadata,
    Column("id", Id, primary_key=True),
    Column("at", Moment, nullable=False),
    # None: the installation itself
    Column("actor", Id),
    # the channel or the app that acted for him: ui, api, cli, app:<key>
    Column("via", String(60)),
    Column("action", String(80), nullable=False),
    Column("target", String(200), nullable=False),
    Column("detail", Json),
    Index("ix_audit__action", "action", "id"),
    Index("ix_audit__actor", "actor", "id"),
    Index("ix_audit__target", "target", "id"),
)
