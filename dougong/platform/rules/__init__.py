"""What rules remember: their runs, whom a turn fell on, and which records a timed rule has met already."""

from dougong.platform.rules.log import RunLog
from dougong.platform.rules.store import (
    DONE,
    FAILED,
    REFUSED,
    SAMPLE,
    SKIPPED,
    Ran,
    due_mark,
    met,
    next_turn,
    record_run,
    record_runs,
    retried,
    run,
    runs,
    since,
    sweep,
    swept,
)

__all__ = [
    "DONE",
    "FAILED",
    "REFUSED",
    "SAMPLE",
    "SKIPPED",
    "Ran",
    "RunLog",
    "due_mark",
    "met",
    "next_turn",
    "record_run",
    "record_runs",
    "retried",
    "run",
    "runs",
    "since",
    "sweep",
    "swept",
]
