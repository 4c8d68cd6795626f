"""Sums and the like over arguments, written lists, stored lists and rows. Blanks are left out."""

from collections.abc import Callable, Iterable

from dougong.engines.expression.kinds import NUMBER, TEXT, list_of
from dougong.engines.expression.sqlforms.form import (
    ONE,
    ZERO,
    Form,
    FormCall,
    blank,
    is_blank,
    math,
    said,
    when,
    words,
)
from dougong.engines.expression.sqltree import (
    Aggregate,
    AggregateName,
    Column,
    Expr,
    Items,
    Literal,
    Op,
    Parameter,
    Registered,
)

Many = Callable[[Expr], Expr]


def apart(args: Iterable[Expr]) -> tuple[list[Expr], list[Expr]] | None:
    """The arguments that are many values, and the single ones; None when one is a list that SQL cannot open."""
    many: list[Expr] = []
    single: list[Expr] = []
    for arg in args:
        if isinstance(arg, Items):
            within = apart(arg.items)
            if within is None or within[0]:
                return None
            single.extend(within[1])
        elif arg.kind.name != "list":
            single.append(arg)
        elif isinstance(arg, Registered) and arg.each is None:
            return None
        else:
            many.append(arg)
    return many, single


def _sum(call: FormCall, many: list[Expr], single: list[Expr]) -> Expr:
    parts = [*(Aggregate("sum", arg, None, call.kind) for arg in many), *single]
    if not parts:
        return ZERO
    total = parts[0] if many else math("add", parts[0], ZERO)
    for part in parts[1:]:
        total = Op("add", (total, part), call.kind)
    return total


def _count(many: list[Expr], single: list[Expr], *, blanks: bool = False) -> Expr:
    total: Expr = ZERO
    for arg in many:
        if blanks and isinstance(arg, Parameter):
            # nobody in a team is blank
            continue
        counted = Aggregate("count", arg, None, NUMBER)
        if blanks:
            # a condition of the aggregate would leave out what cannot be computed
            counted = Aggregate("sum", when(is_blank(arg), ONE, ZERO, list_of(NUMBER)), None, NUMBER)
        total = counted if total is ZERO else math("add", total, counted)
    for arg in single:
        one, other = (ONE, ZERO) if blanks else (ZERO, ONE)
        total = math("add", total, when(is_blank(arg), one, other, NUMBER))
    return total


def _extreme(name: AggregateName, among: str) -> Callable[[FormCall, list[Expr], list[Expr]], Expr | None]:
    def build(call: FormCall, many: list[Expr], single: list[Expr]) -> Expr | None:
        parts = [*(Aggregate(name, arg, None, call.kind) for arg in many), *single]
        if not parts:
            return None
        return parts[0] if len(parts) == 1 else Op(among, tuple(parts), call.kind)

    return build


def _average(call: FormCall, many: list[Expr], single: list[Expr]) -> Expr:
    if len(many) == 1 and not single:
        return Aggregate("avg", many[0], None, call.kind)
    return Op("div", (_sum(call, many, single), _count(many, single)), call.kind)


def _form(build: Callable[[FormCall, list[Expr], list[Expr]], Expr | None]) -> Form:
    def built(call: FormCall) -> Expr | None:
        parts = None if call.each is not None else apart(call.args)
        return None if parts is None else build(call, *parts)

    return Form(built, native=True)


def _blanks(call: FormCall, many: list[Expr], single: list[Expr]) -> Expr | None:
    # rows themselves are never blank, and have nothing to ask
    if any(isinstance(arg, Column) and arg.kind.of is not None and arg.kind.of.name == "row" for arg in many):
        return None
    return _count(many, single, blanks=True)


def _unlike(call: FormCall) -> Expr | None:
    """How many differ, of one list."""
    many, single = apart(call.args) or ([], [])
    rows = [arg for arg in many if arg.kind.of is not None and arg.kind.of.name == "row"]
    if call.each is not None or len(many) != 1 or single or rows or isinstance(many[0], Parameter):
        return None
    return Aggregate("count_distinct", many[0], None, NUMBER)


def _joined(call: FormCall) -> Expr | None:
    """What stands between is written out. An empty list adds no blank, so only single values are joined with blanks."""
    separator, skip, *values = call.args
    found = None if call.each is not None else apart(values)
    if found is None or not isinstance(separator, Literal) or not isinstance(skip, Literal):
        return None
    many, single = found
    if any(arg.kind.item.name not in ("text", "option") for arg in (*many, *single)):
        return None
    if not many and not single:
        return blank(call.kind)
    between, skips = str(separator.value or ""), skip.value is True
    if not many and not skips:
        filled = [part for arg in single for part in (words(between), arg)]
        return said("join", *filled[1:])
    if (len(many) + len(single) > 1 and not skips) or any(isinstance(arg, Parameter) for arg in many):
        return None
    # the values in their order
    parts: list[Expr] = []
    for arg in (one for value in values for one in (value.items if isinstance(value, Items) else (value,))):
        kept = arg if skips else Op("or_empty", (arg,), arg.kind)
        parts.append(Aggregate("join", kept, None, TEXT, between) if arg in many else arg)
    return parts[0] if len(parts) == 1 else said("join_with", words(between), *parts)


FORMS: dict[str, Form] = {
    "COUNTUNIQUE": Form(_unlike),
    "TEXTJOIN": Form(_joined),
    "SUM": _form(_sum),
    "AVERAGE": _form(_average),
    "MIN": _form(_extreme("min", "least")),
    "MAX": _form(_extreme("max", "greatest")),
    "COUNT": _form(lambda call, many, single: _count(many, single)),
    "COUNTA": _form(lambda call, many, single: _count(many, single)),
    "COUNTBLANK": _form(_blanks),
}
