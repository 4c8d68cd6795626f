"""Tasks that run again and again, once in the whole installation however many processes there are."""

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from dougong.clock import Clock
from dougong.platform.db import Database, Unit
from dougong.platform.jobs.tables import periodic

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Periodic:
    """``run`` is called about ``every`` so often and looks for what is due, so a missed turn loses nothing."""

    key: str
    every: timedelta
    run: Callable[[], None]


def take(unit: Unit, task: Periodic) -> bool:
    """Whether this process may run the task now; moves its next turn."""
    row = unit.connection.execute(select(periodic.c.next_at).where(periodic.c.key == task.key)).first()
    if row is None:
        unit.connection.execute(insert(periodic).values(key=task.key, next_at=unit.now + task.every))
        return True
    # a clock that was set back must not silence a task for longer than its own turn
    if unit.now < row.next_at <= unit.now + task.every:
        return False
    moved = unit.connection.execute(
        update(periodic)
        .where(periodic.c.key == task.key, periodic.c.next_at == row.next_at)
        .values(next_at=unit.now + task.every)
    )
    return moved.rowcount == 1


def begin(unit: Unit, key: str, until: datetime) -> bool:
    """Whether the time up to ``until`` is begun by this unit, and by no other before it."""
    row = unit.connection.execute(select(periodic.c.next_at).where(periodic.c.key == key)).first()
    if row is None:
        unit.connection.execute(insert(periodic).values(key=key, next_at=until))
        return True
    # as above: a clock that was set back begins its time again
    if unit.now < row.next_at <= until:
        return False
    moved = unit.connection.execute(
        update(periodic).where(periodic.c.key == key, periodic.c.next_at == row.next_at).values(next_at=until)
    )
    return moved.rowcount == 1


class PeriodicRunner:
    """A thread that gives each task its turn."""

    def __init__(self, database: Database, tasks: Sequence[Periodic], clock: Clock, pause: float = 1.0) -> None:
        self._database = database
        self._tasks = tasks
        self._clock = clock
        self._pause = pause
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="dougong-periodic", daemon=True)

    def start(self) -> None:
        if self._tasks:
            self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()

    def turn(self) -> None:
        """Run what is due now."""
        for task in self._tasks:
            if self._due(task):
                try:
                    task.run()
                except Exception:  # whatever a task raises, the others have their turn
                    log.exception("periodic task %s failed; it runs again at its next turn", task.key)

    def _due(self, task: Periodic) -> bool:
        with self._database.read() as connection:
            next_at = connection.scalar(select(periodic.c.next_at).where(periodic.c.key == task.key))
        moment = self._clock()
        # looking is cheap and writing is not, so a turn is only taken when it seems to be due
        if next_at is not None and moment < next_at <= moment + task.every:
            return False
        try:
            return self._database.write(lambda unit: take(unit, task))
        except IntegrityError:
            return False  # another process took the first turn

    def _run(self) -> None:
        while not self._stop.wait(self._pause):
            try:
                self.turn()
            except Exception:  # the database may be gone for a while; the thread has to live
                log.exception("periodic tasks could not be looked at")
