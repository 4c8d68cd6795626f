"""The runner inside the server process, for SQLite: it polls the outbox, and commits of this process wake it."""

import logging
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from sqlalchemy import or_, select, update

from dougong.clock import Clock
from dougong.platform.db import Database, Unit
from dougong.platform.jobs.attempt import Effects, attempt
from dougong.platform.outbox.tables import outbox

log = logging.getLogger(__name__)

POLL_SECONDS = 1.0
AT_ONCE = 200


class EmbeddedRunner:
    """One per process, and one process per database."""

    def __init__(self, database: Database, effects: Effects, *, workers: int, clock: Clock) -> None:
        self._database = database
        self._effects = effects
        self._clock = clock
        self._pool = ThreadPoolExecutor(max(1, workers), thread_name_prefix="dougong-job")
        self._running: set[str] = set()
        self._lock = threading.Lock()
        self._wake = threading.Event()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="dougong-jobs", daemon=True)
        database.before_commit(self._wake_after)

    def start(self) -> None:
        self._database.write(self._adopt)
        self._thread.start()

    def stop(self) -> None:
        self._stopping = True
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _adopt(self, unit: Unit) -> None:
        """Nobody else serves this file, so whatever runs according to the table died with its process."""
        unit.connection.execute(
            update(outbox).where(outbox.c.state == "running").values(state="waiting", leased_until=None)
        )

    def _wake_after(self, unit: Unit) -> None:
        if any(due <= unit.now for _, due in unit.promised):
            unit.after_commit(self._wake.set)

    def _run(self) -> None:
        while not self._stopping:
            self._wake.wait(POLL_SECONDS)
            self._wake.clear()
            try:
                for job in self._due(self._clock()):
                    if self._stopping:
                        return
                    self._submit(job)
            except Exception:  # the database may be busy or full; the thread has to live
                log.exception("the outbox could not be read; trying again")

    def _due(self, now: datetime) -> Sequence[str]:
        with self._database.read() as connection:
            return connection.scalars(
                select(outbox.c.id)
                .where(
                    or_(
                        (outbox.c.state == "waiting") & (outbox.c.due <= now),
                        (outbox.c.state == "running") & (outbox.c.leased_until <= now),
                    )
                )
                .order_by(outbox.c.due, outbox.c.id)
                .limit(AT_ONCE)
            ).all()

    def _submit(self, job: str) -> None:
        with self._lock:
            if job in self._running:
                return
            self._running.add(job)
        self._pool.submit(self._attempt, job)

    def _attempt(self, job: str) -> None:
        try:
            attempt(self._database, job, self._effects)
        except Exception:  # what the job itself raises is noted on it; this is the noting
            log.exception("job %s could not be attempted", job)
        finally:
            with self._lock:
                self._running.discard(job)
                idle = not self._running
            if idle:
                self._wake.set()  # more may wait than were taken at once
