"""Reports and dashboards as they stand in an app document."""

from typing import Annotated, Any, Literal

from pydantic import Field

from dougong.engines.document import Def, FieldPath, FormKey, Key, Open, ShownName
from dougong.engines.expression.definition import Condition, Formula

Bucket = Literal[
    "hour", "day", "week", "month", "quarter", "year", "weekday", "hour_of_day", "fiscal_year", "fiscal_quarter"
]  # fmt: skip
MeasureFunction = Literal[
    "count", "count_distinct", "sum", "avg", "min", "max", "median", "percentile", "stdev", "ratio", "share",
    "running_total", "change", "rank", "formula",
]  # fmt: skip
Sort = Annotated[str, Field(max_length=201, pattern=r"^-?[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$")]


# ``"funnel"`` is short for ``{"type": "funnel"}``
Chart = Annotated[Any, Open("charts", short=True)]


class Range(Def):
    """[from, to): either end may be open."""

    from_: int | float | None = Field(default=None, alias="from")
    to: int | float | None = None
    name: ShownName | None = None


class DimensionDef(Def):
    """What rows are grouped by: a field or a path of to-one references, in buckets or ranges."""

    key: Key | None = None
    field: FieldPath | None = None
    formula: Formula | None = None
    name: ShownName | None = None
    bucket: Bucket | None = None
    ranges: tuple[Range, ...] = ()
    width: int | float | None = Field(default=None, gt=0)
    fill: bool = False
    top: int | None = Field(default=None, ge=1, le=1000)
    others: bool = False
    level: int | None = Field(default=None, ge=1, le=10)


class MeasureDef(Def):
    """A number for each group. ``form`` and ``on`` blend in another form by the shared dimensions: dimension key to
    that form's field."""

    key: Key | None = None
    fn: MeasureFunction
    field: FieldPath | None = None
    formula: Formula | None = None
    filter: Condition | None = None
    of: tuple[Key, ...] | Key | None = None
    over: tuple[Key, ...] | Key = ()
    by: Key | None = None
    p: float | None = Field(default=None, gt=0, lt=1)
    form: FormKey | None = None
    on: dict[str, FieldPath] = Field(default={})
    name: ShownName | None = None
    format: Literal["number", "money", "percent", "duration", "days"] | None = None
    decimals: int | None = Field(default=None, ge=0, le=12)


class Compare(Def):
    """The same figures for an earlier period; ``field`` is the date that says which period a record is of."""

    to: Literal["previous_period", "same_period_last_year"]
    field: FieldPath | None = None


class Target(Def):
    """What a measure is held against: a number, or a measure of another form by the shared dimensions."""

    measure: Key | None = None
    value: int | float | None = None
    form: FormKey | None = None
    field: FieldPath | None = None
    on: dict[str, FieldPath] = Field(default={})


class ReportDef(Def):
    """One question to the records, and how the answer is drawn."""

    key: Key
    was: Key | None = None
    name: ShownName
    description: ShownName | None = None
    chart: Chart
    form: FormKey
    filter: Condition | None = None
    dimensions: tuple[DimensionDef, ...] = Field(default=(), max_length=8)
    measures: tuple[MeasureDef, ...] = Field(default=(), max_length=40)
    columns: tuple[FieldPath, ...] = ()
    pivot: tuple[Key, ...] = ()
    having: Condition | None = None
    compare: Compare | None = None
    target: Target | None = None
    sort: tuple[Sort, ...] = ()
    limit: int | None = Field(default=None, ge=1, le=10_000)
    totals: bool = False
    drill: tuple[FieldPath, ...] = ()
    roles: tuple[Key, ...] = ()
    as_: Literal["viewer", "app"] = Field(default="viewer", alias="as")


class DashboardFilter(Def):
    """A filter over all tiles; ``on`` names the field for a report whose form calls it otherwise."""

    key: Key | None = None
    field: FieldPath
    name: ShownName | None = None
    default: str | int | float | bool | tuple[str, ...] | None = None
    on: dict[str, FieldPath] = Field(default={})


At = Annotated[tuple[int, int, int, int], Field(description="x, y, width, height on a grid of 24 columns")]


class TileDef(Def):
    """One box of a dashboard: a report, a view (``form/view``) or words."""

    report: Key | None = None
    view: Annotated[str, Field(max_length=81)] | None = None
    text: ShownName | None = None
    name: ShownName | None = None
    at: At
    filters: dict[str, FieldPath | None] = Field(default={})


class DashboardDef(Def):
    """Reports side by side under shared filters."""

    key: Key
    was: Key | None = None
    name: ShownName
    description: ShownName | None = None
    roles: tuple[Key, ...] = ()
    filters: tuple[DashboardFilter, ...] = ()
    tiles: tuple[TileDef, ...] = ()
    refresh: int | None = Field(default=None, ge=5, le=86_400)
