"""Relative dates as words: ``this_month``, ``last_7_days``. A period is days from its first to its last, both
included.

``last_7_days`` are the seven days that end today, ``next_7_days`` the seven that begin today; weeks, months,
quarters and years behind a number roll likewise: ``last_2_months`` begins the day after today two months ago. Weeks
begin on Monday.
"""

import re
from datetime import date

from dougong.engines.expression.dates import add_days, start_of, step

_SHIFT = {"today": 0, "yesterday": -1, "tomorrow": 1}
NAMED = tuple(_SHIFT)
_CALENDAR = re.compile(r"(this|last|next)_(week|month|quarter|year)")
_ROLLING = re.compile(r"(last|next)_([1-9][0-9]{0,3})_(day|week|month|quarter|year)s?")
# what is offered to people; a number stands for any
WORDS: tuple[str, ...] = (
    *NAMED,
    *(f"{when}_{unit}" for unit in ("week", "month", "quarter", "year") for when in ("this", "last", "next")),
    *(f"{when}_7_{unit}" for unit in ("days", "weeks", "months") for when in ("last", "next")),
)


def is_period(word: str) -> bool:
    return word in NAMED or bool(_CALENDAR.fullmatch(word) or _ROLLING.fullmatch(word))


def bounds(word: str, today: date) -> tuple[date, date] | None:
    """The first and the last day; None for what is no period. Raises DateOutOfRange."""
    if word in NAMED:
        day = add_days(today, _SHIFT[word])
        return day, day
    calendar = _CALENDAR.fullmatch(word)
    if calendar:
        first = step(start_of(today, calendar[2]), {"this": 0, "last": -1, "next": 1}[calendar[1]], calendar[2])
        return first, add_days(step(first, 1, calendar[2]), -1)
    rolling = _ROLLING.fullmatch(word)
    if rolling is None:
        return None
    count, unit = int(rolling[2]), rolling[3]
    if rolling[1] == "last":
        return add_days(step(today, -count, unit), 1), today
    return today, add_days(step(today, count, unit), -1)
