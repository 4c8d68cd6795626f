"""The run log of rules, the cursors of assignments, and the marks and turns of timed rules."""

from sqlalchemy import Column, Index, Integer, String, Table, Text

from dougong.platform.db import metadata
from dougong.platform.db.types import Id, Json, Moment

rule_runs = Table(
    "rule_runs",
    metadata,
    Column("id", Id, primary_key=True),
    Column("app", String(40), nullable=False),
    Column("version", Integer, nullable=False),
    Column("rule", String(40), nullable=False),
    Column("form", String(40)),
    Column("record_id", Id),
    Column("at", Moment, nullable=False),
    # who caused it; null when time did
    Column("by", Id),
    # what happened, as the job was promised: a retry starts from it
    Column("event", Json, nullable=False),
    # done, failed, skipped (the condition did not hold), refused (a before rule refused the write)
    Column("outcome", String(20), nullable=False),
    Column("effects", Json, nullable=False),
    Column("error", Json),
    Column("milliseconds", Integer, nullable=False),
    Column("retry_of", Id),
    Index("ix_rule_runs__rule", "app", "rule", "id"),
    Index("ix_rule_runs__record", "record_id", "id"),
)

# of these only the last ones of a rule are kept
_skipped = rule_runs.c.outcome == "skipped"
Index(
    "ix_rule_runs__skipped",
    rule_runs.c.app,
    rule_runs.c.rule,
    rule_runs.c.id,
    sqlite_where=_skipped,
    postgresql_where=_skipped,
)

# whose turn it is: a number that only rises
rule_turns = Table(
    "rule_turns",
    metadata,
    Column("app", String(40), primary_key=True),
    Column("cursor", String(200), primary_key=True),
    Column("position", Integer, nullable=False),
)

# what a timed rule has seen of a record: the same mark does not fire twice
rule_marks = Table(
    "rule_marks",
    metadata,
    Column("app", String(40), primary_key=True),
    Column("rule", String(40), primary_key=True),
    Column("record_id", Id, primary_key=True),
    Column("mark", Text, nullable=False),
    Column("at", Moment, nullable=False),
)

# up to which moment a timed rule has been looked at, and when it last saw every record
rule_sweeps = Table(
    "rule_sweeps",
    metadata,
    Column("app", String(40), primary_key=True),
    Column("rule", String(40), primary_key=True),
    Column("until", Moment, nullable=False),
    Column("whole_at", Moment),
)
