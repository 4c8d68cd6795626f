"""What the operators do to Python values, blanks included. Pure; the closures of ``evaluate`` take the quick ways.

What reckons raises Overflow for a number, and DateOutOfRange for a date, that is none any more.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime, timedelta
from decimal import ROUND_FLOOR, Decimal
from types import MappingProxyType

from dougong.engines.expression import numbers
from dougong.engines.expression.env import Value
from dougong.engines.expression.limits import MAX_TEXT
from dougong.engines.expression.numbers import ZERO
from dougong.engines.expression.problems import DateOutOfRange, TextTooLong

_MICROSECONDS = Decimal(1_000_000)
_HUNDREDTH = Decimal("0.01")


def plus(left: Value, right: Value) -> Value:
    """Blank numbers count as 0; without the date there is no date."""
    if isinstance(left, date):
        return shifted(left, right or ZERO)
    if isinstance(right, date):
        return shifted(right, left or ZERO)
    return numbers.add(left or ZERO, right or ZERO)


def minus(left: Value, right: Value) -> Value:
    """Dates apart are days, moments apart seconds. A blank number counts as 0; what lacks a date is blank."""
    if isinstance(left, date):
        return between(left, right) if isinstance(right, date) else shifted(left, negative(right))
    if isinstance(right, date):
        return None
    return numbers.subtract(left or ZERO, right or ZERO)


def on_dates(sign: str, left_dated: bool, right_dated: bool) -> Callable[[Value, Value], Value]:
    """``+`` or ``-`` where the kinds say that a side is a date or a moment: without it the result is blank."""
    compute = plus if sign == "+" else minus

    def dated(left: Value, right: Value) -> Value:
        if (left_dated and left is None) or (right_dated and right is None):
            return None
        return compute(left, right)

    return dated


def shifted(start: date, by: Decimal) -> date:
    """A date that many days later (part of a day reaches no further), a datetime that many seconds later."""
    try:
        if isinstance(start, datetime):
            return start + timedelta(microseconds=int(by * _MICROSECONDS))
        return start + timedelta(days=int(by.to_integral_value(ROUND_FLOOR)))
    except OverflowError:
        raise DateOutOfRange() from None


def between(end: date, start: date) -> Decimal:
    """Days between dates, seconds between moments."""
    gap = end - start
    if isinstance(end, datetime):
        return Decimal(gap // timedelta(microseconds=1)) / _MICROSECONDS
    return Decimal(gap.days)


def times(left: Value, right: Value) -> Decimal:
    return numbers.multiply(left or ZERO, right or ZERO)


def over(left: Value, right: Value) -> Decimal | None:
    """To 12 places; blank over a blank or 0."""
    return numbers.divide(left or ZERO, right) if right else None


def raised(base: Value, exponent: Value) -> Decimal | None:
    """See ``numbers.power``; a blank counts as 0."""
    return numbers.power(base or ZERO, exponent or ZERO)


def per_cent(value: Value) -> Decimal:
    return numbers.multiply(value or ZERO, _HUNDREDTH)


def negative(value: Value) -> Decimal:
    return value.copy_negate() if value else ZERO


def joined(left: Value, right: Value) -> str | None:
    """A blank counts as empty text, and empty text is blank. Raises TextTooLong."""
    text = (left or "") + (right or "")
    fits(len(text))
    return text or None


def fits(length: int) -> None:
    """Raises TextTooLong where no text may have so many characters."""
    if length > MAX_TEXT:
        raise TextTooLong()


def equal(left: Value, right: Value) -> bool:
    """Null-safe. True is no number here, although Python would say so; lists are equal item by item."""
    if isinstance(left, list | tuple) and isinstance(right, list | tuple):
        return len(left) == len(right) and all(map(equal, left, right))
    return left is right or (type(left) is type(right) and bool(left == right))


def unequal(left: Value, right: Value) -> bool:
    return not equal(left, right)


# nothing is above or below a blank, not even another one
def less(left: Value, right: Value) -> bool:
    return left is not None and right is not None and bool(left < right)


def at_most(left: Value, right: Value) -> bool:
    return left is not None and right is not None and bool(left <= right)


def greater(left: Value, right: Value) -> bool:
    return left is not None and right is not None and bool(left > right)


def at_least(left: Value, right: Value) -> bool:
    return left is not None and right is not None and bool(left >= right)


# signs of two characters first, for whoever looks which of them a text begins with
COMPARISONS: Mapping[str, Callable[[Value, Value], bool]] = MappingProxyType(
    {"<>": unequal, "<=": at_most, ">=": at_least, "<": less, ">": greater, "=": equal}
)


def member(value: Value, items: Collection[Value] | None) -> bool:
    """Whether an item equals it, a blank item a blank; nothing is in a blank list."""
    return any(equal(value, item) for item in items or ())
