"""Yes or no; blank is "not said"."""

from typing import Any, Literal

from pydantic_core import CoreSchema, core_schema

from dougong.engines.document import ShownName
from dougong.engines.expression.kinds import BOOLEAN, Kind
from dougong.engines.record.columns import Column, ColumnType
from dougong.engines.record.definition import FieldDef
from dougong.engines.record.facts import AppFacts
from dougong.engines.record.field_type import FieldType, JsonSchema


class BooleanDef(FieldDef):
    """``labels``: how yes and no are shown."""

    type: Literal["boolean"]
    labels: tuple[ShownName, ShownName] | None = None


class Boolean(FieldType[BooleanDef]):
    key = "boolean"
    definition = BooleanDef

    def kind(self, d: BooleanDef, facts: AppFacts) -> Kind:
        return BOOLEAN

    def place(self, d: BooleanDef) -> Column:
        return Column(ColumnType.BOOLEAN, index=d.index or d.unique, unique=d.unique)

    def core_schema(self, d: BooleanDef, facts: AppFacts) -> CoreSchema:
        return core_schema.bool_schema(strict=True)

    def json_schema(self, d: BooleanDef, facts: AppFacts) -> JsonSchema:
        return {"type": "boolean"}

    def from_column(self, value: Any, d: BooleanDef) -> object:
        return None if value is None else bool(value)


FIELD_TYPE = Boolean()
