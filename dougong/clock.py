"""The only reader of the wall clock. Everything below the services takes the moment as an argument."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def now() -> datetime:
    """This moment in UTC, to the microsecond (what both databases keep)."""
    return datetime.now(UTC)
