"""One record on its way through a write, and how the write is meant."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from dougong.engines.finding import Finding, Invalid
from dougong.engines.form.pipeline import StageEntry, StageTask
from dougong.engines.form.submit import Settled
from dougong.errors import Failure
from dougong.platform.storage.records import Found
from dougong.runtime.services.ports import Before

Kind = Literal["create", "update"]


@dataclass(frozen=True)
class PastStage:
    to: str
    at: datetime
    by: str | None = None


@dataclass(frozen=True)
class Past:
    """What an import with the right ``import_history`` says of a record's past."""

    created_at: datetime | None = None
    created_by: str | None = None
    stages: tuple[PastStage, ...] = ()


@dataclass(frozen=True)
class Options:
    """``submits``: a new record counts as handed in (an import says so only when told). ``skip_pipeline``: stages are
    taken as they are, and the log says so. ``confirmed``: warnings were seen; None asks for no confirmation.
    ``event``: what the history calls a change. ``picks``: people chosen for steps of the flows that start, by node."""

    submits: bool = True
    skip_pipeline: bool = False
    confirmed: bool | None = None
    event: str | None = None
    past: Past | None = None
    picks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass
class Work:
    """``sent``: JSON as it came, or Python values when ``python`` (rules, flows and buttons write those). ``draft``:
    how it is to be stored; None leaves it. ``rev``: what the writer saw. ``ticks``: the checklist, by stage and
    key."""

    kind: Kind
    sent: Mapping[str, Any]
    id: str | None = None
    rev: int | None = None
    draft: bool | None = None
    python: bool = False
    ticks: Mapping[str, Mapping[str, bool]] | None = None
    options: Options = field(default_factory=Options)

    # what the steps make of it
    found: Found | None = None
    new_id: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    settled: Settled | None = None
    findings: list[Finding] = field(default_factory=list)
    refused: Failure | None = None
    judged: set[str] = field(default_factory=set)
    before: Before | None = None
    moves: list[StageEntry] = field(default_factory=list)
    tasks: list[StageTask] = field(default_factory=list)
    after: dict[str, Any] = field(default_factory=dict)

    @property
    def stored(self) -> dict[str, Any] | None:
        """The record before; None for a new one."""
        return self.found.values if self.found is not None else None

    @property
    def record_id(self) -> str:
        return self.new_id or str(self.id)

    @property
    def was_draft(self) -> bool:
        return self.found is not None and self.found.draft

    @property
    def stays_draft(self) -> bool:
        return self.draft if self.draft is not None else self.was_draft

    @property
    def failed(self) -> bool:
        return self.refused is not None or any(finding.severity == "error" for finding in self.findings)

    @property
    def warnings(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.severity == "warning"]

    def failure(self) -> Failure:
        """Why it was not written."""
        return self.refused or Invalid(self.findings, ignored=list(self.settled.ignored) if self.settled else [])


def going(works: Sequence[Work]) -> list[Work]:
    """Those that nothing has stopped yet."""
    return [work for work in works if not work.failed]


def able(works: Sequence[Work]) -> list[Work]:
    """Those that are not refused outright; their problems are still being gathered."""
    return [work for work in works if work.refused is None]
