"""Imports: what was uploaded, how it is mapped, and what came of every row."""

from dougong.platform.imports.store import (
    NewImport,
    Outcome,
    add,
    beside,
    change,
    counts,
    every,
    find,
    reset,
    rows,
    settle,
)

__all__ = ["NewImport", "Outcome", "add", "beside", "change", "counts", "every", "find", "reset", "rows", "settle"]
