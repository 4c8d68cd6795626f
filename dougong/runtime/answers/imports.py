"""Imports of sheets."""

from datetime import datetime
from typing import Any, Literal

from typing_extensions import TypedDict


class SheetColumn(TypedDict):
    """``guess``: the field it may be."""

    name: str
    samples: list[Any]
    guess: str | None


class ColumnTarget(TypedDict):
    """Where a column goes; see the options of an import."""

    field: str
    match: str | None
    values: dict[str, str | None]
    format: str | None
    missing: Literal["error", "create", "blank"]


class ImportCounts(TypedDict):
    create: int
    update: int
    skip: int
    error: int


class RowProblem(TypedDict):
    row: int
    column: str | None
    code: str
    message: str


class ImportFault(TypedDict):
    """Why the whole import stopped."""

    code: str
    message: str


class Import(TypedDict):
    """``problems`` are the first two hundred; ``problems_file`` has all; ``done`` of ``total`` rows."""

    id: str
    state: Literal["mapping", "checked", "running", "done", "failed", "reverted"]
    filename: str
    sheet: str | None
    sheets: list[str]
    header_row: int
    mode: Literal["create", "update", "upsert"]
    key: list[str]
    columns: list[SheetColumn]
    mapping: dict[str, ColumnTarget]
    counts: ImportCounts
    problems: list[RowProblem]
    problems_file: str | None
    done: int
    total: int
    error: ImportFault | None
    created_at: datetime
