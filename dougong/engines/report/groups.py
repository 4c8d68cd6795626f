"""The rows of a report while it is worked out: one a group, by key.

Plain rows on purpose: the database has grouped already, so there are few, and a table library would cost every server
50 MB and seconds at its first report.
"""

from collections.abc import Sequence
from typing import Any

from dougong.engines.report.plan import ReportPlan

Row = dict[str, Any]
Frame = list[Row]


def values_of(row: Row, keys: Sequence[str]) -> tuple[Any, ...]:
    return tuple(row[key] for key in keys)


def nothing_of(plan: ReportPlan) -> Row:
    """The aggregates of a group without records: counts are 0, everything else is blank."""
    return {
        aggregate.key: 0 if aggregate.fn in ("count", "count_distinct") else None
        for query in plan.queries
        for aggregate in query.aggregates
    }
