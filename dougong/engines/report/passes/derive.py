"""Measures that are made of sums after grouping: averages, ratios, formulas, shares, running totals, changes, ranks.

A ratio divides sums, never averages ratios; below a blank or zero it is blank. Quotients are rounded to 12 places, as
everywhere (``docs/reference/functions.md``).
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal, localcontext
from itertools import pairwise
from typing import Any

import pandas as pd

from dougong.engines.expression.env import Env
from dougong.engines.expression.problems import EvaluationProblem
from dougong.engines.report.plan import Measure, ReportPlan, keys_of

_PLACES = Decimal(1).scaleb(-12)
# a formula over measures has no moment of its own; the planner refuses one that asks
_NO_TIME = datetime.min.replace(tzinfo=UTC)


def quotient(above: Any, below: Any) -> Decimal | None:
    """Rounded to 12 places, half away from zero; blank where it cannot be."""
    if above is None or not below:
        return None
    with localcontext(prec=60):
        return (Decimal(above) / Decimal(below)).quantize(_PLACES, ROUND_HALF_UP)


def divide(frame: pd.DataFrame, plan: ReportPlan) -> pd.DataFrame:
    """Averages, ratios and formulas, in the order they are written (a ratio may stand on an average)."""
    for measure in plan.measures:
        if measure.fn in ("avg", "ratio"):
            above, below = (frame[part] for part in measure.parts)
            values = [quotient(one, other) for one, other in zip(above, below, strict=True)]
            frame = _with(frame, measure.key, values)
        elif measure.value is not None:
            rows = frame[list(measure.parts)].itertuples(index=False, name=None)
            frame = _with(frame, measure.key, [_computed(measure, row) for row in rows])
    return frame


def _computed(measure: Measure, row: Sequence[Any]) -> Any:
    """Blank where the figures are beyond what numbers can hold."""
    assert measure.value is not None
    values = {key: Decimal(one) if isinstance(one, int) else one for key, one in zip(measure.parts, row, strict=True)}
    try:
        return measure.value(Env(values, _NO_TIME, UTC))
    except EvaluationProblem:
        return None


def framed(frame: pd.DataFrame, plan: ReportPlan) -> pd.DataFrame:
    """Measures that look at the other rows; ``over`` and ``by`` say which."""
    for measure in plan.measures:
        match measure.fn:
            case "share":
                frame = _with(frame, measure.key, _share(frame, measure))
            case "running_total":
                frame = _with(frame, measure.key, _running(frame, measure, plan))
            case "change":
                frame = _with(frame, measure.key, _change(frame, measure, plan))
            case "rank":
                frame = _with(frame, measure.key, _rank(frame, measure))
    return frame


def _with(frame: pd.DataFrame, key: str, values: list[Any]) -> pd.DataFrame:
    return frame.assign(**{key: pd.Series(values, index=frame.index, dtype=object)})


def _groups(frame: pd.DataFrame, keys: tuple[str, ...]) -> list[list[Any]]:
    """The rows that belong together; all of them when no key is given."""
    if not keys:
        return [list(frame.index)]
    found: dict[tuple[Any, ...], list[Any]] = {}
    for index, row in zip(frame.index, frame[list(keys)].itertuples(index=False, name=None), strict=True):
        found.setdefault(row, []).append(index)
    return list(found.values())


def _share(frame: pd.DataFrame, measure: Measure) -> list[Any]:
    of, shares = frame[measure.parts[0]], pd.Series([None] * len(frame), index=frame.index, dtype=object)
    for group in _groups(frame, keys_of(measure.definition.over)):
        whole = sum((value for value in of[group] if value is not None), Decimal(0))
        for index in group:
            shares[index] = quotient(of[index], whole)
    return list(shares)


def _series(frame: pd.DataFrame, measure: Measure, plan: ReportPlan) -> list[list[Any]]:
    """Rows along the dimension ``by`` (default: the first), one list for each combination of the others."""
    by = measure.definition.by or (plan.dimensions[0].key if plan.dimensions else None)
    others = tuple(dimension.key for dimension in plan.dimensions if dimension.key != by)
    if by is None:
        return [[index] for index in frame.index]
    return [
        sorted(group, key=lambda index: (frame.at[index, by] is None, str(frame.at[index, by])))
        for group in _groups(frame, others)
    ]


def _running(frame: pd.DataFrame, measure: Measure, plan: ReportPlan) -> list[Any]:
    of, totals = frame[measure.parts[0]], pd.Series([None] * len(frame), index=frame.index, dtype=object)
    for rows in _series(frame, measure, plan):
        total = Decimal(0)
        for index in rows:
            total += of[index] or 0
            totals[index] = total
    return list(totals)


def _change(frame: pd.DataFrame, measure: Measure, plan: ReportPlan) -> list[Any]:
    of, changes = frame[measure.parts[0]], pd.Series([None] * len(frame), index=frame.index, dtype=object)
    for rows in _series(frame, measure, plan):
        for before, after in pairwise(rows):
            if of[before] is not None and of[after] is not None:
                changes[after] = quotient(of[after] - of[before], of[before])
    return list(changes)


def _rank(frame: pd.DataFrame, measure: Measure) -> list[Any]:
    """1 for the greatest; equals share a rank; blanks have none."""
    of = frame[measure.parts[0]]
    ordered = sorted({value for value in of if value is not None}, reverse=True)
    counts = {value: sum(other == value for other in of) for value in ordered}
    ranks, at = {}, 1
    for value in ordered:
        ranks[value] = Decimal(at)
        at += counts[value]
    return [ranks.get(value) for value in of]
