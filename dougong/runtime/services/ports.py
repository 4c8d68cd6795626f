"""What the writing of records lends from use cases that stand beside it: rules, flows, tasks of stages, actions.

They are wired in ``main`` (``Services.ports``); until one is, nothing happens at its place. All calls are made inside
the writer's transaction, with everything of one batch at once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol, cast

from dougong.engines.finding import Finding
from dougong.engines.form.pipeline import StageTask

if TYPE_CHECKING:
    from dougong.runtime.services.context import Services
    from dougong.runtime.services.desk import Desk
    from dougong.runtime.services.records_event import RecordEvent


@dataclass(frozen=True)
class Before:
    """What before rules want of one record: values to set (Python values by field key; ``owner`` and ``department``
    too), and problems; one of severity warning lets the record through."""

    changes: Mapping[str, Any] = field(default_factory=dict)
    findings: Sequence[Finding] = ()


class Rules(Protocol):
    """Port ``rules``."""

    def before(self, desk: "Desk", events: Sequence["RecordEvent"]) -> Sequence[Before]:
        """One answer for each event, in order. ``values`` of an event are those about to be stored. No I/O, no other
        table is written."""

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


def rules_of(services: "Services") -> Rules:
    return cast(Rules, services.ports.get("rules") or _NoRules())


def flows_of(services: "Services") -> Flows:
    return cast(Flows, services.ports.get("flows") or _NoFlows())


def stage_tasks_of(services: "Services") -> StageTasks:
    return cast(StageTasks, services.ports.get("stage_tasks") or _NoStageTasks())


def actions_of(services: "Services") -> Actions | None:
    """None where no actions are wired: a button cannot be pressed then."""
    return cast(Actions | None, services.ports.get("actions"))
