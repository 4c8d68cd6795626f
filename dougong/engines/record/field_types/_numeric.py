"""What all exact numbers share: a fixed number of decimals, bounds, text in JSON."""

from decimal import Decimal
from typing import Annotated, Any, Generic, TypeVar

from pydantic import BeforeValidator, Field
from pydantic_core import CoreSchema, PydanticCustomError

from dougong.engines.finding import Finding
from dougong.engines.record.columns import Column, ColumnType
from dougong.engines.record.definition import Decimals, FieldDef
from dougong.engines.record.facts import AppFacts
from dougong.engines.record.field_type import FieldType, JsonSchema, Titles, bare
from dougong.engines.record.numbers import NUMBER_PATTERN, exactly, plain, rounded
from dougong.engines.record.problems import problem
from dougong.engines.record.settings import RANGE, bad_bounds
from dougong.engines.record.shapes import decimal_of, number_json, number_schema

NumberText = Annotated[str, Field(pattern=NUMBER_PATTERN)]


def _bound(raw: object) -> Decimal:
    try:
        return decimal_of(raw)
    except PydanticCustomError:
        raise problem("not_number") from None


# a bound in a document: a number, or a number as text
Bound = Annotated[Decimal, BeforeValidator(_bound, json_schema_input_type=int | float | NumberText)]


class NumericDef(FieldDef):
    """``min`` and ``max`` belong to what is allowed."""

    min: Bound | None = None
    max: Bound | None = None
    decimals: Decimals = 4


N = TypeVar("N", bound=NumericDef)


class Numeric(FieldType[N], Generic[N]):
    """A ``Decimal`` with exactly ``decimals`` places."""

    def place(self, d: N) -> Column:
        return Column(ColumnType.DECIMAL, scale=d.decimals, index=d.index or d.unique, unique=d.unique)

    def core_schema(self, d: N, facts: AppFacts) -> CoreSchema:
        return number_schema(d.decimals, d.min, d.max)

    def json_schema(self, d: N, facts: AppFacts) -> JsonSchema:
        return number_json(d.decimals, d.min, d.max)

    def dump(self, value: Any, d: N, titles: Titles = bare) -> object:
        return None if value is None else plain(value, d.decimals)

    def from_column(self, value: Any, d: N) -> object:
        return None if value is None else exactly(value if isinstance(value, Decimal) else Decimal(value), d.decimals)

    def settled(self, value: Any, d: N) -> object:
        return None if value is None else rounded(decimal_of(value), d.decimals)

    def check(self, d: N, facts: AppFacts) -> list[Finding]:
        return bad_bounds(d.min, d.max, *RANGE)
