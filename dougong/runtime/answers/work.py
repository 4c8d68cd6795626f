"""The inbox, the runs of rules, and what administrators see of jobs, the audit log and connections."""

from datetime import datetime
from typing import Any, Literal, NotRequired

from typing_extensions import TypedDict

from dougong.runtime.answers.titled import Titled


class About(TypedDict):
    """What a message is about; what is absent it does not name."""

    app: NotRequired[str | None]
    form: NotRequired[str | None]
    record: NotRequired[str | None]
    task: NotRequired[str | None]
    flow: NotRequired[str | None]


class Notification(TypedDict):
    id: str
    at: datetime
    kind: str
    text: str
    body: str | None
    about: About | None
    read: bool
    read_at: datetime | None


class Inbox(TypedDict):
    """``unread``: of all, whatever is listed."""

    items: list[Notification]
    next: str | None
    total: None
    unread: int


class MarkedRead(TypedDict):
    """How many were new."""

    read: int


class RunEvent(TypedDict):
    """``changed``: the fields of a change."""

    type: str
    facts: dict[str, Any]
    changed: list[str]


class RunProblem(TypedDict):
    """A value that an action was refused, as a refusal tells it."""

    pointer: str
    code: str
    message: str


class RunError(TypedDict):
    code: str
    message: str | None
    problems: list[RunProblem]


RunOutcome = Literal["done", "failed", "skipped", "refused"]


class RuleRun(TypedDict):
    """``outcome``: its actions were done, something stopped them (``error``), its condition did not hold, or it refused
    the write; ``effects``: what it did; ``retry_of``: the run this one repeats."""

    id: str
    rule: str
    version: int
    form: str | None
    record: str | None
    at: datetime
    by: Titled | None
    event: RunEvent
    outcome: RunOutcome
    effects: list[Any]
    error: RunError | None
    milliseconds: int | None
    retry_of: str | None


class RuleRunPage(TypedDict):
    items: list[RuleRun]
    next: str | None
    total: None


JobState = Literal["waiting", "running", "done", "parked", "cancelled"]


class Job(TypedDict):
    """A promised job; ``parked`` ones failed too often and wait for somebody."""

    id: str
    kind: str
    state: JobState
    due: datetime
    attempts: int
    error: str | None
    created_at: datetime
    ended_at: datetime | None


class JobPage(TypedDict):
    items: list[Job]
    next: str | None
    total: None


class RetriedJob(TypedDict):
    id: str
    state: JobState


class AuditEntry(TypedDict):
    """``via``: for whom or through what the actor acted."""

    id: str
    at: datetime
    actor: Titled | None
    via: str | None
    action: str
    target: str | None
    detail: Any


class AuditPage(TypedDict):
    items: list[AuditEntry]
    next: str | None
    total: None


class Connection(TypedDict):
    """``app`` is null for one of all apps. Secrets are never shown."""

    key: str
    app: str | None
    kind: str
    settings: dict[str, Any]
    has_secrets: bool
    changed_at: datetime


class ConnectionList(TypedDict):
    items: list[Connection]
    next: None
    total: int
