"""What fields that hold ids share: one id in a column, or several in a link table."""

from typing import Any, ClassVar, Generic, TypeVar

from pydantic_core import CoreSchema

from dougong.engines.record.columns import Column, ColumnType, LinkTable, OnDelete, Target
from dougong.engines.record.definition import FieldDef
from dougong.engines.record.facts import AppFacts
from dougong.engines.record.field_type import FieldType, JsonSchema, Titles, bare
from dougong.engines.record.shapes import ID_JSON, ids_json, ids_schema, read_id, reader

D = TypeVar("D", bound=FieldDef)
MOST = 500


def id_of(value: Any) -> Any:
    """An id from an id or from a mapping that was loaded behind it."""
    return value["id"] if isinstance(value, dict) else value


class One(FieldType[D], Generic[D]):
    """One id."""

    def target(self, d: D) -> Target:
        raise NotImplementedError

    def on_delete(self, d: D) -> OnDelete:
        return "restrict"

    def place(self, d: D) -> Column:
        return Column(
            ColumnType.ID,
            references=self.target(d),
            on_delete=self.on_delete(d),
            index=True,
            unique=d.unique,
        )

    def core_schema(self, d: D, facts: AppFacts) -> CoreSchema:
        return reader(read_id)

    def json_schema(self, d: D, facts: AppFacts) -> JsonSchema:
        return dict(ID_JSON)

    def dump(self, value: Any, d: D, titles: Titles = bare) -> object:
        return None if value is None else titles(self.target(d), id_of(value))

    def settled(self, value: Any, d: D) -> object:
        return id_of(value)


class Many(FieldType[D], Generic[D]):
    """Several ids in their order."""

    many: ClassVar[bool] = True

    def target(self, d: D) -> Target:
        raise NotImplementedError

    def on_delete(self, d: D) -> OnDelete:
        return "clear"

    def most(self, d: D) -> int:
        return MOST

    def place(self, d: D) -> LinkTable:
        return LinkTable(self.target(d), self.on_delete(d))

    def core_schema(self, d: D, facts: AppFacts) -> CoreSchema:
        return ids_schema(self.most(d))

    def json_schema(self, d: D, facts: AppFacts) -> JsonSchema:
        return ids_json(self.most(d))

    def dump(self, value: Any, d: D, titles: Titles = bare) -> object:
        return [titles(self.target(d), id_of(one)) for one in value or ()]

    def settled(self, value: Any, d: D) -> object:
        if not value:
            return []
        several = value if isinstance(value, (list, tuple)) else [value]
        return list(dict.fromkeys(id_of(one) for one in several))
