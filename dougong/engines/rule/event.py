"""What happened to a record, with the chain of causes that led to it.

A rule does not run twice for one record in one chain, and a chain ends at ``MAX_DEPTH`` with a visible fault: so rules
that answer each other come to an end whatever they say.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

MAX_DEPTH = 16

EventType = Literal[
    "created", "updated", "deleted", "restored", "stage", "flow", "task", "button", "date", "idle", "cron", "webhook"
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Chain:
    """``root``: the id of the first cause. ``ran``: (rule, record) pairs that ran already in this chain."""

    root: str
    depth: int = 0
    ran: frozenset[tuple[str, str]] = frozenset()

    def with_run(self, rule: str, record: str) -> "Chain":
        """The chain of whatever this run changes."""
        return replace(self, depth=self.depth + 1, ran=self.ran | {(rule, record)})

    @property
    def ended(self) -> bool:
        return self.depth >= MAX_DEPTH

    def as_json(self) -> dict[str, object]:
        return {"root": self.root, "depth": self.depth, "ran": sorted(map(list, self.ran))}

    @staticmethod
    def from_json(raw: Mapping[str, object]) -> "Chain":
        ran = raw.get("ran")
        pairs = frozenset((str(rule), str(record)) for rule, record in ran) if isinstance(ran, list) else frozenset()
        depth = raw.get("depth")
        return Chain(str(raw["root"]), depth if isinstance(depth, int) else 0, pairs)


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened. ``old`` and ``new`` hold the changed fields only; ``facts`` what a kind adds: a stage's
    ``pipeline``, ``from`` and ``to``; a flow's ``flow``, ``result``, ``node``; a task's ``event``, ``flow``, ``node``;
    a button's ``button``."""

    type: EventType
    form: str
    record: str
    chain: Chain
    channel: str = "api"
    old: Mapping[str, object] = field(default_factory=dict)
    new: Mapping[str, object] = field(default_factory=dict)
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def changed(self) -> frozenset[str]:
        return frozenset(self.new)
