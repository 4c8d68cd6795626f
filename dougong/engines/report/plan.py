"""A report as questions to the database and steps on their answers. Plain data; ``planner`` makes it.

Each form that a measure comes from is asked once, grouped by the dimensions; averages and ratios are divided after
grouping, of exact sums; totals are asked anew, never added up.
"""

from dataclasses import dataclass
from typing import Literal

from dougong.engines.expression.evaluate import Closure
from dougong.engines.expression.kinds import Kind
from dougong.engines.expression.tree import Node
from dougong.engines.report.definition import DimensionDef, MeasureDef, ReportDef
from dougong.errors import Text

AggregateFunction = Literal["count", "count_distinct", "sum", "min", "max"]


@dataclass(frozen=True, slots=True)
class Dimension:
    """``node`` gives the group of a record. ``unit``: the step of a date bucket, for filling and labels."""

    key: str
    name: Text
    node: Node
    kind: Kind
    definition: DimensionDef
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Aggregate:
    """One aggregate of one group. ``node`` is None for plain counts; ``where`` narrows the records it sees."""

    key: str
    fn: AggregateFunction
    node: Node | None
    kind: Kind
    where: Node | None


@dataclass(frozen=True, slots=True)
class Query:
    """One select over one form: the records ``where`` holds for, by ``groups`` (in the order of the dimensions)."""

    form: str
    where: Node | None
    groups: tuple[Node, ...]
    aggregates: tuple[Aggregate, ...]


@dataclass(frozen=True, slots=True)
class Measure:
    """A column of the answer. ``parts``: the aggregates or measures it is made of, in the order its function wants.
    ``value``: a formula over the measures before it."""

    key: str
    name: Text
    fn: str
    kind: Kind
    parts: tuple[str, ...]
    decimals: int | None
    definition: MeasureDef
    value: Closure | None = None


@dataclass(frozen=True, slots=True)
class ReportPlan:
    report: ReportDef
    dimensions: tuple[Dimension, ...]
    measures: tuple[Measure, ...]
    queries: tuple[Query, ...]


def keys_of(named: tuple[str, ...] | str | None) -> tuple[str, ...]:
    """One key or several, as several."""
    return (named,) if isinstance(named, str) else tuple(named or ())
