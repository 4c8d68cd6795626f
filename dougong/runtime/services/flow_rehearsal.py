"""A flow gone through for a record with everything approved: what a simulation shows, and whom to choose before."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dougong.engines.flow import events
from dougong.engines.flow.advance import Step, advance
from dougong.engines.flow.effects import RunActions
from dougong.engines.flow.graph import Flow
from dougong.engines.flow.state import State
from dougong.runtime.services.desk import Desk
from dougong.runtime.services.flow_world import RecordWorld, in_hand

Json = dict[str, Any]
MOST_STEPS = 1_000


@dataclass
class Rehearsal:
    """A flow on its way to an end without anything being stored."""

    desk: Desk
    flow: Flow
    values: Mapping[str, Any]
    state: State | None = None
    steps: int = 0

    def go(self, initiator: str | None, picks: Mapping[str, list[str]]) -> State:
        begin = events.Start(id="start", at=self.desk.now, by=initiator, initiator=initiator, picks=dict(picks))
        self._take(begin)
        while self.state is not None and self.state.result is None and self.steps < MOST_STEPS:
            event = self._next(self.state)
            if event is None:
                break
            self._take(event)
        assert self.state is not None
        return self.state

    def _take(self, event: events.AnyEvent) -> None:
        form = self.flow.definition.form
        id_ = str(self.values.get("id") or "")
        world = RecordWorld(self.desk, self.flow, lambda: in_hand(self.desk, form, id_, self.values))
        step: Step = advance(self.flow, self.state, event, world)
        self.state = step.state
        self.steps += 1
        for effect in step.effects:
            if isinstance(effect, RunActions):
                self._take(events.JobDone(id=self._id(), at=self.desk.now, job=effect.job))

    def _id(self) -> str:
        return f"step{self.steps}"

    def _next(self, state: State) -> events.AnyEvent | None:
        """Whatever would move it on: every task is approved, every wait is over, every child approved."""
        base: Json = {"id": self._id(), "at": self.desk.now}
        task = next(iter(state.open_tasks()), None)
        if task is not None:
            outcome: Any = "approved" if task.kind == "approval" else "done"
            return events.Decide(**base, by=task.user, task=task.id, outcome=outcome)
        wait = next((timer for timer in state.timers.values() if timer.index == -1), None)
        if wait is not None:
            return events.TimerFired(**base, timer=wait.id)
        child = next(iter(state.children.values()), None)
        return events.ChildEnded(**base, child=child.id, result="approved") if child is not None else None
