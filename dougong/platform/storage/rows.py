"""One row in a statement, and what of it may show.

``Row.element`` is the only way a column gets into a statement: where a field shows on some rows only, it hands out
``CASE WHEN <it shows> THEN column END``, so a select, a filter, a sort and a sum all see a blank elsewhere.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, FromClause, Numeric, Text, Uuid, and_, case, cast, false, type_coerce

from dougong.engines.expression.kinds import NUMBER, TEXT, Kind
from dougong.engines.expression.tree import Node
from dougong.engines.record.columns import Column, ColumnType, Target
from dougong.engines.record.definition import SYSTEM_FIELDS
from dougong.platform.access.condition import is_false, is_true
from dougong.platform.access.rights import FormRights
from dougong.platform.storage.catalog import StoredField, StoredForm
from dougong.platform.storage.lower.values import LoweredColumn

Element = ColumnElement[Any]
# a condition of a grant on one row, as SQL
Scope = Callable[["FormRow", Node], ColumnElement[bool]]


@dataclass(frozen=True)
class Part:
    """A column of a row: the element (masked where it must be), what it is and where its ids lead."""

    element: Element
    kind: Kind
    type: ColumnType
    scale: int | None = None
    target: Target | None = None

    def lowered(self, dialect: str) -> LoweredColumn:
        """In the representation that expressions compute with."""
        if dialect == "sqlite":
            if self.type in (ColumnType.DECIMAL, ColumnType.INTEGER):
                return LoweredColumn(type_coerce(self.element, BigInteger()), self.kind, self.scale or 0)
            raw = self.element if self.type is ColumnType.BOOLEAN else type_coerce(self.element, Text())
            return LoweredColumn(raw, self.kind)
        match self.type:
            case ColumnType.ID:
                return LoweredColumn(type_coerce(self.element, Uuid(as_uuid=False)), self.kind)
            case ColumnType.INTEGER:
                return LoweredColumn(cast(self.element, Numeric()), self.kind)
            case _:
                return LoweredColumn(self.element, self.kind)


_SYSTEM_TYPES = {"rev": ColumnType.INTEGER, "flow_state": ColumnType.TEXT}
_SYSTEM_TARGETS = {
    "created_by": Target("user"),
    "updated_by": Target("user"),
    "owner": Target("user"),
    "department": Target("department"),
}


def target_of_system(key: str) -> Target | None:
    """What one of the fields every record has points at."""
    return _SYSTEM_TARGETS.get(key)


class Row(ABC):
    """A row of some table of the statement."""

    @property
    @abstractmethod
    def table(self) -> FromClause: ...

    @abstractmethod
    def part(self, key: str) -> Part:
        """A column. Raises KeyError when the row has none of that name."""

    @abstractmethod
    def many(self, key: str) -> StoredField | None:
        """The field when it leads to several rows (a sub-table, a list of references)."""


class FormRow(Row):
    """A row of a form's own table, seen with ``rights``."""

    def __init__(self, form: StoredForm, table: FromClause, rights: FormRights, scope: Scope) -> None:
        self.form = form
        self._table = table
        self.rights = rights
        self._scope = scope

    @property
    def table(self) -> FromClause:
        return self._table

    def raw(self, key: str) -> Element:
        """The column itself, hidden or not: for conditions of grants and for keys, never for answers."""
        return self._table.c[self.form.tables.columns[key].name]

    def shows(self, key: str) -> ColumnElement[bool] | None:
        """On which of the readable rows the field shows; None: on all."""
        node = self.rights.field_scope(key)
        if is_true(node):
            return None
        return false() if is_false(node) else self._scope(self, node)

    def allowed(self, action: str) -> ColumnElement[bool] | None:
        """On which rows ``action`` may be done; None: on all."""
        node = self.rights.row_scope(action)
        if is_true(node):
            return None
        return false() if is_false(node) else self._scope(self, node)

    def alive(self) -> ColumnElement[bool]:
        """Neither in the bin nor a draft."""
        return and_(self.raw("deleted_at").is_(None), self._table.c.draft.is_(False))

    def part(self, key: str) -> Part:
        plain = self.plain(key)
        shows = self.shows(key)
        return plain if shows is None else masked(plain, shows)

    def plain(self, key: str) -> Part:
        """The column as it is stored. Raises KeyError."""
        if key in SYSTEM_FIELDS:
            kind, target = SYSTEM_FIELDS[key], _SYSTEM_TARGETS.get(key)
            is_id = target is not None or key == "id"
            type_ = ColumnType.ID if is_id else _SYSTEM_TYPES.get(key, ColumnType.DATETIME)
            return Part(self.raw(key), kind, type_, 0 if key == "rev" else None, target)
        return stored_part(self.form.fields[key], self.raw(key))

    def many(self, key: str) -> StoredField | None:
        found = self.form.fields.get(key)
        return found if found is not None and not found.single else None


class ChildRow(Row):
    """A row of a sub-table. ``shows(column)`` says on which parents the column shows; None: on all."""

    def __init__(self, parent: FormRow, field: StoredField, table: FromClause) -> None:
        self.parent = parent
        self.field = field
        self._table = table

    @property
    def table(self) -> FromClause:
        return self._table

    def part(self, key: str) -> Part:
        if key == "id":
            return Part(self._table.c.id, TEXT, ColumnType.ID)
        if key == "position":
            return Part(self._table.c.position, NUMBER, ColumnType.INTEGER, 0)
        columns = self.parent.form.tables.children[self.field.key].columns
        found = self.field.fields[key]
        if not found.single:
            raise KeyError(key)
        plain = stored_part(found, self._table.c[columns[key].name])
        shows = self.parent.shows(f"{self.field.key}.{key}")
        return plain if shows is None else masked(plain, shows)

    def many(self, key: str) -> StoredField | None:
        found = self.field.fields.get(key)
        return found if found is not None and not found.single else None


def stored_part(field: StoredField, element: Element) -> Part:
    assert isinstance(field.place, Column)
    return Part(element, field.kind, field.place.type, field.place.scale, field.place.references)


def masked(part: Part, shows: ColumnElement[bool]) -> Part:
    """Blank wherever it does not show. The type stays, so values bind and read as those of the column do."""
    return Part(case((shows, part.element)), part.kind, part.type, part.scale, part.target)
