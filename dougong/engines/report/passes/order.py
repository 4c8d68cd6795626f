"""The order of the rows, and how many are shown."""

from functools import partial
from typing import Any

import pandas as pd

from dougong.engines.report.plan import ReportPlan


def order(frame: pd.DataFrame, plan: ReportPlan) -> pd.DataFrame:
    """By ``sort``; what it leaves open, by the dimensions as they come (options in their order, blanks last)."""
    rows = list(frame.index)
    for dimension in reversed(plan.dimensions):
        options = {value: place for place, value in enumerate(dimension.kind.options or ())}
        column = frame[dimension.key]
        rows.sort(key=partial(_place, column, options))
    for sort in reversed(plan.report.sort):
        column = frame[sort.removeprefix("-")]
        blanks = [index for index in rows if column[index] is None]
        filled = [index for index in rows if column[index] is not None]
        filled.sort(key=column.__getitem__, reverse=sort.startswith("-"))
        rows = filled + blanks
    return frame.loc[rows].reset_index(drop=True)


def _place(column: Any, options: dict[str, int], index: Any) -> tuple[int, Any]:
    value = column[index]
    if value is None:
        return (2, 0)
    if options:
        return (0, options.get(value, len(options)))
    return (1, value)


def limit(frame: pd.DataFrame, plan: ReportPlan) -> pd.DataFrame:
    return frame if plan.report.limit is None else frame.head(plan.report.limit)
