"""Numbers written by people."""

import re
from decimal import Decimal

from dougong.engines.expression.numbers import HUNDRED, exact, wide

# signs of full width as those they stand for
NARROW = {0xFF01 + at: chr(0x21 + at) for at in range(94)} | {0x3000: " ", 0xFFE5: "¥", 0xFFE1: "£"}
_BLANK = r"[ \t\r\n\u00a0]*"
_CURRENCY = rf"(?:[¥$€£]{_BLANK})?"
_DIGITS = (
    r"(?P<digits>(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]*)?|\.[0-9]+)"
    rf"(?:[eE](?P<exponent>[+-]?[0-9]{{1,2}}))?{_BLANK}(?P<percent>%?)"
)
# a sign before or behind the currency's
_SIGNED = re.compile(rf"(?P<sign>[+-]?){_BLANK}{_CURRENCY}(?P<inner>[+-]?){_BLANK}{_DIGITS}")
_BRACKETED = re.compile(rf"{_CURRENCY}\({_BLANK}{_CURRENCY}{_DIGITS}{_BLANK}\)")
# for whoever has no names for groups: sign, inner, digits, exponent, percent; then the last three of one in brackets
NUMBER = re.sub(r"\?P<[a-z]+>", "", f"{_SIGNED.pattern}|{_BRACKETED.pattern}")
TRIMMED = " \t\r\n\u00a0"
LONGEST = 100


def tidy(text: str) -> str:
    """In signs of half width, without blanks at its ends."""
    return text.translate(NARROW).strip(TRIMMED)


def number_of(text: str | None) -> Decimal | None:
    """The number a text writes: signs, brackets for a negative one, thousands, a currency sign, per cent, full-width
    digits; None if it writes none. Raises Overflow for one with too many digits."""
    if not text or len(text) > LONGEST:
        return None
    written = tidy(text)
    signed = _SIGNED.fullmatch(written)
    found = signed or _BRACKETED.fullmatch(written)
    if found is None or (signed and signed["sign"] and signed["inner"]):
        return None
    number = Decimal(found["digits"].replace(",", ""))
    if found["exponent"]:
        number = wide().scaleb(number, int(found["exponent"]))
    if signed is None or "-" in (signed["sign"], signed["inner"]):
        number = number.copy_negate()
    return exact(wide().divide(number, HUNDRED) if found["percent"] else number)
