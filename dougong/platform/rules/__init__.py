"""What rules remember: their runs, whom a turn fell on, and which records a timed rule has met already."""

from dougong.platform.rules.store import (
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
    swept,
)

__all__ = [
    "Ran",
    "due_mark",
    "met",
    "next_turn",
    "record_run",
    "record_runs",
    "retried",
    "run",
    "runs",
    "since",
    "swept",
]
