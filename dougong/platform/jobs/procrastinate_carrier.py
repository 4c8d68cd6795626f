"""Handing promised ids to procrastinate inside the transaction that promises them (PostgreSQL)."""

from datetime import timedelta
from typing import Any

from procrastinate import App, SyncPsycopgConnector

from dougong.platform.db import Unit

TASK = "dougong.attempt"
QUEUE = "dougong"

# never opened: it only builds statements that run on the connection of the unit
_app = App(connector=SyncPsycopgConnector())


def enqueue(unit: Unit) -> None:
    """Enqueue every job this unit has promised, over its own connection."""
    if not unit.promised:
        return
    driver: Any = unit.connection.connection.driver_connection
    soon = [job for job, due in unit.promised if due <= unit.now]
    if soon:
        carriers: list[Any] = [{"job": job} for job in soon]
        _app.configure_task(TASK, queue=QUEUE, connection=driver).batch_defer(*carriers)
    for job, due in unit.promised:
        if due > unit.now:
            # a claim before its time is refused, so the carrier comes a little late rather than early
            later = due + timedelta(milliseconds=20)
            _app.configure_task(TASK, queue=QUEUE, connection=driver, schedule_at=later).defer(job=job)
