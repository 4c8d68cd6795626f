"""People and departments as rows that paths can reach: ``owner.department.name``. Their names hide from nobody."""

from collections.abc import Mapping
from typing import Literal

from sqlalchemy import FromClause, Table

from dougong.engines.expression.kinds import DEPARTMENT, TEXT, USER, Kind
from dougong.engines.record.columns import ColumnType, Target
from dougong.platform.identity.tables import departments, users
from dougong.platform.storage.catalog import StoredField
from dougong.platform.storage.rows import Part, Row

Known = Mapping[str, tuple[str, Kind, ColumnType, Target | None]]

_PERSON: Known = {
    "id": ("id", USER, ColumnType.ID, None),
    "name": ("name", TEXT, ColumnType.TEXT, None),
    "username": ("username", TEXT, ColumnType.TEXT, None),
    "department": ("department_id", DEPARTMENT, ColumnType.ID, Target("department")),
    "superior": ("superior_id", USER, ColumnType.ID, Target("user")),
}
_DEPARTMENT: Known = {
    "id": ("id", DEPARTMENT, ColumnType.ID, None),
    "name": ("name", TEXT, ColumnType.TEXT, None),
    "parent": ("parent_id", DEPARTMENT, ColumnType.ID, Target("department")),
    "head": ("head_id", USER, ColumnType.ID, Target("user")),
}


class PeopleRow(Row):
    """A row of one of the two tables."""

    def __init__(self, source: Table, known: Known) -> None:
        self._table = source.alias()
        self._known = known

    @property
    def table(self) -> FromClause:
        return self._table

    def part(self, key: str) -> Part:
        column, kind, type_, target = self._known[key]
        return Part(self._table.c[column], kind, type_, None, target)

    def many(self, key: str) -> StoredField | None:
        return None


def people_row(table: Literal["user", "department"]) -> PeopleRow:
    return PeopleRow(users, _PERSON) if table == "user" else PeopleRow(departments, _DEPARTMENT)


def target_of_person(table: str, key: str) -> tuple[Target | None] | None:
    """What an attribute of a person or department points at, if anything; None when there is no such attribute."""
    found = (_PERSON if table == "user" else _DEPARTMENT).get(key)
    return None if found is None else (found[3],)
