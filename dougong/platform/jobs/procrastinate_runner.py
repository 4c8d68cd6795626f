"""The runner for PostgreSQL: procrastinate brings the ids, our outbox decides.

A worker that dies leaves its job ``doing`` until its heartbeat is missed; every half minute such jobs are given to
another worker, and what waits in the outbox without any carrier is carried again.
"""

import asyncio
import logging
import threading
from collections.abc import Sequence
from datetime import timedelta

from procrastinate import App, PsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued
from sqlalchemy import or_, select

from dougong.clock import Clock
from dougong.platform.db import Database
from dougong.platform.jobs.attempt import Effects, attempt
from dougong.platform.jobs.procrastinate_carrier import QUEUE, TASK
from dougong.platform.outbox.tables import outbox

log = logging.getLogger(__name__)

HEARTBEAT_SECONDS = 5.0
STALLED_SECONDS = 20.0
MEND_SECONDS = 15.0
FORGOTTEN = timedelta(seconds=30)


class ProcrastinateRunner:
    """A thread with an event loop; jobs themselves run in threads beside it."""

    def __init__(self, database: Database, effects: Effects, *, workers: int, clock: Clock) -> None:
        self._database = database
        self._effects = effects
        self._workers = max(1, workers)
        self._clock = clock
        self._loop: asyncio.AbstractEventLoop | None = None
        self._worker: asyncio.Task[None] | None = None
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name="dougong-jobs", daemon=True)

    def start(self) -> None:
        self._thread.start()
        self._ready.wait(10)

    def stop(self) -> None:
        if self._loop is not None and self._worker is not None and self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._worker.cancel)
            self._thread.join()

    def _run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        url = self._database.url.set(drivername="postgresql").render_as_string(hide_password=False)
        app = App(connector=PsycopgConnector(conninfo=url, min_size=1, max_size=4))

        @app.task(name=TASK, queue=QUEUE)
        async def run(job: str) -> None:
            await asyncio.to_thread(attempt, self._database, job, self._effects)

        async with app.open_async():
            self._loop = asyncio.get_running_loop()
            self._worker = asyncio.create_task(
                app.run_worker_async(
                    queues=[QUEUE],
                    concurrency=self._workers,
                    install_signal_handlers=False,
                    delete_jobs="always",
                    fetch_job_polling_interval=2.0,
                    update_heartbeat_interval=HEARTBEAT_SECONDS,
                    stalled_worker_timeout=STALLED_SECONDS,
                )
            )
            mending = asyncio.create_task(self._mend(app))
            self._ready.set()
            try:
                await self._worker
            except asyncio.CancelledError:
                pass
            finally:
                mending.cancel()

    async def _mend(self, app: App) -> None:
        while True:
            try:
                await self._retry_stalled(app)
                await self._carry_forgotten(app)
            except Exception:  # the database may be gone for a while; the worker has to live
                log.exception("stalled jobs could not be looked at; trying again")
            await asyncio.sleep(MEND_SECONDS)

    async def _retry_stalled(self, app: App) -> None:
        for job in await app.job_manager.get_stalled_jobs(queue=QUEUE, seconds_since_heartbeat=STALLED_SECONDS):
            log.warning("job %s was left by a worker that died", job.task_kwargs.get("job"))
            await app.job_manager.retry_job(job)

    async def _carry_forgotten(self, app: App) -> None:
        for job in await asyncio.to_thread(self._forgotten):
            try:
                # one carrier at a time for each: the lock keeps repeats out of the queue
                await app.configure_task(TASK, queue=QUEUE, queueing_lock=f"again:{job}").defer_async(job=job)
            except AlreadyEnqueued:
                continue

    def _forgotten(self) -> Sequence[str]:
        now = self._clock()
        with self._database.read() as connection:
            return connection.scalars(
                select(outbox.c.id)
                .where(
                    or_(
                        (outbox.c.state == "waiting") & (outbox.c.due <= now - FORGOTTEN),
                        (outbox.c.state == "running") & (outbox.c.leased_until <= now),
                    )
                )
                .order_by(outbox.c.due)
                .limit(1000)
            ).all()
