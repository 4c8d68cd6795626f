"""Choosing and asking what a value is: all of it native on both databases."""

from dougong.engines.expression.kinds import BOOLEAN, NUMBER, Kind
from dougong.engines.expression.sqlforms.form import ZERO, Form, FormCall, all_of, blank, is_blank, test, truth
from dougong.engines.expression.sqltree import Aggregate, Case, Column, Exists, Expr, Items, Literal, Op, Parameter

TEXTUAL = ("text", "option", "user", "department", "record")


def _cases(branches: list[tuple[Expr, Expr]], otherwise: Expr | None, kind: Kind) -> Expr | None:
    """A list is no value of a case in SQL."""
    if kind.name in ("list", "json", "row"):
        return None
    return Case(tuple(branches), otherwise or blank(kind), kind)


def _if(call: FormCall) -> Expr | None:
    condition, then, *rest = call.args
    return _cases([(condition, then)], rest[0] if rest else None, call.kind)


def _ifs(call: FormCall) -> Expr | None:
    return _cases(list(zip(call.args[::2], call.args[1::2], strict=True)), None, call.kind)


def _switch(call: FormCall) -> Expr | None:
    value, *rest = call.args
    if call.kinds[0].name == "list":
        return None
    pairs = zip(rest[::2], rest[1::2], strict=False)
    branches: list[tuple[Expr, Expr]] = [(test("eq", value, case), then) for case, then in pairs]
    return _cases(branches, rest[-1] if len(rest) % 2 else None, call.kind)


def _coalesce(name: str) -> Form:
    return Form(lambda call: None if call.kind.name == "list" else Op(name, call.args, call.kind), native=True)


def _xor(call: FormCall) -> Expr:
    first, *rest = call.args
    result = truth(first)
    for arg in rest:
        result = test("ne", result, truth(arg))
    return result


def _between(call: FormCall) -> Expr:
    value, low, high = call.args
    return all_of(test("ge", value, low), test("le", value, high))


def _is_a(*names: str) -> Form:
    def build(call: FormCall) -> Expr:
        if call.kinds[0].name in names:
            return test("not", is_blank(call.args[0]))
        # it is computed all the same, and may fail
        return all_of(Literal(False, BOOLEAN), is_blank(call.args[0]))

    return Form(build, native=True)


def _is_blank(call: FormCall) -> Expr | None:
    (arg,) = call.args
    if arg.kind.name != "list" or call.each is not None:
        return is_blank(arg)
    if isinstance(arg, Column):
        return test("not", Exists(arg))
    if isinstance(arg, Items):
        return Literal(not arg.items, BOOLEAN)
    if isinstance(arg, Parameter):
        return test("eq", Aggregate("count", arg, None, NUMBER), ZERO)
    # a list that is made on the way has to be made, to see whether it is empty
    return None


FORMS: dict[str, Form] = {
    "AND": Form(lambda call: test("and", *call.args), native=True),
    "OR": Form(lambda call: test("or", *call.args), native=True),
    "NOT": Form(lambda call: test("not", *call.args), native=True),
    "XOR": Form(_xor, native=True),
    "IF": Form(_if, native=True),
    "IFS": Form(_ifs, native=True),
    "SWITCH": Form(_switch, native=True),
    "IFERROR": _coalesce("if_error"),
    "COALESCE": _coalesce("coalesce"),
    "ISBLANK": Form(_is_blank, native=True),
    "TRUE": Form(lambda call: Literal(True, BOOLEAN), native=True),
    "FALSE": Form(lambda call: Literal(False, BOOLEAN), native=True),
    "BETWEEN": Form(_between, native=True),
    "ISNUMBER": _is_a("number", "money", "percent", "duration"),
    "ISTEXT": _is_a(*TEXTUAL),
    "ISDATE": _is_a("date", "datetime"),
    "EXACT": Form(lambda call: test("eq", *call.args), native=True),
}
