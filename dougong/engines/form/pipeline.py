"""Stages: which pipeline a record follows, whether a move is allowed, what it makes, and its row of the stage log.

``enter_when`` and ``require`` judge the stage entered; ``exit_when``, ``checklist`` and required tasks the stage left,
and only when moving forward. A move to a stage of outcome ``lost`` skips them all. A record created in a stage is
judged for that stage alone.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dougong.engines.document import in_both
from dougong.engines.finding import Finding, message
from dougong.engines.form.definition import PipelineDef, StageDef, StageTaskDef
from dougong.engines.form.expression import Expression
from dougong.engines.form.run import Run
from dougong.engines.record.problems import finding
from dougong.errors import Text

NOT_LISTED = message("move_not_allowed", "不能从“{old}”移到“{new}”", "It cannot move from {old} to {new}")
NOT_BACK = message("move_backward", "这个流程只能向前推进", "This pipeline only moves forward")
NOT_ENTERED = message(
    "enter_condition",
    "进入“{stage}”的条件还没有满足：{condition}",
    "The condition to enter {stage} does not hold: {condition}",
)
NOT_LEFT = message(
    "exit_condition",
    "离开“{stage}”的条件还没有满足：{condition}",
    "The condition to leave {stage} does not hold: {condition}",
)
REQUIRED_IN_STAGE = message(
    "required_in_stage", "“{stage}”阶段必须填写“{name}”", "{name} is required in the stage {stage}"
)
NOT_TICKED = message("checklist_open", "还没有完成：{item}", "Not done yet: {item}")
TASK_OPEN = message("stage_task_open", "还有任务没有完成：{task}", "A task is still open: {task}")


@dataclass(frozen=True)
class CompiledStage:
    """``name``: as members see it. ``tasks`` come with their condition, None when there is none."""

    definition: StageDef
    position: int
    name: Text
    enter_when: Expression | None
    exit_when: Expression | None
    tasks: tuple[tuple[StageTaskDef, Expression | None], ...] = ()


@dataclass(frozen=True)
class CompiledPipeline:
    definition: PipelineDef
    when: Expression | None
    stages: Mapping[str, CompiledStage]

    @property
    def key(self) -> str:
        return self.definition.key

    @property
    def field(self) -> str:
        return self.definition.field


@dataclass(frozen=True, slots=True)
class StageEntry:
    """One row of the stage log. ``seconds``: how long the record stood in ``from_stage``; None when it just began."""

    pipeline: str
    field: str
    from_stage: str | None
    to_stage: str | None
    at: datetime
    by: str | None
    seconds: int | None
    skipped: bool = False


@dataclass(frozen=True, slots=True)
class StageTask:
    """Work that entering a stage makes; ``key`` names it in the pipeline (``quoting/send``)."""

    key: str
    definition: StageTaskDef
    stage: str


@dataclass(frozen=True, slots=True)
class Progress:
    """What is already done in the stage a record stands in: ticks by stage and key, tasks (by ``StageTask.key``) that
    are still open, and when it entered."""

    ticked: Mapping[str, Mapping[str, bool]]
    open_tasks: frozenset[str] = frozenset()
    entered_at: datetime | None = None


NOTHING_DONE = Progress({})


@dataclass(frozen=True)
class Move:
    """The outcome of one write for one pipeline: problems, or the entries and tasks it makes."""

    findings: tuple[Finding, ...] = ()
    entries: tuple[StageEntry, ...] = ()
    tasks: tuple[StageTask, ...] = ()


@dataclass(frozen=True)
class Moving:
    """One record on its way. ``values`` and ``old`` are views as expressions read them; ``old`` is None on creation.
    ``is_blank``: whether a required field is; ``names``: shown names by field key."""

    values: Mapping[str, Any]
    old: Mapping[str, Any] | None
    run: Run
    is_blank: Callable[[str], bool]
    names: Mapping[str, Text]
    by: str | None = None


def following(pipelines: Sequence[CompiledPipeline], values: Mapping[str, Any], run: Run) -> CompiledPipeline | None:
    """The first pipeline whose ``when`` holds."""
    for pipeline in pipelines:
        if pipeline.when is None or pipeline.when.holds(run.env(values)):
            return pipeline
    return None


def move(pipeline: CompiledPipeline, moving: Moving, progress: Progress = NOTHING_DONE, *, skip: bool = False) -> Move:
    """Judges and describes the change of stage, if there is one. ``skip``: an import that brings records as they are;
    the log says so."""
    field = pipeline.field
    new = moving.values.get(field)
    old = moving.old.get(field) if moving.old is not None else None
    if new == old:
        return Move()
    entered, left = pipeline.stages.get(str(new)), pipeline.stages.get(str(old))
    findings = [] if skip else _judge(pipeline, left, entered, moving, progress)
    if findings:
        return Move(findings=tuple(findings))
    since = progress.entered_at
    seconds = int((moving.run.now - since).total_seconds()) if since is not None and old is not None else None
    entry = StageEntry(pipeline.key, field, _text(old), _text(new), moving.run.now, moving.by, seconds, skip)
    return Move(entries=(entry,), tasks=() if entered is None or skip else _tasks(entered, moving))


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _judge(
    pipeline: CompiledPipeline,
    left: CompiledStage | None,
    entered: CompiledStage | None,
    moving: Moving,
    progress: Progress,
) -> list[Finding]:
    at = f"/values/{pipeline.field}"
    if entered is None:
        return []
    if moving.old is not None and left is not None:
        forbidden = _direction(pipeline, left, entered, at)
        if forbidden is not None:
            return [forbidden]
    if entered.definition.outcome == "lost":
        return []
    findings = _entering(entered, moving, at)
    if moving.old is not None and left is not None and entered.position > left.position:
        findings += _leaving(left, moving, progress, at)
    return findings


def _direction(pipeline: CompiledPipeline, left: CompiledStage, entered: CompiledStage, at: str) -> Finding | None:
    moves = pipeline.definition.moves
    if moves == "listed" and entered.definition.value not in left.definition.to:
        return NOT_LISTED.at(at, old=left.name, new=entered.name)
    if moves == "forward" and entered.position < left.position:
        return NOT_BACK.at(at)
    return None


def _entering(entered: CompiledStage, moving: Moving, at: str) -> list[Finding]:
    findings = []
    condition = entered.enter_when
    if condition is not None and not condition.holds(moving.run.env(moving.values, moving.old)):
        findings.append(NOT_ENTERED.at(at, stage=entered.name, condition=condition.text))
    for key in entered.definition.require:
        if moving.is_blank(key):
            name = moving.names.get(key, Text(key, key))
            findings.append(REQUIRED_IN_STAGE.at(f"/values/{key}", stage=entered.name, name=name))
    return findings


def _leaving(left: CompiledStage, moving: Moving, progress: Progress, at: str) -> list[Finding]:
    findings = []
    condition = left.exit_when
    if condition is not None and not condition.holds(moving.run.env(moving.values, moving.old)):
        findings.append(NOT_LEFT.at(at, stage=left.name, condition=condition.text))
    value = left.definition.value
    ticked = progress.ticked.get(value, {})
    for item in left.definition.checklist:
        if item.required and not ticked.get(item.key):
            findings.append(NOT_TICKED.at(f"/checklist/{value}/{item.key}", item=in_both(item.name, item.key)))
    for task in _named(left):
        if task.definition.required and task.key in progress.open_tasks:
            findings.append(TASK_OPEN.at(at, task=in_both(task.definition.name, task.key)))
    return findings


def _tasks(entered: CompiledStage, moving: Moving) -> tuple[StageTask, ...]:
    env = moving.run.env(moving.values, moving.old)
    conditions = [condition for _, condition in entered.tasks]
    return tuple(
        task
        for task, condition in zip(_named(entered), conditions, strict=True)
        if condition is None or condition.holds(env)
    )


def _named(stage: CompiledStage) -> list[StageTask]:
    value = stage.definition.value
    return [StageTask(f"{value}/{task.key or position}", task, value) for position, (task, _) in enumerate(stage.tasks)]


def unknown_ticks(pipelines: Sequence[CompiledPipeline], ticks: object) -> list[Finding]:
    """What is wrong with ``{"checklist": {"<stage>": {"<key>": true}}}``; pointers begin ``/checklist``."""
    if not isinstance(ticks, Mapping):
        return [finding("not_object", "/checklist")]
    known = {
        (value, item.key)
        for pipeline in pipelines
        for value, stage in pipeline.stages.items()
        for item in stage.definition.checklist
    }
    findings = []
    for stage, items in ticks.items():
        if not isinstance(items, Mapping):
            findings.append(finding("not_object", f"/checklist/{stage}"))
            continue
        for key, done in items.items():
            if (stage, key) not in known:
                findings.append(finding("unknown_field", f"/checklist/{stage}/{key}", key=key))
            elif not isinstance(done, bool):
                findings.append(finding("not_boolean", f"/checklist/{stage}/{key}"))
    return findings
