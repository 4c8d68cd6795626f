"""One event, one step: ``advance(flow, state, event) -> (state, effects)``.

Pure: nothing is read but the arguments and the answers of ``world``, the given state is left as it was, and the
answers come back so that the step can be replayed. An event that was applied before changes nothing.

A node is decided when all its incoming edges are: one live edge opens it, all dead ones skip it and make its own
outgoing edges dead (dead-path elimination), so every join is reached and no graph can deadlock.
"""

from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any, assert_never

from dougong.engines.flow import acting, control, events
from dougong.engines.flow.definition import START
from dougong.engines.flow.effects import Effect
from dougong.engines.flow.events import AnyEvent
from dougong.engines.flow.graph import Flow
from dougong.engines.flow.opening import open_node
from dougong.engines.flow.refusals import FlowEnded
from dougong.engines.flow.run import Run, fresh_state
from dougong.engines.flow.state import State
from dougong.engines.flow.world import Recorder, Replayed, World

# events that may reach an instance late; anything a person does to an ended one is refused
LATE = (events.TimerFired, events.JobDone, events.ChildEnded)
ALWAYS = (events.Read, events.Comment)


@dataclass(frozen=True)
class Step:
    """``answers``: what the world said, to be stored with the event."""

    state: State
    effects: list[Effect] = field(default_factory=list)
    answers: dict[str, Any] = field(default_factory=dict)


def advance(flow: Flow, state: State | None, event: AnyEvent, world: World) -> Step:
    """Apply an event. Raises one of ``refusals`` when somebody wants what he may not, and whatever ``world`` raises."""
    before = state if state is not None else fresh_state(flow)
    if event.id in before.applied:
        return Step(before)
    if before.result is not None and not isinstance(event, ALWAYS):
        if isinstance(event, LATE):
            return Step(before)
        raise FlowEnded(result=before.result)
    recorder = Recorder(world)
    run = Run(flow, deepcopy(before), event, recorder)
    _apply(run, event)
    _settle(run)
    run.state.applied.append(event.id)
    return Step(run.state, run.effects, recorder.answers)


def replay(flow: Flow, log: Iterable[tuple[AnyEvent, dict[str, Any]]]) -> State:
    """The state after these events, with the answers of their time."""
    state = fresh_state(flow)
    for event, answers in log:
        state = advance(flow, state, event, Replayed(answers)).state
    return state


def changed_tasks(before: State | None, after: State) -> list[int]:
    """Tasks that are new or differ."""
    old = before.tasks if before is not None else {}
    return [number for number, task in after.tasks.items() if old.get(number) != task]


def _settle(run: Run) -> None:
    """Open and skip nodes until nothing more follows by itself."""
    while run.state.result is None:
        if run.forced:
            open_node(run, run.forced.pop(0))
            continue
        ready = _next_ready(run)
        if ready is None:
            break
        node, live = ready
        if live:
            if run.flow.joins_first(node):
                _cancel_what_led_only_here(run, node)
            open_node(run, node)
        else:
            run.node(node).status = "skipped"
            for edge in run.flow.out[node]:
                run.mark(edge, "dead")
    if run.state.result is None and not run.state.has_work():
        run.incident(START, "stuck")


def _next_ready(run: Run) -> tuple[str, bool] | None:
    """The first touched node, in the order of the graph, whose incoming edges decide it; and whether one is live."""
    for node in sorted(run.touched, key=run.flow.order.__getitem__):
        statuses = {run.state.edges[edge.id] for edge in run.flow.into[node]}
        waiting = run.node(node).status == "waiting" and node != START
        live = "live" in statuses
        if waiting and statuses and ("open" not in statuses or (live and run.flow.joins_first(node))):
            return node, live
        run.touched.discard(node)
    return None


def _cancel_what_led_only_here(run: Run, node: str) -> None:
    """``join: first``: work that could only have led to the other inputs is for nothing."""
    for key in run.flow.only_to(node):
        state = run.node(key)
        if state.status in ("active", "waiting"):
            run.cancel_work(key, "first")
            state.status, state.closed, state.why = "cancelled", run.now, "first"
            for edge in run.flow.out[key]:
                run.mark(edge, "dead")


def _apply(run: Run, event: AnyEvent) -> None:  # noqa: PLR0912  one line for each kind of event
    match event:
        case events.Start():
            control.start(run, event)
        case events.Decide():
            acting.decide(run, event)
        case events.Return():
            acting.return_(run, event)
        case events.Transfer():
            acting.transfer(run, event)
        case events.AddSign():
            acting.add_sign(run, event)
        case events.SubtractSign():
            acting.subtract_sign(run, event)
        case events.Claim():
            acting.claim(run, event)
        case events.Release():
            acting.release(run, event)
        case events.Copy():
            acting.copy(run, event)
        case events.Read():
            acting.read(run, event)
        case events.Comment():
            pass
        case events.Urge():
            control.urge(run, event)
        case events.Withdraw():
            control.withdraw(run, event)
        case events.Terminate():
            run.finish("terminated")
        case events.Jump():
            control.jump(run, event)
        case events.Retry():
            control.retry(run, event)
        case events.TimerFired():
            control.timer_fired(run, event)
        case events.JobDone():
            control.job_done(run, event)
        case events.ChildEnded():
            control.child_ended(run, event)
        case _:
            assert_never(event)
