"""Numbers: blank arguments count as 0, and what has no real result is blank."""

from decimal import Decimal

from dougong.engines.expression.functions.number import PI
from dougong.engines.expression.sqlforms.form import (
    ONE,
    ZERO,
    Form,
    FormCall,
    blank,
    both,
    either,
    filled,
    given,
    math,
    number,
    test,
    when,
)
from dougong.engines.expression.sqltree import Case, Expr, Literal

MOST_PLACES, LEAST_PLACES = number(36), number(-38)


def places(call: FormCall) -> Expr:
    """How many places a second argument asks for, cut to a whole number within what numbers have."""
    asked = given(call, 1, ZERO)
    if isinstance(asked, Literal) and isinstance(asked.value, Decimal):
        return number(max(-38, min(int(asked.value), 36)))
    return math("greatest", math("least", math("trunc", asked, ZERO), MOST_PLACES), LEAST_PLACES)


def _rounding(name: str) -> Form:
    return Form(lambda call: math(name, filled(call.args[0]), places(call)))


def _one(name: str, *more: Expr) -> Form:
    return Form(lambda call: math(name, filled(call.args[0]), *more))


def _steps(direction: str, without_step: Expr) -> Form:
    """In whole steps; without a step there is ``without_step``, and a positive number has no negative steps."""

    def build(call: FormCall) -> Expr:
        value = filled(call.args[0])
        step = given(call, 1, ONE)
        steps = math("mul", math(direction, math("ratio", value, step)), step)
        apart = both(test("gt", value, ZERO), test("lt", step, ZERO))
        branches = (
            (test("eq", value, ZERO), ZERO),
            (test("eq", step, ZERO), without_step),
            (apart, blank(call.kind)),
        )
        return Case(branches, steps, call.kind)

    return Form(build)


def _nearest(call: FormCall) -> Expr:
    value, multiple = filled(call.args[0]), filled(call.args[1])
    steps = math("mul", math("nearest", math("ratio", value, multiple)), multiple)
    apart = test("ne", test("lt", value, ZERO), test("lt", multiple, ZERO))
    nothing = either(test("eq", value, ZERO), test("eq", multiple, ZERO))
    return Case(((nothing, ZERO), (apart, blank(call.kind))), steps, call.kind)


def _root(call: FormCall) -> Expr:
    value = filled(call.args[0])
    root = math("sqrt", math("greatest", value, ZERO))
    return when(test("lt", value, ZERO), blank(call.kind), root, call.kind)


FORMS: dict[str, Form] = {
    "ABS": _one("abs"),
    "ROUND": _rounding("round"),
    "ROUNDUP": _rounding("round_up"),
    "ROUNDDOWN": _rounding("trunc"),
    "INT": _one("floor"),
    "TRUNC": _rounding("trunc"),
    "CEILING": _steps("ceil", ZERO),
    "FLOOR": _steps("floor", blank(ZERO.kind)),
    "MROUND": Form(_nearest),
    "MOD": Form(lambda call: math("mod", *call.args)),
    "QUOTIENT": Form(lambda call: math("quotient", *(filled(arg) for arg in call.args))),
    "POWER": Form(lambda call: math("pow", *call.args)),
    "SQRT": Form(_root),
    "SIGN": _one("sign"),
    "PI": Form(lambda call: Literal(PI, call.kind), native=True),
}
