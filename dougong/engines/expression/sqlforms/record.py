"""Who is asking, what lies behind a reference, and conditions over rows."""

from dougong.engines.expression.kinds import BOOLEAN
from dougong.engines.expression.sqlforms.form import Form, FormCall, test
from dougong.engines.expression.sqlforms.rows import apart
from dougong.engines.expression.sqltree import Aggregate, Column, Expr, Parameter, ParameterName


def _asked(name: ParameterName) -> Form:
    return Form(lambda call: Parameter(name, call.kind), native=True)


def _related(call: FormCall) -> Expr | None:
    link, name = call.args
    if not isinstance(link, Column) or not isinstance(name, Column):
        return None
    return Column((*link.path, *name.path), call.kind)


def _any(call: FormCall) -> Expr | None:
    found = None if call.each is not None else apart(call.args)
    if found is None:
        return None
    many, single = found
    return test("any_of", *(Aggregate("any", arg, None, BOOLEAN) for arg in many), *single)


def _all(call: FormCall) -> Expr | None:
    found = None if call.each is not None else apart(call.args)
    if found is None:
        return None
    many, single = found
    return test("all_of", *(Aggregate("all", arg, None, BOOLEAN) for arg in many), *single)


FORMS: dict[str, Form] = {
    "ME": _asked("me"),
    "DEPARTMENT": _asked("department"),
    "TEAM": _asked("team"),
    "RELATED": Form(_related, native=True),
    "ANY": Form(_any, native=True),
    "ALL": Form(_all, native=True),
}
