"""When a vote is decided: as early as its outcome can no longer change, never later."""

from collections.abc import Sequence
from typing import Literal

from dougong.engines.flow.state import PENDING, Task

Mode = Literal["any", "all", "sequence", "ratio"]
Verdict = Literal["approved", "rejected"]


def verdict(
    mode: Mode,
    votes: Sequence[Verdict | None],
    *,
    needed: int = 0,
    or_reject: Literal["first", "all"] = "first",
    collect: bool = False,
) -> Verdict | None:
    """The outcome of the votes so far (None: not cast yet), or None while it is open.

    ``needed``: approvals that pass under ``ratio``. Nobody to vote is not decided here.
    """
    approvals, rejections = votes.count("approved"), votes.count("rejected")
    pending = len(votes) - approvals - rejections
    match mode:
        case "any":
            if approvals:
                return "approved"
            return "rejected" if rejections and (or_reject == "first" or not pending) else None
        case "all" | "sequence":
            if rejections and (not collect or mode == "sequence" or not pending):
                return "rejected"
            return "approved" if votes and not pending and not rejections else None
        case "ratio":
            if approvals >= needed:
                return "approved"
            return "rejected" if approvals + pending < needed else None


def slot_vote(tasks: Sequence[Task]) -> Verdict | None:
    """What one voter says, together with those who sign before and after him: one no is a no."""
    if any(task.vote == "rejected" for task in tasks):
        return "rejected"
    main = [task for task in tasks if task.part == "main" and task.status != "cancelled"]
    if not main or any(task.status in PENDING for task in tasks):
        return None
    return "approved"
