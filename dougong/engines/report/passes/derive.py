"""Measures that are made of sums after grouping: averages, ratios, formulas, shares, running totals, changes, ranks.

A ratio divides sums, never averages ratios; below a blank or zero it is blank. Quotients are rounded to 12 places, as
everywhere (``docs/reference/functions.md``).
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal, localcontext
from itertools import pairwise
from typing import Any

from dougong.engines.expression.env import Env
from dougong.engines.expression.problems import EvaluationProblem
from dougong.engines.report.groups import Frame, values_of
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


def divide(frame: Frame, plan: ReportPlan) -> Frame:
    """Averages, ratios and formulas, in the order they are written (a ratio may stand on an average)."""
    for measure in plan.measures:
        if measure.fn in ("avg", "ratio"):
            above, below = measure.parts
            frame = _with(frame, measure.key, [quotient(row[above], row[below]) for row in frame])
        elif measure.value is not None:
            rows = [values_of(row, measure.parts) for row in frame]
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


def framed(frame: Frame, plan: ReportPlan) -> Frame:
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


def _with(frame: Frame, key: str, values: Sequence[Any]) -> Frame:
    return [{**row, key: value} for row, value in zip(frame, values, strict=True)]


def _groups(frame: Frame, keys: Sequence[str]) -> list[list[int]]:
    """The places of the rows that belong together; all of them when no key is given."""
    found: dict[tuple[Any, ...], list[int]] = {}
    for index, row in enumerate(frame):
        found.setdefault(values_of(row, keys), []).append(index)
    return list(found.values())


def _share(frame: Frame, measure: Measure) -> list[Any]:
    of = _column(frame, measure)
    shares: list[Any] = [None] * len(frame)
    for group in _groups(frame, keys_of(measure.definition.over)):
        whole = sum((of[index] for index in group if of[index] is not None), Decimal(0))
        for index in group:
            shares[index] = quotient(of[index], whole)
    return shares


def _column(frame: Frame, measure: Measure) -> list[Any]:
    """What the measure stands on, row by row."""
    return [row[measure.parts[0]] for row in frame]


def _series(frame: Frame, measure: Measure, plan: ReportPlan) -> list[list[int]]:
    """Places of the rows along ``by`` (default: the first dimension), one list for each combination of the others."""
    by = measure.definition.by or (plan.dimensions[0].key if plan.dimensions else None)
    others = tuple(dimension.key for dimension in plan.dimensions if dimension.key != by)
    if by is None:
        return [[index] for index in range(len(frame))]
    return [
        sorted(group, key=lambda index: (frame[index][by] is None, str(frame[index][by])))
        for group in _groups(frame, others)
    ]


def _running(frame: Frame, measure: Measure, plan: ReportPlan) -> list[Any]:
    of, totals = _column(frame, measure), [Decimal(0)] * len(frame)
    for rows in _series(frame, measure, plan):
        total = Decimal(0)
        for index in rows:
            total += of[index] or 0
            totals[index] = total
    return totals


def _change(frame: Frame, measure: Measure, plan: ReportPlan) -> list[Any]:
    of = _column(frame, measure)
    changes: list[Any] = [None] * len(frame)
    for rows in _series(frame, measure, plan):
        for before, after in pairwise(rows):
            if of[before] is not None and of[after] is not None:
                changes[after] = quotient(of[after] - of[before], of[before])
    return changes


def _rank(frame: Frame, measure: Measure) -> list[Any]:
    """1 for the greatest; equals share a rank; blanks have none."""
    of = _column(frame, measure)
    ordered = sorted({value for value in of if value is not None}, reverse=True)
    counts = {value: sum(other == value for other in of) for value in ordered}
    ranks, at = {}, 1
    for value in ordered:
        ranks[value] = Decimal(at)
        at += counts[value]
    return [ranks.get(value) for value in of]
