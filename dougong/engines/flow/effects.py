"""What an event asks the runtime for. State says where an instance stands; effects say what to do about the change.

Tasks are not here: the runtime compares ``state.tasks`` before and after (``advance.changed_tasks``).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal


@dataclass(frozen=True, slots=True)
class ArmTimer:
    timer: int
    due: datetime


@dataclass(frozen=True, slots=True)
class RunActions:
    """Do the actions of an action node, then report ``JobDone``."""

    job: int
    node: str


@dataclass(frozen=True, slots=True)
class StartChild:
    """``child`` is None when nobody waits for it."""

    child: int | None
    node: str


@dataclass(frozen=True, slots=True)
class CancelChild:
    child: int


@dataclass(frozen=True, slots=True)
class Tell:
    """Something people should know: a new task, a copy, an urge, a reminder, that something came back or is over."""

    what: Literal["task", "copy", "urge", "remind", "notify", "returned", "ended", "incident"]
    to: tuple[str, ...]
    node: str | None = None
    timer: int | None = None


@dataclass(frozen=True, slots=True)
class Ended:
    result: str


Effect = ArmTimer | RunActions | StartChild | CancelChild | Tell | Ended
