"""Imports and their rows. A row is kept with its cells: nothing of what was uploaded is lost before it is in."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table

from dougong.platform.db import metadata
from dougong.platform.db.types import Id, Json, Moment

imports = Table(
    "imports",
    metadata,
    Column("id", Id, primary_key=True),
    Column("app", String(40), nullable=False),
    Column("form", String(40), nullable=False),
    Column("by", Id, nullable=False),
    Column("at", Moment, nullable=False),
    Column("filename", String(255), nullable=False),
    Column("sheet", String(255), nullable=False),
    Column("sheets", Json, nullable=False),
    # mapping checked running done failed reverted
    Column("state", String(20), nullable=False),
    # [{"name", "samples", "guess"}], and the options as they were given last
    Column("columns", Json, nullable=False),
    Column("options", Json, nullable=False),
    Column("counts", Json, nullable=False),
    Column("total", Integer, nullable=False),
    Column("done", Integer, nullable=False, default=0),
    Column("error", Json),
    Column("ended_at", Moment),
    Index("ix_imports__by", "by", "id"),
)

import_rows = Table(
    "import_rows",
    metadata,
    Column("import_id", Id, ForeignKey("imports.id", ondelete="CASCADE"), primary_key=True),
    # the row's number in the file, from 1
    Column("number", Integer, primary_key=True),
    Column("cells", Json, nullable=False),
    # waiting; create, update or skip once it is in; error
    Column("state", String(10), nullable=False),
    Column("record_id", Id),
    # an update's revision before and after, for taking it back
    Column("rev_before", Integer),
    Column("rev_after", Integer),
    # [{"column", "code", "message": {"zh-CN", "en"}}]
    Column("problems", Json),
    # [form, id] of the records made because this row was the first to name them
    Column("made", Json),
    Index("ix_import_rows__state", "import_id", "state", "number"),
)
