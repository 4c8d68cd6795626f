"""One row for each message to each person."""

from sqlalchemy import Column, ForeignKey, Index, String, Table, Text, UniqueConstraint

from dougong.platform.db import metadata
from dougong.platform.db.types import Id, Json, Moment

notifications = Table(
    "notifications",
    metadata,
    Column("id", Id, primary_key=True),
    Column("user_id", Id, ForeignKey("users.id"), nullable=False),
    Column("at", Moment, nullable=False),
    # task, cc, rule, comment, import, export, system
    Column("kind", String(40), nullable=False),
    # plain text, or {"zh-CN", "en"}
    Column("text", Json, nullable=False),
    Column("body", Text),
    # what it is about: {"app", "form", "record"} and, where there is one, {"flow", "task"}
    Column("about", Json),
    Column("read_at", Moment),
    # the same event told to the same person again is one message
    Column("key", String(200)),
    UniqueConstraint("user_id", "key"),
    Index("ix_notifications__inbox", "user_id", "id"),
    Index("ix_notifications__unread", "user_id", "read_at"),
)
