"""A flow in the app document: a directed acyclic graph of nodes from ``start`` to one or more ends.

``start`` and an ``end`` with result ``approved`` are there without being written and their keys are reserved. Node
kinds are open (``nodes/``); what all nodes and all human nodes share is here.
"""

from typing import Annotated, Literal

from pydantic import Field

from dougong.engines.document import Def, Duration, FieldPath, FormKey, Key, Open, ShownName
from dougong.engines.expression.definition import Condition
from dougong.engines.participant.definition import Participant

START, END = "start", "end"

NodeKey = Key
Outcome = Annotated[str, Field(max_length=40, pattern=r"^[a-z][a-z0-9_]*$")]
NodeRight = Literal["edit", "require", "read", "hide"]
Who = Annotated[tuple[Participant, ...], Field(max_length=30)]


class StartDef(Def):
    """What starts the flow on a record. ``who`` may start it by hand or button (absent: whoever may read the
    record)."""

    on: Literal["submit", "create", "update", "button", "rule"] = "submit"
    when: Condition | None = None
    who: Who = ()


class NodeDef(Def):
    """What every node has. ``was`` is its key in the version before, so that running instances can move."""

    key: NodeKey
    type: str
    name: ShownName | None = None
    was: NodeKey | None = None


class TimerDef(Def):
    """Something that happens when a node stays open.

    It is due ``after`` the node opened (by working time where ``calendar`` names one), or at the date or time in the
    field ``at``, shifted by ``after`` (``before`` when given). ``every`` and ``times`` repeat reminders. Frozen on
    arrival: later edits of the field or the calendar do not move it. ``to``: whom to notify or transfer to.
    """

    after: Duration | None = None
    at: FieldPath | None = None
    before: Duration | None = None
    calendar: Key | None = None
    do: Literal["remind", "notify", "escalate", "approve", "reject", "submit", "return", "transfer"] = "remind"
    to: Who = ()
    every: Duration | None = None
    times: Annotated[int, Field(ge=1, le=10)] = 1
    text: ShownName | None = None


class NodeCheck(Def):
    """Refuses a decision with ``message`` where ``when`` holds of the record."""

    when: Condition
    message: ShownName
    on: tuple[Literal["approve", "reject", "return", "submit"], ...] = ("approve", "submit")
    fields: tuple[Key, ...] = ()


class HumanNodeDef(NodeDef):
    """A node that asks people. ``fields`` gives the right on each field (or sub-table column ``lines.price``) while the
    task is open; a field not named keeps what grants give, read at least.

    ``allow``: what people may do besides deciding and commenting (absent: everything). ``when_empty``: what to do when
    nobody is found; ``user`` asks ``empty_to``.
    """

    who: Who = ()
    fields: dict[FieldPath, NodeRight] = Field(default_factory=dict)
    allow: tuple[Literal["transfer", "add_sign", "return", "cc", "subtract_sign", "claim"], ...] | None = None
    timers: Annotated[tuple[TimerDef, ...], Field(max_length=20)] = ()
    checks: Annotated[tuple[NodeCheck, ...], Field(max_length=50)] = ()
    when_empty: Literal["admin", "skip", "fail", "user", "superior", "reject"] = "admin"
    empty_to: Who = ()
    comment: Literal["optional", "required", "on_reject"] = "optional"
    signature: Literal["none", "optional", "required"] = "none"
    max_people: Annotated[int, Field(ge=1, le=500)] = 100
    hint: ShownName | None = None

    def right(self, field: str) -> NodeRight | None:
        """The right this node gives on a field, None where it says nothing."""
        return self.fields.get(field)

    @property
    def asks_for_input(self) -> bool:
        """Whether deciding takes more than a word: such tasks are never passed or approved in a batch."""
        return (
            any(right in ("edit", "require") for right in self.fields.values())
            or self.comment == "required"
            or self.signature == "required"
        )


Node = Annotated[NodeDef, Open("nodes")]


class EdgeDef(Def):
    """A way from one node to the next, taken for outcome ``on`` (default: ``approved`` after an approval, ``done``
    elsewhere) where ``when`` holds. ``otherwise``: when no other edge of that outcome is taken."""

    from_: NodeKey = Field(alias="from")
    to: NodeKey
    on: Outcome | None = None
    when: Condition | None = None
    otherwise: bool = False
    name: ShownName | None = None


class FlowDef(Def):
    """``split``: how many ways lead on from a node; ``join``: what it waits for. ``admins`` get what nobody else can do
    (absent: the platform's administrators). ``edits: locked`` lets only open tasks change the record meanwhile."""

    key: Key
    name: ShownName | None = None
    was: Key | None = None
    form: FormKey
    start: StartDef = StartDef()
    nodes: Annotated[tuple[Node, ...], Field(max_length=500)] = ()
    edges: Annotated[tuple[EdgeDef, ...], Field(max_length=2_000)] = ()
    split: dict[NodeKey, Literal["one", "many"]] = Field(default_factory=dict)
    join: dict[NodeKey, Literal["all", "first"]] = Field(default_factory=dict)
    withdraw: Literal["before_first_decision", "before_first_node", "always", "never"] = "before_first_decision"
    edits: Literal["open", "locked"] = "open"
    admins: Who = ()
    timeout: Duration | None = None
