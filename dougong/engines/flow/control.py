"""What the initiator, an administrator, time and other instances do to a whole instance."""

from dougong.engines.flow.acting import pass_on
from dougong.engines.flow.deciding import cast, evaluate
from dougong.engines.flow.definition import START, HumanNodeDef, TimerDef
from dougong.engines.flow.events import ChildEnded, JobDone, Jump, Retry, Start, TimerFired, Urge, Withdraw
from dougong.engines.flow.graph import Flow
from dougong.engines.flow.nodes.approval import ApprovalDef
from dougong.engines.flow.nodes.subflow import SubflowDef
from dougong.engines.flow.refusals import BadTarget, CannotWithdraw, NotYours
from dougong.engines.flow.routing import complete, route, send_back
from dougong.engines.flow.run import LIMIT_TIMER, Run
from dougong.engines.flow.state import PENDING, State, Timer
from dougong.errors import Text


def start(run: Run, event: Start) -> None:
    run.state.initiator, run.state.started = event.initiator, run.now
    run.state.picks = {node: list(people) for node, people in event.picks.items()}
    if run.flow.definition.timeout is not None:
        due = run.world.due(START, "limit", run.state)
        if due is not None:
            run.arm("", LIMIT_TIMER, due)
    run.node(START).status, run.node(START).opened = "active", run.now
    complete(run, START, "done")


def can_withdraw(flow: Flow, state: State) -> bool:
    if state.result is not None:
        return False
    match flow.definition.withdraw:
        case "always":
            return True
        case "never":
            return False
        case "before_first_node":
            past = (key for key, node in state.nodes.items() if key != START and node.status == "done")
            return state.flow_state == "returned" or not any(flow.human(key) is not None for key in past)
        case "before_first_decision":
            return state.flow_state == "returned" or state.decisions == 0


def withdraw(run: Run, event: Withdraw) -> None:
    """Raises NotYours, CannotWithdraw."""
    if event.by is None or event.by != run.state.initiator:
        raise NotYours
    if not can_withdraw(run.flow, run.state):
        raise CannotWithdraw
    run.finish("withdrawn")


def urge(run: Run, event: Urge) -> None:
    """Whoever still has to decide is told. Raises NotYours."""
    if event.by != run.state.initiator and not event.admin:
        raise NotYours
    for task in run.state.open_tasks():
        run.tell("urge", [user for user in (task.user, task.delegate) if user], task.node)


def jump(run: Run, event: Jump) -> None:
    """Go to any node: what leads there and is not over is left out, what comes after it begins again."""
    if event.to not in run.flow.nodes:
        raise BadTarget(Text("没有这个节点", "There is no such step"), to=event.to)
    if event.to == START or run.node(event.to).status != "waiting":
        send_back(run, event.to, event.to, resume=False)
    else:
        run.forced.append(event.to)
    for key in run.flow.above(event.to):
        node = run.node(key)
        if node.status in ("active", "waiting"):
            run.cancel_work(key, "jumped")
            node.status, node.closed, node.why = "cancelled", run.now, "jumped"
            for edge in run.flow.out[key]:
                run.mark(edge, "dead")
    # what had no way on before this node is left behind; trouble in other branches stays
    left = {event.to, START, *run.flow.above(event.to)}
    run.state.jobs = {key: job for key, job in run.state.jobs.items() if job.kind != "incident" or job.node not in left}


def retry(run: Run, event: Retry) -> None:
    """What stopped as an incident begins again."""
    for job in [job for job in run.state.jobs.values() if job.kind == "incident"]:
        del run.state.jobs[job.id]
        node = run.node(job.node)
        if node.status == "done" and node.outcome is not None:
            route(run, job.node, node.outcome)
        elif node.status == "active" and not any(task.status in PENDING for task in run.tasks_of(job.node)):
            run.forced.append(job.node)
        if run.state.result is not None:
            return
    run.touched.update(key for key, node in run.state.nodes.items() if node.status == "waiting")


def job_done(run: Run, event: JobDone) -> None:
    """A report about work that nobody waits for any more changes nothing."""
    job = run.state.jobs.get(event.job)
    if job is None or job.kind == "incident":
        return
    if event.error is not None:
        job.kind, job.reason = "incident", event.error
        run.tell("incident", [], job.node)
        return
    complete(run, job.node, run.flow.usual_outcome(job.node))


def child_ended(run: Run, event: ChildEnded) -> None:
    """A rejected, withdrawn or terminated subflow rejects its node, unless the node goes on regardless."""
    child = run.state.children.pop(event.child, None)
    if child is None:
        return
    settings = run.flow.nodes[child.node]
    assert isinstance(settings, SubflowDef)
    good = event.result not in ("rejected", "withdrawn", "terminated") or settings.on_rejected == "continue"
    complete(run, child.node, "done" if good else "rejected")


def timer_fired(run: Run, event: TimerFired) -> None:
    """A timer of work that is over changes nothing."""
    timer = run.state.timers.pop(event.timer, None)
    if timer is None:
        return
    if timer.index == LIMIT_TIMER:
        run.finish("terminated")
        return
    if timer.index < 0:
        complete(run, timer.node, "done")
        return
    settings = run.flow.human(timer.node)
    assert settings is not None
    _do(run, timer, settings, settings.timers[timer.index])
    if run.node(timer.node).status == "active" and timer.left > 1:
        again = run.world.due(timer.node, f"{timer.index}/again", run.state)
        if again is not None:
            run.arm(timer.node, timer.index, again, timer.left - 1)


def _do(run: Run, timer: Timer, settings: HumanNodeDef, what: TimerDef) -> None:
    node = timer.node
    open_tasks = [task for task in run.tasks_of(node) if task.status == "open"]
    match what.do:
        case "remind":
            asked = [user for task in open_tasks for user in (task.user, task.delegate) if user]
            run.tell("remind", asked, node, timer.index)
        case "notify":
            run.tell("notify", run.world.people(node, f"timer/{timer.index}", run.state), node, timer.index)
        case "escalate":
            _escalate(run, node)
        case "transfer":
            people = run.world.people(node, f"timer/{timer.index}", run.state)
            _hand_over(run, node, people[0] if people else None)
        case "approve" | "submit":
            # what is required and missing nobody can approve by letting time pass
            if settings.asks_for_input and not run.world.filled(node, run.state):
                _escalate(run, node)
            else:
                _decide_for_all(run, node)
        case "reject":
            complete(run, node, "rejected", "timer")
        case "return":
            send_back(run, node, START, resume=isinstance(settings, ApprovalDef) and settings.resume == "jump")


def _decide_for_all(run: Run, node: str) -> None:
    vote = "approved" if run.flow.kind(node).asks.task == "approval" else "done"
    for task in run.tasks_of(node):
        if task.status in PENDING:
            cast(run, task, "approved" if vote == "approved" else "done", by=None, why="timer")
    evaluate(run, node)


def _escalate(run: Run, node: str) -> None:
    """Every open task goes to the superior of whoever has it; without one, to the flow's administrator."""
    for task in [task for task in run.tasks_of(node) if task.status == "open"]:
        above = run.world.person("superior", task.user, run.state)
        if above is None:
            admins = run.world.people(node, "admins", run.state)
            above = next((user for user in admins if user != task.user), None)
        if above is not None and task.status == "open":
            pass_on(run, task, above, "escalated")
    evaluate(run, node)


def _hand_over(run: Run, node: str, to: str | None) -> None:
    if to is None:
        _escalate(run, node)
        return
    for task in [task for task in run.tasks_of(node) if task.status == "open" and task.user != to]:
        pass_on(run, task, to, "transferred")
    evaluate(run, node)
