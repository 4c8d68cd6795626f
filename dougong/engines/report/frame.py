"""From what the database answered to the tidy answer.

Several queries (a measure from another form) meet on the dimensions: a group that only one of them knows is there with
blanks for the others.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal, localcontext
from typing import Any

import pandas as pd

from dougong.engines.expression.numbers import wide
from dougong.engines.report.answer import Answer, Cell, Column
from dougong.engines.report.passes import PASSES
from dougong.engines.report.passes.derive import divide
from dougong.engines.report.plan import ReportPlan

Rows = Sequence[Sequence[Any]]


def table(plan: ReportPlan, answers: Sequence[Rows]) -> pd.DataFrame:
    """One row a group. Each of ``answers`` holds, for the query at its place, the dimensions, then the aggregates."""
    keys = [dimension.key for dimension in plan.dimensions]
    merged: dict[tuple[Any, ...], dict[str, Any]] = {}
    for query, rows in zip(plan.queries, answers, strict=True):
        for row in rows:
            group = merged.setdefault(tuple(row[: len(keys)]), {})
            for aggregate, value in zip(query.aggregates, row[len(keys) :], strict=True):
                group[aggregate.key] = value
    columns = [*keys, *(aggregate.key for query in plan.queries for aggregate in query.aggregates)]
    counts = {a.key for query in plan.queries for a in query.aggregates if a.fn in ("count", "count_distinct")}
    data = [
        [*group, *(values.get(key, 0 if key in counts else None) for key in columns[len(keys) :])]
        for group, values in merged.items()
    ]
    frame = pd.DataFrame(data, columns=columns, dtype=object)
    return frame.astype(object).where(frame.notna(), None)


def columns_of(plan: ReportPlan) -> tuple[Column, ...]:
    dimensions = [Column(d.key, d.name, d.kind, "dimension", unit=d.unit) for d in plan.dimensions]
    measures = [Column(m.key, m.name, m.kind, "measure", m.decimals) for m in plan.measures]
    return (*dimensions, *measures)


def answer(plan: ReportPlan, answers: Sequence[Rows], grand: Sequence[Rows]) -> Answer:
    """``answers`` grouped, ``grand`` the same queries over everything (one row each, no dimensions)."""
    with localcontext(wide()):
        frame = table(plan, answers)
        for each in PASSES:
            frame = each(frame, plan)
        keys = [column.key for column in columns_of(plan)]
        rows: list[list[Cell]] = [list(row) for row in frame[keys].itertuples(index=False, name=None)]
        return Answer(columns_of(plan), rows, totals(plan, grand), encoding(plan))


def totals(plan: ReportPlan, grand: Sequence[Rows]) -> Mapping[str, Cell]:
    """Each measure over everything; a measure that looks at other rows has none."""
    whole = {
        aggregate.key: value
        for query, rows in zip(plan.queries, grand, strict=True)
        for aggregate, value in zip(query.aggregates, rows[0] if rows else [None] * len(query.aggregates), strict=True)
    }
    frame = divide(pd.DataFrame([whole], dtype=object), plan) if whole else pd.DataFrame()
    known = {str(key): value for key, value in frame.iloc[0].items()} if len(frame) else {}
    return {measure.key: _present(known[measure.key]) for measure in plan.measures if measure.key in known}


def _present(value: Any) -> Cell:
    """pandas writes a missing value as NaN even among objects."""
    return None if value is None or value != value else value  # noqa: PLR0124  only NaN differs from itself


def encoding(plan: ReportPlan) -> Mapping[str, object]:
    """Which column is which axis; the browser draws by it."""
    dimensions = [dimension.key for dimension in plan.dimensions]
    measures = [measure.key for measure in plan.measures]
    chart = plan.report.chart
    match chart.type:
        case "kpi" | "gauge":
            return {"value": measures[-1:], "by": dimensions[:1]}
        case "pivot":
            across = list(chart.across) or list(plan.report.pivot) or dimensions[1:]
            return {"rows": [key for key in dimensions if key not in across], "across": across, "values": measures}
        case "table" | "leaderboard":
            return {"columns": [*dimensions, *measures]}
        case "funnel" | "pie" | "donut":
            return {"name": dimensions[:1], "value": measures}
        case _:
            return {"x": dimensions[:1], "series": dimensions[1:2], "y": measures}


def shown(value: Cell, column: Column) -> Cell:
    """A number rounded to the places its column shows, half away from zero."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = Decimal(value)
    if isinstance(value, Decimal) and column.decimals is not None:
        return value.quantize(Decimal(1).scaleb(-column.decimals), "ROUND_HALF_UP", wide())
    return value
