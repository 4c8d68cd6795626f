"""What was asked to be exported, by whom."""

from sqlalchemy import Column, Index, String, Table

from dougong.platform.db import metadata
from dougong.platform.db.types import Id, Json, Moment

exports = Table(
    "exports",
    metadata,
    Column("id", Id, primary_key=True),
    Column("app", String(40), nullable=False),
    Column("form", String(40), nullable=False),
    Column("by", Id, nullable=False),
    Column("at", Moment, nullable=False),
    # {"view", "filter", "q", "sort", "fields", "format"}
    Column("asked", Json, nullable=False),
    Index("ix_exports__by", "by", "id"),
)
