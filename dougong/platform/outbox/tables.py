"""The promises. A row is the truth about its job; queues only carry its id."""

from sqlalchemy import Column, Index, Integer, String, Table, Text

from dougong.platform.db import metadata
from dougong.platform.db.types import Id, Json, Moment

outbox = Table(
    "outbox",
    metadata,
    Column("id", Id, primary_key=True),
    Column("kind", String(80), nullable=False),
    # names what the promise is about; while one waits under a key, the same promise again is the same promise
    Column("key", String(200)),
    Column("payload", Json, nullable=False),
    # waiting running done parked cancelled
    Column("state", String(20), nullable=False),
    Column("due", Moment, nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    # fencing: rises with each claim, and only the newest holder may finish
    Column("token", Integer, nullable=False, default=0),
    Column("leased_until", Moment),
    Column("error", Text),
    Column("created_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Index("ix_outbox__state_due", "state", "due"),
    Index("ix_outbox__kind_key", "kind", "key"),
)
