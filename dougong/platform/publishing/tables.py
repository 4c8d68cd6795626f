"""Plans, the journal of publishes, and what was set aside.

A publish is a row of ``publish_job`` whose steps are ticked off as they are done; whoever starts next finishes the one
that was cut short, or takes it back.
"""

from sqlalchemy import Column, Index, Integer, String, Table, Text

from dougong.platform.db import metadata
from dougong.platform.db.types import Id, Json, Moment

publish_plan = Table(
    "publish_plan",
    metadata,
    Column("id", Id, primary_key=True),
    Column("app", String(40), nullable=False),
    Column("draft_rev", Integer, nullable=False),
    Column("base", Integer, nullable=False),
    # the version this plan brings back; null for a plan of the draft
    Column("rollback_of", Integer),
    Column("document", Text, nullable=False),
    # storage.names of the version to be
    Column("mapping", Json, nullable=False),
    # {"steps", "affects", "tests", "problems"} as shown
    Column("plan", Json, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("made_by", Id),
    Index("ix_publish_plan__app", "app", "made_at"),
)

publish_job = Table(
    "publish_job",
    metadata,
    Column("id", Id, primary_key=True),
    Column("app", String(40), nullable=False),
    Column("plan", Id, nullable=False),
    Column("note", Text, nullable=False),
    # running, done, failed
    Column("state", String(10), nullable=False),
    # keys of the operations that are done
    Column("done", Json, nullable=False),
    Column("error", Text),
    Column("started_at", Moment, nullable=False),
    Column("started_by", Id),
    Column("ended_at", Moment),
    # whoever works on it renews this; past it, another may take over
    Column("lease_until", Moment, nullable=False),
    Index("ix_publish_job__app", "app", "started_at"),
)

# a table or column that no published version maps any more, kept until it is removed
set_aside = Table(
    "set_aside",
    metadata,
    Column("table_name", String(63), primary_key=True),
    # empty: the whole table
    Column("column_name", String(63), primary_key=True),
    Column("app", String(40), nullable=False),
    # where it stood in the document, for people: /forms/visitor/fields/phone
    Column("place", Text, nullable=False),
    Column("since", Moment, nullable=False),
    Column("version", Integer, nullable=False),
)
