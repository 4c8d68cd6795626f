"""What use cases lend each other that may not import each other, and what publishing borrows of them.

They are wired in ``main`` (``Services.ports``); until one is, nothing happens at its place. All calls are made inside
the writer's transaction, with everything of one batch at once.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from dougong.engines.action.effects import CancelFlow, CreateTask, StartFlow
from dougong.engines.finding import Finding
from dougong.engines.form.pipeline import StageTask
from dougong.platform.publishing.plan import Recompute
from dougong.platform.publishing.trial import RunTests
from dougong.platform.rules import Ran

if TYPE_CHECKING:
    from dougong.runtime.services.desk import Desk
    from dougong.runtime.services.records_event import RecordEvent


@dataclass(frozen=True)
class Before:
    """What before rules want of one record: values to set (Python values by field key; ``owner`` and ``department``
    too), and problems; one of severity warning lets the record through. ``runs``: for the log, with the record."""

    changes: Mapping[str, Any] = field(default_factory=dict)
    findings: Sequence[Finding] = ()
    runs: Sequence[Ran] = ()


class Rules(Protocol):
    """Port ``rules``."""

    def before(self, desk: "Desk", events: Sequence["RecordEvent"]) -> Sequence[Before]:
        """One answer for each event, in order. ``values`` of an event are those about to be stored. No I/O, no other
        table is written."""

    def written(self, desk: "Desk", answers: Sequence[Before]) -> None:
        """Their records are written now, and nothing has refused them."""

    def after(self, desk: "Desk", events: Sequence["RecordEvent"]) -> None:
        """Promise, through the outbox, the runs these events call for."""


class Flows(Protocol):
    """Port ``flows``."""

    def changed(self, desk: "Desk", events: Sequence["RecordEvent"]) -> None:
        """Start and stop what these events call for, in this transaction."""

    def locked(self, desk: "Desk", form: str, ids: Sequence[str]) -> frozenset[str]:
        """Those of the records that a running flow keeps from being changed or deleted."""


class StageTasks(Protocol):
    """Port ``stage_tasks``: work that entering a stage makes."""

    def make(self, desk: "Desk", form: str, tasks: Sequence[tuple[str, StageTask]]) -> None:
        """(record id, task) pairs."""

    def open(self, desk: "Desk", form: str, ids: Sequence[str]) -> Mapping[str, frozenset[str]]:
        """The keys of the tasks still open, by record id."""


class Actions(Protocol):
    """Port ``actions``: carrying out what a button says."""

    def press(self, desk: "Desk", form: str, record: str, button: str, asked: Mapping[str, Any]) -> Mapping[str, Any]:
        """Do the button's actions on the record with what was asked (Python values by key); gives what the answer
        shows beside the record: ``{"made": [...], "messages": [...]}``."""


class _NoRules:
    def before(self, desk: "Desk", events: Sequence["RecordEvent"]) -> Sequence[Before]:
        return [Before() for _ in events]

    def written(self, desk: "Desk", answers: Sequence[Before]) -> None:
        pass

    def after(self, desk: "Desk", events: Sequence["RecordEvent"]) -> None:
        pass


class _NoFlows:
    def changed(self, desk: "Desk", events: Sequence["RecordEvent"]) -> None:
        pass

    def locked(self, desk: "Desk", form: str, ids: Sequence[str]) -> frozenset[str]:
        return frozenset()


class _NoStageTasks:
    def make(self, desk: "Desk", form: str, tasks: Sequence[tuple[str, StageTask]]) -> None:
        pass

    def open(self, desk: "Desk", form: str, ids: Sequence[str]) -> Mapping[str, frozenset[str]]:
        return {}


@dataclass(frozen=True)
class Ports:
    """``flow_actions`` and ``task_actions`` carry out what an action asks of flows and tasks and tell what was done:
    ``flow_actions(desk, effect, initiator)``. ``recompute`` and ``run_tests`` are lent to publishing."""

    rules: Rules = field(default_factory=_NoRules)
    flows: Flows = field(default_factory=_NoFlows)
    stage_tasks: StageTasks = field(default_factory=_NoStageTasks)
    actions: Actions | None = None
    flow_actions: "Callable[[Desk, StartFlow | CancelFlow, str | None], dict[str, Any]] | None" = None
    task_actions: "Callable[[Desk, CreateTask], dict[str, Any]] | None" = None
    recompute: Recompute | None = None
    run_tests: RunTests | None = None
