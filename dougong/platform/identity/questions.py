"""How many questions one person may have under way: lists, reports and searches each may keep the database busy for as
long as a statement may take, and a person could ask any number of them at once.

A page asks several at a time and is answered at once, so whoever is refused has questions that take long. Counted in
memory, by this process alone.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from dougong.errors import Text, TooMany

# from when on a question counts as slow, and how much of the share may be: more than the six that a browser has
# under way at one server, so that a page with many slow reports is never refused one
SLOW, SLOW_PART = 3.0, 2
_STILL_RUNNING = Text(
    "您的查询还有很多正在进行，请等它们完成后再试", "Many of your queries are still running; wait until they are done"
)


class Questions:
    """At most ``most`` at once for one person, half of them slow ones."""

    def __init__(self, most: int, moment: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._slow = max(1, most // SLOW_PART)
        self._moment = moment
        # when each that is under way began, by person
        self._began: dict[str, list[float]] = {}
        self._lock = threading.Lock()

    @contextmanager
    def under_way(self, who: str) -> Iterator[None]:
        """Raises TooMany."""
        began = self._begin(who)
        try:
            yield
        finally:
            with self._lock:
                self._began[who].remove(began)
                if not self._began[who]:
                    del self._began[who]

    def _begin(self, who: str) -> float:
        with self._lock:
            now = self._moment()
            running = self._began.get(who, [])
            slow = sum(now - began >= SLOW for began in running)
            if len(running) >= self._most or slow >= self._slow:
                raise TooMany(_STILL_RUNNING, retry_after=2)
            self._began.setdefault(who, []).append(now)
            return now
