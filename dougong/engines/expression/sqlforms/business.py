"""Masks and what identity cards tell."""

from dougong.engines.expression.kinds import DATE, TEXT
from dougong.engines.expression.sqlforms.date import age_on
from dougong.engines.expression.sqlforms.form import (
    ONE,
    ZERO,
    Form,
    FormCall,
    blank,
    day,
    is_blank,
    math,
    number,
    said,
    test,
    text,
    when,
    words,
)
from dougong.engines.expression.sqlforms.text import size
from dougong.engines.expression.sqltree import Case, Expr, Literal, Parameter


def _mask(call: FormCall) -> Expr | None:
    """With one sign for each that is hidden, so that the text grows no longer."""
    sign = call.args[3] if len(call.args) > 3 else words(None)
    if not isinstance(sign, Literal) or len(str(sign.value or "*")) > 1:
        return None
    whole, hiding = text(call.args[0]), words(str(sign.value or "*"))
    start, end = (math("greatest", size(call, at, number(kept)), ZERO) for at, kept in ((1, 3), (2, 4)))
    length = math("length", whole)
    hidden = math("sub", length, math("add", start, end))
    masked = said("join", said("left", whole, start), said("repeat", hiding, hidden), said("right", whole, end))
    return when(test("le", hidden, ZERO), said("repeat", hiding, length), masked, call.kind)


def _born(call: FormCall) -> Expr:
    return day("card_birthday", call.args[0])


def _sex(call: FormCall) -> Expr:
    male = test("eq", math("mod", math("card_order", call.args[0]), number(2)), ONE)
    branches = ((is_blank(_born(call)), blank(TEXT)), (male, words("男")))
    return Case(branches, words("女"), TEXT)


FORMS: dict[str, Form] = {
    "MASK": Form(_mask),
    "IDCARDBIRTHDAY": Form(_born),
    "IDCARDSEX": Form(_sex),
    "IDCARDAGE": Form(lambda call: age_on(_born(call), Parameter("today", DATE), call.kind)),
}
