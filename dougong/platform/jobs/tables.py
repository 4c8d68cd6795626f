"""When each periodic task runs next; whoever moves the time forward runs it."""

from sqlalchemy import Column, String, Table

from dougong.platform.db import metadata
from dougong.platform.db.types import Moment

periodic = Table(
    "job_periodic",
    metadata,
    Column("key", String(80), primary_key=True),
    Column("next_at", Moment, nullable=False),
)
