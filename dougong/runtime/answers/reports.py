"""Reports and dashboards."""

from datetime import datetime
from typing import Any, Literal, NotRequired

from typing_extensions import TypedDict


class Option(TypedDict):
    value: str
    name: str
    color: NotRequired[str | None]


class ReportColumn(TypedDict):
    """``unit``: the step of a date bucket, a date for days and longer. ``zone``: of an instant, the app's time zone.
    ``options``: what the values of a dimension are called."""

    key: str
    name: str
    type: str
    role: Literal["dimension", "measure"]
    decimals: NotRequired[int]
    unit: NotRequired[str]
    zone: NotRequired[str]
    options: NotRequired[list[Option]]


class ReportRun(TypedDict):
    """``encoding``: which columns go where in the chart; ``chart``: its settings, as in the document."""

    columns: list[ReportColumn]
    rows: list[list[Any]]
    totals: dict[str, Any]
    encoding: dict[str, Any]
    chart: dict[str, Any]
    notes: list[str]
    fresh_at: datetime


class SharedFilter(TypedDict):
    """``on``: what the field is called in other forms."""

    key: str
    field: str
    name: str
    type: str | None
    form: str | None
    default: Any
    on: dict[str, Any]
    options: list[Option]


class Tile(TypedDict):
    """A report, a view or a text. ``at``: column, row, width, height; ``allowed``: whether one may open the report."""

    at: list[int]
    filters: dict[str, str | None]
    name: str
    report: NotRequired[str]
    chart: NotRequired[dict[str, Any] | None]
    form: NotRequired[str | None]
    drill: NotRequired[list[str]]
    allowed: NotRequired[bool]
    view: NotRequired[str]
    text: NotRequired[str]


class Dashboard(TypedDict):
    """``refresh``: seconds."""

    key: str
    name: str
    description: str
    refresh: int | None
    filters: list[SharedFilter]
    tiles: list[Tile]
