"""What happens when a node opens: who is asked, who is passed over and why, what is waited for."""

from dataclasses import dataclass

from dougong.engines.flow.deciding import cast, deciders, evaluate
from dougong.engines.flow.definition import START, HumanNodeDef
from dougong.engines.flow.effects import RunActions, StartChild
from dougong.engines.flow.graph import EndNodeDef
from dougong.engines.flow.nodes.approval import ApprovalDef
from dougong.engines.flow.nodes.cc import CcDef
from dougong.engines.flow.nodes.end import EndDef
from dougong.engines.flow.nodes.fill import FillDef
from dougong.engines.flow.nodes.subflow import SubflowDef
from dougong.engines.flow.repeated import passed_because
from dougong.engines.flow.routing import complete
from dougong.engines.flow.run import Run
from dougong.engines.flow.state import Child, Job, Task


@dataclass(frozen=True, slots=True)
class Seat:
    """One voter; ``passed``: why he need not be asked."""

    user: str
    passed: str | None = None


def open_node(run: Run, node: str) -> None:
    """A node's turn has come."""
    state = run.node(node)
    state.status, state.opened = "active", run.now
    if state.carried is not None:
        complete(run, node, state.carried, "carried")
        return
    settings = run.flow.nodes[node]
    match run.flow.kind(node).asks.opens:
        case "end":
            state.status, state.closed = "done", run.now
            assert isinstance(settings, EndDef | EndNodeDef)
            run.finish(settings.result)
        case "pass":
            complete(run, node, run.flow.usual_outcome(node))
        case "tasks":
            _open_tasks(run, node)
        case "read":
            assert isinstance(settings, CcDef)
            send_copies(run, node, run.world.people(node, "who", run.state), once=settings.once)
            complete(run, node, run.flow.usual_outcome(node))
        case "job":
            job = Job(run.new_id(), node, "actions")
            run.state.jobs[job.id] = job
            run.effects.append(RunActions(job.id, node))
        case "timer":
            _open_wait(run, node)
        case "child":
            assert isinstance(settings, SubflowDef)
            _open_child(run, node, settings)


def send_copies(run: Run, node: str, people: list[str], *, once: bool) -> None:
    """Unread copies; with ``once`` nobody who had one in this instance gets another."""
    had = {task.user for task in run.state.tasks.values() if task.kind == "cc"} if once else set()
    fresh = [user for user in people if user not in had]
    for user in fresh:
        task = Task(run.new_id(), node, run.node(node).round, "cc", user, "unread", 0, opened=run.now)
        run.state.tasks[task.id] = task
    run.tell("copy", fresh, node)


def _open_wait(run: Run, node: str) -> None:
    due = run.world.due(node, "wait", run.state)
    if due is None or due <= run.now:
        complete(run, node, "done")
    else:
        run.arm(node, -1, due)


def _open_child(run: Run, node: str, settings: SubflowDef) -> None:
    if not settings.wait:
        run.effects.append(StartChild(None, node))
        complete(run, node, "done")
        return
    child = Child(run.new_id(), node, settings.flow)
    run.state.children[child.id] = child
    run.effects.append(StartChild(child.id, node))


def _open_tasks(run: Run, node: str) -> None:
    settings = run.flow.human(node)
    assert settings is not None
    state = run.node(node)
    state.mode = settings.mode if isinstance(settings, ApprovalDef | FillDef) else "any"
    seats = _seats(run, node, settings)
    if not seats:
        seats = _instead_of_nobody(run, node, settings)
    if not seats:
        return
    if len(seats) > settings.max_people:
        run.incident(node, "too_many_people")
        return
    _sit_down(run, node, seats)
    for index in range(len(settings.timers)):
        due = run.world.due(node, str(index), run.state)
        if due is not None:
            run.arm(node, index, due, settings.timers[index].times)
    evaluate(run, node)


def _sit_down(run: Run, node: str, seats: list[Seat]) -> None:
    """A task for each voter, as the mode asks: all at once, or one after another."""
    state = run.node(node)
    kind = run.flow.kind(node).asks.task or "approval"
    for seat in seats:
        number = run.new_id()
        task = Task(number, node, state.round, kind, seat.user, "queued", number)
        run.state.tasks[number] = task
        state.slots.append(number)
        if seat.passed is not None:
            cast(run, task, "approved" if kind == "approval" else "done", by=None, why=seat.passed)
        elif state.mode != "sequence":
            run.open_task(task)


def _seats(run: Run, node: str, settings: HumanNodeDef) -> list[Seat]:
    initiator = run.state.initiator
    if node == START:
        return [Seat(initiator)] if initiator is not None else []
    people = run.world.people(node, "who", run.state)
    if not isinstance(settings, ApprovalDef):
        return [Seat(user) for user in people]
    apart = {user for other in settings.differs_from if other in run.flow.nodes for user in deciders(run, other)}
    seats: dict[str, Seat] = {}
    for user in people:
        if user in apart:
            continue
        for seat in _himself(run, settings, user) if user == initiator else [Seat(user)]:
            seats.setdefault(seat.user, seat)
    return [
        seat if seat.passed else Seat(seat.user, passed_because(run, node, settings, seat.user))
        for seat in seats.values()
    ]


def _himself(run: Run, settings: ApprovalDef, initiator: str) -> list[Seat]:
    """The initiator among the approvers."""
    match settings.self_approval:
        case "allow":
            return [Seat(initiator)]
        case "skip":
            return [Seat(initiator, "self")]
        case "superior" | "department_head":
            found = run.world.person(settings.self_approval, initiator, run.state)
            return [Seat(found)] if found is not None and found != initiator else []


def _instead_of_nobody(run: Run, node: str, settings: HumanNodeDef) -> list[Seat]:
    """What the node says of an empty list. Nothing in return: the node is decided, or an incident is raised."""
    passed = run.flow.usual_outcome(node)
    match settings.when_empty:
        case "skip":
            complete(run, node, passed, "empty")
            return []
        case "reject":
            complete(run, node, "rejected", "empty")
            return []
        case "fail":
            run.incident(node, "nobody")
            return []
        case "user":
            people = run.world.people(node, "empty_to", run.state)
        case "superior":
            found = run.world.person("superior", run.state.initiator, run.state) if run.state.initiator else None
            people = [found] if found is not None else []
        case "admin":
            people = []
    people = people or run.world.people(node, "admins", run.state)
    if not people:
        run.incident(node, "nobody")
    run.node(node).mode = "any"
    return [Seat(user) for user in people]
