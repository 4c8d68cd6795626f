"""The to-do centre of whoever is asking, over all apps."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field

from dougong.edge import ADMIN, SIGNED_IN, Body, Caller, PageSize, Routes
from dougong.runtime.answers.flows import Acted, HandedOver, Task, TaskBatchResults, TaskPage
from dougong.runtime.depends import before_of
from dougong.runtime.services import tasks
from dougong.runtime.services.task_handover import hand_over
from dougong.runtime.services.task_lists import list_tasks, read_task
from dougong.runtime.services.tasks import Act

routes = Routes("/api/tasks", tags=["tasks"], about="The to-do centre, over all apps.")

Reference = str | dict[str, Any]


class ActBody(Body):
    """``to``: a node to return to, or one or several people (ids or ``{"id"}``). ``rev``: the revision that was seen.
    ``action_id``: the client's own name of this act; sent again it does nothing again."""

    action_id: Annotated[str, Field(max_length=100)] | None = None
    comment: Annotated[str, Field(max_length=4_000)] | None = None
    values: dict[str, Any] = Field(default_factory=dict)
    rev: int | None = None
    to: Reference | list[Reference] | None = None
    where: Literal["before", "after", "beside"] = "beside"
    resume: Literal["walk", "jump"] | None = None
    signature: Annotated[str, Field(max_length=100)] | None = None

    def act(self, action: str) -> Act:
        given = self.to if isinstance(self.to, list) else [] if self.to is None else [self.to]
        to = [str(one.get("id", "")) if isinstance(one, Mapping) else one for one in given]
        return Act(
            action, self.action_id, self.comment, self.values, self.rev, to, self.where, self.resume, self.signature
        )


# an act that needs no word may come without a body
NOTHING = ActBody()


class BatchBody(Body):
    """Decides many tasks at once, each on its own."""

    ids: Annotated[list[str], Field(min_length=1, max_length=100)]
    action: Literal["approve", "fill", "read"] = "approve"
    comment: Annotated[str, Field(max_length=4_000)] | None = None


@routes.get("", SIGNED_IN, answers=TaskPage)
def index(
    caller: Caller,
    box: Literal["todo", "done", "started", "cc"] = "todo",
    cursor: str | None = None,
    limit: PageSize = 20,
    app: str | None = None,
) -> dict[str, Any]:
    """What I have to do, have done, have started, and was copied on; with the counts of all four."""
    before = before_of(cursor)
    return list_tasks(caller.services, caller.connection, caller.actor, box, limit=limit, cursor=before, app=app)


@routes.post("/batch", SIGNED_IN, in_steps=True, answers=TaskBatchResults)
def batch(caller: Caller, body: BatchBody) -> dict[str, Any]:
    """The same decision on several tasks: a result for each, in order."""
    caller.release()
    act = Act(body.action, comment=body.comment)
    return {"results": tasks.act_on_all(caller.services, caller.actor, body.ids, act)}


class HandOver(Body):
    """Both are people: ``{"from": id, "to": id}``."""

    from_: str = Field(alias="from")
    to: str


@routes.post("/handover", ADMIN, answers=HandedOver)
def handover(caller: Caller, body: HandOver) -> dict[str, Any]:
    """Give everything that waits for one person to another, as when somebody leaves."""
    return caller.write(lambda unit: {"tasks": hand_over(caller.services, unit, caller.actor, body.from_, body.to)})


@routes.get("/{id}", SIGNED_IN, answers=Task)
def read(caller: Caller, id: str) -> dict[str, Any]:
    """One task: the record under the step's field rights, the flow's graph and its log."""
    return read_task(caller.services, caller.connection, caller.actor, id)


def _act(caller: Caller, id: str, body: ActBody, action: str) -> dict[str, Any]:
    return caller.write(lambda unit: tasks.act(caller.services, unit, caller.actor, id, body.act(action)))


@routes.post("/{id}/approve", SIGNED_IN, answers=Acted)
def approve(caller: Caller, id: str, body: ActBody = NOTHING) -> dict[str, Any]:
    """Say yes, and change what this step lets one change."""
    return _act(caller, id, body, "approve")


@routes.post("/{id}/reject", SIGNED_IN, answers=Acted)
def reject(caller: Caller, id: str, body: ActBody = NOTHING) -> dict[str, Any]:
    """Say no."""
    return _act(caller, id, body, "reject")


@routes.post("/{id}/fill", SIGNED_IN, answers=Acted)
def fill(caller: Caller, id: str, body: ActBody = NOTHING) -> dict[str, Any]:
    """Hand in what was to be filled in."""
    return _act(caller, id, body, "fill")


@routes.post("/{id}/return", SIGNED_IN, answers=Acted)
def return_(caller: Caller, id: str, body: ActBody = NOTHING) -> dict[str, Any]:
    """Send it back to an earlier step, or without ``to`` to the initiator."""
    return _act(caller, id, body, "return")


@routes.post("/{id}/transfer", SIGNED_IN, answers=Acted)
def transfer(caller: Caller, id: str, body: ActBody = NOTHING) -> dict[str, Any]:
    """Let somebody else decide instead."""
    return _act(caller, id, body, "transfer")


@routes.post("/{id}/add-sign", SIGNED_IN, answers=Acted)
def add_sign(caller: Caller, id: str, body: ActBody = NOTHING) -> dict[str, Any]:
    """Have others decide before, after or beside oneself."""
    return _act(caller, id, body, "add-sign")


@routes.post("/{id}/subtract-sign", SIGNED_IN, answers=Acted)
def subtract_sign(caller: Caller, id: str, body: ActBody = NOTHING) -> dict[str, Any]:
    """Take away people one has added and who have not acted."""
    return _act(caller, id, body, "subtract-sign")


@routes.post("/{id}/cc", SIGNED_IN, answers=Acted)
def copy(caller: Caller, id: str, body: ActBody = NOTHING) -> dict[str, Any]:
    """Send others a copy."""
    return _act(caller, id, body, "cc")


@routes.post("/{id}/comment", SIGNED_IN, answers=Acted)
def comment(caller: Caller, id: str, body: ActBody = NOTHING) -> dict[str, Any]:
    """Say something without deciding."""
    return _act(caller, id, body, "comment")


@routes.post("/{id}/claim", SIGNED_IN, answers=Acted)
def claim(caller: Caller, id: str, body: ActBody = NOTHING) -> dict[str, Any]:
    """Take a task that several people have; the others need not look."""
    return _act(caller, id, body, "claim")


@routes.post("/{id}/release", SIGNED_IN, answers=Acted)
def release(caller: Caller, id: str, body: ActBody = NOTHING) -> dict[str, Any]:
    """Give a claimed task back to all."""
    return _act(caller, id, body, "release")


@routes.post("/{id}/save", SIGNED_IN, answers=Acted)
def save(caller: Caller, id: str, body: ActBody = NOTHING) -> dict[str, Any]:
    """Keep what is filled in so far, for oneself alone."""
    return _act(caller, id, body, "save")


@routes.post("/{id}/read", SIGNED_IN, answers=Acted)
def mark_read(caller: Caller, id: str, body: ActBody = NOTHING) -> dict[str, Any]:
    """A copy was read."""
    return _act(caller, id, body, "read")
