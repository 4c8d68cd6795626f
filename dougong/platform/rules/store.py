"""Queries over what rules remember."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from dougong.ids import new_id
from dougong.platform.db import Unit
from dougong.platform.rules.tables import rule_marks, rule_runs, rule_sweeps, rule_turns

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
    row = _row(unit, ran)
    unit.connection.execute(insert(rule_runs).values(**row))
    return str(row["id"])


def record_runs(unit: Unit, ran: Sequence[Ran]) -> None:
    """Several in one statement; none where there is nothing to write down."""
    rows = [_row(unit, one) for one in ran]
    if rows:
        unit.connection.execute(_RUN, rows if len(rows) > 1 else rows[0])


def _row(unit: Unit, ran: Ran) -> dict[str, Any]:
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


def runs(
    connection: Connection, app: str, rule: str, *, limit: int, before: str | None = None, record: str | None = None
) -> Sequence[Row[Any]]:
    """Newest first."""
    query = select(rule_runs).where(rule_runs.c.app == app, rule_runs.c.rule == rule)
    if before is not None:
        query = query.where(rule_runs.c.id < before)
    if record is not None:
        query = query.where(rule_runs.c.record_id == record)
    return connection.execute(query.order_by(rule_runs.c.id.desc()).limit(limit)).all()


def run(connection: Connection, id_: str) -> Row[Any] | None:
    return connection.execute(select(rule_runs).where(rule_runs.c.id == id_)).first()


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
