"""Stages: is the move allowed, what does it make, and its row of the stage log. Ticks of checklists stand here too."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select

from dougong.engines.finding import Finding
from dougong.engines.form.compile import CompiledForm
from dougong.engines.form.moves import moves
from dougong.engines.form.pipeline import NOT_ENTERED, NOT_LEFT, Move, Progress, StageEntry
from dougong.engines.form.run import Need, Run
from dougong.engines.form.validate import Failed
from dougong.platform.storage.tables import stage_log, stage_tick
from dougong.runtime.services.desk import Desk
from dougong.runtime.services.records_run import Kitchen
from dougong.runtime.services.records_work import Work, able

Ticks = dict[str, dict[str, bool]]


def judge_stages(desk: Desk, form: CompiledForm, works: Sequence[Work], kitchen: Kitchen) -> None:
    """Moves of the whole batch; what is already ticked, still open and since when is read once."""
    if not form.pipelines:
        return
    judged = [work for work in able(works) if work.settled is not None and not work.stays_draft]
    moving = [work for work in judged if work.stored is not None and not work.was_draft and _moves(form, work)]
    progress = _progress(desk, form, moving)

    def step(work: Work, run: Run) -> Move | Need:
        assert work.settled is not None
        before = None if work.was_draft else work.stored
        skip = work.options.skip_pipeline
        known = progress.get(work.record_id)
        return moves(form, work.settled, before, run, progress=known, by=desk.actor.user, skip=skip)

    for work, move in zip(judged, kitchen.cook(judged, step), strict=True):
        failed = Failed(form, work.findings)
        work.findings += [one for one in move.findings if not failed.fields or _certain(one, failed)]
        work.moves, work.tasks = list(move.entries), list(move.tasks)


def _certain(one: Finding, failed: Failed) -> bool:
    """A condition may hang on what is refused already."""
    return one.code not in (NOT_ENTERED.code, NOT_LEFT.code) and not failed.derives(one)


def _moves(form: CompiledForm, work: Work) -> bool:
    assert work.settled is not None
    fields = {pipeline.field for pipeline in form.pipelines}
    return any(work.settled.values.get(key) != (work.stored or {}).get(key) for key in fields)


def _progress(desk: Desk, form: CompiledForm, works: Sequence[Work]) -> dict[str, dict[str, Progress]]:
    """By record and stage field."""
    if not works:
        return {}
    ids = [work.record_id for work in works]
    ticked, entered = ticks_of(desk.connection, ids), entered_at(desk.connection, ids)
    open_tasks = desk.services.ports.stage_tasks.open(desk, form.key, ids)
    found: dict[str, dict[str, Progress]] = {}
    for work in works:
        id_ = work.record_id
        ticks = _merged(ticked.get(id_, {}), work.ticks or {})
        found[id_] = {
            pipeline.field: Progress(
                ticks,
                open_tasks.get(id_, frozenset()),
                entered.get((id_, pipeline.field)) or (work.stored or {}).get("created_at"),
            )
            for pipeline in form.pipelines
        }
    return found


def _merged(stored: Mapping[str, Mapping[str, bool]], sent: Mapping[str, Mapping[str, bool]]) -> Ticks:
    merged = {stage: dict(items) for stage, items in stored.items()}
    for stage, items in sent.items():
        merged.setdefault(stage, {}).update(items)
    return merged


def ticks_of(connection: Connection, ids: Sequence[str]) -> dict[str, Ticks]:
    """What is ticked, by record, stage and item."""
    found: dict[str, Ticks] = {}
    query = select(stage_tick.c.record_id, stage_tick.c.stage, stage_tick.c.item)
    for id_, stage, item in connection.execute(query.where(stage_tick.c.record_id.in_(ids))):
        found.setdefault(id_, {}).setdefault(stage, {})[item] = True
    return found


def entered_at(connection: Connection, ids: Sequence[str]) -> dict[tuple[str, str], Any]:
    """When each record entered the stage it stands in, by (record, field)."""
    table = stage_log
    query = select(table.c.record_id, table.c.field, func.max(table.c.at)).where(table.c.record_id.in_(ids))
    rows = connection.execute(query.group_by(table.c.record_id, table.c.field))
    return {(id_, field): at for id_, field, at in rows}


def log_stages(desk: Desk, form: CompiledForm, works: Sequence[Work]) -> None:
    """The rows of the log, the ticks, and the tasks that entering makes."""
    if not form.pipelines:
        return
    rows = [_row(desk, form, work, entry) for work in works for entry in _entries(desk, form, work)]
    if rows:
        desk.connection.execute(insert(stage_log), rows)
    _tick(desk, works)
    tasks = [(work.record_id, task) for work in works for task in work.tasks]
    if tasks:
        desk.services.ports.stage_tasks.make(desk, form.key, tasks)


def _entries(desk: Desk, form: CompiledForm, work: Work) -> Sequence[StageEntry]:
    """What an import says of the past stands instead of the one step to where the record is now."""
    past = work.options.past
    if past is None or not past.stages or not form.pipelines:
        return work.moves
    pipeline, entries = form.pipelines[0], []
    before: str | None = None
    since: datetime | None = None
    for step in sorted(past.stages, key=lambda one: one.at):
        seconds = int((step.at - since).total_seconds()) if since is not None else None
        entries.append(StageEntry(pipeline.key, pipeline.field, before, step.to, step.at, step.by, seconds, True))
        before, since = step.to, step.at
    return entries


def _row(desk: Desk, form: CompiledForm, work: Work, entry: StageEntry) -> dict[str, object]:
    return {
        "id": desk.services.new_id(),
        "app": desk.app.key,
        "form": form.key,
        "record_id": work.record_id,
        "pipeline": entry.pipeline,
        "field": entry.field,
        "from_stage": entry.from_stage,
        "to_stage": entry.to_stage,
        "at": entry.at,
        "by": entry.by,
        "seconds": entry.seconds,
        "forced": entry.skipped,
    }


def _tick(desk: Desk, works: Sequence[Work]) -> None:
    changes: dict[bool, list[dict[str, object]]] = defaultdict(list)
    for work in works:
        for stage, items in (work.ticks or {}).items():
            for item, done in items.items():
                changes[done].append({"record_id": work.record_id, "stage": stage, "item": item})
    for row in [*changes[False], *changes[True]]:
        same = [stage_tick.c[name] == value for name, value in row.items()]
        desk.connection.execute(delete(stage_tick).where(*same))
    if changes[True]:
        who = {"at": desk.now, "by": desk.actor.user}
        desk.connection.execute(insert(stage_tick), [{**row, **who} for row in changes[True]])
