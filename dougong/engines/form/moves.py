"""What a write does to the stages of a record, over all pipelines of its form."""

from collections.abc import Mapping
from typing import Any

from dougong.engines.form.compile import CompiledForm
from dougong.engines.form.pipeline import (
    NOTHING_DONE,
    CompiledPipeline,
    Move,
    Moving,
    Progress,
    following,
    move,
)
from dougong.engines.form.run import Need, Run
from dougong.engines.form.submit import Settled
from dougong.engines.form.working import NeedMore, Working, needed


def moves(
    form: CompiledForm,
    settled: Settled,
    stored: Mapping[str, Any] | None,
    run: Run,
    *,
    progress: Mapping[str, Progress] | None = None,
    by: str | None = None,
    skip: bool = False,
) -> Move | Need:
    """Problems, or the log entries and tasks that the change of stages makes. ``progress``: by stage field; ``by``: the
    person who moves it; ``skip``: an import that brings records as they are."""
    if not form.pipelines:
        return Move()
    try:
        working = Working(form, settled.values, stored, run)
    except NeedMore as more:
        return needed(more)

    def is_blank(key: str) -> bool:
        known = form.fields.get(key)
        return known is not None and key not in settled.states.hidden and known.is_blank(settled.values.get(key))

    moving = Moving(working.view, working.old, run, is_blank, form.names, by)
    made = [
        move(pipeline, moving, (progress or {}).get(pipeline.field, NOTHING_DONE), skip=skip)
        for pipeline in chosen(form, working.view, run)
    ]
    return Move(
        tuple(one for each in made for one in each.findings),
        tuple(one for each in made for one in each.entries),
        tuple(one for each in made for one in each.tasks),
    )


def chosen(form: CompiledForm, view: Mapping[str, Any], run: Run) -> list[CompiledPipeline]:
    """The pipeline a record follows for each field that has stages."""
    by_field: dict[str, list[CompiledPipeline]] = {}
    for pipeline in form.pipelines:
        by_field.setdefault(pipeline.field, []).append(pipeline)
    found = [following(pipelines, view, run) for pipelines in by_field.values()]
    return [pipeline for pipeline in found if pipeline is not None]
