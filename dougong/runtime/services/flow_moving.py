"""One instance being moved on inside one unit of work: events in, then state, log, tasks, timers and notices out.

What an event makes follow by itself (actions of nodes, children) happens in the same transaction, in a bounded number
of steps; whatever waits is a task, a due promise or a child.
"""

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from dougong.engines.action.kind import plan_actions
from dougong.engines.flow.advance import advance, changed_tasks
from dougong.engines.flow.definition import HumanNodeDef
from dougong.engines.flow.effects import ArmTimer, CancelChild, Effect, Ended, RunActions, StartChild, Tell
from dougong.engines.flow.events import AnyEvent, JobDone, dump_event
from dougong.engines.flow.graph import Flow
from dougong.engines.flow.nodes.action import ActionNodeDef
from dougong.engines.flow.state import State, Task, dump_state
from dougong.errors import Failure
from dougong.platform import outbox
from dougong.platform.instances import store
from dougong.platform.instances.store import EventRow, Instance, TaskRow
from dougong.runtime.services.actions import carry_out
from dougong.runtime.services.desk import Desk
from dougong.runtime.services.flow_record import set_flow_state, tell_rules, title_of
from dougong.runtime.services.flow_tell import Notices
from dougong.runtime.services.flow_world import RecordWorld, as_flow, in_hand
from dougong.runtime.services.hand import Hand

TIMER = "flow_timer"
GO_ON = "flow_job"
MOST_ACTIONS = 50

StartChildFlow = Callable[["Moving", StartChild], None]
CancelChildFlow = Callable[["Moving", int], None]
TellParent = Callable[["Moving"], None]


@dataclass(frozen=True)
class Kin:
    """How instances reach each other; given by ``flows`` so that this module need not know it."""

    start: StartChildFlow
    cancel: CancelChildFlow
    tell_parent: TellParent


@dataclass
class Moving:
    """``desk`` is the actor's own; ``before`` the state as it was stored."""

    desk: Desk
    flow: Flow
    instance: Instance
    state: State | None
    kin: Kin
    values: Mapping[str, Any] | None = None
    before: State | None = None
    new: bool = False
    # a child on the record of its parent
    shares_record: bool = False
    rows: list[EventRow] = field(default_factory=list)
    armed: list[ArmTimer] = field(default_factory=list)
    told: list[Tell] = field(default_factory=list)
    ended: bool = False
    actions: int = 0
    task_ids: dict[int, str] = field(default_factory=dict)
    _waiting: deque[Effect] = field(default_factory=deque)

    def __post_init__(self) -> None:
        self.desk = as_flow(self.desk, self.instance.id)
        self.world = RecordWorld(self.desk, self.flow, self.hand)

    # the record

    def record(self) -> Mapping[str, Any]:
        """The record as it stands, locked; read once."""
        if self.values is None:
            stored = self.desk.stored(self.instance.form)
            self.values = self.desk.open_door.get(stored, self.instance.record_id, lock=True).values
        return self.values

    def hand(self) -> Hand:
        return in_hand(self.desk, self.instance.form, self.instance.record_id, self.record())

    # events

    def happen(
        self,
        event: AnyEvent,
        *,
        task: TaskRow | None = None,
        action_id: str | None = None,
        comment: str | None = None,
        detail: Mapping[str, Any] | None = None,
    ) -> None:
        """Apply an event and everything that follows from it at once. Raises what the engine refuses."""
        self.apply(event, task, action_id, comment, detail)
        while self._waiting:
            self._follow(self._waiting.popleft())

    def apply(
        self,
        event: AnyEvent,
        task: TaskRow | None = None,
        action_id: str | None = None,
        comment: str | None = None,
        detail: Mapping[str, Any] | None = None,
    ) -> None:
        """Apply an event; what follows from it waits for whoever is moving this instance (``happen``)."""
        step = advance(self.flow, self.state, event, self.world)
        self.state = step.state
        self.instance.seq += 1
        number = getattr(event, "task", None)
        node = task.node if task else step.state.tasks[number].node if isinstance(number, int) else None
        self.rows.append(
            EventRow(
                self.desk.services.new_id(), self.instance.id, self.instance.seq, event.at, event.by, event.type,
                dump_event(event), step.answers, node, task.id if task else None, action_id, comment, detail,
            )
        )  # fmt: skip
        self._waiting.extend(step.effects)

    def _follow(self, effect: Effect) -> None:
        match effect:
            case ArmTimer():
                self.armed.append(effect)
            case Tell():
                self.told.append(effect)
            case RunActions():
                self._run_actions(effect)
            case StartChild():
                self.kin.start(self, effect)
            case CancelChild():
                self.kin.cancel(self, effect.child)
            case Ended():
                self.ended = True

    def _run_actions(self, effect: RunActions) -> None:
        """The actions of a node, here and now; a refusal takes them all back and becomes an incident."""
        self.actions += 1
        if self.actions > MOST_ACTIONS:
            payload = {"app": self.instance.app, "instance": self.instance.id, "number": effect.job}
            outbox.promise(self.desk.writing, GO_ON, payload)
            return
        error = self.do_actions(effect.node)
        self.apply(JobDone(id=self.desk.services.new_id(), at=self.desk.now, job=effect.job, error=error))

    def do_actions(self, node: str) -> str | None:
        """What went wrong, or None."""
        settings = self.flow.nodes[node]
        assert isinstance(settings, ActionNodeDef)
        by_app = settings.as_ == "app" or self.desk.actor.user is None
        desk = self.desk.as_app() if by_app else self.desk
        savepoint = self.desk.connection.begin_nested()
        try:
            hand = in_hand(desk, self.instance.form, self.instance.record_id, self.record())
            context = hand.context(f"{self.flow.key}.{node}")
            effects = plan_actions(settings.do, context, desk.app.kinds.actions)
            carry_out(desk, effects, initiator=self.state.initiator if self.state else None)
            savepoint.commit()
        except Failure as refused:
            savepoint.rollback()
            return f"{refused.code}: {refused}"[:200]
        finally:
            # the actions may have changed the record
            self.values = None
        return None

    # storing

    def store(self) -> None:
        """Everything that happened, in few statements."""
        state = self.state
        assert state is not None
        instance, unit = self.instance, self.desk.writing
        was = instance.flow_state
        instance.state, instance.result, instance.flow_state = dump_state(state), state.result, state.flow_state
        incidents = [job for job in state.jobs.values() if job.kind == "incident"]
        instance.incident = f"{incidents[0].node}: {incidents[0].reason}"[:200] if incidents else None
        if self.ended:
            instance.ended_at = self.desk.now
        if instance.title is None or self.values is not None:
            instance.title = title_of(self.desk, self.desk.stored(instance.form), self.record())
        if self.new:
            store.add_instance(unit, instance)
        else:
            store.save_instance(unit, instance)
        store.add_events(unit, self.rows)
        self._store_tasks(state)
        for timer in self.armed:
            if timer.timer in state.timers:
                payload = {"app": instance.app, "instance": instance.id, "timer": timer.timer}
                outbox.promise(unit, TIMER, payload, due=timer.due)
        self._mark_record(was)
        Notices(self.desk, self.flow, instance, state).send(self.told, self.task_ids)
        if self.ended and instance.parent_id is not None:
            self.kin.tell_parent(self)

    def _mark_record(self, was: str) -> None:
        """The record shows the state of its latest flow; a child on the same record leaves that to its parent."""
        instance = self.instance
        if was == instance.flow_state and not self.new:
            return
        if self._own_record():
            latest = None if self.new else store.is_latest(instance)
            self.values = set_flow_state(self.desk, instance.form, self.record(), instance.flow_state, where=latest)
        facts = {"flow": self.flow.key, "result": instance.flow_state, "node": None}
        if instance.flow_state != "running":
            tell_rules(self.desk, "flow", instance.form, self.record(), facts)

    def _own_record(self) -> bool:
        parent = self.instance.parent_id
        if parent is None:
            return True
        return not self.shares_record and (
            self.new or store.find_instance(self.desk.connection, parent).record_id != self.instance.record_id
        )

    def _store_tasks(self, state: State) -> None:
        old = self.before.tasks if self.before is not None else {}
        changed = changed_tasks(self.before, state)
        fresh = [self._row(state.tasks[number]) for number in changed if number not in old]
        self.task_ids = {row.number: row.id for row in fresh}
        store.add_tasks(self.desk.writing, fresh)
        store.save_tasks(
            self.desk.writing,
            self.instance.id,
            [self._moved(state.tasks[number]) for number in changed if number in old],
        )

    def _row(self, task: Task) -> TaskRow:
        instance = self.instance
        return TaskRow(
            id=self.desk.services.new_id(),
            instance_id=instance.id,
            number=task.id,
            app=instance.app,
            form=instance.form,
            record_id=instance.record_id,
            flow=instance.flow,
            node=task.node,
            round=task.round,
            kind=task.kind,
            user_id=task.user,
            delegate_id=task.delegate,
            status=task.status,
            vote=task.vote,
            decided_by=task.by,
            why=task.why,
            initiator=instance.initiator,
            opened_at=task.opened or self.desk.now,
            due_at=self._due(task),
            closed_at=task.closed,
        )

    def _moved(self, task: Task) -> dict[str, Any]:
        moved: dict[str, Any] = {"number": task.id, "status": task.status, "vote": task.vote, "decided_by": task.by}
        moved |= {"why": task.why, "closed_at": task.closed, "delegate_id": task.delegate}
        if task.status == "open":
            moved |= {"opened_at": task.opened, "due_at": self._due(task)}
        elif task.status in ("done", "cancelled"):
            moved["saved"] = None
        return moved

    def _due(self, task: Task) -> Any:
        """When something happens to the task by itself: the earliest timer that decides or moves it, else the first."""
        assert self.state is not None
        settings = self.flow.nodes[task.node]
        timers = [timer for timer in self.state.timers.values() if timer.node == task.node and timer.index >= 0]
        if not timers or not isinstance(settings, HumanNodeDef) or task.kind == "cc":
            return None
        acting = [timer for timer in timers if settings.timers[timer.index].do not in ("remind", "notify")]
        return min(timer.due for timer in acting or timers)
