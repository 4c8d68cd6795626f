"""What a field needs in the database, said neutrally; ``platform/storage`` makes SQL types and tables of it.

A field has one place at most: a ``Column`` of the form's table, a ``LinkTable`` (several references) or a
``ChildTable`` (a sub-table's rows). Fields without a place (notes, dividers) have none.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Literal

OnDelete = Literal["restrict", "clear", "cascade"]


class ColumnType(Enum):
    """``DECIMAL`` is exact and has a scale; ``DATETIME`` is kept in UTC; ``ID`` is a UUID; ``INTEGER`` has 64 bits."""

    TEXT = "text"
    DECIMAL = "decimal"
    INTEGER = "integer"
    BOOLEAN = "boolean"
    DATE = "date"
    DATETIME = "datetime"
    TIME = "time"
    ID = "id"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Target:
    """What an id points at: a person, a department or a record of ``form`` (``stock``, ``inventory/stock``)."""

    table: Literal["user", "department", "record"]
    form: str | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``scale`` is set for DECIMAL only."""

    type: ColumnType
    scale: int | None = None
    references: Target | None = None
    on_delete: OnDelete = "restrict"
    index: bool = False
    unique: bool = False


@dataclass(frozen=True, slots=True)
class LinkTable:
    """Rows (record, position, target) of a field that holds several ids, in their order."""

    references: Target
    on_delete: OnDelete = "clear"


@dataclass(frozen=True, slots=True)
class ChildTable:
    """Rows (id, parent, position, a column for each field) of a sub-table; the fields are in its definition."""


Place = Column | LinkTable | ChildTable
