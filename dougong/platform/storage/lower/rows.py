"""To-many paths: which rows an aggregate runs over, and the world seen from one of them."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement, FromClause
from sqlalchemy.sql.elements import True_
from sqlalchemy.sql.util import find_tables

from dougong.engines.expression import sqltree as tree
from dougong.engines.expression.kinds import BOOLEAN
from dougong.engines.expression.sqltree import Expr
from dougong.platform.storage.lower.values import LoweredColumn, NotLowerable, Resolver, Rows


def many_columns(aggregate: tree.Aggregate) -> list[tree.Column]:
    """The list-kinded columns this aggregate runs over; those inside an aggregate of its own are not its."""
    found: list[tree.Column] = []
    pending: list[Expr] = list(tree.children(aggregate))
    while pending:
        part = pending.pop(0)
        if isinstance(part, tree.Column) and part.kind.name == "list":
            found.append(part)
        if isinstance(part, tree.Contains):
            # the list that is searched is whole; what is looked for is of the row
            pending.append(part.item)
        elif not isinstance(part, tree.Aggregate | tree.Exists) and not _whole(part):
            pending.extend(tree.children(part))
    return found


def _whole(part: Expr) -> bool:
    """Whether it takes lists as they are, not row by row."""
    return isinstance(part, tree.Registered) and part.each is None


def shared_rows(rows: Rows, found: Sequence[tree.Column]) -> Rows:
    """These rows, when every column lies behind them. Raises NotLowerable: two lists have no rows in common."""
    depth = len(rows.prefix)
    if any(column.path[:depth] != rows.prefix for column in found):
        raise NotLowerable
    return rows


def outside(expr: Expr) -> list[Expr]:
    """The parts that are not of the rows."""
    whole = isinstance(expr, tree.Aggregate | tree.Exists)
    if whole or not many_columns(tree.Aggregate("any", expr, None, BOOLEAN)):
        return [expr]
    return [part for child in tree.children(expr) for part in outside(child)]


class RowResolver:
    """Paths as one row sees them: what lies behind the rows is the row's own, everything else is outside."""

    def __init__(self, outside: Resolver, rows: Rows) -> None:
        self.outside = outside
        self.within = rows

    def owns(self, path: tuple[str, ...]) -> bool:
        return path[: len(self.within.prefix)] == self.within.prefix

    def column(self, path: tuple[str, ...]) -> LoweredColumn:
        if self.owns(path):
            return self.within.column(path[len(self.within.prefix) :])
        return self.outside.column(path)

    def rows(self, path: tuple[str, ...]) -> Rows | None:
        """An aggregate inside runs over all rows again."""
        return self.outside.rows(path)


def stored_list(resolver: Resolver, path: tuple[str, ...]) -> LoweredColumn:
    """A stored list as a whole, wherever we look from: among its values the path is one of them."""
    while isinstance(resolver, RowResolver):
        resolver = resolver.outside
    return resolver.column(path)


def of_rows(element: ColumnElement[Any], rows: Rows) -> ColumnElement[Any]:
    """The same value, as one of the rows: an aggregate of what is not of its rows would be one of the query outside."""
    own = find_tables(rows.source(), include_aliases=True)
    if not set(own).isdisjoint(find_tables(element, check_columns=True, include_aliases=True)):
        return element
    here, order = rows.condition(), rows.order()
    if isinstance(here, True_) and order is not None:
        here = order.is_not(None)
    return sa.type_coerce(sa.case((here, element)), element.type)


class ListedRows:
    """The values of a stored list, one row each."""

    def __init__(
        self, prefix: tuple[str, ...], expanded: FromClause, value: LoweredColumn, position: ColumnElement[Any]
    ) -> None:
        self.prefix = prefix
        self._expanded = expanded
        self._value = value
        self._position = position

    def column(self, path: tuple[str, ...]) -> LoweredColumn:
        if path:
            raise KeyError(path)
        return self._value

    def source(self) -> FromClause:
        return self._expanded

    def condition(self) -> ColumnElement[bool]:
        return sa.true()

    def order(self) -> ColumnElement[Any] | None:
        return self._position
