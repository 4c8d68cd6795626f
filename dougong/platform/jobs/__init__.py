"""Getting promised jobs done: one port, an embedded runner on SQLite and procrastinate on PostgreSQL."""

from dougong.platform.jobs.attempt import Effects, attempt
from dougong.platform.jobs.periodic import Periodic
from dougong.platform.jobs.port import Runner, carry, open_runner

__all__ = ["Effects", "Periodic", "Runner", "attempt", "carry", "open_runner"]
