"""What whole numbers share: an integer column, a plain number in JSON."""

from decimal import Decimal
from typing import Any, Generic, TypeVar

from dougong.engines.record.columns import Column, ColumnType
from dougong.engines.record.definition import FieldDef
from dougong.engines.record.field_type import FieldType, Titles, bare
from dougong.engines.record.numbers import rounded
from dougong.engines.record.shapes import decimal_of

D = TypeVar("D", bound=FieldDef)


class Whole(FieldType[D], Generic[D]):
    """A whole ``Decimal`` in Python, an ``int`` in JSON and in the database."""

    def place(self, d: D) -> Column:
        return Column(ColumnType.INTEGER, index=d.index or d.unique, unique=d.unique)

    def dump(self, value: Any, d: D, titles: Titles = bare) -> object:
        return None if value is None else int(value)

    def to_column(self, value: Any, d: D) -> object:
        return None if value is None else int(value)

    def from_column(self, value: Any, d: D) -> object:
        return None if value is None else Decimal(value)

    def settled(self, value: Any, d: D) -> object:
        return None if value is None else rounded(decimal_of(value), 0)
