"""``TEXT`` in a format that is written out, taken to pieces: what each sign of it shows is an expression of its own.

What is left to Python: fractions, exponents, ``?``, digits behind the point alone, and formats that are computed.
"""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

from dougong.engines.expression import formats, number_formats
from dougong.engines.expression.kinds import TEXT, Kind
from dougong.engines.expression.number_formats import Section, Token
from dougong.engines.expression.numbers import HUNDRED
from dougong.engines.expression.sqlforms.form import (
    ONE,
    ZERO,
    Form,
    FormCall,
    blank,
    both,
    day,
    is_blank,
    math,
    number,
    said,
    test,
    when,
    words,
)
from dougong.engines.expression.sqltree import Case, Cast, Expr, Literal

PRINTED = ("number", "money", "percent", "duration", "text", "option", "boolean", "date", "datetime", "time")
ORDER = {"<=": "le", ">=": "ge", "<>": "ne", "<": "lt", ">": "gt", "=": "eq"}
# beyond these a number is not rounded any more
MOST_PLACES = 36
TWELVE = number(12)


def shown(call: FormCall) -> Expr | None:
    """Without a format: the plain form of a value."""
    kind = call.kinds[0].name
    if kind not in PRINTED:
        return None
    plain = Cast(call.args[0], TEXT)
    if len(call.args) == 1:
        return plain
    form = call.args[1]
    if not isinstance(form, Literal):
        return None
    if not form.value:
        return plain
    if len(str(form.value)) > formats.LONGEST:
        return blank(call.kind)
    if kind == "boolean":
        return plain
    found = _in_format(call.args[0], call.kinds[0], str(form.value))
    return None if found is None else when(is_blank(call.args[0]), blank(TEXT), found, TEXT)


def _in_format(value: Expr, kind: Kind, form: str) -> Expr | None:
    if kind.quantity:
        return number_shown(value, form)
    if kind.name in ("text", "option"):
        return _worded(value, number_formats.sections(form))
    return _dated(value, kind.name, formats.TOKEN.findall(number_formats.sections(form)[0]))


def _joined(parts: Sequence[Expr]) -> Expr:
    return said("join", *parts) if parts else blank(TEXT)


def _worded(value: Expr, found: list[str]) -> Expr:
    if len(found) < 4 and "@" not in found[-1]:
        return value
    section = found[3] if len(found) > 3 else found[-1]
    signs = formats.TOKEN.findall(section)
    return _joined([value if sign == "@" else words(formats.literal(sign)) for sign in signs])


# numbers


def amount_shown(call: FormCall) -> Expr | None:
    """With thousands and so many places, where they are written out."""
    places = call.args[1] if len(call.args) > 1 else number(2)
    if not isinstance(places, Literal) or not isinstance(places.value, Decimal):
        return None
    behind = min(12, max(0, int(places.value)))
    found = number_shown(call.args[0], "#,##0" + ("." + "0" * behind if behind else ""))
    return None if found is None else when(is_blank(call.args[0]), blank(TEXT), found, TEXT)


def number_shown(value: Expr, form: str) -> Expr | None:
    """A number that is not blank, in the section that is for it; None where one of them cannot be said."""
    found = number_formats.read_sections(form)
    conditions = [section for section in found[:2] if section.sign]
    branches: list[tuple[Expr, Expr | None]] = []
    if conditions:
        for one in conditions:
            fits = test(ORDER[one.sign], value, number(one.bound))
            branches.append((fits, _section(value, one, signed=not one.below_zero)))
        rest = found[min(len(conditions), len(found) - 1)]
        otherwise = _section(value, rest, signed=not rest.below_zero)
    else:
        if len(found) > 1:
            branches.append((test("lt", value, ZERO), _section(value, found[1], signed=False)))
        if len(found) > 2:
            branches.append((test("eq", value, ZERO), _section(value, found[2], signed=False)))
        otherwise = _section(value, found[0], signed=len(found) < 2)
    made = [(fits, section) for fits, section in branches if section is not None]
    if otherwise is None or len(made) < len(branches):
        return None
    return Case(tuple(made), otherwise, TEXT) if made else otherwise


def _section(value: Expr, section: Section, *, signed: bool) -> Expr | None:
    """``signed``: whether a negative number shows its sign there."""
    tokens = section.tokens
    kinds = [token.kind for token in tokens]
    size = math("abs", value)
    for _ in range(kinds.count("percent")):
        size = math("mul", size, number(HUNDRED))
    minus: tuple[Expr, ...] = ()
    if signed:
        minus = (when(test("lt", value, ZERO), words("-"), blank(TEXT), TEXT),)
    if "general" in kinds:
        whole = Cast(size, TEXT)
        return _joined([*minus, *(whole if token.kind == "general" else words(token.text) for token in tokens)])
    if "digit" not in kinds:
        return _joined([*minus, *(words(token.text) for token in tokens)])
    laid_out = _laid_out(size, tokens)
    if laid_out is None:
        return None
    number_, shown = laid_out
    if signed:
        # what is rounded to zero has no sign
        below = both(test("lt", value, ZERO), test("ne", number_, ZERO))
        minus = (when(below, words("-"), blank(TEXT), TEXT),)
    return _joined([*minus, *shown])


def _laid_out(size: Expr, tokens: Sequence[Token]) -> tuple[Expr, list[Expr]] | None:
    """The number as it is rounded, and what the tokens show of it."""
    if any(token.kind == "exponent" or token.text == "?" for token in tokens) or number_formats.stroke(tokens):
        return None
    point = next((at for at, token in enumerate(tokens) if token.kind == "point"), len(tokens))
    before = [at for at in range(point) if tokens[at].kind == "digit"]
    after = [at for at in range(point, len(tokens)) if tokens[at].kind == "digit"]
    if not before or len(after) > MOST_PLACES:
        return None
    grouped = False
    for at, token in enumerate(tokens):
        if token.kind == "comma":
            part = before if at < point else after
            if part and at > part[-1]:
                size = math("mul", size, number("0.001"))
            else:
                grouped = grouped or at < point
    rounded = math("round", size, number(len(after)))
    shown: dict[int, Expr] = {at: words(token.text) for at, token in enumerate(tokens) if token.kind != "comma"}
    for place, part, make in ((0, before, _digits(rounded, grouped)), (1, after, _places(rounded))):
        runs = _runs(part, tokens)
        if len(runs) > 1 and (place or grouped):
            return None
        shown |= make(runs, [tokens[at].text for at in part])
    return rounded, [shown[at] for at in sorted(shown)]


def _runs(part: Sequence[int], tokens: Sequence[Token]) -> list[list[int]]:
    """Placeholders that stand together, by their places."""
    runs: list[list[int]] = []
    for at in part:
        if runs and all(token.kind == "comma" for token in tokens[runs[-1][-1] + 1 : at]):
            runs[-1].append(at)
        else:
            runs.append([at])
    return runs


Make = Callable[[list[list[int]], list[str]], dict[int, Expr]]


def _digits(rounded: Expr, grouped: bool) -> Make:
    """The digits before the point fill the runs from the right; what is too many stands in the first."""

    def make(runs: list[list[int]], marks: list[str]) -> dict[int, Expr]:
        least = len(marks) - marks.index("0") if "0" in marks else 0
        digits = said("digits", rounded, number(least))
        if grouped:
            digits = said("thousands", digits)
        shown: dict[int, Expr] = {at: blank(TEXT) for run in runs for at in run}
        behind = len(marks)
        for index, run in enumerate(runs):
            length = behind
            behind -= len(run)
            part: Expr = said("but_last", digits, number(behind)) if behind else digits
            shown[run[0]] = said("right", part, number(length - behind)) if index else part
        return shown

    return make


def _places(rounded: Expr) -> Make:
    """The digits behind the point; zeros at the end show only where a 0 asks for them."""

    def make(runs: list[list[int]], marks: list[str]) -> dict[int, Expr]:
        least = len(marks) - marks[::-1].index("0") if "0" in marks else 0
        shown: dict[int, Expr] = {at: blank(TEXT) for run in runs for at in run}
        for run in runs:
            shown[run[0]] = said("places", rounded, number(len(marks)), number(least))
        return shown

    return make


# dates and times


def _dated(value: Expr, kind: str, tokens: list[str]) -> Expr | None:
    half = any(token.upper() in formats.HALVES for token in tokens)
    shown = [_part(value, kind, tokens, at, half) for at in range(len(tokens))]
    # of a moment somebody has to ask on which day it falls
    if kind == "datetime" and all(isinstance(part, Literal) for part in shown):
        return None
    return _joined(shown)


def _part(value: Expr, kind: str, tokens: list[str], at: int, half: bool) -> Expr:
    token = tokens[at]
    letter, width = token[0].lower(), min(len(token), 2)
    if kind == "time" and formats.ELAPSED.fullmatch(token):
        return _elapsed(value, token[1:-1])
    if token[0] in '"\\_*[':
        return words(formats.literal(token))
    if letter == "m" and formats.is_minute(tokens, at):
        return said("digits", _clock(value, kind, "minute"), number(width))
    if token.upper() in formats.HALVES:
        early, late = formats.HALVES[token if token in formats.HALVES else token.upper()]
        return when(test("ge", _clock(value, kind, "hour"), TWELVE), words(late), words(early), TEXT)
    if letter == "h":
        hour = _clock(value, kind, "hour")
        if half:
            # 1 to 12
            hour = math("add", math("mod", math("add", hour, number(11)), TWELVE), ONE)
        return said("digits", hour, number(width))
    if letter == "s":
        return said("digits", _clock(value, kind, "second"), number(width))
    if letter not in "ymda" or kind == "time":
        return blank(TEXT) if letter in "ymd" else words(token)
    return _of_day(day("date_of", value) if kind == "datetime" else value, letter, token)


def _clock(value: Expr, kind: str, name: str) -> Expr:
    """A date has no clock."""
    return ZERO if kind == "date" else math(name, value)


def _of_day(on: Expr, letter: str, token: str) -> Expr:
    width = len(token)
    if letter == "y":
        year = math("year", on)
        return said("digits", year if width > 2 else math("mod", year, number(100)), number(4 if width > 2 else 2))
    if width <= 2 and letter != "a":
        return said("digits", math("month" if letter == "m" else "day", on), number(width))
    if letter == "m":
        return _named(math("month", on), [_written(date(2026, at, 1), token) for at in range(1, 13)])
    named = [_written(date(2026, 3, 2 + at), token) for at in range(7)]
    return words(token) if len(set(named)) == 1 else _named(math("iso_weekday", on), named)


def _written(on: date, token: str) -> str:
    return formats.day_token(on, token[0].lower(), len(token), token)


def _named(count: Expr, names: Sequence[str]) -> Expr:
    """One of the names, by its number from 1: cut out of all of them, each as long as the longest."""
    longest = max(map(len, names))
    row = "".join(name.ljust(longest) for name in names)
    start = math("add", math("mul", math("sub", count, ONE), number(longest)), ONE)
    return said("trim", said("substring", words(row), start, number(longest)))


def _elapsed(value: Expr, letters: str) -> Expr:
    """All hours, minutes or seconds since midnight."""
    found = math("hour", value)
    if letters[0].lower() != "h":
        found = math("add", math("mul", found, number(60)), math("minute", value))
    if letters[0].lower() == "s":
        found = math("add", math("mul", found, number(60)), math("second", value))
    return said("digits", found, number(len(letters)))


FORMS: dict[str, Form] = {"TEXT": Form(shown), "AMOUNTFORMAT": Form(amount_shown)}
