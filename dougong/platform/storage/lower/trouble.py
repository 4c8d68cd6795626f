"""Where a statement must go on and Python stops: whether an expression cannot be computed, as a condition of its own.

On PostgreSQL what cannot be computed (an overflow, a date beyond the calendar) is NULL. So is a blank, and a blank
counts as 0 or as empty text further out, where Python's problem is one of the whole expression. So an expression that
could hide its trouble gets a condition that tells it, computed in the order in which Python computes.
"""

from collections.abc import Sequence
from copy import copy
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy import ColumnElement

from dougong.engines.expression import sqltree as tree
from dougong.engines.expression.sqltree import Expr
from dougong.platform.storage.lower.lowering import held_by_rows
from dougong.platform.storage.lower.rows import outside

if TYPE_CHECKING:
    from dougong.platform.storage.lower.postgresql import PostgreSQL

Condition = ColumnElement[bool]

# blank arguments count as something here, so that trouble in them would too
FORGIVING = frozenset(
    {"add", "sub", "mul", "div", "neg", "mod", "pow", "join", "join_with", "or_empty", "least", "greatest"}
)
ORDERED = frozenset({"lt", "le", "gt", "ge"})
# these may hold although a NULL is among their arguments
HIDING = frozenset({"ne", "or", "any_of", "not", "is_blank", "coalesce", "if_error"})


def trouble(low: "PostgreSQL", expr: Expr) -> Condition | None:
    """Whether it cannot be computed; never NULL. None: it always can."""
    low.parts.spend(0 if isinstance(expr, tree.Literal) else 1)
    if id(expr) in low.told:
        return None
    match expr:
        case tree.Literal() | tree.Column() | tree.Parameter():
            return sa.true() if low.beyond(expr) else None
        case tree.Registered(form=form, args=args, each=each) if form is not None:
            # a function is given all its arguments, even where what stands for it asks for some only; of rows it asks
            asked = [arg for arg in args if each is not None or arg.kind.name != "list"]
            return _any([*(trouble(low, arg) for arg in asked), _of_form(low, form, asked)])
        case tree.Contains(many=many, item=item) if not isinstance(many, tree.Column | tree.Parameter | tree.Items):
            return _any([trouble(low, item), _of_rows(low, held_by_rows(many, item))])
        case tree.Op(name="trouble"):
            return sa.true()
        case tree.Op(name="and" | "or" | "coalesce", args=args) if not _by_row(low, expr):
            return _in_turn(low, expr.name, args)
        case tree.Op(name="if_error", args=(first, *rest)) if not _by_row(low, expr):
            return _caught(low, first, rest)
        case tree.Case() if not _by_row(low, expr):
            return _of_case(low, expr)
        case tree.Aggregate():
            return _of_rows(low, expr)
        case tree.Cast(arg=arg) if arg.kind.name == "datetime":
            # a moment that no clock in the zone shows
            lost = sa.and_(low.value(arg).element.is_not(None), low.value(expr).element.is_(None))
            return _any([trouble(low, arg), lost])
        case tree.Op():
            return _any([*(trouble(low, arg) for arg in expr.args), low.fails(expr)])
        case _:
            return _any([trouble(low, part) for part in tree.children(expr)])


def shows(low: "PostgreSQL", expr: Expr) -> bool:
    """Whether trouble makes the value NULL, or the condition not hold, without being asked for."""
    low.parts.spend()
    match expr:
        case tree.Registered(form=form) if form is not None and not isinstance(form, tree.Case | tree.Literal):
            return shows(low, form)
        case tree.Op(name="and" | "all_of", args=args):
            return all(shows(low, arg) for arg in args)
        case tree.Op(name=name, args=args) if name in ORDERED:
            return all(shows(low, arg) for arg in args)
        case tree.Cast(arg=arg):
            return shows(low, arg)
        case tree.In(item=item, items=items) if all(_filled(one) for one in items):
            return shows(low, item)
        case tree.Op(name="eq", args=(left, right)):
            pairs = ((left, right), (right, left))
            return any(_filled(one) and shows(low, other) for one, other in pairs) or trouble(low, expr) is None
        case tree.Op(name=name, args=args) if name in FORGIVING:
            return all(trouble(low, arg) is None for arg in args)
        case tree.Op(name=name, args=args) if name not in HIDING:
            return all(shows(low, arg) for arg in args)
        case _:
            return trouble(low, expr) is None


def _filled(expr: Expr) -> bool:
    return isinstance(expr, tree.Literal) and expr.value is not None


def _by_row(low: "PostgreSQL", expr: Expr) -> bool:
    """What is made row by row is given all its arguments, needed or not."""
    return low.in_row and expr.kind.name == "list"


def _any(found: Sequence[Condition | None]) -> Condition | None:
    given = [one for one in found if one is not None]
    return sa.or_(*given) if given else None


def _in_turn(low: "PostgreSQL", name: str, args: Sequence[Expr]) -> Condition | None:
    """AND goes on while all holds, OR while nothing does, COALESCE while all is blank."""
    found: list[Condition] = []
    passed: list[Condition] = []
    for arg in args:
        own = trouble(low, arg)
        if own is not None:
            found.append(sa.and_(*passed, own) if passed else own)
        passed.append(_goes_on(low, name, arg))
    return _any(found)


def _goes_on(low: "PostgreSQL", name: str, arg: Expr) -> Condition:
    if name == "coalesce":
        return low.value(arg).element.is_(None)
    held = low.condition(arg)
    return held if name == "and" else sa.not_(held)


def _caught(low: "PostgreSQL", first: Expr, rest: Sequence[Expr]) -> Condition | None:
    """IFERROR asks for its fallback beside a blank too."""
    fallback = _in_turn(low, "coalesce", rest)
    if fallback is None:
        return None
    needed = low.value(first).element.is_(None)
    own = trouble(low, first)
    return sa.and_(needed if own is None else sa.or_(needed, own), fallback)


def _of_case(low: "PostgreSQL", case: tree.Case) -> Condition | None:
    found: list[Condition] = []
    passed: list[Condition] = []
    for condition, then in case.branches:
        held = low.condition(condition)
        for own, reached in ((trouble(low, condition), passed), (trouble(low, then), [*passed, held])):
            if own is not None:
                found.append(sa.and_(*reached, own) if reached else own)
        passed.append(sa.not_(held))
    own = trouble(low, case.otherwise)
    return _any([*found, None if own is None else sa.and_(*passed, own)])


def _of_rows(low: "PostgreSQL", aggregate: tree.Aggregate) -> Condition | None:
    if isinstance(aggregate.arg, tree.Parameter):
        return None
    rows = low.rows_for(aggregate)
    inside = low.within(rows)
    asked = [aggregate.arg] if aggregate.where is None else [aggregate.arg, aggregate.where]
    own = _any([trouble(inside, part) for part in asked])
    within = None if own is None else low.some(rows, [own])
    # what is not of the rows is computed even if there are none
    beside = [trouble(low, part) for one in asked for part in outside(one)]
    return _any([within, low.sum_fails(aggregate), *beside])


def _of_form(low: "PostgreSQL", form: Expr, args: Sequence[Expr]) -> Condition | None:
    """What stands for a function, where its arguments are told already: told again with each link, a chain of functions
    would double."""
    inside = copy(low)
    inside.told = low.told | {id(arg) for arg in args}
    return trouble(inside, form)
