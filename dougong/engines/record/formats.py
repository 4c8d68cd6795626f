"""Known forms of codes and numbers: a pattern that RE2 and JavaScript share, and where there is one a check digit.

Sources: GB 11643 (identity numbers, ISO 7064 MOD 11-2), GB 32100 (credit codes, MOD 31), ISO/IEC 7812 (Luhn),
GA 36 (number plates).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from dougong.engines.record.patterns import matches
from dougong.engines.record.problems import problem

FormatName = Literal[
    "id_card", "credit_code", "bank_card", "plate", "postcode", "ip", "uuid", "qq", "chinese", "letters", "digits"
]  # fmt: skip

_BLANKS = "[ \\t\\r\\n\u00a0\u3000\ufeff]*"
_CREDIT = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def id_card(text: str) -> bool:
    """Birth date and check character of an 18-digit identity number."""
    try:
        date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return False
    total = sum(int(digit) * (2 ** (17 - place) % 11) for place, digit in enumerate(text[:17]))
    return "10X98765432"[total % 11] == text[17].upper()


def credit_code(text: str) -> bool:
    """The check character of an 18-character credit code. Source: GB 32100, MOD 31 with the weights 3^i."""
    total = sum(_CREDIT.index(char) * 3**place for place, char in enumerate(text[:17]))
    return _CREDIT[-total % 31] == text[17]


def luhn(text: str) -> bool:
    """The check digit of a card number. Source: ISO/IEC 7812-1, annex B."""
    digits = [int(char) for char in reversed(text)]
    return (sum(digits[::2]) + sum(sum(divmod(2 * digit, 10)) for digit in digits[1::2])) % 10 == 0


@dataclass(frozen=True)
class Format:
    """``body`` is the pattern of the trimmed text; ``loose`` allows blanks around it, as a sender may send."""

    body: str
    check: Callable[[str], bool] | None = None

    @property
    def strict(self) -> str:
        return f"^(?:{self.body})$"

    @property
    def loose(self) -> str:
        return f"^{_BLANKS}(?:(?:{self.body}){_BLANKS})?$"


FORMATS: dict[FormatName, Format] = {
    "id_card": Format(r"[1-9][0-9]{16}[0-9Xx]", id_card),
    "credit_code": Format(r"[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}", credit_code),
    "bank_card": Format(r"[0-9]{12,19}", luhn),
    "plate": Format(r"\p{Han}[A-Z][A-Z0-9]{4,5}[A-Z0-9\p{Han}]"),
    "postcode": Format(r"[0-9]{6}"),
    "ip": Format(r"(?:(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])\.){3}(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])"),
    "uuid": Format(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"),
    "qq": Format(r"[1-9][0-9]{4,11}"),
    "chinese": Format(r"\p{Han}+"),
    "letters": Format(r"[A-Za-z]+"),
    "digits": Format(r"[0-9]+"),
}


def checked(name: FormatName) -> Callable[[str], str]:
    """A reader of trimmed text: the same text, or the problem ``pattern`` or ``bad_checksum``."""
    known = FORMATS[name]

    def read(text: str) -> str:
        if not matches(known.strict, text):
            raise problem("pattern")
        if known.check is not None and not known.check(text):
            raise problem("bad_checksum")
        return text

    return read
