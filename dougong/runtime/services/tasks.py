"""Acting on a task: one commit for what was filled in, the decision, and everything that follows from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dougong.engines.document import in_both
from dougong.engines.finding import Finding, Invalid, message
from dougong.engines.flow import events
from dougong.engines.flow.definition import START, HumanNodeDef
from dougong.engines.flow.refusals import AlreadyDecided, NotAllowedHere
from dougong.engines.flow.state import Task
from dougong.errors import Failure, NotFound, Text
from dougong.platform.db import Unit
from dougong.platform.instances import store
from dougong.platform.instances.store import Instance, TaskRow
from dougong.runtime.services.context import Actor, Services
from dougong.runtime.services.desk import Desk, writing_desk
from dougong.runtime.services.flow_moving import Moving
from dougong.runtime.services.flow_record import tell_rules
from dougong.runtime.services.flow_world import in_hand
from dougong.runtime.services.flows import administrates, moving
from dougong.runtime.services.records_load import stale
from dougong.runtime.services.records_work import Work
from dougong.runtime.services.task_rights import Rights, field_rights, require_filled, shown_under, write_values

COMMENT = message("comment_required", "请填写意见", "Please say why")
SIGNATURE = message("signature_required", "请签名", "Please sign")
UNKNOWN_PERSON = message("unknown_person", "没有这个人，或已离职", "There is no such person, or he has left")
NOBODY = message("person_required", "请选择人员", "Name somebody")
CHECK = "node_check"
DECISIONS = {"approve": "approved", "reject": "rejected", "fill": "done"}
TOO_MUCH = Text("一次最多处理 100 项", "100 at a time at most")

Json = dict[str, Any]


@dataclass(frozen=True)
class Act:
    """What somebody does with a task. ``to``: a node to return to, or people. ``where`` and ``mode``: of added signers.
    ``rev``: the revision of the record that he saw."""

    action: str
    action_id: str | None = None
    comment: str | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    rev: int | None = None
    to: Sequence[str] = ()
    where: str = "beside"
    resume: str | None = None
    signature: str | None = None


def act(services: Services, unit: Unit, actor: Actor, id_: str, wanted: Act) -> Json:
    """Raises NotFound for a task of others, AlreadyDecided, Invalid, Conflict, and what the flow does not allow."""
    instance, row = store.lock_by_task(unit, id_)
    desk = writing_desk(services, unit, actor, row.app)
    if instance is None:
        _mine(desk, row)
        return _act_alone(desk, row, wanted)
    move = moving(desk, instance)
    admin = False
    if actor.user not in (*row.people, row.decided_by):
        admin = administrates(desk, move.flow, instance)
        if not admin:
            raise NotFound
    assert move.state is not None
    task = move.state.tasks[row.number]
    if wanted.action_id and _may_be_repeat(task, wanted) and store.repeated(unit.connection, id_, wanted.action_id):
        return _answer(desk, move, row, task)
    _apply(desk, move, row, task, wanted, admin)
    move.store()
    return _answer(desk, move, row, move.state.tasks[row.number])


def _mine(desk: Desk, row: TaskRow) -> None:
    if desk.actor.user not in row.people and not desk.actor.principal.admin:
        raise NotFound


def _may_be_repeat(task: Task, wanted: Act) -> bool:
    """A decision can only have been made before when the task is over; anything else may have been done at any time."""
    return task.status != "open" or wanted.action not in (*DECISIONS, "return", "transfer")


def _apply(desk: Desk, move: Moving, row: TaskRow, task: Task, wanted: Act, admin: bool) -> None:
    base: Json = {"id": desk.services.new_id(), "at": desk.now, "by": desk.actor.user, "admin": admin}
    if wanted.action == "save":
        _save(desk, row, task, wanted)
        return
    if wanted.action in (*DECISIONS, "return"):
        if task.status != "open":
            by = desk.organisation.name_of(task.by)
            detail = Text(f"已由 {by} 处理", f"{by} was quicker") if by else None
            raise AlreadyDecided(detail, decided_by=task.by, task_status=task.status, reason=task.why)
        _prepare(desk, move, row, wanted)
    event = _event(desk, row, wanted, base)
    signed = {"signature": wanted.signature} if wanted.signature else None
    move.happen(event, task=row, action_id=wanted.action_id, comment=wanted.comment, detail=signed)


def _event(desk: Desk, row: TaskRow, wanted: Act, base: Json) -> events.AnyEvent:
    number = row.number
    match wanted.action:
        case "approve" | "reject" | "fill":
            outcome: Any = DECISIONS[wanted.action]
            return events.Decide(**base, task=number, outcome=outcome, comment=wanted.comment)
        case "return":
            resume: Any = wanted.resume
            return events.Return(**base, task=number, to=wanted.to[0] if wanted.to else START, resume=resume)
        case "transfer":
            return events.Transfer(**base, task=number, to=_people(desk, wanted)[0])
        case "add-sign":
            where: Any = wanted.where
            return events.AddSign(**base, task=number, to=_people(desk, wanted), where=where)
        case "subtract-sign":
            return events.SubtractSign(**base, task=number, to=list(wanted.to))
        case "cc":
            return events.Copy(**base, task=number, to=_people(desk, wanted))
        case "claim":
            return events.Claim(**base, task=number)
        case "release":
            return events.Release(**base, task=number)
        case "read":
            return events.Read(**base, task=number)
        case "comment":
            if not (wanted.comment or "").strip():
                raise Invalid([COMMENT.at("/comment")])
            return events.Comment(**base, task=number, text=wanted.comment or "")
        case _:
            raise NotFound


def _people(desk: Desk, wanted: Act) -> list[str]:
    if not wanted.to:
        raise Invalid([NOBODY.at("/to")])
    unknown = [index for index, user in enumerate(wanted.to) if not desk.organisation.active(user)]
    if unknown:
        raise Invalid([UNKNOWN_PERSON.at("/to" if len(wanted.to) == 1 else f"/to/{index}") for index in unknown])
    return list(wanted.to)


def _save(desk: Desk, row: TaskRow, task: Task, wanted: Act) -> None:
    """Keep what is filled in so far, for nobody but its writer; nothing is judged yet."""
    if task.status != "open":
        raise AlreadyDecided(decided_by=task.by, task_status=task.status, reason=task.why)
    saved = {"values": dict(wanted.values), "comment": wanted.comment, "by": desk.actor.user}
    store.change_task(desk.writing, row.id, saved=saved)


def _prepare(desk: Desk, move: Moving, row: TaskRow, wanted: Act) -> None:
    """Everything that must be right before a decision counts, all of it told at once; then what was filled in is
    written."""
    stored = desk.stored(row.form)
    found = desk.open_door.get(stored, row.record_id, lock=True)
    if wanted.rev is not None and wanted.rev != found.rev:
        work = Work("update", dict(wanted.values), row.record_id, wanted.rev)
        seen = field_rights(desk, stored, move.flow, row.node, open_=True).of_record(row.record_id)
        raise stale(desk, stored, work, found, shown_under(desk, stored, found, seen))
    move.values = found.values
    settings = move.flow.human(row.node)
    problems = _manners(settings, wanted) if settings is not None else []
    values: Mapping[str, Any] = found.values
    if wanted.values:
        rights = field_rights(desk, stored, move.flow, row.node, open_=True)
        try:
            values = write_values(
                desk, stored, found, rights.of_writer(row.record_id), wanted.values, None, move.instance.id, row.id
            )
        except Invalid as refused:
            raise Invalid([*problems, *refused.findings]) from refused
    if wanted.action in ("approve", "fill"):
        problems += require_filled(desk, move.flow, row.node, row.form, values)
    if settings is not None:
        problems += _checked(desk, row, settings, wanted, values)
    if problems:
        raise Invalid(problems)
    move.values = values


def _manners(settings: HumanNodeDef, wanted: Act) -> list[Finding]:
    found = []
    says_no = wanted.action in ("reject", "return")
    if (settings.comment == "required" or (settings.comment == "on_reject" and says_no)) and not (
        wanted.comment or ""
    ).strip():
        found.append(COMMENT.at("/comment"))
    if settings.signature == "required" and not wanted.signature and wanted.action != "return":
        found.append(SIGNATURE.at("/signature"))
    return found


def _checked(desk: Desk, row: TaskRow, settings: HumanNodeDef, wanted: Act, values: Mapping[str, Any]) -> list[Finding]:
    """The node's own checks of the record."""
    name = "submit" if wanted.action == "fill" else wanted.action
    found = []
    for check in settings.checks:
        if name in check.on and in_hand(desk, row.form, row.record_id, values).holds(check.when):
            words = in_both(check.message, CHECK)
            places = [f"/values/{key}" for key in check.fields] or [""]
            found += [Finding(place, CHECK, words) for place in places]
    return found


def _answer(desk: Desk, move: Moving, row: TaskRow, task: Task) -> Json:
    instance = move.instance
    name = in_both(move.flow.definition.name, move.flow.key).in_locale(desk.actor.locale)
    return {
        "task": {"id": row.id, "kind": row.kind, "node": row.node, "status": task.status, "outcome": task.vote},
        "flow": {"id": instance.id, "key": instance.flow, "name": name, "state": instance.flow_state},
    }


def _act_alone(desk: Desk, row: TaskRow, wanted: Act) -> Json:
    """A task outside any flow: done, or passed on."""
    if wanted.action == "read":
        return {"task": {"id": row.id, "kind": row.kind, "node": row.node, "status": row.status}, "flow": None}
    if row.status != "open":
        raise AlreadyDecided(decided_by=row.decided_by, task_status=row.status)
    match wanted.action:
        case "fill" | "approve":
            closed: Json = {"status": "done", "closed_at": desk.now}
            if row.group_id is not None:
                over = {**closed, "status": "cancelled", "why": "done_by_other"}
                store.change_task(desk.writing, row.id, **closed, vote="done", decided_by=desk.actor.user)
                store.close_group(desk.writing, row.group_id, **over)
            _tell_done(desk, row)
            status = "done"
        case "transfer":
            to = _people(desk, wanted)[0]
            store.change_task(desk.writing, row.id, user_id=to, delegate_id=desk.organisation.delegate_of(to, desk.now))
            desk.services.live.tell(desk.writing, [to], "tasks")
            status = "open"
        case "save":
            saved: Json = {"values": {}, "comment": wanted.comment, "by": desk.actor.user}
            store.change_task(desk.writing, row.id, saved=saved)
            status = "open"
        case _:
            raise NotAllowedHere
    return {"task": {"id": row.id, "kind": row.kind, "node": row.node, "status": status}, "flow": None}


def _tell_done(desk: Desk, row: TaskRow) -> None:
    stored = desk.app.stored.get(row.form)
    found = desk.open_door.many(stored, [row.record_id]) if stored is not None else {}
    if row.record_id in found:
        tell_rules(desk, "task", row.form, found[row.record_id].values, {"node": row.node, "event": "done"})
    desk.services.live.tell(desk.writing, row.people, "tasks")


def act_on_all(services: Services, actor: Actor, ids: Sequence[str], wanted: Act) -> list[Json]:
    """The same decision on many tasks, each in a transaction of its own; what wants input is refused one by one."""

    def decide(id_: str) -> Json:
        return services.database.write(lambda unit: _one_of_many(services, unit, actor, id_, wanted))

    results: list[Json] = []
    for id_ in ids:
        try:
            done = decide(id_)
            results.append({"id": id_, "status": 200, **done})
        except Failure as refused:
            words = (refused.detail or refused.title).in_locale(actor.locale)
            results.append({"id": id_, "status": refused.status, "code": refused.code, "message": words})
    return results


class WantsInput(Failure):
    code, status, title = "wants_input", 422, Text("该任务需要填写内容，请逐个处理", "This task wants input; open it")


def _one_of_many(services: Services, unit: Unit, actor: Actor, id_: str, wanted: Act) -> Json:
    instance, row = store.lock_by_task(unit, id_)
    if instance is not None:
        desk = writing_desk(services, unit, actor, row.app)
        settings = moving(desk, instance).flow.human(row.node)
        if settings is not None and settings.asks_for_input:
            raise WantsInput
    return act(services, unit, actor, id_, wanted)


__all__ = ["Act", "Instance", "Rights", "act", "act_on_all"]
