"""What lists of plain texts share: a JSON array in their order, none twice."""

from typing import Any, ClassVar, Generic, TypeVar

from pydantic_core import CoreSchema, core_schema

from dougong.engines.record.columns import Column, ColumnType
from dougong.engines.record.definition import FieldDef
from dougong.engines.record.field_type import FieldType

D = TypeVar("D", bound=FieldDef)


class Several(FieldType[D], Generic[D]):
    many: ClassVar[bool] = True

    def place(self, d: D) -> Column:
        return Column(ColumnType.JSON, index=d.index)

    def to_column(self, value: Any, d: D) -> object:
        return list(value) if value else None

    def settled(self, value: Any, d: D) -> object:
        return list(dict.fromkeys(value)) if value else []


def several(item: CoreSchema, low: int | None, high: int) -> CoreSchema:
    items = core_schema.list_schema(item, min_length=low, max_length=high, strict=True)
    return core_schema.no_info_after_validator_function(lambda values: list(dict.fromkeys(values)), items)
