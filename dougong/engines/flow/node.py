"""What a flow node is: a pure decision about where to go and what to ask for.

A node never does anything. It says what it needs when it opens (tasks for people, a job, a timer, a child, an end), and
the engine turns that into effects, which the runtime stores in the same transaction as the new state.
"""

from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

from dougong.engines.flow.definition import NodeDef

D = TypeVar("D", bound=NodeDef)

# tasks: people decide; read: unread copies, never gates; job: the runtime does something and reports back; timer:
# waits; child: another instance; end: the instance is over; pass: nothing, goes on at once
Opens = Literal["tasks", "read", "job", "timer", "child", "end", "pass"]


@dataclass(frozen=True, slots=True)
class Asks:
    """What a kind of node opens with. ``task``: how its tasks are shown in the to-do centre."""

    opens: Opens
    task: Literal["approval", "fill", "cc"] | None = None


class NodeKind(Generic[D]):
    """One kind of node. ``outcomes`` are all it can end with, the usual one first."""

    key: str
    definition: type[D]
    asks: Asks

    def outcomes(self, settings: D) -> tuple[str, ...]:
        return ("done",)

    def uses_actions(self, settings: D) -> tuple[Any, ...]:
        """The actions a node runs, for checks and for what they need."""
        return ()


AnyNodeKind = NodeKind[Any]
