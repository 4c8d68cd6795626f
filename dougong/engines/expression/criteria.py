"""Criteria as Excel writes them for ``SUMIF`` and its kin: a value, or text with an operator or wildcards."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, tzinfo
from decimal import Decimal

from dougong.engines.expression import dates, operators
from dougong.engines.expression.env import Value
from dougong.engines.expression.number_text import number_of
from dougong.engines.expression.patterns import InvalidPattern, wildcard

Test = Callable[[Value], bool]


def criterion(value: Value, zone: tzinfo) -> Test:
    """The test that a criterion means. Without a sign it asks for equality; ``*``, ``?`` and ``~`` work in texts.
    ``zone``: where a date begins that stands beside a moment."""
    if not isinstance(value, str):
        return lambda item: operators.equal(*_alike(_plain(item), _plain(value), zone))
    sign = next((sign for sign in operators.COMPARISONS if value.startswith(sign)), "")
    operand = value[len(sign) :]
    if sign in {"", "=", "<>"}:
        same = _equality(operand, zone)
        return (lambda item: not same(item)) if sign == "<>" else same
    compare = operators.COMPARISONS[sign]
    return lambda item: (pair := _beside(item, operand, zone)) is not None and compare(*pair)


def _equality(operand: str, zone: tzinfo) -> Test:
    if not operand:
        return lambda item: item is None
    try:
        pattern = wildcard(operand) if set(operand) & set("*?~") else None
    except InvalidPattern:  # too long: it matches nothing
        return lambda item: False

    def test(item: Value) -> bool:
        if isinstance(item, str):
            return pattern.fullmatch(item) is not None if pattern else item == operand
        pair = _beside(item, operand, zone)
        return pair is not None and operators.equal(*pair)

    return test


def _plain(item: Value) -> Value:
    return item.get("id") if isinstance(item, dict) else item


def _alike(item: Value, value: Value, zone: tzinfo) -> tuple[Value, Value]:
    """A date beside a moment is the moment it begins."""
    if isinstance(item, date) and isinstance(value, date) and isinstance(item, datetime) != isinstance(value, datetime):
        return _begun(item, zone), _begun(value, zone)
    return item, value


def _begun(day: date, zone: tzinfo) -> datetime:
    return day if isinstance(day, datetime) else dates.midnight(day, zone)


def _beside(item: Value, operand: str, zone: tzinfo) -> tuple[Value, Value] | None:
    """The item, and the operand as something of its type; None where it cannot be."""
    other: Value = None
    match item:
        case str():
            other = operand
        case bool():
            other = {"true": True, "false": False}.get(operand.lower())
        case Decimal():
            other = number_of(operand)
        case datetime():
            other = dates.read_moment(operand, zone)
        case date():
            # a time behind the date counts, so both are moments
            item, other = dates.midnight(item, UTC), dates.read_moment(operand, UTC)
        case time():
            other = dates.read_time(operand)
        case dict():
            item, other = _plain(item), operand
    return None if other is None else (item, other)
