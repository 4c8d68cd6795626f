"""Tree to neutral SQL tree, and what of a filter the database can do.

``plan_filter`` splits a condition along its ANDs: what the database can say is pushed down, the residue is left for the
Python back end over the rows that come back (which the caller must cap), and the reasons say why.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal as OneOf
from typing import NamedTuple

from dougong.engines.expression.kinds import ANY, Kind
from dougong.engines.expression.registry import Function, Functions
from dougong.engines.expression.sqlforms import FORMS, form_call
from dougong.engines.expression.sqltree import Column, Expr, Items, Literal, Registered, walk
from dougong.engines.expression.tree import Call, ListOf, Lit, Node, Origin, Path
from dougong.errors import Text

Dialect = OneOf["postgresql", "sqlite"]

NO_FUNCTION = Text("{function} 不能在数据库中计算", "{function} cannot be computed in the database")
LISTS_APART = Text("不能在数据库中合并不同的明细", "Rows of different lists cannot be combined in the database")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a part stays with Python, and where it stands in the text."""

    text: Text
    span: Origin | None


class FilterPlan(NamedTuple):
    """``pushed AND residue`` is the filter; None where there is nothing."""

    pushed: Node | None
    residue: Node | None
    reasons: tuple[Reason, ...] = ()


def to_sqltree(node: Node, functions: Functions) -> Expr:
    """The neutral tree of a checked expression."""
    match node:
        case Lit(value=value, kind=kind):
            return Literal(value, kind or ANY)
        case Path(parts=parts, kind=kind):
            return Column(parts, kind or ANY)
        case ListOf(items=items, kind=kind):
            return Items(tuple(to_sqltree(item, functions) for item in items), kind or ANY)
        case Call():
            return _call(node, functions)


def _call(node: Call, functions: Functions) -> Expr:
    args = tuple(to_sqltree(arg, functions) for arg in node.args)
    kind = node.kind or ANY
    form = FORMS.get(node.function) or functions[node.function].sql
    call = form_call(args, kind, node.each)
    said = form.build(call) if form else None
    # row by row even what is the same for every row has to be asked of rows
    of_rows = node.each is None or (said is not None and _reads_rows(said))
    if form is not None and said is not None and of_rows and form.is_native(call):
        # what is made row by row is a list to whoever takes it whole
        return replace(said, kind=kind) if node.each is not None else said
    return Registered(node.function, args, kind, said, node.each)


def _reads_rows(expr: Expr) -> bool:
    return any(isinstance(part, Column) and part.kind.name == "list" for part in walk(expr))


def plan_filter(node: Node, functions: Functions, dialect: Dialect) -> FilterPlan:
    """Split a checked condition into what this database can do and the rest."""
    pushed: list[Node] = []
    residue: list[Node] = []
    reasons: list[Reason] = []
    for part in _conjuncts(node):
        found = obstacles(part, functions, dialect)
        (residue if found else pushed).append(part)
        reasons.extend(found)
    return FilterPlan(_all_of(pushed, node), _all_of(residue, node), tuple(dict.fromkeys(reasons)))


def _conjuncts(node: Node) -> list[Node]:
    if isinstance(node, Call) and node.function == "AND" and node.each is None:
        return [part for arg in node.args for part in _conjuncts(arg)]
    return [node]


def _all_of(parts: Sequence[Node], whole: Node) -> Node | None:
    if not parts:
        return None
    if len(parts) == 1:
        return parts[0]
    assert isinstance(whole, Call)
    return replace(whole, args=tuple(parts))


def pushable(node: Node, functions: Functions, dialect: Dialect) -> bool:
    """Whether this database can compute the expression; a list is no value of a column."""
    whole_list = node.kind is not None and node.kind.name == "list"
    return not whole_list and not obstacles(node, functions, dialect)


def obstacles(node: Node, functions: Functions, dialect: Dialect) -> list[Reason]:
    """What of a checked expression this database cannot say."""
    reasons: list[Reason] = []
    waiting = [node]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Call):
            function = functions.get(part.function)
            if function is None or not _sayable(part, function, functions, dialect):
                reasons.append(Reason(NO_FUNCTION.format(function=part.function), part.span))
                continue
            if _apart(part):
                reasons.append(Reason(LISTS_APART, part.span))
            waiting.extend(part.args)
        elif isinstance(part, ListOf):
            waiting.extend(part.items)
    return reasons


def _sayable(call: Call, function: Function, functions: Functions, dialect: Dialect) -> bool:
    """SQLite calls the Python back end where it declares so; PostgreSQL needs a form for these very arguments."""
    if dialect == "sqlite":
        return "sqlite" in function.back_ends
    said = to_sqltree(call, functions)
    return not isinstance(said, Registered) or said.form is not None


def _apart(call: Call) -> bool:
    """Whether a row by row call reads rows of more than one list."""
    if call.each is None:
        return False
    source = tuple(call.each.split("."))
    return any(path[: len(source)] != source for path in _many(call))


def _many(node: Node) -> list[tuple[str, ...]]:
    match node:
        case Path(parts=parts, kind=Kind(name="list")):
            return [parts]
        case Call(args=args, each=each) if each is not None:
            return [path for arg in args for path in _many(arg)]
        case _:
            return []


__all__ = ["FilterPlan", "Reason", "obstacles", "plan_filter", "pushable", "to_sqltree"]
