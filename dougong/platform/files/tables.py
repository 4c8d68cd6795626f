"""Files as people know them; the bytes lie under ``blob``, their SHA-256."""

from sqlalchemy import BigInteger, Column, Index, String, Table

from dougong.platform.db import metadata
from dougong.platform.db.types import Id, Moment

files = Table(
    "files",
    metadata,
    Column("id", Id, primary_key=True),
    Column("blob", String(64), nullable=False),
    Column("name", String(255), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("type", String(120), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("created_by", Id),
    # where it belongs: who may see that field of that record may have the file. Until then only its owner may
    Column("app", String(40)),
    Column("form", String(40)),
    Column("record_id", Id),
    Column("field", String(90)),
    Index("ix_files__record", "record_id"),
    Index("ix_files__blob", "blob"),
    Index("ix_files__loose", "record_id", "created_at"),
)
