"""Moments in what a client sends: RFC 3339 as text, and nothing else that could be taken for one.

pydantic alone would read 5, ``"5"`` and ``"2026-01-01"`` as moments.
"""

import re
from datetime import datetime
from typing import Annotated

from pydantic import BeforeValidator

from dougong.engines.document import refused
from dougong.engines.record.shapes import DATETIME_PATTERN, FIRST_MOMENT, LAST_MOMENT
from dougong.errors import Text

_RFC3339 = re.compile(DATETIME_PATTERN)
_NO_MOMENT = Text(
    "这里应当是带时区的时间，例如 2026-11-22T08:00:00Z",
    "This should be a moment with its zone such as 2026-11-22T08:00:00Z",
)
_NO_CLOCK = Text(
    "这里应当是日期时间，例如 2026-11-22T08:00:00Z 或 2026-11-22T16:00:00",
    "This should be a date and time such as 2026-11-22T08:00:00Z or 2026-11-22T16:00:00",
)
_BEYOND = Text("日期时间应在 0001-01-02 到 9999-12-30 之间", "A date and time lies between 0001-01-02 and 9999-12-30")


def _read(raw: object, words: Text) -> datetime:
    if isinstance(raw, str) and _RFC3339.fullmatch(raw):
        try:
            return datetime.fromisoformat(raw)
        except ValueError:  # as 2026-02-30
            pass
    raise refused("not_datetime", words)


def _moment(raw: object) -> datetime:
    found = _read(raw, _NO_MOMENT)
    if found.tzinfo is None:
        raise refused("not_datetime", _NO_MOMENT)
    if not FIRST_MOMENT <= found <= LAST_MOMENT:
        raise refused("beyond_calendar", _BEYOND)
    return found


def _local(raw: object) -> datetime:
    return _read(raw, _NO_CLOCK)


# with its offset, and within what every zone can show
Moment = Annotated[datetime, BeforeValidator(_moment)]
# without an offset it is meant in the app's zone; whoever knows the zone judges the range
LocalMoment = Annotated[datetime, BeforeValidator(_local)]
