"""What the run log keeps of runs that left nothing behind: conditions that did not hold, writes that a rule refused.

The transaction of the write cannot keep them: a refused one is taken back, and a condition that does not hold must not
cost a write more than the condition. So they are written down in a transaction of their own once the write is over: a
refusal at once, the others together a moment later. Of conditions that did not hold the last ``SAMPLE`` of a rule
are kept; those of the last moment are lost with a process that is killed.
"""

import json
import logging
from collections import OrderedDict, deque
from collections.abc import Iterable, Sequence
from functools import partial
from threading import Lock, Timer

from sqlalchemy.exc import SQLAlchemyError

from dougong.errors import Failure
from dougong.platform.db import Database, Unit
from dougong.platform.rules.store import SAMPLE, SKIPPED, Ran, Row, record_rows, row_of, thin_out

log = logging.getLogger(__name__)

SECONDS = 1.0
MOST_MET = 5_000


class RunLog:
    """One for the process."""

    def __init__(self, database: Database) -> None:
        self._database = database
        # by app and rule, newest last
        self._waiting: dict[tuple[str, str], deque[Row]] = {}
        self._met: OrderedDict[tuple[str, ...], None] = OrderedDict()
        self._timer: Timer | None = None
        self._closed = False
        self._lock = Lock()
        self._writing = Lock()
        database.before_close(self._close)

    def note(self, unit: Unit, runs: Iterable[Ran], *, once: bool = False) -> None:
        """Write these down when ``unit`` is over, whether it is committed or refused. ``once``: only what was not met
        before, for what is looked at again and again."""
        fresh = [run for run in runs if self._is_new(run)] if once else list(runs)
        if fresh:
            unit.when_over(partial(self._take, [row_of(unit, run) for run in fresh]))

    def flush(self) -> None:
        """Write down what waits."""
        with self._writing:
            with self._lock:
                waiting, self._waiting = self._waiting, {}
                if self._timer is not None:
                    self._timer.cancel()
                    self._timer = None
            if not waiting:
                return
            rows = sorted((row for several in waiting.values() for row in several), key=lambda row: str(row["id"]))
            skipped = [key for key, several in waiting.items() if any(row["outcome"] == SKIPPED for row in several)]
            try:
                self._database.write(partial(_keep, rows, skipped))
            except (SQLAlchemyError, Failure) as trouble:  # what was refused or skipped is so without its line
                log.warning("%s runs of rules were not written down: %s", len(rows), trouble)

    def _take(self, rows: Sequence[Row]) -> None:
        with self._lock:
            if self._closed:
                return
            for row in rows:
                key = (str(row["app"]), str(row["rule"]))
                self._waiting.setdefault(key, deque(maxlen=SAMPLE)).append(row)
            at_once = any(row["outcome"] != SKIPPED for row in rows)
            if not at_once and self._timer is None:
                self._timer = Timer(SECONDS, self.flush)
                self._timer.daemon = True
                self._timer.start()
        if at_once:
            self.flush()

    def _is_new(self, run: Ran) -> bool:
        key = (run.app, run.rule, run.record or "", json.dumps(run.event.get("facts", {}), default=str))
        with self._lock:
            if key in self._met:
                return False
            self._met[key] = None
            if len(self._met) > MOST_MET:
                self._met.popitem(last=False)
        return True

    def _close(self) -> None:
        self.flush()
        with self._lock:
            self._closed = True
            if self._timer is not None:
                self._timer.cancel()


def _keep(rows: Sequence[Row], skipped: Sequence[tuple[str, str]], unit: Unit) -> None:
    record_rows(unit, rows)
    for app, rule in skipped:
        thin_out(unit, app, rule)
