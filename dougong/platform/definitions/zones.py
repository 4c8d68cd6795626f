"""Time zones by name (IANA), from the system or the ``tzdata`` package."""

from functools import cache
from zoneinfo import available_timezones


@cache
def _zones() -> frozenset[str]:
    # two of them are no places: the server's own, and one that stands for none
    return frozenset(available_timezones() - {"localtime", "Factory"})


def is_zone(name: str) -> bool:
    return name in _zones()
