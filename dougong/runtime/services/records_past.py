"""The past that old data brings along: when it came to be, by whom, through which stages. Judged before it is kept."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from pydantic_core import PydanticCustomError

from dougong.engines.finding import Finding, message
from dougong.engines.form.compile import CompiledForm
from dougong.engines.record.problems import finding
from dougong.engines.record.shapes import datetime_in
from dougong.runtime.services.desk import Desk
from dougong.runtime.services.records_judge import NO_PERSON
from dougong.runtime.services.records_work import PastStage, Work, able

NO_PIPELINE = message("no_pipeline", "这个表单没有阶段", "This form has no stages")
NO_STAGE = message("unknown_stage", "没有阶段“{value}”", "There is no stage {value}")
FUTURE = message("in_the_future", "过去的时间不能晚于现在", "What is past cannot lie in the future")
DISORDER = message("out_of_order", "时间不能早于前一步", "This cannot be earlier than what comes before it")


def judge_past(desk: Desk, form: CompiledForm, works: Sequence[Work]) -> None:
    """Every mistake of it, each at its place under ``/history``; times without an offset are in the app's zone."""
    for work in able(works):
        past = work.options.past
        if past is None:
            continue
        created = _moment(desk, work, past.created_at, "/history/created_at")
        work.findings += _person(desk, past.created_by, "/history/created_by")
        before, stages = created, []
        for index, step in enumerate(past.stages):
            at = f"/history/stages/{index}"
            moment = _moment(desk, work, step.at, f"{at}/at")
            work.findings += [*_stage(form, step.to, f"{at}/to"), *_person(desk, step.by, f"{at}/by")]
            if moment is None:
                continue
            if before is not None and moment < before:
                work.findings.append(DISORDER.at(f"{at}/at"))
            before = moment
            stages.append(PastStage(step.to, moment, step.by))
        work.options = replace(work.options, past=replace(past, created_at=created, stages=tuple(stages)))


def _moment(desk: Desk, work: Work, given: datetime | None, at: str) -> datetime | None:
    if given is None:
        return None
    try:
        moment = datetime_in(desk.zone)(given)
    except PydanticCustomError as wrong:
        work.findings.append(finding(wrong.type, at))
        return None
    if moment > desk.now:
        work.findings.append(FUTURE.at(at))
    return moment


def _person(desk: Desk, user: str | None, at: str) -> Iterable[Finding]:
    """Somebody who left since counts too."""
    if user is not None and user not in desk.organisation.people:
        yield NO_PERSON.at(at)


def _stage(form: CompiledForm, to: str, at: str) -> Iterable[Finding]:
    if not form.pipelines:
        yield NO_PIPELINE.at(at)
    elif to not in form.pipelines[0].stages:
        yield NO_STAGE.at(at, value=to[:60])
