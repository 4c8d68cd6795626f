"""Votes inside one node: whose turn it is, and whether the node is decided."""

from dougong.engines.flow.nodes.approval import ApprovalDef
from dougong.engines.flow.routing import complete
from dougong.engines.flow.run import Run
from dougong.engines.flow.state import PENDING, Task, Vote
from dougong.engines.flow.voting import slot_vote, verdict


def cast(run: Run, task: Task, vote: Vote, *, by: str | None, why: str | None = None) -> None:
    """Write a vote down; ``evaluate`` says what follows from it."""
    task.vote, task.by = vote, by
    run.close_task(task, "done", why)
    if vote == "rejected":
        for other in _slot(run, task.node, task.slot):
            if other.status in PENDING:
                run.close_task(other, "cancelled", "decided")


def evaluate(run: Run, node: str) -> None:
    """Decide the node when its outcome can no longer change; else ask whoever is next."""
    state = run.node(node)
    if state.status != "active":
        return
    settings = run.flow.nodes[node]
    approval = settings if isinstance(settings, ApprovalDef) else None
    free_the_claimed(run, node)
    for slot in state.slots:
        _go_on(run, _slot(run, node, slot), first=False)
    votes = [slot_vote(_slot(run, node, slot)) for slot in state.slots]
    found = verdict(
        state.mode,
        votes,
        needed=approval.needed(len(votes)) if approval else 0,
        or_reject=approval.or_reject if approval else "first",
        collect=approval.collect if approval else False,
    )
    if found is not None:
        complete(run, node, found if approval else "done", _why(run, node))
    elif state.mode == "sequence":
        turn = next(slot for slot, vote in zip(state.slots, votes, strict=True) if vote is None)
        _go_on(run, _slot(run, node, turn), first=True)


def free_the_claimed(run: Run, node: str) -> None:
    """Whoever waits for a claim that nobody holds any more is asked again."""
    tasks = run.tasks_of(node)
    if any(task.claimed and task.status == "open" for task in tasks):
        return
    for task in tasks:
        if task.status == "held" and task.why == "claimed":
            task.why = None
            run.open_task(task)


def _slot(run: Run, node: str, slot: int) -> list[Task]:
    return [task for task in run.tasks_of(node) if task.slot == slot]


def _go_on(run: Run, tasks: list[Task], *, first: bool) -> None:
    """Open what inside one voter's place is due: those before him, himself, those after him. ``first``: it is his turn
    in a sequence."""
    before = [task for task in tasks if task.part == "before"]
    waiting_before = any(task.status in PENDING for task in before)
    for task in tasks:
        if task.part != "main":
            continue
        if task.status == "queued" and first and not waiting_before:
            run.open_task(task)
        elif task.status == "held" and task.why == "before" and not waiting_before:
            task.why = None
            run.open_task(task)
        elif task.status == "done" and task.vote in ("approved", "done"):
            for after in tasks:
                if after.part == "after" and after.status == "queued":
                    run.open_task(after)


def _why(run: Run, node: str) -> str | None:
    """What decided a node when no person did."""
    tasks = [task for task in run.tasks_of(node) if task.vote is not None]
    if any(task.by is not None for task in tasks):
        return None
    return next((task.why for task in tasks if task.why), None)


def deciders(run: Run, node: str) -> list[str]:
    """The people who really said yes in a node's present round (or handed it on, for a fill)."""
    return [task.by for task in run.tasks_of(node) if task.vote in ("approved", "done") and task.by is not None]
