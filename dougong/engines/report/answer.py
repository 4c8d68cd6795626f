"""The tidy answer of a report: columns, rows, totals; what every client and the export read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from dougong.engines.expression.kinds import Kind
from dougong.errors import Text

Cell = Decimal | str | bool | int | date | datetime | None


@dataclass(frozen=True, slots=True)
class Column:
    """``decimals``: the places a number is shown with, None: as many as it has. ``unit``: the step of a date bucket."""

    key: str
    name: Text
    kind: Kind
    role: Literal["dimension", "measure"]
    decimals: int | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """``totals``: the measures over everything. ``notes``: what a reader must know."""

    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Cell]]
    totals: Mapping[str, Cell]
    encoding: Mapping[str, object]
    notes: tuple[Text, ...] = ()
