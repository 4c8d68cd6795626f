"""Grouped rows of a form, as one person may see them: what reports are made of.

A report's query becomes one select: the reader's rows, joined along to-one paths only, grouped by the dimensions. A
field that is hidden on a row is blank there before it is grouped or summed, so nothing leaks through a total.
"""

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, case, func, select, true, type_coerce

from dougong.engines.expression import sqltree as tree
from dougong.engines.expression.kinds import NUMBER
from dougong.engines.expression.sql import to_sqltree
from dougong.engines.expression.tree import Node
from dougong.engines.report.plan import Aggregate, Query
from dougong.platform.storage.lower import LoweredColumn, Lowering, Value, fetched, lowering
from dougong.platform.storage.paths import Paths, World, paths_of
from dougong.platform.storage.records import Records
from dougong.platform.storage.rows import FormRow
from dougong.platform.storage.select import readable

MOST_GROUPS = 10_000


@dataclass(frozen=True)
class Grouped:
    """``cut``: there were more groups than a report can hold."""

    rows: list[tuple[Any, ...]]
    cut: bool


def grouped(records: Records, query: Query, *, whole: bool = False) -> Grouped:
    """The groups of one query, each followed by its aggregates; ``whole``: one row over everything.

    Raises NotFound for a form that is not there and NotLowerable for what SQL cannot say.
    """
    statement = _statement(records.world, records, query, whole).limit(MOST_GROUPS + 1)
    rows = [tuple(row) for row in records.connection.execute(statement)]
    return Grouped(rows[:MOST_GROUPS], len(rows) > MOST_GROUPS)


def _statement(world: World, records: Records, query: Query, whole: bool) -> Select[Any]:
    paths = paths_of(world, records.form(query.form))
    row = paths.root
    assert isinstance(row, FormRow)
    lower = lowering(paths, world.dialect, world.binding)
    where = readable(row)
    if query.where is not None:
        where.append(world.condition(query.where, paths))
    keys = [fetched(_value(world, lower, node), lower) for node in (() if whole else query.groups)]
    values = [fetched(_aggregate(world, lower, paths, aggregate), lower) for aggregate in query.aggregates]
    named = [element.label(f"c{index}") for index, element in enumerate([*keys, *values])]
    statement = select(*named).select_from(paths.source()).where(*where)
    return statement.group_by(*keys) if keys else statement


def _value(world: World, lower: Lowering, node: Node) -> Value:
    return lower.outcome(to_sqltree(node, world.catalog.functions()))


def _aggregate(world: World, lower: Lowering, paths: Paths, aggregate: Aggregate) -> Value:
    kept = None if aggregate.where is None else world.condition(aggregate.where, paths)
    if aggregate.node is None:
        counted = func.count() if kept is None else func.count(case((kept, 1)))
        return Value(counted, NUMBER, nullable=False, scale=0)
    value = _value(world, lower, aggregate.node)
    if kept is not None:
        element = type_coerce(case((kept, value.element)), value.element.type)
        value = replace(value, element=element, nullable=True)
    fold = tree.Aggregate(aggregate.fn, tree.Literal(None, value.kind), None, value.kind)
    return lower.fold(aggregate.fn, value, aggregate.kind, fold, _WholeForm(paths))


@dataclass(frozen=True)
class _WholeForm:
    """The rows an aggregate over a form folds: they have no parent and no order."""

    paths: Paths
    prefix: tuple[str, ...] = ()

    def column(self, path: tuple[str, ...]) -> LoweredColumn:
        raise KeyError(".".join(path))

    def source(self) -> FromClause:
        return self.paths.source()

    def condition(self) -> ColumnElement[bool]:
        return true()

    def order(self) -> None:
        return None
