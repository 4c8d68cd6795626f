"""Criteria as Excel writes them for ``SUMIF`` and its kin: a value, or text with an operator or wildcards."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from dougong.engines.expression import dates, operators
from dougong.engines.expression.number_text import number_of
from dougong.engines.expression.patterns import InvalidPattern, wildcard

Value = Any
Test = Callable[[Value], bool]

_COMPARISONS: dict[str, Callable[[Value, Value], bool]] = {
    "<>": operators.unequal,
    "<=": operators.at_most,
    ">=": operators.at_least,
    "<": operators.less,
    ">": operators.greater,
    "=": operators.equal,
}


def criterion(value: Value) -> Test:
    """The test that a criterion means. Without a sign it asks for equality; ``*``, ``?`` and ``~`` work in texts."""
    if not isinstance(value, str):
        return lambda item: operators.equal(_plain(item), _plain(value))
    sign = next((sign for sign in _COMPARISONS if value.startswith(sign)), "")
    operand = value[len(sign) :]
    if sign in {"", "=", "<>"}:
        same = _equality(operand)
        return (lambda item: not same(item)) if sign == "<>" else same
    compare = _COMPARISONS[sign]
    return lambda item: (other := _like(item, operand)) is not None and compare(item, other)


def _equality(operand: str) -> Test:
    if not operand:
        return lambda item: item is None
    try:
        pattern = wildcard(operand) if set(operand) & set("*?~") else None
    except InvalidPattern:  # too long: it matches nothing
        return lambda item: False

    def test(item: Value) -> bool:
        if isinstance(item, str):
            return pattern.fullmatch(item) is not None if pattern else item == operand
        other = _like(item, operand)
        return other is not None and operators.equal(_plain(item), other)

    return test


def _plain(item: Value) -> Value:
    return item.get("id") if isinstance(item, dict) else item


def _like(item: Value, operand: str) -> Value:
    """The operand as the same type as the item; None where it cannot be."""
    if isinstance(item, str):
        return operand
    if isinstance(item, bool):
        return {"true": True, "false": False}.get(operand.lower())
    if isinstance(item, Decimal):
        return number_of(operand)
    if isinstance(item, date) and not isinstance(item, datetime):
        return dates.read_date(operand)
    if isinstance(item, dict):
        return operand
    return None
