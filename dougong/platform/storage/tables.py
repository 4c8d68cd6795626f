"""What is kept beside the records: their history, their stages, comments, counters and the grams of their words.

``app`` and ``form`` are keys. A changed value is filed under its physical name, which a renamed field keeps, so old
history follows the field.
"""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, String, Table, Text

from dougong.platform.db import metadata
from dougong.platform.db.types import Id, Json, Moment

record_history = Table(
    "record_history",
    metadata,
    Column("id", Id, primary_key=True),
    Column("app", String(40), nullable=False),
    Column("form", String(40), nullable=False),
    Column("record_id", Id, nullable=False),
    Column("rev", Integer, nullable=False),
    # create update delete restore purge submit revert import
    Column("event", String(20), nullable=False),
    Column("at", Moment, nullable=False),
    Column("by", Id),
    # {"channel": "ui|api|import|rule|flow|...", "rule": key, "flow": id, "task": id, ...}
    Column("cause", Json),
    # {physical name: [old, new]} in stored JSON values; a sub-table's: {row id: {physical name: [old, new]}}
    Column("changes", Json, nullable=False),
    Index("ix_record_history__record", "record_id", "id"),
)

stage_log = Table(
    "stage_log",
    metadata,
    Column("id", Id, primary_key=True),
    Column("app", String(40), nullable=False),
    Column("form", String(40), nullable=False),
    Column("record_id", Id, nullable=False),
    Column("pipeline", String(40), nullable=False),
    Column("field", String(60), nullable=False),
    Column("from_stage", Text),
    Column("to_stage", Text),
    Column("at", Moment, nullable=False),
    Column("by", Id),
    # how long the record was in the stage it left; blank for the first
    Column("seconds", BigInteger),
    Column("forced", Boolean, nullable=False, default=False),
    Index("ix_stage_log__record", "record_id", "at"),
    Index("ix_stage_log__form", "app", "form", "at"),
)

stage_tick = Table(
    "stage_tick",
    metadata,
    Column("record_id", Id, primary_key=True),
    Column("stage", String(60), primary_key=True),
    Column("item", String(40), primary_key=True),
    Column("at", Moment, nullable=False),
    Column("by", Id),
)

record_comment = Table(
    "record_comment",
    metadata,
    Column("id", Id, primary_key=True),
    Column("app", String(40), nullable=False),
    Column("form", String(40), nullable=False),
    Column("record_id", Id, nullable=False),
    Column("at", Moment, nullable=False),
    Column("by", Id),
    Column("text", Text, nullable=False),
    Column("mentions", Json, nullable=False),
    Index("ix_record_comment__record", "record_id", "id"),
)

serial_counter = Table(
    "serial_counter",
    metadata,
    Column("app", String(40), primary_key=True),
    Column("form", String(40), primary_key=True),
    Column("field", String(60), primary_key=True),
    # the other parts of the number and the period it counts in
    Column("scope", String(200), primary_key=True),
    Column("value", BigInteger, nullable=False),
)

# SQLite only: every two neighbouring characters of a record's texts; PostgreSQL has trigram indexes on the columns
search_gram = Table(
    "search_gram",
    metadata,
    Column("form_table", String(60), primary_key=True),
    Column("gram", String(4), primary_key=True),
    Column("record_id", Id, primary_key=True),
    Index("ix_search_gram__record", "record_id"),
    sqlite_with_rowid=False,
)
