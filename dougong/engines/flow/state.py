"""Where an instance stands: plain data that is stored as JSON and says everything.

A task's ``slot`` is the place of a voter; ``part`` tells the voter's own task (``main``) from those of people added
before or after him. Tasks stay in the state when they are over: they are the memory of who decided what.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from pydantic import TypeAdapter

NodeStatus = Literal["waiting", "active", "done", "skipped", "cancelled"]
EdgeStatus = Literal["open", "live", "dead"]
# open: waits for a person; held: until those before him are done, or while somebody else has claimed it; queued: later;
# unread and read: copies
TaskStatus = Literal["open", "held", "queued", "done", "cancelled", "unread", "read"]
Vote = Literal["approved", "rejected", "done", "returned"]
PENDING: frozenset[str] = frozenset({"open", "held", "queued"})


@dataclass(slots=True)
class NodeState:
    """``round`` counts how often the node was reset; ``mode``: how its votes count this time; ``carried``: the outcome
    it had before a return that comes straight back; ``returned``: it was returned to, so nobody is passed over here.
    ``why``: what decided it, if no person did."""

    status: NodeStatus = "waiting"
    round: int = 1
    outcome: str | None = None
    why: str | None = None
    mode: Literal["any", "all", "sequence", "ratio"] = "any"
    slots: list[int] = field(default_factory=list)
    opened: datetime | None = None
    closed: datetime | None = None
    carried: str | None = None
    returned: bool = False


@dataclass(slots=True)
class Task:
    """``user`` is asked; ``delegate`` may act for him. ``by``: who did decide; None with a ``vote``: the system,
    ``why`` says for what reason."""

    id: int
    node: str
    round: int
    kind: Literal["approval", "fill", "cc"]
    user: str
    status: TaskStatus
    slot: int
    part: Literal["main", "before", "after"] = "main"
    delegate: str | None = None
    vote: Vote | None = None
    by: str | None = None
    why: str | None = None
    added_by: str | None = None
    opened: datetime | None = None
    closed: datetime | None = None
    claimed: bool = False

    def asks(self, user: str | None) -> bool:
        return user is not None and user in (self.user, self.delegate)


@dataclass(slots=True)
class Timer:
    """``index``: which of the node's timers; -1 the node's own wait, -2 the time limit of the whole instance."""

    id: int
    node: str
    index: int
    due: datetime
    left: int = 1


@dataclass(slots=True)
class Job:
    """Work of the runtime. An ``incident`` is work that failed or a way that is not there: an administrator sees it and
    can retry, jump or terminate."""

    id: int
    node: str
    kind: Literal["actions", "incident"]
    reason: str | None = None


@dataclass(slots=True)
class Child:
    """A running instance of another flow that this one waits for."""

    id: int
    node: str
    flow: str


@dataclass(slots=True)
class Saved:
    """How things stood before a return that is to come straight back to ``back``."""

    to: str
    back: str
    outcomes: dict[str, str]
    live: list[str]


@dataclass(slots=True)
class State:
    """``result``: None while running. ``decisions``: how many people have decided, the initiator's own filling
    aside."""

    initiator: str | None = None
    started: datetime | None = None
    result: str | None = None
    nodes: dict[str, NodeState] = field(default_factory=dict)
    edges: dict[str, EdgeStatus] = field(default_factory=dict)
    tasks: dict[int, Task] = field(default_factory=dict)
    timers: dict[int, Timer] = field(default_factory=dict)
    jobs: dict[int, Job] = field(default_factory=dict)
    children: dict[int, Child] = field(default_factory=dict)
    picks: dict[str, list[str]] = field(default_factory=dict)
    resumes: list[Saved] = field(default_factory=list)
    decisions: int = 0
    last_id: int = 0
    applied: list[str] = field(default_factory=list)

    def open_tasks(self) -> list[Task]:
        return [task for task in self.tasks.values() if task.status == "open"]

    def has_work(self) -> bool:
        """Whether something will move this instance on: a task, a timer, a job or a child."""
        return bool(self.open_tasks() or self.timers or self.jobs or self.children)

    @property
    def flow_state(self) -> str:
        """What the record shows."""
        if self.result is None:
            start = self.nodes.get("start")
            return "returned" if start is not None and start.status == "active" else "running"
        return self.result if self.result in FINAL else "approved"


FINAL = ("approved", "rejected", "withdrawn", "terminated")

_adapter: TypeAdapter[State] = TypeAdapter(State)


def dump_state(state: State) -> dict[str, Any]:
    """As JSON values."""
    found: dict[str, Any] = _adapter.dump_python(state, mode="json")
    return found


def load_state(raw: object) -> State:
    """The inverse of ``dump_state``."""
    return _adapter.validate_python(raw)
