"""Exact numbers: at most 38 digits, a fixed number of decimals, half away from zero."""

from decimal import ROUND_HALF_UP, Context, Decimal, Inexact, InvalidOperation, Overflow, localcontext

MAX_DIGITS = 38
NUMBER_PATTERN = r"^[+-]?(?:[0-9]{1,60}(?:\.[0-9]{0,60})?|\.[0-9]{1,60})(?:[eE][+-]?[0-9]{1,4})?$"

# of 38 digits: a longer result is an invalid operation, a rounded one is inexact
_EXACT = Context(prec=MAX_DIGITS, rounding=ROUND_HALF_UP, traps=[InvalidOperation, Overflow, Inexact])
_ROUNDING = Context(prec=120, rounding=ROUND_HALF_UP, traps=[InvalidOperation, Overflow])
_UNITS = [Decimal(1).scaleb(-places) for places in range(13)]


class TooManyPlaces(ValueError):
    """More decimals were given than the field keeps."""


class TooManyDigits(ValueError):
    """Beyond 38 digits (the problem ``overflow``)."""


def fits(number: Decimal, decimals: int) -> bool:
    """Whether its whole digits and ``decimals`` make at most 38."""
    return not number or number.adjusted() < MAX_DIGITS - decimals


def exactly(number: Decimal, decimals: int) -> Decimal:
    """The same number with exactly ``decimals`` places. Raises TooManyPlaces, TooManyDigits."""
    try:
        result = _EXACT.quantize(number, _UNITS[decimals])
    except Inexact:
        raise TooManyPlaces from None
    except InvalidOperation:
        raise TooManyDigits from None
    return result if result else abs(result)


def rounded(number: Decimal, decimals: int) -> Decimal:
    """Rounded half away from zero to ``decimals`` places. Raises TooManyDigits."""
    if not fits(number, decimals):
        raise TooManyDigits
    result = number.quantize(_UNITS[decimals], context=_ROUNDING)
    return result if result else abs(result)


def plain(number: Decimal, decimals: int) -> str:
    """As text with exactly ``decimals`` places and no exponent; a sum may be longer than what can be stored."""
    result = number.quantize(_UNITS[decimals], context=_ROUNDING)
    return format(result if result else abs(result), "f")


def total(numbers: list[Decimal]) -> Decimal:
    """An exact sum, also of numbers longer than Python's default 28 digits."""
    with localcontext(_ROUNDING):
        return sum(numbers, Decimal(0))
