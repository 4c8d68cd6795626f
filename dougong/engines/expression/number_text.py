"""Numbers written by people."""

import re
import unicodedata
from decimal import Decimal

from dougong.engines.expression.numbers import HUNDRED, exact, wide

_NUMBER = re.compile(
    r"(?P<sign>[+-]?)\s*[¥￥$€£]?\s*(?P<digits>(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]*)?|\.[0-9]+)"
    r"(?:[eE](?P<exponent>[+-]?[0-9]{1,2}))?\s*(?P<percent>%?)"
)
_LONGEST = 100


def number_of(text: str | None) -> Decimal | None:
    """The number a text writes: signs, thousands, a currency sign, per cent, full-width digits; None if it writes none.
    Raises Overflow for one with too many digits."""
    if not text or len(text) > _LONGEST:
        return None
    found = _NUMBER.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if found is None:
        return None
    number = Decimal(found["sign"] + found["digits"].replace(",", ""))
    if found["exponent"]:
        number = wide().scaleb(number, int(found["exponent"]))
    return exact(wide().divide(number, HUNDRED) if found["percent"] else number)
