"""Decimal arithmetic as every back end does it: a number has at most 38 digits, places included.

What every operation gives is rounded half away from zero to the places that are left beside the digits before the
point (none of which make 38 places); more than 38 digits before the point are the problem ``overflow``.
"""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Context, Decimal, DivisionByZero, InvalidOperation
from decimal import Overflow as DecimalOverflow

from dougong.engines.expression.limits import MAX_DIGITS
from dougong.engines.expression.problems import Overflow

ZERO, ONE, HUNDRED = Decimal(0), Decimal(1), Decimal(100)
# Emax bounds the digits before the point, so the context itself reports an overflow; Emin the places, so that what is
# below 0.1 keeps 38 of them and is rounded only once
CONTEXT = Context(
    prec=MAX_DIGITS,
    rounding=ROUND_HALF_UP,
    Emax=MAX_DIGITS - 1,
    Emin=-1,
    traps=[DecimalOverflow, InvalidOperation, DivisionByZero],
)
_WIDE = Context(prec=80, rounding=ROUND_HALF_UP, Emax=9_999, Emin=-9_999, traps=[InvalidOperation, DivisionByZero])
# sums of as many numbers as a list may hold have no more digits
_EXACT = Context(prec=100, rounding=ROUND_HALF_UP, Emax=9_999, Emin=-9_999, traps=[InvalidOperation])
PLACES = 12
_UNIT = Decimal(1).scaleb(-PLACES)
# a power is as exact as a product up to this exponent
MOST_FACTORS = 1_000


def exact(value: Decimal) -> Decimal:
    """The value as a number of at most 38 digits. Raises Overflow."""
    if not value.is_finite():
        raise Overflow()
    try:
        return CONTEXT.plus(value)
    except DecimalOverflow:
        raise Overflow() from None


def inexact(value: Decimal) -> Decimal:
    """To 12 places, as quotients and roots are. Raises Overflow."""
    if not value.is_finite() or (value.adjusted() >= MAX_DIGITS and value):
        raise Overflow()
    return exact(value.quantize(_UNIT, ROUND_HALF_UP, _WIDE))


def add(left: Decimal, right: Decimal) -> Decimal:
    """Raises Overflow, as the two below."""
    try:
        return CONTEXT.add(left, right)
    except DecimalOverflow:
        raise Overflow() from None


def subtract(left: Decimal, right: Decimal) -> Decimal:
    try:
        return CONTEXT.subtract(left, right)
    except DecimalOverflow:
        raise Overflow() from None


def multiply(left: Decimal, right: Decimal) -> Decimal:
    try:
        return CONTEXT.multiply(left, right)
    except DecimalOverflow:
        raise Overflow() from None


def divide(left: Decimal, right: Decimal) -> Decimal | None:
    """To 12 places; blank when the divisor is zero."""
    if not right:
        return None
    return inexact(_WIDE.divide(left, right))


def power(base: Decimal, exponent: Decimal) -> Decimal | None:
    """As exact as a product for whole exponents from 0 to 1,000, else to 12 places; blank where there is no real number
    (0^0, (-8)^0.5)."""
    if not base:
        return ZERO if exponent > 0 else None
    whole = exponent == exponent.to_integral_value()
    if base < 0 and not whole:
        return None
    raised = _WIDE.power(base, exponent)
    return exact(raised) if whole and 0 <= exponent <= MOST_FACTORS else inexact(raised)


def total(values: Iterable[Decimal]) -> Decimal:
    """Rounded once, so that the order counts for nothing."""
    result = ZERO
    for value in values:
        result = _EXACT.add(result, value)
    return exact(result)


def rounded(value: Decimal, places: int, rounding: str = ROUND_HALF_UP) -> Decimal:
    """To so many places; negative ones round before the point. Raises Overflow."""
    places = max(-MAX_DIGITS, min(places, PLACES * 3))
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and -exponent <= places:
        return value
    result = value.quantize(Decimal(1).scaleb(-places), rounding, _WIDE)
    # hundreds are written out, never as 1E+2
    return exact(result.quantize(ONE, context=_WIDE) if places < 0 else result)


def whole(value: Decimal) -> int:
    """Toward zero, as Excel reads a number where it wants a whole one."""
    return int(value)


def wide() -> Context:
    """For functions that are rounded afterwards; an overflow gives infinity, which ``exact`` and ``inexact`` refuse."""
    return _WIDE
