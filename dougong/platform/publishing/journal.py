"""The journal of publishes: what was begun, what of it is done, how it ended."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, insert, select, update

from dougong.ids import new_id
from dougong.platform.db import Unit
from dougong.platform.publishing.tables import publish_job

LEASE = timedelta(minutes=2)


@dataclass(frozen=True)
class Job:
    """``done`` maps the name of a stage to how far it came: an id, or ``end``."""

    id: str
    app: str
    plan: str
    note: str
    state: str
    started_by: str | None
    done: dict[str, str] = field(default_factory=dict)


def begin(unit: Unit, app: str, plan: str, note: str, by: str | None) -> Job:
    job = Job(new_id(), app, plan, note, "running", by)
    unit.connection.execute(
        insert(publish_job).values(
            id=job.id,
            app=app,
            plan=plan,
            note=note,
            state="running",
            done={},
            started_at=unit.now,
            started_by=by,
            lease_until=unit.now + LEASE,
        )
    )
    return job


def advance(unit: Unit, job: Job, stage: str, to: str) -> None:
    """Note how far a stage came, in the transaction that did it."""
    job.done[stage] = to
    values: dict[str, Any] = {"done": job.done, "lease_until": unit.now + LEASE}
    unit.connection.execute(update(publish_job).where(publish_job.c.id == job.id).values(**values))


def end(unit: Unit, job: Job, state: str, error: str | None = None) -> None:
    unit.connection.execute(
        update(publish_job).where(publish_job.c.id == job.id).values(state=state, error=error, ended_at=unit.now)
    )


def running(connection: Connection, app: str | None = None) -> list[Job]:
    """Publishes that were begun and not ended, oldest first."""
    query = select(publish_job).where(publish_job.c.state == "running").order_by(publish_job.c.started_at)
    if app is not None:
        query = query.where(publish_job.c.app == app)
    return [
        Job(row.id, row.app, row.plan, row.note, row.state, row.started_by, dict(row.done))
        for row in connection.execute(query)
    ]
