"""Flows at work: what starts and stops them, and what the initiator and administrators do to a running one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from dougong.engines.action.effects import CancelFlow, StartFlow
from dougong.engines.document import in_both
from dougong.engines.expression.problems import EvaluationProblem
from dougong.engines.flow import events
from dougong.engines.flow.effects import StartChild
from dougong.engines.flow.graph import Flow
from dougong.engines.flow.nodes.subflow import SubflowDef
from dougong.engines.flow.refusals import NobodyToDecide
from dougong.engines.flow.run import fresh_state
from dougong.engines.flow.state import load_state
from dougong.engines.flow.world import Question
from dougong.engines.participant.resolve import ids_of
from dougong.errors import Failure, Forbidden, NotFound, NotNow, Text, TooMany
from dougong.platform.db import Unit
from dougong.platform.instances import store
from dougong.platform.instances.store import Instance
from dougong.runtime.services.context import Actor, Services
from dougong.runtime.services.desk import Desk, writing_desk
from dougong.runtime.services.flow_book import flow_at, flows_of_app, flows_of_form
from dougong.runtime.services.flow_moving import Kin, Moving
from dougong.runtime.services.flow_picks import judged_picks
from dougong.runtime.services.flow_world import RecordWorld, in_hand
from dougong.runtime.services.records_event import RecordEvent

URGE_AGAIN = timedelta(minutes=10)
DEEPEST = 8
ALREADY = Text("这条记录上该流程正在进行", "This flow is running on the record already")
TOO_DEEP = Text("子流程嵌套过深", "Subflows are nested too deep")
NOBODY = Text("“{node}”找不到可以处理的人", "Nobody was found to act at “{node}”")
SOON = Text("刚刚催办过，请稍后再试", "It was urged a moment ago; try again later")

__all__ = ["FlowBook", "control", "flow_actions", "moving", "start"]


# starting


def start(
    desk: Desk,
    flow: Flow,
    record: str,
    *,
    values: Mapping[str, Any] | None = None,
    initiator: str | None = None,
    picks: Mapping[str, list[str]] | None = None,
    parent: tuple[str, int | None] | None = None,
    shares_record: bool = False,
) -> Instance:
    """A new instance on a record. Raises NobodyToDecide when a node that must not be empty would be."""
    instance = Instance(
        id=desk.services.new_id(),
        app=desk.app.key,
        n=desk.app.n,
        flow=flow.key,
        form=flow.definition.form,
        record_id=record,
        title=None,
        initiator=initiator,
        result=None,
        flow_state="running",
        state={},
        seq=0,
        started_at=desk.now,
        parent_id=parent[0] if parent else None,
        parent_child=parent[1] if parent else None,
        cause=desk.actor.cause.as_json(),
    )
    move = Moving(desk, flow, instance, None, KIN, values=values, new=True, shares_record=shares_record)
    event = events.Start(
        id=desk.services.new_id(), at=desk.now, by=desk.actor.user, initiator=initiator, picks=dict(picks or {})
    )
    move.happen(event)
    assert move.state is not None
    empty = [job.node for job in move.state.jobs.values() if job.reason == "nobody"]
    if empty:
        settings = flow.nodes[empty[0]]
        raise NobodyToDecide(NOBODY.format(node=in_both(settings.name, settings.key)), node=empty[0])
    move.store()
    return instance


def start_by_hand(desk: Desk, form: str, record: str, key: str, picks: Mapping[str, list[str]]) -> Instance:
    """Somebody starts a flow on a record he may read: one meant for buttons, or again one that has ended."""
    flow = flows_of_app(desk.app).get(key)
    if flow is None or flow.definition.form != form:
        raise NotFound
    stored = desk.stored(form)
    desk.door.get(stored, record)
    found = desk.open_door.get(stored, record, lock=True)
    if flow.definition.start.on == "rule":
        raise Forbidden
    owns = desk.actor.user in (found.values.get("owner"), found.values.get("created_by"))
    if flow.definition.start.who:
        world = RecordWorld(desk, flow, lambda: in_hand(desk, form, record, found.values))
        who = world.people_of(flow.definition.start.who, "start", fresh_state(flow))
        if desk.actor.user not in who:
            raise Forbidden
    elif flow.definition.start.on != "button" and not owns and not desk.actor.principal.admin:
        raise Forbidden
    if any(one[1] == key for one in store.running(desk.connection, desk.app.key, [record])):
        raise NotNow(ALREADY)
    chosen = judged_picks(desk, flow, record, found.values, desk.actor.user, picks)
    return start(desk, flow, record, values=found.values, initiator=desk.actor.user, picks=chosen)


class FlowBook:
    """Port ``flows`` of the writing of records."""

    def changed(self, desk: Desk, happened: Sequence[RecordEvent]) -> None:
        forms = {event.form for event in happened}
        if not any(flows_of_form(desk.app, form) for form in forms):
            return
        gone = {event.id: event.values for event in happened if event.kind == "deleted"}
        if gone:
            _stop_all(desk, gone, "deleted")
        called = [
            (flow, event) for event in happened for flow in flows_of_form(desk.app, event.form) if _calls(flow, event)
        ]
        if not called:
            return
        known = [event.id for _, event in called if event.kind != "created"]
        busy = {(one[2], one[1]) for one in store.running(desk.connection, desk.app.key, known)} if known else set()
        for flow, event in called:
            if (event.id, flow.key) in busy or not _holds(desk, flow, event):
                continue
            busy.add((event.id, flow.key))
            initiator = _initiator(desk, event.values)
            picks = judged_picks(desk, flow, event.id, event.values, initiator, event.picks)
            start(desk, flow, event.id, values=event.values, initiator=initiator, picks=picks)

    def locked(self, desk: Desk, form: str, ids: Sequence[str]) -> frozenset[str]:
        locking = {flow.key for flow in flows_of_form(desk.app, form) if flow.definition.edits == "locked"}
        if not locking or not ids:
            return frozenset()
        found = store.running(desk.connection, desk.app.key, ids)
        return frozenset(one[2] for one in found if one[1] in locking and one[3] != "returned")


def _calls(flow: Flow, event: RecordEvent) -> bool:
    match flow.definition.start.on:
        case "submit":
            return event.submits
        case "create":
            return event.kind == "created"
        case "update":
            return event.kind == "updated" and not event.computed
        case _:
            return False


def _holds(desk: Desk, flow: Flow, event: RecordEvent) -> bool:
    when = flow.definition.start.when
    try:
        return when is None or in_hand(desk, event.form, event.id, event.values).holds(when)
    except EvaluationProblem:
        return False


def _initiator(desk: Desk, values: Mapping[str, Any]) -> str | None:
    """Whoever acts; when the app itself does, whose record it is."""
    found = desk.actor.user or values.get("owner") or values.get("created_by")
    return str(found) if found is not None else None


# stopping and controlling


def _stop_all(desk: Desk, records: Mapping[str, Mapping[str, Any] | None], reason: str, flow: str | None = None) -> int:
    """``records``: by id, with the values of those that can no longer be read."""
    found = [one for one in store.running(desk.connection, desk.app.key, list(records)) if flow in (None, one[1])]
    for id_, _, record, _ in found:
        move = moving(desk, store.lock_instance(desk.writing, id_))
        move.values = records[record]
        event = events.Terminate(id=desk.services.new_id(), at=desk.now, by=desk.actor.user, admin=True)
        move.happen(event, comment=reason)
        move.store()
    return len(found)


def moving(desk: Desk, instance: Instance) -> Moving:
    """An instance that is locked, ready for an event."""
    state = load_state(instance.state)
    return Moving(desk, flow_at(desk, instance.flow, instance.n), instance, state, KIN, before=state)


def flow_actions(desk: Desk, effect: StartFlow | CancelFlow, initiator: str | None) -> dict[str, Any]:
    """Port ``flow_actions``: what the actions of rules, buttons and nodes do to flows."""
    if isinstance(effect, CancelFlow):
        stopped = _stop_all(desk, {effect.target.id: None}, effect.reason.zh, effect.flow)
        return {"action": "cancel_flow", "record": effect.target.id, "stopped": stopped}
    flow = flows_of_app(desk.app).get(effect.flow)
    if flow is None:
        raise NotFound
    if any(one[1] == flow.key for one in store.running(desk.connection, desk.app.key, [effect.target.id])):
        return {"action": "start_flow", "flow": flow.key, "record": effect.target.id, "running": True}
    values = desk.open_door.get(desk.stored(flow.definition.form), effect.target.id, lock=True).values
    who = effect.initiator or initiator or _initiator(desk, values)
    made = start(desk, flow, effect.target.id, values=values, initiator=who)
    return {"action": "start_flow", "flow": flow.key, "record": effect.target.id, "instance": made.id}


@dataclass(frozen=True)
class Control:
    """What is asked of a running flow. ``to``: a node to jump to or a person; ``task``: the task to reassign."""

    action: str
    comment: str | None = None
    to: str | None = None
    task: str | None = None
    action_id: str | None = None


def administrates(desk: Desk, flow: Flow, instance: Instance) -> bool:
    """Administrators of the platform, and those the flow names."""
    if desk.actor.principal.admin or desk.actor.principal.app == desk.app.key:
        return True
    if not flow.definition.admins or desk.actor.user is None:
        return False
    state = load_state(instance.state)

    def hand() -> Any:
        values = desk.open_door.get(desk.stored(instance.form), instance.record_id).values
        return in_hand(desk, instance.form, instance.record_id, values)

    question = Question("people", "start", "admins")
    return desk.actor.user in RecordWorld(desk, flow, hand).answer(question, state)


def control(services: Services, unit: Unit, actor: Actor, id_: str, wanted: Control) -> Instance:
    """Withdraw, urge, terminate, jump, reassign or retry. Raises NotFound for a flow that is none of his business."""
    found = store.find_instance(unit.connection, id_)
    desk = writing_desk(services, unit, actor, found.app)
    instance = store.lock_instance(unit, id_)
    flow = flow_at(desk, instance.flow, instance.n)
    admin = administrates(desk, flow, instance)
    if actor.user != instance.initiator and not admin:
        raise Forbidden if _concerned(desk, instance) else NotFound
    base: dict[str, Any] = {"id": services.new_id(), "at": unit.now, "by": actor.user, "admin": admin}
    event = _event(desk, instance, wanted, base, admin)
    move = moving(desk, instance)
    move.happen(event, comment=wanted.comment, action_id=wanted.action_id)
    move.store()
    return instance


def _event(desk: Desk, instance: Instance, wanted: Control, base: dict[str, Any], admin: bool) -> events.AnyEvent:
    match wanted.action:
        case "withdraw":
            return events.Withdraw(**base)
        case "urge":
            last = store.last_event(desk.connection, instance.id, "urge")
            if last is not None and desk.now - last < URGE_AGAIN:
                raise TooMany(SOON)
            return events.Urge(**base)
    if not admin:
        raise Forbidden
    match wanted.action:
        case "terminate":
            return events.Terminate(**base)
        case "jump":
            return events.Jump(**base, to=wanted.to or "")
        case "retry":
            return events.Retry(**base)
        case "reassign":
            row = store.find_task(desk.connection, wanted.task or "")
            if row.instance_id != instance.id or wanted.to is None or not desk.organisation.active(wanted.to):
                raise NotFound
            return events.Transfer(**base, task=row.number, to=wanted.to)
        case _:
            raise NotFound


def _concerned(desk: Desk, instance: Instance) -> bool:
    """Whether the person may know of this flow at all."""
    user = desk.actor.user
    if user is not None and store.tasks_on_record(desk.connection, instance.app, instance.record_id, user):
        return True
    stored = desk.app.stored.get(instance.form)
    return stored is not None and instance.record_id in desk.door.many(stored, [instance.record_id])


# instances of each other


def _start_child(move: Moving, effect: StartChild) -> None:
    settings = move.flow.nodes[effect.node]
    assert isinstance(settings, SubflowDef)
    flow = flows_of_app(move.desk.app).get(settings.flow)
    record = move.instance.record_id
    if settings.of is not None:
        found = ids_of(move.hand().evaluate(settings.of))
        record = found[0] if found else ""
    if flow is None or not record or _depth(move) >= DEEPEST:
        _child_failed(move, effect)
        return
    own = settings.of is None
    try:
        child = start(
            move.desk,
            flow,
            record,
            values=move.record() if own else None,
            initiator=move.state.initiator if move.state else None,
            picks=move.state.picks if move.state else None,
            parent=(move.instance.id, effect.child),
            shares_record=record == move.instance.record_id,
        )
    except Failure:
        _child_failed(move, effect)
        return
    move.values = None
    if child.result is not None and effect.child is not None:
        _report(move, effect.child, child.result)


def _child_failed(move: Moving, effect: StartChild) -> None:
    """A child that cannot start counts as rejected, so its parent does not wait for ever."""
    if effect.child is not None:
        _report(move, effect.child, "rejected")


def _report(move: Moving, child: int, result: str) -> None:
    event = events.ChildEnded(id=move.desk.services.new_id(), at=move.desk.now, child=child, result=result)
    move.apply(event)


def _depth(move: Moving) -> int:
    depth, parent = 0, move.instance.parent_id
    while parent is not None and depth < DEEPEST:
        parent = store.find_instance(move.desk.connection, parent).parent_id
        depth += 1
    return depth


def _cancel_child(move: Moving, child: int) -> None:
    for id_, number in store.children_of(move.desk.connection, move.instance.id):
        if number == child:
            inner = moving(move.desk, store.lock_instance(move.desk.writing, id_))
            event = events.Terminate(id=move.desk.services.new_id(), at=move.desk.now, admin=True)
            inner.kin = replace(KIN, tell_parent=lambda _: None)
            inner.happen(event)
            inner.store()


def _tell_parent(move: Moving) -> None:
    """The parent goes on, unless it is the one that is being moved right now."""
    instance = move.instance
    if instance.parent_id is None or instance.parent_child is None or move.new:
        return
    parent = store.lock_instance(move.desk.writing, instance.parent_id)
    if parent.result is not None:
        return
    above = moving(move.desk, parent)
    event = events.ChildEnded(
        id=move.desk.services.new_id(),
        at=move.desk.now,
        by=move.desk.actor.user,
        child=instance.parent_child,
        result=instance.result or "terminated",
    )
    above.happen(event)
    above.store()


KIN = Kin(_start_child, _cancel_child, _tell_parent)
