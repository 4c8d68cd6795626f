"""Places among the sorted values of a list, products and ranks. Written lists are left to Python."""

from collections.abc import Sequence

from dougong.engines.expression.kinds import BOOLEAN, NUMBER, list_of
from dougong.engines.expression.sqlforms.conditional import together
from dougong.engines.expression.sqlforms.form import (
    ONE,
    ZERO,
    Form,
    FormCall,
    all_of,
    blank,
    filled,
    given,
    is_blank,
    math,
    number,
    test,
    when,
)
from dougong.engines.expression.sqlforms.rows import apart
from dougong.engines.expression.sqltree import Aggregate, Case, Expr, Literal, Op

TWO = number(2)
# more places than a list has
MOST, LEAST = number(10**9), number(-1)


def _numbers(call: FormCall, args: Sequence[Expr]) -> bool:
    return call.each is None and together(args) and all(arg.kind.item.quantity for arg in args)


def _sorted(values: Expr) -> Aggregate:
    return Aggregate("sorted", values, None, values.kind)


def _at(values: Expr, place: Expr, call: FormCall) -> Expr:
    """The value at a place from 1; blank where there is none."""
    return Op("item", (_sorted(values), place), call.kind)


def _count(values: Expr, where: Expr | None = None) -> Expr:
    return Aggregate("count", values if where is None else ONE, where, NUMBER)


def _median(call: FormCall) -> Expr | None:
    if len(call.args) != 1 or not _numbers(call, call.args):
        return None
    (values,) = call.args
    count = _count(values)
    low = math("quotient", count, TWO)
    upper, lower = _at(values, math("add", low, ONE), call), _at(values, low, call)
    middle = Op("div", (Op("add", (lower, upper), call.kind), TWO), call.kind)
    branches = ((test("eq", count, ZERO), blank(call.kind)), (test("eq", math("mod", count, TWO), ONE), upper))
    return Case(branches, middle, call.kind)


def _ranked(call: FormCall, rounding: Expr) -> tuple[Expr, Expr] | None:
    """The values, and the place that is asked for."""
    values = call.args[0]
    return (values, math("greatest", math("least", rounding, MOST), LEAST)) if _numbers(call, [values]) else None


def _large(call: FormCall) -> Expr | None:
    found = _ranked(call, math("ceil", filled(call.args[1])))
    if found is None:
        return None
    values, place = found
    return _at(values, math("sub", math("add", _count(values), ONE), place), call)


def _small(call: FormCall) -> Expr | None:
    found = _ranked(call, math("trunc", filled(call.args[1]), ZERO))
    return None if found is None else _at(*found, call)


def _percentile(call: FormCall) -> Expr | None:
    values, part = call.args
    if not _numbers(call, [values]):
        return None
    return Op("interpolated", (_sorted(values), filled(part)), call.kind)


def _rank(call: FormCall) -> Expr | None:
    value, values, *_ = call.args
    if not _numbers(call, [values]):
        return None
    above, below = (math("add", _count(values, test(name, values, value)), ONE) for name in ("gt", "lt"))
    order = given(call, 2, ZERO)
    place: Expr = when(test("ne", order, ZERO), below, above, call.kind)
    if isinstance(order, Literal):
        place = below if order.value else above
    there = Aggregate("any", test("eq", values, value), None, BOOLEAN)
    return when(all_of(test("not", is_blank(value)), there), place, blank(call.kind), call.kind)


def _sumproduct(call: FormCall) -> Expr | None:
    if not _numbers(call, call.args):
        return None
    product, *rest = call.args
    for values in rest:
        product = Op("mul", (product, values), list_of(NUMBER))
    return Aggregate("sum", product, None, call.kind)


def _product(call: FormCall) -> Expr | None:
    """Of rows each step would be rounded in their order, so only single values are multiplied."""
    many, single = (None if call.each is not None else apart(call.args)) or ([], [])
    if many or not single:
        return None
    product: Expr = ONE
    for value in single:
        product = math("mul", product, math("coalesce", value, ONE))
    return when(all_of(*(is_blank(value) for value in single)), ZERO, product, call.kind)


FORMS: dict[str, Form] = {
    "MEDIAN": Form(_median),
    "LARGE": Form(_large),
    "SMALL": Form(_small),
    "PERCENTILE": Form(_percentile),
    "RANK": Form(_rank),
    "SUMPRODUCT": Form(_sumproduct),
    "PRODUCT": Form(_product),
}
