"""The port: a runner finds promised jobs and attempts each; which runner depends on the database alone."""

from typing import Protocol

from dougong.clock import Clock
from dougong.platform.db import Database
from dougong.platform.jobs.attempt import Effects


class Runner(Protocol):
    """Attempts jobs in the background until it is stopped."""

    def start(self) -> None: ...

    def stop(self) -> None:
        """Begin no more jobs and wait for those that run."""


def carry(database: Database) -> None:
    """Make sure that promises written through this database reach the workers, also those of other processes. On
    SQLite the runner looks into the outbox itself, so there is nothing to carry."""
    if database.dialect == "postgresql":
        from dougong.platform.jobs.procrastinate_carrier import enqueue  # noqa: PLC0415  PostgreSQL alone needs it

        database.before_commit(enqueue)


def open_runner(database: Database, effects: Effects, *, workers: int, clock: Clock) -> Runner:
    """The runner that belongs to this database."""
    if database.dialect == "postgresql":
        from dougong.platform.jobs.procrastinate_runner import ProcrastinateRunner  # noqa: PLC0415

        return ProcrastinateRunner(database, effects, workers=workers, clock=clock)
    from dougong.platform.jobs.embedded import EmbeddedRunner  # noqa: PLC0415

    return EmbeddedRunner(database, effects, workers=workers, clock=clock)
