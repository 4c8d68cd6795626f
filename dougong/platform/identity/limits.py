"""How often something may be tried: a sliding count by key, kept in memory."""

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable

from dougong.errors import TooMany

MOST_KEYS = 50_000


class Limit:
    """At most ``most`` within ``seconds`` for each key. The server makes the keys."""

    def __init__(self, most: int, seconds: float, moment: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._seconds = seconds
        self._moment = moment
        self._seen: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = threading.Lock()

    def check(self, key: str) -> None:
        """Raises TooMany when the key has used up its share."""
        with self._lock:
            times = self._fresh(key)
            if times is not None and len(times) >= self._most:
                raise TooMany(retry_after=max(1, int(times[0] + self._seconds - self._moment()) + 1))

    def count(self, key: str) -> None:
        with self._lock:
            times = self._fresh(key)
            if times is None:
                times = self._seen[key] = deque(maxlen=self._most)
                if len(self._seen) > MOST_KEYS:
                    self._seen.popitem(last=False)
            times.append(self._moment())

    def take(self, key: str) -> None:
        """Check and count in one step."""
        self.check(key)
        self.count(key)

    def forget(self, key: str) -> None:
        with self._lock:
            self._seen.pop(key, None)

    def _fresh(self, key: str) -> deque[float] | None:
        times = self._seen.get(key)
        if times is None:
            return None
        edge = self._moment() - self._seconds
        while times and times[0] <= edge:
            times.popleft()
        if not times:
            del self._seen[key]
            return None
        return times
