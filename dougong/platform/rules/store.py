"""Queries over what rules remember."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy import Row as Found
from sqlalchemy.dialects import postgresql, sqlite

from dougong.ids import earliest_id, new_id
from dougong.platform.db import Unit
from dougong.platform.rules.tables import rule_marks, rule_runs, rule_sweeps, rule_turns

Row = dict[str, Any]

# outcomes: the actions were done; something stopped them; the condition did not hold; a before rule refused the write
DONE, FAILED, SKIPPED, REFUSED = "done", "failed", "skipped", "refused"
# how many runs whose condition did not hold are kept of a rule
SAMPLE = 100
KEPT = timedelta(days=365)

_RUN = insert(rule_runs)


@dataclass(frozen=True)
class Ran:
    """One run to write down. ``event`` is the promise it came from; ``error``: code and words in both languages."""

    app: str
    version: int
    rule: str
    form: str | None
    record: str | None
    by: str | None
    event: Mapping[str, Any]
    outcome: str
    effects: Sequence[Mapping[str, Any]]
    milliseconds: int
    error: Mapping[str, Any] | None = None
    retry_of: str | None = None


def record_run(unit: Unit, ran: Ran) -> str:
    """Answers the id of the row."""
    row = row_of(unit, ran)
    unit.connection.execute(insert(rule_runs).values(**row))
    return str(row["id"])


def record_runs(unit: Unit, ran: Sequence[Ran]) -> None:
    """Several in one statement; none where there is nothing to write down."""
    record_rows(unit, [row_of(unit, one) for one in ran])


def record_rows(unit: Unit, rows: Sequence[Row]) -> None:
    """Runs that ``row_of`` has made ready."""
    if rows:
        unit.connection.execute(_RUN, rows if len(rows) > 1 else rows[0])


def row_of(unit: Unit, ran: Ran) -> Row:
    """The run as it is written down, at the moment of its unit."""
    return {
        "id": new_id(),
        "app": ran.app,
        "version": ran.version,
        "rule": ran.rule,
        "form": ran.form,
        "record_id": ran.record,
        "at": unit.now,
        "by": ran.by,
        "event": dict(ran.event),
        "outcome": ran.outcome,
        "effects": [dict(effect) for effect in ran.effects],
        "error": dict(ran.error) if ran.error else None,
        "milliseconds": ran.milliseconds,
        "retry_of": ran.retry_of,
    }


def thin_out(unit: Unit, app: str, rule: str) -> None:
    """Keep the last ``SAMPLE`` runs of a rule whose condition did not hold."""
    mine = (rule_runs.c.app == app, rule_runs.c.rule == rule, rule_runs.c.outcome == SKIPPED)
    last = select(rule_runs.c.id).where(*mine).order_by(rule_runs.c.id.desc()).offset(SAMPLE).limit(1).scalar_subquery()
    unit.connection.execute(delete(rule_runs).where(*mine, rule_runs.c.id <= last))


def sweep(unit: Unit) -> None:
    """Forget runs older than ``KEPT``. Ids rise with time, so the key finds them."""
    unit.connection.execute(delete(rule_runs).where(rule_runs.c.id < earliest_id(unit.now - KEPT)))


def runs(
    connection: Connection,
    app: str,
    rule: str,
    *,
    limit: int,
    before: str | None = None,
    record: str | None = None,
    outcomes: Sequence[str] = (),
) -> Sequence[Found[Any]]:
    """Newest first; of any outcome, unless some are named."""
    query = select(rule_runs).where(rule_runs.c.app == app, rule_runs.c.rule == rule)
    if before is not None:
        query = query.where(rule_runs.c.id < before)
    if record is not None:
        query = query.where(rule_runs.c.record_id == record)
    if outcomes:
        query = query.where(rule_runs.c.outcome.in_(outcomes))
    return connection.execute(query.order_by(rule_runs.c.id.desc()).limit(limit)).all()


def run(connection: Connection, id_: str, *, lock: bool = False) -> Found[Any] | None:
    query = select(rule_runs).where(rule_runs.c.id == id_)
    return connection.execute(query.with_for_update() if lock else query).first()


def retried(connection: Connection, id_: str) -> bool:
    """Whether a run was repeated already with success."""
    query = select(rule_runs.c.id).where(rule_runs.c.retry_of == id_, rule_runs.c.outcome == "done")
    return connection.execute(query).first() is not None


def next_turn(unit: Unit, app: str, cursor: str) -> int:
    """0, 1, 2, ... one at a time: the row is locked to the end of the transaction, so no two writers share a turn."""
    make = postgresql.insert if unit.dialect == "postgresql" else sqlite.insert
    statement = make(rule_turns).values(app=app, cursor=cursor[:200], position=0)
    turned = statement.on_conflict_do_update(
        index_elements=["app", "cursor"], set_={"position": rule_turns.c.position + 1}
    ).returning(rule_turns.c.position)
    return int(unit.connection.execute(turned).scalar_one())


def met(connection: Connection, app: str, rule: str, records: Sequence[str]) -> dict[str, str]:
    """The marks a timed rule left on these records."""
    query = select(rule_marks.c.record_id, rule_marks.c.mark).where(
        rule_marks.c.app == app, rule_marks.c.rule == rule, rule_marks.c.record_id.in_(records)
    )
    return {str(record): str(mark) for record, mark in connection.execute(query)}


def due_mark(unit: Unit, app: str, rule: str, record: str, mark: str) -> bool:
    """Leave the mark; False when it was there already, that is when the rule has fired for it."""
    make = postgresql.insert if unit.dialect == "postgresql" else sqlite.insert
    statement = make(rule_marks).values(app=app, rule=rule, record_id=record, mark=mark, at=unit.now)
    marked = statement.on_conflict_do_update(
        index_elements=["app", "rule", "record_id"],
        set_={"mark": mark, "at": unit.now},
        where=rule_marks.c.mark != mark,
    ).returning(rule_marks.c.record_id)
    return unit.connection.execute(marked).first() is not None


def since(connection: Connection, app: str, rule: str) -> tuple[datetime, datetime | None] | None:
    """(looked at until, saw every record at); None for a rule that was never looked at."""
    query = select(rule_sweeps.c.until, rule_sweeps.c.whole_at).where(
        rule_sweeps.c.app == app, rule_sweeps.c.rule == rule
    )
    found = connection.execute(query).first()
    return None if found is None else (found.until, found.whole_at)


def swept(unit: Unit, app: str, rule: str, until: datetime, *, whole: bool) -> None:
    """Write down how far a timed rule has been looked at."""
    values: dict[str, Any] = {"until": until} | ({"whole_at": until} if whole else {})
    where = (rule_sweeps.c.app == app, rule_sweeps.c.rule == rule)
    if unit.connection.execute(update(rule_sweeps).where(*where).values(**values)).rowcount == 0:
        unit.connection.execute(insert(rule_sweeps).values(app=app, rule=rule, **values))
