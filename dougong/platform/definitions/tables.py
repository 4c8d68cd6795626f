"""Where app documents live: the apps, their published versions and their drafts.

Documents are kept as the text that was written, so that order and spelling stay as their authors had them.
``app.version`` is the one number that says what is published: whoever reads it first in a request sees one version.
"""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text

from dougong.platform.db import metadata
from dougong.platform.db.types import Id, Json, Moment

app = Table(
    "app",
    metadata,
    Column("key", String(40), primary_key=True),
    # n of the published version; 0: never published
    Column("version", Integer, nullable=False, default=0),
    Column("created_at", Moment, nullable=False),
    Column("created_by", Id),
)

app_version = Table(
    "app_version",
    metadata,
    Column("app", String(40), ForeignKey("app.key"), primary_key=True),
    # counts publishes of this app from 1
    Column("n", Integer, primary_key=True),
    Column("document", Text, nullable=False),
    # storage.names: key -> physical name, of this version
    Column("mapping", Json, nullable=False),
    Column("note", Text, nullable=False, default=""),
    Column("published_at", Moment, nullable=False),
    Column("published_by", Id),
    # the version it was planned against, and the one it brought back when it is a rollback
    Column("base", Integer, nullable=False),
    Column("rollback_of", Integer),
    # the revision of the draft that was published
    Column("draft_rev", Integer),
)

app_draft = Table(
    "app_draft",
    metadata,
    Column("app", String(40), ForeignKey("app.key"), primary_key=True),
    Column("rev", Integer, nullable=False),
    Column("document", Text, nullable=False),
    Column("updated_at", Moment, nullable=False),
    Column("updated_by", Id),
)

draft_revision = Table(
    "draft_revision",
    metadata,
    Column("app", String(40), ForeignKey("app.key"), primary_key=True),
    Column("rev", Integer, primary_key=True),
    Column("document", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("by", Id),
    # put, patch, merge, revert, rollback
    Column("how", String(20), nullable=False),
)

# who may build one app besides those who may build every app
app_builder = Table(
    "app_builder",
    metadata,
    Column("app", String(40), ForeignKey("app.key"), primary_key=True),
    Column("user_id", Id, primary_key=True),
    Column("since", Moment, nullable=False),
    Index("ix_app_builder__user_id", "user_id"),
)
