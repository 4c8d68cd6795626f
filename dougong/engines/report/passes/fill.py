"""Empty date buckets between the first and the last are shown: a line must not jump over a month without records."""

from datetime import date, datetime, timedelta
from itertools import product
from typing import Any

import pandas as pd
from dateutil.relativedelta import relativedelta

from dougong.engines.report.plan import Dimension, ReportPlan

_STEPS: dict[str, Any] = {
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
    "month": relativedelta(months=1),
    "quarter": relativedelta(months=3),
    "year": relativedelta(years=1),
}
MOST = 2000  # buckets; beyond, gaps stay gaps


def fill(frame: pd.DataFrame, plan: ReportPlan) -> pd.DataFrame:
    """Adds the missing buckets of the one date dimension, for every value of the others."""
    buckets = [dimension for dimension in plan.dimensions if dimension.unit is not None and _wanted(dimension, plan)]
    if len(buckets) != 1 or frame.empty:
        return frame
    bucket = buckets[0]
    present = sorted(value for value in frame[bucket.key].unique() if value is not None)
    if len(present) < 2:
        return frame
    steps = _between(present[0], present[-1], bucket.unit or "day")
    if steps is None:
        return frame
    others = [dimension.key for dimension in plan.dimensions if dimension.key != bucket.key]
    groups = frame[others].drop_duplicates().itertuples(index=False, name=None) if others else [()]
    have = set(frame[[bucket.key, *others]].itertuples(index=False, name=None))
    missing = [(step, *group) for group, step in product(groups, steps) if (step, *group) not in have]
    if not missing:
        return frame
    rows = pd.DataFrame(missing, columns=[bucket.key, *others], dtype=object)
    for query in plan.queries:
        for aggregate in query.aggregates:
            empty: Any = 0 if aggregate.fn in ("count", "count_distinct") else None
            rows[aggregate.key] = [empty] * len(rows)
    return pd.concat([frame, rows.astype(object)], ignore_index=True)


def _wanted(dimension: Dimension, plan: ReportPlan) -> bool:
    return dimension.definition.fill or plan.report.chart.type in ("line", "area")


def _between(first: Any, last: Any, unit: str) -> list[date | datetime] | None:
    found, at = [], first
    while at <= last:
        found.append(at)
        if len(found) > MOST:
            return None
        at = first + _STEPS[unit] * len(found)
    return found
