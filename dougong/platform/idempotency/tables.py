"""One row for each key of a person; written in the transaction of the write it belongs to."""

from sqlalchemy import Column, Index, Integer, LargeBinary, PrimaryKeyConstraint, String, Table

from dougong.platform.db import metadata
from dougong.platform.db.types import Moment

idempotency = Table(
    "idempotency",
    metadata,
    # the person, or the address of somebody who is not signed in
    Column("holder", String(80), nullable=False),
    Column("key", String(200), nullable=False),
    # hash of method, path and body
    Column("request", String(64), nullable=False),
    Column("status", Integer, nullable=False),
    # sealed with the installation's secret
    Column("answer", LargeBinary),
    Column("at", Moment, nullable=False),
    PrimaryKeyConstraint("holder", "key"),
    Index("ix_idempotency__at", "at"),
)
