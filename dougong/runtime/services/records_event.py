"""What happened to a record, as the use cases beside the writing are told it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from dougong.engines.form.pipeline import StageEntry

Happened = Literal["created", "updated", "deleted", "restored"]


@dataclass(frozen=True)
class RecordEvent:
    """``values`` and ``old`` are whole flat records in Python values; ``old`` is None for a new one. ``changed``: field
    keys (and ``owner``, ``department``, ``flow_state``) that differ. ``moves``: the stages it went through."""

    kind: Happened
    form: str
    id: str
    values: Mapping[str, Any]
    old: Mapping[str, Any] | None = None
    changed: frozenset[str] = frozenset()
    moves: tuple[StageEntry, ...] = field(default=())
    # a new record that is handed in: flows that start on ``submit`` begin
    submits: bool = False
    # whom the writer chose for steps of flows, by node
    picks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    # made by the platform itself (computed values), not by a writer
    computed: bool = False


def differing(old: Mapping[str, Any] | None, new: Mapping[str, Any]) -> frozenset[str]:
    """The keys of what differs, without those every change moves."""
    moving = {"rev", "updated_at", "updated_by", "created_at", "created_by", "id", "deleted_at"}
    before = old or {}
    return frozenset(key for key, value in new.items() if key not in moving and before.get(key) != value)
