"""Text: positions count characters from 1, a blank counts as empty, and an empty result is blank."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from dougong.engines.expression.functions.text import character
from dougong.engines.expression.kinds import BOOLEAN
from dougong.engines.expression.limits import MAX_TEXT
from dougong.engines.expression.sqlforms.form import (
    ONE,
    ZERO,
    Form,
    FormCall,
    blank,
    either,
    given,
    math,
    number,
    said,
    test,
    text,
    truth,
    when,
    words,
)
from dougong.engines.expression.sqltree import Case, Expr, Literal

WILD = frozenset("*?~")
MOST = number(10 * MAX_TEXT)


def size(call: FormCall, at: int, otherwise: Expr) -> Expr:
    """A count or position: cut to a whole number, and kept within what the database takes for one."""
    asked = given(call, at, otherwise)
    if isinstance(asked, Literal) and isinstance(asked.value, Decimal):
        return number(max(-1, min(int(asked.value), 10 * MAX_TEXT)))
    return math("least", math("trunc", asked, ZERO), MOST)


def _end(name: str) -> Form:
    def build(call: FormCall) -> Expr:
        count = size(call, 1, ONE)
        cut = said(name, text(call.args[0]), math("greatest", count, ZERO))
        return when(test("lt", count, ZERO), blank(call.kind), cut, call.kind)

    return Form(build)


def _mid(call: FormCall) -> Expr:
    start, count = size(call, 1, ZERO), size(call, 2, ZERO)
    cut = said("substring", text(call.args[0]), start, math("greatest", count, ZERO))
    outside = either(test("lt", start, ONE), test("lt", count, ZERO))
    return when(outside, blank(call.kind), cut, call.kind)


def _substitute(call: FormCall) -> Expr | None:
    if len(call.args) > 3:
        return None
    whole, old, new = (text(arg) for arg in call.args)
    replaced = said("replace", whole, old, new)
    if _written(call.args[2]) <= _written(call.args[1], 0):
        return replaced
    # all that is taken out is as often as long as the old text; nothing is made before it is known to fit
    size, grown = math("length", old), math("sub", math("length", new), math("length", old))
    left = math("length", said("or_empty", said("replace", whole, old, text(words(None)))))
    taken = math("sub", math("length", whole), left)
    most = math("mul", math("sub", number(MAX_TEXT), math("length", whole)), size)
    return when(test("gt", math("mul", taken, grown), most), said("trouble"), replaced, call.kind)


def _written(arg: Expr, otherwise: int = MAX_TEXT) -> int:
    """How long a text is that is written out; one that is not may be longer, or shorter."""
    return len(str(arg.value or "")) if isinstance(arg, Literal) else otherwise


def _replace(call: FormCall) -> Expr:
    whole, start, count = text(call.args[0]), size(call, 1, ZERO), size(call, 2, ZERO)
    before = said("left", whole, math("greatest", math("sub", start, ONE), ZERO))
    after = said("substring", whole, math("add", start, math("greatest", count, ZERO)), MOST)
    outside = either(test("lt", start, ONE), test("lt", count, ZERO))
    return when(outside, blank(call.kind), said("join", before, call.args[3], after), call.kind)


def _find(call: FormCall) -> Expr:
    part, whole, start = text(call.args[0]), text(call.args[1]), size(call, 2, ONE)
    rest = said("or_empty", said("substring", whole, math("greatest", start, ONE), MOST))
    found = math("position", part, rest)
    place = math("sub", math("add", found, start), ONE)
    too_far = test("gt", start, math("add", math("length", whole), ONE))
    nowhere = either(test("lt", start, ONE), too_far, test("eq", found, ZERO))
    return when(nowhere, blank(call.kind), place, call.kind)


def _search(call: FormCall) -> Expr | None:
    """Without wildcards, and with letters of which the database knows every case."""
    part = call.args[0]
    if not isinstance(part, Literal) or not isinstance(part.value, str) or not WILD.isdisjoint(part.value):
        return None
    if any(not sign.isascii() and sign.lower() != sign.upper() for sign in part.value):
        return None
    return _find(replace(call, args=(words(part.value.lower()), said("folded", text(call.args[1])), *call.args[2:])))


def _char(call: FormCall) -> Expr | None:
    (code,) = call.args
    if not isinstance(code, Literal) or not isinstance(code.value, Decimal):
        return None
    return words(character(code.value))


def _repeat(call: FormCall) -> Expr:
    whole, times = text(call.args[0]), size(call, 1, ZERO)
    too_long = test("gt", math("mul", math("length", whole), times), number(MAX_TEXT))
    repeated = said("repeat", whole, math("least", times, number(MAX_TEXT)))
    branches = ((test("lt", times, ZERO), blank(call.kind)), (too_long, said("trouble")))
    return Case(branches, repeated, call.kind)


def _texts(build: Callable[..., Expr]) -> Form:
    """All arguments are texts."""
    return Form(lambda call: build(*(text(arg) for arg in call.args)))


def _where(build: Callable[[Expr, Expr], Expr]) -> Form:
    """A test of two texts and whether case is ignored: then of both in small letters."""

    def built(call: FormCall) -> Expr:
        whole, part = (text(arg) for arg in call.args[:2])
        flag = call.args[2] if len(call.args) > 2 else Literal(False, BOOLEAN)
        if isinstance(flag, Literal) and flag.value is not True:
            return build(whole, part)
        folded = build(text(said("lower", whole)), text(said("lower", part)))
        return folded if isinstance(flag, Literal) else when(truth(flag), folded, build(whole, part), call.kind)

    return Form(built)


def _concat(call: FormCall) -> Expr | None:
    if any(kind.name not in ("text", "option") for kind in call.kinds):
        return None
    return said("join", *call.args)


FORMS: dict[str, Form] = {
    "CONCAT": Form(_concat),
    "LEFT": _end("left"),
    "RIGHT": _end("right"),
    "MID": Form(_mid),
    "LEN": _texts(lambda whole: math("length", whole)),
    "VALUE": Form(lambda call: math("number_of", text(call.args[0]))),
    "CLEAN": _texts(lambda whole: said("clean", whole)),
    "UPPER": _texts(lambda whole: said("upper", whole)),
    "LOWER": _texts(lambda whole: said("lower", whole)),
    "TRIM": _texts(lambda whole: said("trim", whole)),
    "SUBSTITUTE": Form(_substitute),
    "REPLACE": Form(_replace),
    "FIND": Form(_find),
    "SEARCH": Form(_search),
    "CHAR": Form(_char),
    "REPT": Form(_repeat),
    "STARTSWITH": _where(lambda whole, start: test("starts_with", whole, start)),
    "ENDSWITH": _where(lambda whole, end: test("ends_with", whole, end)),
    "CONTAINS": _where(lambda whole, part: test("gt", math("position", part, whole), ZERO)),
}
