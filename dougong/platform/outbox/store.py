"""Promising, claiming and finishing jobs.

A claim counts the attempt in a transaction of its own, so a job that kills its worker is parked in the end. The effect
and ``finish`` then share one transaction: a claim that is no longer the newest raises Lost and takes the effect back,
so inside the database each effect happens exactly once.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from dougong.ids import new_id
from dougong.platform.db import Unit
from dougong.platform.outbox.tables import outbox

LEASE = timedelta(minutes=5)
MOST_ATTEMPTS = 6
FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(hours=1)
KEPT = timedelta(days=30)


class Lost(Exception):
    """The claim is not the newest one any more, or the job is over: nothing may be written for it."""


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to do one job once."""

    id: str
    kind: str
    payload: Mapping[str, Any]
    token: int
    attempts: int


def promise(
    unit: Unit, kind: str, payload: Mapping[str, object], *, due: datetime | None = None, key: str | None = None
) -> str:
    """Promise that the effect ``kind`` will be done with ``payload`` once this unit commits, not before ``due``.

    With a ``key``, a promise of that kind and key that still waits is kept and only moved to the earlier time; its id
    is the answer."""
    when = due or unit.now
    if key is not None:
        waiting = unit.connection.execute(
            select(outbox.c.id, outbox.c.due).where(
                outbox.c.kind == kind, outbox.c.key == key, outbox.c.state == "waiting"
            )
        ).first()
        if waiting is not None:
            if when < waiting.due:
                unit.connection.execute(update(outbox).where(outbox.c.id == waiting.id).values(due=when))
                unit.promised.append((waiting.id, when))
            return str(waiting.id)
    job = new_id()
    unit.connection.execute(
        insert(outbox).values(
            id=job,
            kind=kind,
            key=key,
            payload=dict(payload),
            state="waiting",
            due=when,
            attempts=0,
            token=0,
            created_at=unit.now,
        )
    )
    unit.promised.append((job, when))
    return job


def cancel(unit: Unit, kind: str, key: str) -> int:
    """Take back what still waits under this key; what already runs is not stopped. Gives how many."""
    done = unit.connection.execute(
        update(outbox)
        .where(outbox.c.kind == kind, outbox.c.key == key, outbox.c.state == "waiting")
        .values(state="cancelled", ended_at=unit.now)
    )
    return done.rowcount


def claim(unit: Unit, job: str) -> Claim | None:
    """Take a job that is due and free (or whose holder's lease ran out); None when there is nothing to do."""
    row = unit.connection.execute(select(outbox).where(outbox.c.id == job).with_for_update()).first()
    if row is None:
        return None
    free = row.state == "waiting" and row.due <= unit.now
    abandoned = row.state == "running" and row.leased_until <= unit.now
    if not free and not abandoned:
        return None
    if row.attempts >= MOST_ATTEMPTS:
        park(unit, job, row.error or "its worker died each time")
        return None
    unit.connection.execute(
        update(outbox)
        .where(outbox.c.id == job)
        .values(state="running", token=row.token + 1, attempts=row.attempts + 1, leased_until=unit.now + LEASE)
    )
    return Claim(job, row.kind, row.payload, row.token + 1, row.attempts + 1)


def lock(unit: Unit, held: Claim) -> None:
    """Lock the job's row in the transaction of its effect. Raises Lost."""
    row = unit.connection.execute(
        select(outbox.c.state, outbox.c.token).where(outbox.c.id == held.id).with_for_update()
    ).first()
    if row is None or row.state != "running" or row.token != held.token:
        raise Lost(held.id)


def finish(unit: Unit, held: Claim) -> None:
    """Mark a job done, in the transaction of its effect. Raises Lost."""
    done = unit.connection.execute(
        update(outbox)
        .where(outbox.c.id == held.id, outbox.c.state == "running", outbox.c.token == held.token)
        .values(state="done", ended_at=unit.now, leased_until=None, error=None)
    )
    if done.rowcount != 1:
        raise Lost(held.id)


def fail(unit: Unit, held: Claim, error: str, *, final: bool = False) -> datetime | None:
    """Note a failed attempt. The job waits again until the moment returned, or is parked (None)."""
    try:
        lock(unit, held)
    except Lost:
        return None
    if final or held.attempts >= MOST_ATTEMPTS:
        park(unit, held.id, error)
        return None
    due = unit.now + wait_after(held.attempts)
    unit.connection.execute(
        update(outbox)
        .where(outbox.c.id == held.id)
        .values(state="waiting", due=due, leased_until=None, error=error[:4000])
    )
    unit.promised.append((held.id, due))
    return due


def park(unit: Unit, job: str, error: str) -> None:
    """Set a job aside for a person to look at."""
    unit.connection.execute(
        update(outbox)
        .where(outbox.c.id == job)
        .values(state="parked", ended_at=unit.now, leased_until=None, error=error[:4000])
    )


def retry(unit: Unit, job: str) -> bool:
    """Let a parked job begin anew. False when it is not parked."""
    done = unit.connection.execute(
        update(outbox)
        .where(outbox.c.id == job, outbox.c.state == "parked")
        .values(state="waiting", attempts=0, due=unit.now, ended_at=None)
    )
    if done.rowcount:
        unit.promised.append((job, unit.now))
    return done.rowcount == 1


def page(
    connection: Connection, *, state: str, kind: str | None = None, before: str | None = None, limit: int = 50
) -> Sequence[Any]:
    """Rows of jobs in one state, older than the one with id ``before``, newest first."""
    chosen = select(outbox).where(outbox.c.state == state).order_by(outbox.c.id.desc()).limit(limit)
    if kind is not None:
        chosen = chosen.where(outbox.c.kind == kind)
    if before is not None:
        chosen = chosen.where(outbox.c.id < before)
    return connection.execute(chosen).all()


def counts(connection: Connection) -> dict[str, int]:
    """How many jobs wait, run or are set aside."""
    rows = connection.execute(
        select(outbox.c.state, func.count())
        .where(outbox.c.state.in_(("waiting", "running", "parked")))
        .group_by(outbox.c.state)
    )
    return {str(state): int(count) for state, count in rows}


def sweep(unit: Unit) -> None:
    """Forget what was done or taken back a month ago."""
    unit.connection.execute(
        delete(outbox).where(outbox.c.state.in_(("done", "cancelled")), outbox.c.ended_at < unit.now - KEPT)
    )


def wait_after(attempts: int) -> timedelta:
    """Back-off with jitter: 5 s, 15 s, 45 s ... up to an hour, each half to one and a half of that."""
    pause: timedelta = min(FIRST_WAIT * 3 ** (attempts - 1), LONGEST_WAIT)
    return pause * random.uniform(0.5, 1.5)  # noqa: S311  spreading retries is no secret
