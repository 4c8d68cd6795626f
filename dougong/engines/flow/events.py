"""What can happen to an instance. Every event has an id of its own, so that applying it twice changes nothing.

``by``: who acts; None is the system. ``admin``: the actor administrates this flow.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from pydantic import TypeAdapter

Where = Literal["before", "after", "beside"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    id: str
    at: datetime
    by: str | None = None
    admin: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Start(Event):
    """``picks``: the initiator's choice of people, by node."""

    type: Literal["start"] = "start"
    initiator: str | None
    picks: dict[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decide(Event):
    """``outcome``: approved or rejected for an approval, done for a fill task."""

    type: Literal["decide"] = "decide"
    task: int
    outcome: Literal["approved", "rejected", "done"]
    comment: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Return(Event):
    """``resume``: how to go on from there; absent, as the node says."""

    type: Literal["return"] = "return"
    task: int
    to: str = "start"
    resume: Literal["walk", "jump"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer(Event):
    """Somebody else decides instead. By an administrator it is a reassignment."""

    type: Literal["transfer"] = "transfer"
    task: int
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddSign(Event):
    type: Literal["add_sign"] = "add_sign"
    task: int
    to: list[str]
    where: Where = "beside"


@dataclass(frozen=True, slots=True, kw_only=True)
class SubtractSign(Event):
    """``to``: people whose tasks, not yet acted on, are taken away from the node of ``task``."""

    type: Literal["subtract_sign"] = "subtract_sign"
    task: int
    to: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim(Event):
    type: Literal["claim"] = "claim"
    task: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Release(Event):
    type: Literal["release"] = "release"
    task: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy(Event):
    type: Literal["cc"] = "cc"
    task: int
    to: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Read(Event):
    type: Literal["read"] = "read"
    task: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment(Event):
    """Changes nothing; it is in the log."""

    type: Literal["comment"] = "comment"
    task: int | None = None
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Urge(Event):
    type: Literal["urge"] = "urge"


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdraw(Event):
    type: Literal["withdraw"] = "withdraw"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terminate(Event):
    type: Literal["terminate"] = "terminate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Jump(Event):
    type: Literal["jump"] = "jump"
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Retry(Event):
    """Try again what became an incident."""

    type: Literal["retry"] = "retry"


@dataclass(frozen=True, slots=True, kw_only=True)
class TimerFired(Event):
    type: Literal["timer"] = "timer"
    timer: int


@dataclass(frozen=True, slots=True, kw_only=True)
class JobDone(Event):
    """``error``: why it failed."""

    type: Literal["job"] = "job"
    job: int
    error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildEnded(Event):
    type: Literal["child"] = "child"
    child: int
    result: str


AnyEvent = (
    Start | Decide | Return | Transfer | AddSign | SubtractSign | Claim | Release | Copy | Read | Comment | Urge
    | Withdraw | Terminate | Jump | Retry | TimerFired | JobDone | ChildEnded
)  # fmt: skip

_adapter: TypeAdapter[AnyEvent] = TypeAdapter(AnyEvent)


def dump_event(event: AnyEvent) -> dict[str, Any]:
    """As JSON."""
    found: dict[str, Any] = _adapter.dump_python(event, mode="json")
    return found


def load_event(raw: object) -> AnyEvent:
    """The inverse of ``dump_event``."""
    return _adapter.validate_python(raw)
