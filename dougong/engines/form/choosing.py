"""Judging what a reference chose, and saying which records it may choose, for one record as it is filled in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dougong.engines.expression.env import Env
from dougong.engines.expression.problems import EvaluationProblem
from dougong.engines.expression.tree import Node
from dougong.engines.form.compile import CompiledForm
from dougong.engines.form.nesting import Nesting
from dougong.engines.form.run import Need, Run, need
from dougong.engines.form.scope import THIS
from dougong.engines.form.working import NeedMore, Values, Working, needed


@dataclass(frozen=True)
class Chosen:
    """``path``: the field (``contact``, ``lines.product``); ``row``: the index of its row, None outside of
    sub-tables."""

    path: str
    id: str
    row: int | None = None


def allowed(
    form: CompiledForm,
    path: str,
    values: Mapping[str, Any],
    stored: Mapping[str, Any] | None,
    run: Run,
    row: int | None = None,
) -> Node | Need:
    """The condition on the records that the reference at ``path`` may choose. Raises EvaluationProblem."""
    try:
        working = Working(form, values, stored, run)
        return form.filters[path].bound(_filled(working, path, row))
    except NeedMore as more:
        return needed(more)


def misfits(
    form: CompiledForm,
    values: Mapping[str, Any],
    stored: Mapping[str, Any] | None,
    run: Run,
    chosen: Sequence[Chosen],
) -> list[Chosen] | Need:
    """Those that the filters do not allow. ``values`` are the record as it will stand."""
    try:
        working = Working(form, values, stored, run)
    except NeedMore as more:
        return needed(more)
    nesting = Nesting(form.forms, run.fetched)
    records: list[Values] = []
    for one in chosen:
        choice = form.filters[one.path]
        records.append(nesting.record(choice.form, one.id, choice.tree))
    more_needed = need(nesting.missing)
    if more_needed is not None:
        return more_needed
    return [one for one, record in zip(chosen, records, strict=True) if not _fits(working, one, record)]


def _fits(working: Working, one: Chosen, record: Values) -> bool:
    env = _filled(working, one.path, one.row, record)
    try:
        return working.form.filters[one.path].condition.run(env) is True
    except EvaluationProblem:
        return False


def _filled(working: Working, path: str, row: int | None, record: Mapping[str, Any] | None = None) -> Env:
    """``record``, with the values of the record being filled in behind ``this``."""
    here = working.env() if row is None else working.row_env(path.partition(".")[0], row)
    return working.run.env({**(record or {}), THIS: here.values})
