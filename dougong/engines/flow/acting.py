"""What people do with a task: decide, return, pass on, add and take away signers, claim, copy, read."""

from typing import Literal

from dougong.engines.flow.deciding import cast, evaluate, free_the_claimed
from dougong.engines.flow.definition import START, HumanNodeDef
from dougong.engines.flow.events import AddSign, Claim, Copy, Decide, Read, Release, Return, SubtractSign, Transfer
from dougong.engines.flow.graph import Flow
from dougong.engines.flow.nodes.approval import ApprovalDef
from dougong.engines.flow.opening import send_copies
from dougong.engines.flow.refusals import AlreadyDecided, BadTarget, NotAllowedHere, NotYours
from dougong.engines.flow.routing import send_back
from dougong.engines.flow.run import Run
from dougong.engines.flow.state import PENDING, State, Task
from dougong.errors import Text

Allowed = Literal["transfer", "add_sign", "return", "cc", "subtract_sign", "claim"]


def allows(settings: HumanNodeDef | None, what: Allowed) -> bool:
    """Whether a node lets its people do that; a node that lists nothing allows everything."""
    return settings is not None and (settings.allow is None or what in settings.allow)


def find_task(state: State, number: int) -> Task:
    """Raises BadTarget."""
    found = state.tasks.get(number)
    if found is None:
        raise BadTarget(Text("任务不存在", "There is no such task"))
    return found


def _mine(run: Run, number: int) -> Task:
    """An open task of whoever acts. Raises AlreadyDecided, naming who was faster, or NotYours."""
    task = find_task(run.state, number)
    if task.status != "open":
        raise AlreadyDecided(decided_by=task.by, task_status=task.status, reason=task.why)
    if not task.asks(run.event.by) and not run.event.admin:
        raise NotYours
    return task


def _allowed(run: Run, task: Task, what: Allowed) -> None:
    if not run.event.admin and (task.node == START or not allows(run.flow.human(task.node), what)):
        raise NotAllowedHere


def decide(run: Run, event: Decide) -> None:
    """Raises BadTarget, AlreadyDecided, NotYours, NotAllowedHere."""
    task = find_task(run.state, event.task)
    if task.status != "open":
        raise AlreadyDecided(decided_by=task.by, task_status=task.status, reason=task.why)
    if not task.asks(event.by):
        raise NotYours
    if (task.kind == "approval") != (event.outcome in ("approved", "rejected")):
        raise NotAllowedHere
    if task.node != START:
        run.state.decisions += 1
    cast(run, task, event.outcome, by=event.by)
    evaluate(run, task.node)


def return_targets(flow: Flow, state: State, node: str) -> list[str]:
    """Where a task may be returned to: the initiator, and human nodes before it that people have decided."""
    if node == START:
        return []
    settings = flow.nodes[node]
    wanted = settings.return_to if isinstance(settings, ApprovalDef) else None
    above = sorted(flow.above(node) - {START}, key=flow.order.__getitem__)
    passed = [key for key in above if flow.human(key) is not None and _decided_by_people(state, key)]
    return [key for key in [START, *passed] if wanted is None or key in wanted]


def _decided_by_people(state: State, node: str) -> bool:
    here = state.nodes[node]
    return here.status == "done" and any(
        task.by is not None and task.vote is not None
        for task in state.tasks.values()
        if task.node == node and task.round == here.round
    )


def return_(run: Run, event: Return) -> None:
    """Raises AlreadyDecided, NotYours, NotAllowedHere, BadTarget."""
    task = _mine(run, event.task)
    _allowed(run, task, "return")
    if event.to not in return_targets(run.flow, run.state, task.node):
        raise BadTarget(Text("不能退回到该节点", "It cannot be returned to that step"), to=event.to)
    settings = run.flow.nodes[task.node]
    resume = event.resume or (settings.resume if isinstance(settings, ApprovalDef) else "walk")
    run.state.decisions += 1
    cast(run, task, "returned", by=event.by)
    send_back(run, task.node, event.to, resume=resume == "jump")
    people = [run.state.initiator] if event.to == START and run.state.initiator else []
    run.tell("returned", people, task.node)


def transfer(run: Run, event: Transfer) -> None:
    """Raises AlreadyDecided, NotYours, NotAllowedHere, BadTarget."""
    task = _mine(run, event.task)
    _allowed(run, task, "transfer")
    if event.to in (task.user, task.delegate) and not event.admin:
        raise BadTarget(Text("不能转给自己", "It is theirs already"))
    pass_on(run, task, event.to, why="reassigned" if event.admin and event.by != task.user else "transferred")
    evaluate(run, task.node)


def pass_on(run: Run, task: Task, to: str, why: str) -> None:
    """Somebody else sits in this voter's place. Who votes here anyway is not asked twice."""
    state = run.node(task.node)
    elsewhere = any(
        other.user == to and other.part == "main" and other.id != task.id and other.status != "cancelled"
        for other in run.tasks_of(task.node)
    )
    if elsewhere and task.part == "main" and len(state.slots) > 1:
        for other in run.tasks_of(task.node):
            if other.slot == task.slot and other.status in PENDING:
                run.close_task(other, "cancelled", "merged")
        state.slots.remove(task.slot)
        return
    run.close_task(task, "cancelled", why)
    task.by = run.event.by
    heir = Task(run.new_id(), task.node, task.round, task.kind, to, "queued", task.slot, task.part)
    heir.added_by = task.added_by
    run.state.tasks[heir.id] = heir
    run.open_task(heir)


def add_sign(run: Run, event: AddSign) -> None:
    """Raises AlreadyDecided, NotYours, NotAllowedHere, BadTarget."""
    task = _mine(run, event.task)
    _allowed(run, task, "add_sign")
    present = {other.user for other in run.tasks_of(task.node) if other.status in PENDING}
    people = [user for user in dict.fromkeys(event.to) if user not in present]
    if not people:
        raise BadTarget(Text("这些人已在审批人之中", "They are asked already"))
    parts = {other.part for other in run.tasks_of(task.node) if other.slot == task.slot and other.status in PENDING}
    if task.part != "main" or (event.where != "beside" and parts - {"main", event.where}):
        raise NotAllowedHere(Text("加签人不能再次加签", "Who was added cannot add others"))
    if event.where == "beside":
        _beside(run, task, people)
        return
    if event.where == "before":
        run.close_task(task, "held", "before")
        task.closed = None
    for user in people:
        added = _added(run, task, user, task.slot, event.where)
        if event.where == "before":
            run.open_task(added)


def _added(run: Run, task: Task, user: str, slot: int | None, part: Literal["main", "before", "after"]) -> Task:
    number = run.new_id()
    place = number if slot is None else slot
    added = Task(number, task.node, task.round, task.kind, user, "queued", place, part, added_by=run.event.by)
    run.state.tasks[number] = added
    return added


def _beside(run: Run, task: Task, people: list[str]) -> None:
    state = run.node(task.node)
    # a single voter who asks for a second one wants both; among several the mode stays what the builder chose
    if state.mode == "any" and len(state.slots) == 1:
        state.mode = "all"
    place = state.slots.index(task.slot) + 1
    for user in people:
        added = _added(run, task, user, None, "main")
        state.slots.insert(place, added.slot)
        place += 1
        if state.mode != "sequence":
            run.open_task(added)


def subtract_sign(run: Run, event: SubtractSign) -> None:
    """Take away people who have not acted: those one added oneself; an administrator takes away anybody."""
    task = _mine(run, event.task)
    _allowed(run, task, "subtract_sign")
    state = run.node(task.node)
    mine = [
        other
        for other in run.tasks_of(task.node)
        if other.user in event.to
        and other.status in PENDING
        and other.id != task.id
        and (run.event.admin or other.added_by == event.by)
    ]
    left = 0
    for other in mine:
        if other.part == "main":
            if len(state.slots) == 1:
                continue  # somebody has to decide
            state.slots.remove(other.slot)
            for part in run.tasks_of(task.node):
                if part.slot == other.slot and part.status in PENDING:
                    run.close_task(part, "cancelled", "subtracted")
        run.close_task(other, "cancelled", "subtracted")
        left += 1
    if not left:
        raise BadTarget(Text("没有可以减去的人", "There is nobody to take away"))
    evaluate(run, task.node)


def claim(run: Run, event: Claim) -> None:
    """Where the first to decide decides, one of them can take it: the others need not look."""
    task = _mine(run, event.task)
    _allowed(run, task, "claim")
    if run.node(task.node).mode != "any" or task.part != "main":
        raise NotAllowedHere
    task.claimed = True
    for other in run.tasks_of(task.node):
        if other.status == "open" and other.slot != task.slot:
            run.close_task(other, "held", "claimed")
            other.closed = None


def release(run: Run, event: Release) -> None:
    task = _mine(run, event.task)
    if not task.claimed:
        raise NotAllowedHere
    task.claimed = False
    free_the_claimed(run, task.node)


def copy(run: Run, event: Copy) -> None:
    task = _mine(run, event.task)
    _allowed(run, task, "cc")
    send_copies(run, task.node, list(dict.fromkeys(event.to)), once=False)


def read(run: Run, event: Read) -> None:
    task = find_task(run.state, event.task)
    if not task.asks(event.by):
        raise NotYours
    if task.status == "unread":
        run.close_task(task, "read")
