"""What a periodic task is: each is one file in ``runtime/workers/periodic`` with the constant ``PERIODIC``."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from dougong.runtime.services.context import Services


@dataclass(frozen=True)
class PeriodicTask:
    """``run`` looks for what is due by itself: turns may be late, and one process among all takes each."""

    key: str
    every: timedelta
    run: Callable[[Services], None]
