"""Folds over the rows that meet criteria. A criterion that is written out is read here, as ``criteria`` reads it.

What is left to Python: texts as criteria that are computed, written lists, and lists of different rows.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time

from dougong.engines.expression import dates
from dougong.engines.expression.kinds import BOOLEAN, DATE, NUMBER, TIME, Kind
from dougong.engines.expression.number_text import number_of
from dougong.engines.expression.operators import COMPARISONS
from dougong.engines.expression.patterns import MAX_PATTERN
from dougong.engines.expression.problems import EvaluationProblem
from dougong.engines.expression.sqlforms.date import written_moment
from dougong.engines.expression.sqlforms.form import ONE, Form, FormCall, all_of, is_blank, number, test, words
from dougong.engines.expression.sqltree import (
    Aggregate,
    AggregateName,
    Column,
    Expr,
    Literal,
    Registered,
    children,
)

SIGNS = {"<=": "le", ">=": "ge", "<": "lt", ">": "gt"}
TEXTUAL = ("text", "option")
ALIKE = ("date", "datetime", "time", "boolean", "user", "department", "record")
# the last years have moments that no clock in some zone shows
ENDS = (date.min.year, date.max.year)
WILD = frozenset("*?~")


def met(item: Expr, criterion: Expr) -> Expr | None:
    """Whether an item of a column meets a criterion; None where only Python can tell."""
    kind = item.kind.item
    if not isinstance(criterion, Literal):
        wanted = criterion.kind
        alike = (wanted.quantity and kind.quantity) or (wanted.name in ALIKE and wanted.name == kind.name)
        return test("eq", item, criterion) if alike else None
    if criterion.value is None or criterion.value == "":
        return is_blank(item)
    if not isinstance(criterion.value, str):
        alike = (criterion.kind.quantity and kind.quantity) or criterion.kind.name == kind.name
        return test("eq", item, criterion) if alike else None
    sign = next((sign for sign in COMPARISONS if criterion.value.startswith(sign)), "")
    operand = criterion.value[len(sign) :]
    try:
        if sign in SIGNS:
            return _ordered(item, kind, SIGNS[sign], operand)
        same = _equal(item, kind, operand)
    except EvaluationProblem:
        return None
    return test("not", same) if same is not None and sign == "<>" else same


def _never(item: Expr) -> Expr:
    """The item is computed all the same, and may fail."""
    return all_of(Literal(False, BOOLEAN), is_blank(item))


def _equal(item: Expr, kind: Kind, operand: str) -> Expr | None:
    if not operand:
        return is_blank(item)
    wild = not WILD.isdisjoint(operand)
    if kind.name in TEXTUAL:
        if not wild:
            return test("eq", item, words(operand))
        return test("like", item, words(_like(operand))) if len(operand) <= MAX_PATTERN else _never(item)
    if kind.name in ("user", "department", "record"):
        return None if wild else test("eq", item, words(operand))
    if kind.name == "boolean":
        truth = {"true": True, "false": False}.get(operand.lower())
        return _never(item) if truth is None else test("eq", item, Literal(truth, BOOLEAN))
    return _beside(item, kind, "eq", operand)


def _ordered(item: Expr, kind: Kind, name: str, operand: str) -> Expr | None:
    if kind.name not in TEXTUAL:
        return _beside(item, kind, name, operand)
    if operand:
        return test(name, item, words(operand))
    # every text is above the empty one, which is no text of a record
    return test("not", is_blank(item)) if name in ("gt", "ge") else _never(item)


def _beside(item: Expr, kind: Kind, name: str, operand: str) -> Expr | None:
    """Beside what the operand writes of that kind."""
    if kind.quantity:
        found = number_of(operand)
        return _never(item) if found is None else test(name, item, number(found))
    match kind.name:
        case "time":
            at = dates.read_time(operand)
            return _never(item) if at is None else test(name, item, Literal(at, TIME))
        case "date":
            moment = dates.read_moment(operand, UTC)
            return _never(item) if moment is None else _on(item, name, moment)
        case "datetime":
            shown = dates.read_moment(operand, UTC)
            if shown is None:
                return _never(item)
            return None if shown.year in ENDS else test(name, item, written_moment(operand))
        case _:
            return None


def _on(item: Expr, name: str, moment: datetime) -> Expr:
    """A day beside a moment: the day is its midnight."""
    day = Literal(moment.date(), DATE)
    if moment.time() != time():
        if name == "eq":
            return _never(item)
        name = {"lt": "le", "ge": "gt"}.get(name, name)
    return test(name, item, day)


def _like(pattern: str) -> str:
    """Excel's wildcards in the words of LIKE."""
    found, at = "", 0
    while at < len(pattern):
        sign = pattern[at]
        if sign == "~" and pattern[at + 1 : at + 2] in {"*", "?", "~"}:
            at += 1
            found += _plain(pattern[at])
        else:
            found += {"*": "%", "?": "_"}.get(sign) or _plain(sign)
        at += 1
    return found


def _plain(sign: str) -> str:
    return "\\" + sign if sign in "%_\\" else sign


def together(lists: Sequence[Expr]) -> bool:
    """Whether these are columns of one list of rows, or one list alone."""
    if not all(_opened(one) for one in lists):
        return False
    paths = list(dict.fromkeys(path for one in lists for path in _paths(one)))
    if len(paths) < 2:
        return bool(paths)
    return len({path[0] for path in paths}) == 1 and all(len(path) > 1 for path in paths)


def _opened(one: Expr) -> bool:
    of = one.kind.of
    if of is None or of.name in ("row", "json", "list", "any", "blank"):
        return False
    return isinstance(one, Column) or (isinstance(one, Registered) and one.each is not None)


def _paths(expr: Expr) -> list[tuple[str, ...]]:
    """The columns that one value a row is made of."""
    if isinstance(expr, Column):
        return [expr.path] if expr.kind.name == "list" else []
    if isinstance(expr, Aggregate) or (isinstance(expr, Registered) and expr.each is None):
        return []
    return [path for part in children(expr) for path in _paths(part)]


def _chosen(pairs: Sequence[Expr], values: Sequence[Expr]) -> Expr | None:
    """What holds of the rows that meet all criteria."""
    if not together([*values, *pairs[::2]]):
        return None
    tests = [met(item, wanted) for item, wanted in zip(pairs[::2], pairs[1::2], strict=True)]
    said = [one for one in tests if one is not None]
    return all_of(*said) if len(said) == len(tests) else None


def _over(name: AggregateName) -> Form:
    """Values, then lists and their criteria."""

    def build(call: FormCall) -> Expr | None:
        values, *pairs = call.args
        where = None if call.each is not None else _chosen(pairs, [values])
        return None if where is None else Aggregate(name, values, where, call.kind)

    return Form(build)


def _over_if(name: AggregateName) -> Form:
    """A list, its criterion and the values; without them those of the list."""

    def build(call: FormCall) -> Expr | None:
        values = call.args[2] if len(call.args) > 2 else call.args[0]
        where = None if call.each is not None else _chosen(call.args[:2], [values])
        if where is None or not values.kind.item.quantity:
            return None
        return Aggregate(name, values, where, call.kind)

    return Form(build)


def _counted(call: FormCall) -> Expr | None:
    where = None if call.each is not None else _chosen(call.args, [])
    return None if where is None else Aggregate("count", ONE, where, NUMBER)


FORMS: dict[str, Form] = {
    "SUMIF": _over_if("sum"),
    "SUMIFS": _over("sum"),
    "COUNTIF": Form(_counted),
    "COUNTIFS": Form(_counted),
    "AVERAGEIF": _over_if("avg"),
    "AVERAGEIFS": _over("avg"),
    "MAXIFS": _over("max"),
    "MINIFS": _over("min"),
}
