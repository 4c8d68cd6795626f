"""A day."""

from datetime import date, datetime
from typing import Any, Literal

from pydantic_core import CoreSchema

from dougong.engines.expression.definition import Formula
from dougong.engines.expression.kinds import DATE, Kind
from dougong.engines.finding import Finding
from dougong.engines.record.columns import Column, ColumnType
from dougong.engines.record.definition import FieldDef
from dougong.engines.record.facts import AppFacts
from dougong.engines.record.field_type import FieldType, JsonSchema, Titles, bare
from dougong.engines.record.settings import RANGE, bad_bounds
from dougong.engines.record.shapes import DATE_PATTERN, read_date, reader


class DateDef(FieldDef):
    """``min`` and ``max`` are days (``2026-01-01``) or formulas (``TODAY() + 3``); both belong to what is allowed."""

    type: Literal["date"]
    min: Formula | None = None
    max: Formula | None = None
    granularity: Literal["year", "quarter", "month", "week", "day"] = "day"


class Date(FieldType[DateDef]):
    key = "date"
    definition = DateDef

    def kind(self, d: DateDef, facts: AppFacts) -> Kind:
        return DATE

    def place(self, d: DateDef) -> Column:
        return Column(ColumnType.DATE, index=d.index or d.unique, unique=d.unique)

    def core_schema(self, d: DateDef, facts: AppFacts) -> CoreSchema:
        return reader(read_date)

    def json_schema(self, d: DateDef, facts: AppFacts) -> JsonSchema:
        return {"type": "string", "format": "date", "pattern": DATE_PATTERN}

    def dump(self, value: Any, d: DateDef, titles: Titles = bare) -> object:
        return None if value is None else value.isoformat()

    def settled(self, value: Any, d: DateDef) -> object:
        return value.date() if isinstance(value, datetime) else value

    def check(self, d: DateDef, facts: AppFacts) -> list[Finding]:
        return bad_bounds(fixed_day(d.min), fixed_day(d.max), *RANGE)


def fixed_day(bound: str | None) -> date | None:
    """The day a bound says outright; None for a formula."""
    try:
        return read_date(bound)
    except ValueError:
        return None


FIELD_TYPE = Date()
