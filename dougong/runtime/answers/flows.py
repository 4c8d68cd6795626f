"""Running flows, tasks, and flows that are only tried."""

from datetime import datetime
from typing import Any, Literal, NotRequired

from typing_extensions import TypedDict

from dougong.runtime.answers.records import Record
from dougong.runtime.answers.titled import Keyed, RecordPlace, Titled

TaskKind = Literal["approval", "fill", "cc"]


class Actor(TypedDict):
    """Somebody who is asked at a node. ``by``: who acted instead; ``vote``: his outcome."""

    id: str | None
    title: str | None
    status: str
    vote: str | None
    by: Titled | None
    why: str | None
    at: datetime | None


class FlowNode(Keyed):
    """What comes after ``who`` is there once the flow has come to the node."""

    type: str
    state: str
    who: list[Actor]
    round: NotRequired[int]
    outcome: NotRequired[str | None]
    why: NotRequired[str | None]
    opened_at: NotRequired[datetime | None]
    closed_at: NotRequired[datetime | None]


# ``from`` is no name in Python
FlowEdge = TypedDict(
    "FlowEdge",
    {
        "from": str,
        "to": str,
        "on": str | None,
        "otherwise": bool,
        "name": str | None,
        "when": str | None,
        "state": str,
    },
)


class FlowGraph(TypedDict):
    nodes: list[FlowNode]
    edges: list[FlowEdge]


class ReturnedTo(TypedDict):
    node: str
    name: str


FlowLogEntry = TypedDict(
    "FlowLogEntry",
    {
        "at": datetime,
        "by": Titled | None,
        # whose task it was, where somebody decided on his behalf
        "for": NotRequired[Titled | None],
        "node": str | None,
        "node_name": str | None,
        "action": str,
        "comment": str | None,
        # the node it was returned to, or the people it was handed to
        "to": NotRequired[ReturnedTo | list[Titled]],
        "signature": NotRequired[str],
    },
)


class Flow(TypedDict):
    """``state`` is that of the record; ``result`` how it ended; ``incident``: what went wrong, for administrators."""

    id: str
    key: str
    name: str
    state: str
    result: str | None
    initiator: Titled | None
    started_at: datetime
    ended_at: datetime | None
    record: RecordPlace
    can: list[str]
    graph: FlowGraph
    log: list[FlowLogEntry]
    incident: NotRequired[Any]


class FlowList(TypedDict):
    items: list[Flow]
    next: None
    total: int


class FlowState(TypedDict):
    id: str
    key: str
    state: str


class FlowMoved(TypedDict):
    flow: FlowState


class NamedFlowState(FlowState):
    name: str


class Passed(TypedDict):
    """``passed``: he would not be asked, as he decided before."""

    id: str
    title: str | None
    passed: bool


class PeoplePicked(TypedDict):
    """Whom the initiator chooses for a step. ``among``: those who may be chosen, None for anybody."""

    many: bool
    required: bool
    among: list[Titled | None] | None


class SimulatedStop(TypedDict):
    node: str
    name: str
    type: str
    state: str
    mode: str | None
    who: list[Passed]
    why: str | None
    picks: NotRequired[PeoplePicked]


class SimulationProblem(TypedDict):
    pointer: str
    code: str
    severity: Literal["error", "warning"]
    message: str


class SimulatedFlow(TypedDict):
    """``edges``: the places in the document of those that were taken; ``result``: the state it ends in."""

    path: list[SimulatedStop]
    edges: list[int]
    result: str | None
    problems: list[SimulationProblem]


class StartedItem(TypedDict):
    """A flow one has started, in the list of tasks."""

    id: str
    name: str
    kind: Literal["started"]
    node: None
    flow: NamedFlowState
    record: RecordPlace
    initiator: Titled | None
    since: datetime
    due: None
    ended_at: datetime | None
    can: list[str]


# ``for`` is no name in Python: whose task it is, when one acts for somebody else
_For = TypedDict("_For", {"for": Titled | None})


class TaskBase(_For):
    id: str
    name: str
    kind: TaskKind
    node: str | None
    status: str
    outcome: str | None
    initiator: Titled | None
    since: datetime
    due: datetime | None
    closed_at: datetime | None
    unread: bool
    batch: bool
    can: list[str]


class TaskFact(TypedDict):
    """A telling field of the record: a number, amount, day or moment as in records; a choice, person or record by what
    it is called."""

    key: str
    name: str
    type: str
    value: str
    currency: NotRequired[str]


class TaskItem(TaskBase):
    """``batch``: whether it can be decided together with others, unseen. ``facts``: amounts first, three at most."""

    flow: NamedFlowState | None
    record: RecordPlace
    facts: list[TaskFact]


class TaskCounts(TypedDict):
    todo: int
    done: int
    started: int
    cc: int


class TaskPage(TypedDict):
    items: list[TaskItem | StartedItem]
    counts: TaskCounts
    next: str | None
    total: None


class TaskRecord(Record):
    """The record under the field rights of the task's step."""

    app: str
    form: str


class TaskRecordGone(RecordPlace):
    """The record of a task that was deleted."""

    values: dict[str, Any]
    can: list[str]


class SavedInput(TypedDict):
    """What was filled in so far."""

    values: dict[str, Any] | None
    comment: str | None


class TaskAsks(TypedDict):
    comment: str
    signature: str


class Task(TaskBase):
    """One task with all that is needed to decide it."""

    record: TaskRecord | TaskRecordGone
    fields: dict[str, Literal["hide", "read", "edit", "require"]]
    flow: Flow | None
    saved: SavedInput | None
    returns_to: list[Keyed]
    asks: NotRequired[TaskAsks]
    hint: NotRequired[str | None]


class ActedTask(TypedDict):
    id: str
    kind: str
    node: str | None
    status: str
    outcome: NotRequired[str | None]


class Acted(TypedDict):
    """``flow`` is null for a task outside any flow."""

    task: ActedTask
    flow: NamedFlowState | None


class BatchDone(Acted):
    id: str
    status: int


class BatchRefused(TypedDict):
    id: str
    status: int
    code: str
    message: str


class TaskBatchResults(TypedDict):
    results: list[BatchDone | BatchRefused]


class HandedOver(TypedDict):
    """How many tasks changed hands."""

    tasks: int
