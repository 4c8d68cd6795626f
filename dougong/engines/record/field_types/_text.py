"""What all types that are kept as text share."""

from typing import ClassVar, Generic, TypeVar

from dougong.engines.expression.kinds import TEXT, Kind
from dougong.engines.record.columns import Column, ColumnType
from dougong.engines.record.definition import FieldDef
from dougong.engines.record.facts import AppFacts
from dougong.engines.record.field_type import FieldType

D = TypeVar("D", bound=FieldDef)


class Textual(FieldType[D], Generic[D]):
    """Kept as text; empty text is blank."""

    texts: ClassVar[bool] = True

    def kind(self, d: D, facts: AppFacts) -> Kind:
        return TEXT

    def place(self, d: D) -> Column:
        return Column(ColumnType.TEXT, index=d.index or d.unique, unique=d.unique)

    def settled(self, value: object, d: D) -> object:
        return value if isinstance(value, str) and value else None
