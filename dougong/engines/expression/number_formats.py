"""Numbers in the formats of ``TEXT``, read as Excel reads them: sections, placeholders, thousands, per cent, exponents.

Digits fill the placeholders from the right, whatever other signs stand among them: ``000-0000-0000``.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from operator import eq, ge, gt, le, lt, ne
from typing import Literal

from dougong.engines.expression.numbers import HUNDRED, ZERO, multiply, rounded, wide
from dougong.engines.expression.printing import plain_number

# what quotes, escapes and brackets hold is no code
_PART = re.compile(r'"[^"]*"?|[\\_*].|\[[^\]]*\]|;|.', re.DOTALL)
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|!(?P<forced>[.,;#0?%@])|_(?P<space>.)|\*(?P<fill>.)|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<general>General|G/通用格式|@)|(?P<exponent>E[+-])(?=[0#?])|(?P<digit>[0#?])|(?P<sign>.)",
    re.DOTALL | re.IGNORECASE,
)
_COLOUR = re.compile(
    r"black|blue|cyan|green|magenta|red|white|yellow|colou?r ?[0-9]+|[黑蓝绿红白黄]色|蓝绿色|洋红色?|颜色 ?[0-9]+",
    re.IGNORECASE,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?[0-9]{1,38}(?:\.[0-9]{1,20})?)")
_COMPARISONS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "<=": le, ">=": ge, "<>": ne, "<": lt, ">": gt, "=": eq,
}  # fmt: skip
_THOUSANDTH = Decimal("0.001")
_LONGEST_DENOMINATOR = 6
_DIGITS = frozenset("0123456789")
_NONZERO = _DIGITS - {"0"}

Kind = Literal["text", "digit", "point", "comma", "percent", "general", "exponent"]


@dataclass(slots=True)
class Token:
    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    tokens: tuple[Token, ...]
    sign: str = ""
    bound: Decimal = ZERO

    def holds(self, value: Decimal) -> bool:
        return bool(self.sign) and _COMPARISONS[self.sign](value, self.bound)

    @property
    def below_zero(self) -> bool:
        """Whether its condition holds of negative numbers only, which then need no sign."""
        return (self.sign == "<" and self.bound <= 0) or (self.sign in {"<=", "="} and self.bound < 0)


def sections(form: str) -> list[str]:
    """The parts of a format between semicolons."""
    found = [""]
    for part in _PART.findall(form):
        if part == ";":
            found.append("")
        else:
            found[-1] += part
    return found


def bracket(text: str) -> str:
    """What stands for brackets: nothing for a colour, a currency's sign for ``[$￥-804]``; else they stay."""
    if text.startswith("$"):
        return text[1:].partition("-")[0]
    return "" if _COLOUR.fullmatch(text) else f"[{text}]"


def formatted(value: Decimal, form: str) -> str:
    """A number in a format."""
    found = read_sections(form)
    section, signed = _chosen(value, found)
    negative, number = value < 0 and signed, value.copy_abs()
    tokens = section.tokens
    for _ in range(sum(token.kind == "percent" for token in tokens)):
        number = multiply(number, HUNDRED)
    if any(token.kind == "general" for token in tokens):
        shown = [plain_number(number) if token.kind == "general" else token.text for token in tokens]
    elif not any(token.kind == "digit" for token in tokens):
        # a single section of words still tells the sign
        return ("-" if negative else "") + "".join(token.text for token in tokens)
    else:
        shown = _laid_out(number, tokens)
    digits = "".join(text for token, text in zip(tokens, shown, strict=True) if token.kind in {"digit", "general"})
    # what is rounded to zero has no sign
    return ("-" if negative and not _NONZERO.isdisjoint(digits) else "") + "".join(shown)


def _chosen(value: Decimal, found: Sequence[Section]) -> tuple[Section, bool]:
    """The section for a number, and whether a negative one shows its sign there."""
    conditions = [section for section in found[:2] if section.sign]
    if conditions:
        fitting = next((section for section in conditions if section.holds(value)), None)
        section = fitting or found[min(len(conditions), len(found) - 1)]
        return section, not section.below_zero
    if value < 0 and len(found) > 1:
        return found[1], False
    return (found[2], False) if not value and len(found) > 2 else (found[0], True)


@lru_cache(maxsize=256)
def read_sections(form: str) -> tuple[Section, ...]:
    return tuple(map(_section, sections(form)))


def _section(text: str) -> Section:
    tokens: list[Token] = []
    sign, bound = "", ZERO
    for found in _TOKEN.finditer(text):
        name, part = found.lastgroup, found[found.lastgroup or 0]
        if name == "bracket":
            condition = _CONDITION.fullmatch(part)
            if condition:
                sign, bound = condition[1], Decimal(condition[2])
            else:
                tokens.append(Token("text", bracket(part)))
        elif name in {"digit", "general", "exponent"}:
            tokens.append(Token(name, part))  # type: ignore[arg-type]
        elif name == "sign" and part in ".,%":
            tokens.append(Token({".": "point", ",": "comma", "%": "percent"}[part], part))  # type: ignore[arg-type]
        elif name != "fill":
            tokens.append(Token("text", " " if name == "space" else part))
    _settle(tokens)
    return Section(tuple(tokens), sign, bound)


def _settle(tokens: list[Token]) -> None:
    """Points and commas are signs like others but beside digits, and of several points only the first is the point."""
    pointed = False
    for at, token in enumerate(tokens):
        before = tokens[at - 1].kind if at else "text"
        behind = tokens[at + 1].kind if at + 1 < len(tokens) else "text"
        if token.kind == "point":
            if pointed or "digit" not in (before, behind):
                token.kind = "text"
            pointed = pointed or token.kind == "point"
        elif token.kind == "comma" and before not in {"digit", "comma", "point"}:
            token.kind = "text"


def _laid_out(number: Decimal, tokens: Sequence[Token]) -> list[str]:
    """What each token shows; commas show nothing, digits bring theirs."""
    slash = stroke(tokens)
    if slash is not None:
        return _as_fraction(number, tokens, slash)
    raised = next((at for at, token in enumerate(tokens) if token.kind == "exponent"), len(tokens))
    point = next((at for at, token in enumerate(tokens[:raised]) if token.kind == "point"), raised)
    before = [at for at in range(point) if tokens[at].kind == "digit"]
    after = [at for at in range(point, raised) if tokens[at].kind == "digit"]
    grouped = False
    for at, token in enumerate(tokens[:raised]):
        if token.kind == "comma":
            part = before if at < point else after
            if part and at > part[-1]:
                # each comma behind the last digit divides by a thousand
                number = multiply(number, _THOUSANDTH)
            else:
                grouped = grouped or at < point
    shown = ["" if token.kind == "comma" else token.text for token in tokens]
    if raised < len(tokens):
        number, power = _scaled(number, len(before), len(after))
        marks = [at for at in range(raised + 1, len(tokens)) if tokens[at].kind == "digit"]
        _put(shown, marks, _filled([tokens[at].text for at in marks], str(abs(power)), False))
        shown[raised] = "E" + ("-" if power < 0 else "+" if tokens[raised].text.endswith("+") else "")
    whole, _, fraction = format(rounded(number, len(after)), "f").partition(".")
    whole = whole.lstrip("0")
    if before:
        _put(shown, before, _filled([tokens[at].text for at in before], whole, grouped))
    elif after:
        shown[point] = whole + shown[point]
    _put(shown, after, _fraction([tokens[at].text for at in after], fraction.ljust(len(after), "0")))
    return shown


def stroke(tokens: Sequence[Token]) -> int | None:
    """Where a format of a fraction has its stroke: behind a digit, before one or before a number written out."""
    for at in range(1, len(tokens) - 1):
        before, behind = tokens[at - 1], tokens[at + 1]
        number = behind.kind == "digit" or behind.text in _NONZERO
        if tokens[at].text == "/" and before.kind == "digit" and number:
            return at
    return None


def _as_fraction(number: Decimal, tokens: Sequence[Token], slash: int) -> list[str]:
    """The nearest fraction whose denominator has as many digits as its placeholders, or the one that is written."""
    above = _run(tokens, slash - 1, -1)
    below = _run(tokens, slash + 1, 1)
    before = [at for at in range(above[0]) if tokens[at].kind == "digit"]
    written = "".join(tokens[at].text for at in below)
    if tokens[below[0]].kind == "text":
        bottom = int(written)
        top = int(rounded(multiply(number, Decimal(bottom)), 0))
    else:
        nearest = Fraction(number).limit_denominator(10 ** min(len(below), _LONGEST_DENOMINATOR) - 1)
        top, bottom = nearest.as_integer_ratio()
    whole, top = divmod(top, bottom) if before else (0, top)
    shown = ["" if token.kind == "comma" else token.text for token in tokens]
    _put(shown, before, _filled([tokens[at].text for at in before], str(whole) if whole or not top else "", False))
    if before and not top:
        for at in (*above, slash, *below):
            shown[at] = " "
        return shown
    _put(shown, above, _filled([tokens[at].text for at in above], str(top), False))
    if tokens[below[0]].kind == "digit":
        digits = str(bottom).rjust(written.count("0"), "0")
        padded = digits.ljust(len(below)) if "?" in written else digits
        _put(shown, below, [padded, *[""] * (len(below) - 1)])
    return shown


def _run(tokens: Sequence[Token], start: int, step: int) -> list[int]:
    """The places of placeholders, or of digits written out, from a place on without a gap; in order."""
    written = tokens[start].kind == "text"
    found: list[int] = []
    at = start
    while 0 <= at < len(tokens) and (tokens[at].text in _DIGITS if written else tokens[at].kind == "digit"):
        found.append(at)
        at += step
    return sorted(found)


def _put(shown: list[str], places: Sequence[int], texts: Sequence[str]) -> None:
    for at, text in zip(places, texts, strict=True):
        shown[at] = text


def _filled(marks: Sequence[str], digits: str, grouped: bool) -> list[str]:
    """The digits before the point, from the right; what is too many for the placeholders stands at the first."""
    least = next((at for at, mark in enumerate(marks) if mark == "0"), len(marks))
    shown: list[str] = []
    for at, mark in enumerate(marks):
        behind = len(marks) - 1 - at
        start = 0 if at == 0 else max(0, len(digits) - behind - 1)
        here = digits[start : max(0, len(digits) - behind)]
        if not here:
            here = "0" if at >= least else " " if mark == "?" else ""
        if grouped:
            signs = [sign + _separator(sign, behind + len(here) - 1 - place) for place, sign in enumerate(here)]
            here = "".join(signs)
        shown.append(here)
    return shown


def _separator(sign: str, behind: int) -> str:
    """What follows a digit that has so many behind it."""
    if not behind or behind % 3:
        return ""
    return " " if sign == " " else ","


def _fraction(marks: Sequence[str], digits: str) -> list[str]:
    """The digits behind the point; zeros at the end show only where a 0 asks for them."""
    shown = list(digits[: len(marks)])
    for at in range(len(marks) - 1, -1, -1):
        if shown[at] != "0" or marks[at] == "0":
            break
        shown[at] = " " if marks[at] == "?" else ""
    return shown


def _scaled(number: Decimal, before: int, after: int) -> tuple[Decimal, int]:
    """A number as one with so many digits before the point, and its power of ten: with several a multiple of them."""
    if not number:
        return number, 0
    step = max(before, 1)
    power = (number.adjusted() // step) * step + (0 if before else 1)
    scaled = wide().scaleb(number, -power)
    if rounded(scaled, after) >= Decimal(10) ** before:
        power += step
        scaled = wide().scaleb(number, -power)
    return scaled, power
