"""Operators. A chain of ``*`` and ``/`` multiplies first and divides once, as the Python back end does."""

from dougong.engines.expression.kinds import BOOLEAN, DATE, DATETIME, DURATION, NUMBER
from dougong.engines.expression.sqlforms.form import Form, FormCall, blank, filled, math, number, said
from dougong.engines.expression.sqltree import Column, Contains, Expr, In, Items, Literal, Op


def _plus(call: FormCall) -> Expr | None:
    (left, right), (one, other) = call.args, call.kinds
    if other.name in ("date", "datetime"):
        left, right, one = right, left, other
    return _shifted(left, filled(right), one.name) or Op("add", (left, right), call.kind)


def _minus(call: FormCall) -> Expr | None:
    (left, right), (one, other) = call.args, call.kinds
    if one.name == other.name == "date":
        return Op("days_between", (right, left), NUMBER)
    if one.name == other.name == "datetime":
        return Op("seconds_between", (right, left), DURATION)
    if other.name in ("date", "datetime"):
        # a blank minus a date is blank
        return blank(call.kind)
    return _shifted(left, math("neg", right), one.name) or Op("sub", (left, right), call.kind)


def _shifted(start: Expr, by: Expr, kind: str) -> Expr | None:
    if kind == "date":
        return Op("add_days", (start, math("floor", by)), DATE)
    if kind == "datetime":
        return Op("add_seconds", (start, by), DATETIME)
    return None


def _compared(name: str) -> Form:
    def build(call: FormCall) -> Expr | None:
        if any(kind.name in ("list", "json") for kind in call.kinds):
            return None
        return Op(name, call.args, BOOLEAN)

    return Form(build, native=True)


def _equal(name: str) -> Form:
    """Also a list of words as a whole beside one written out; SQLite asks Python for that."""
    plain = _compared(name)

    def build(call: FormCall) -> Expr | None:
        return Op(name, call.args, BOOLEAN) if _whole_lists(call) else plain.build(call)

    return Form(build, native=lambda call: not _whole_lists(call))


def _whole_lists(call: FormCall) -> bool:
    many, items = call.args
    if call.each is not None or not isinstance(many, Column) or not isinstance(items, Items):
        return False
    held = many.kind.of
    words = all(isinstance(item, Literal) and isinstance(item.value, str) for item in items.items)
    return words and held is not None and held.name in ("text", "option")


def _member(call: FormCall) -> Expr | None:
    item, many = call.args
    if isinstance(many, Items):
        return In(item, many.items)
    return Contains(many, item)


FORMS: dict[str, Form] = {
    "+": Form(_plus, native=True),
    "-": Form(_minus, native=True),
    "*": Form(lambda call: Op("mul", call.args, call.kind), native=True),
    "/": Form(lambda call: Op("div", call.args, call.kind), native=True),
    "^": Form(lambda call: math("pow", *call.args)),
    "%": Form(lambda call: Op("mul", (*call.args, number("0.01")), call.kind), native=True),
    "neg": Form(lambda call: Op("neg", call.args, call.kind), native=True),
    "&": Form(lambda call: said("join", *call.args), native=True),
    "=": _equal("eq"),
    "<>": _equal("ne"),
    "<": _compared("lt"),
    "<=": _compared("le"),
    ">": _compared("gt"),
    ">=": _compared("ge"),
    "IN": Form(_member, native=True),
}
