"""The order of the rows, and how many are shown."""

from collections.abc import Mapping
from functools import partial
from operator import itemgetter
from typing import Any

from dougong.engines.report.groups import Frame, Row
from dougong.engines.report.plan import ReportPlan


def order(frame: Frame, plan: ReportPlan) -> Frame:
    """By ``sort``; what it leaves open, by the dimensions as they come (options in their order, blanks last)."""
    rows = list(frame)
    for dimension in reversed(plan.dimensions):
        options = {value: place for place, value in enumerate(dimension.kind.options or ())}
        rows.sort(key=partial(_place, dimension.key, options))
    for sort in reversed(plan.report.sort):
        key = sort.removeprefix("-")
        blanks = [row for row in rows if row[key] is None]
        filled = [row for row in rows if row[key] is not None]
        filled.sort(key=itemgetter(key), reverse=sort.startswith("-"))
        rows = filled + blanks
    return rows


def _place(key: str, options: Mapping[str, int], row: Row) -> tuple[int, Any]:
    value = row[key]
    if value is None:
        return (2, 0)
    if options:
        return (0, options.get(value, len(options)))
    return (1, value)


def limit(frame: Frame, plan: ReportPlan) -> Frame:
    return frame[: plan.report.limit]
