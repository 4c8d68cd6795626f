"""What SQLite does by itself with dates, kept as ISO text, and with the length of a text."""

from collections.abc import Callable

import sqlalchemy as sa

from dougong.engines.expression.kinds import DATE, NUMBER
from dougong.platform.storage.lower.values import Value

INTEGER = sa.BigInteger()


def _part(start: int, length: int) -> Callable[[Value], Value]:
    def cut(day: Value) -> Value:
        digits = sa.cast(sa.func.substr(day.element, start, length), INTEGER)
        return Value(sa.type_coerce(digits, INTEGER), NUMBER, day.nullable, 0, 10**length)

    return cut


def _quarter(day: Value) -> Value:
    month = _part(6, 2)(day)
    return Value((month.element + 2) // 3, NUMBER, day.nullable, 0, 4)


def _days_between(earlier: Value, later: Value) -> Value:
    days = sa.func.julianday(later.element) - sa.func.julianday(earlier.element)
    whole = sa.type_coerce(sa.cast(days, INTEGER), INTEGER)
    return Value(whole, NUMBER, earlier.nullable or later.nullable, 0, 10**7)


def _start(*steps: str) -> Callable[[Value], Value]:
    def cut(day: Value) -> Value:
        return Value(sa.func.date(day.element, *steps, type_=sa.Text()), DATE, day.nullable)

    return cut


def _start_of_quarter(day: Value) -> Value:
    month = sa.cast(sa.func.substr(day.element, 6, 2), INTEGER)
    back = sa.func.printf("-%d months", (month - 1) % 3, type_=sa.Text())
    return Value(sa.func.date(day.element, "start of month", back, type_=sa.Text()), DATE, day.nullable)


def _length(text: Value) -> Value:
    return Value(sa.func.length(text.element, type_=INTEGER), NUMBER, text.nullable, 0, 10**9)


NATIVE: dict[str, Callable[..., Value]] = {
    "year": _part(1, 4),
    "month": _part(6, 2),
    "day": _part(9, 2),
    "quarter": _quarter,
    "days_between": _days_between,
    "length": _length,
    "start_of_week": _start("-6 days", "weekday 1"),
    "start_of_month": _start("start of month"),
    "start_of_quarter": _start_of_quarter,
    "start_of_year": _start("start of year"),
}
