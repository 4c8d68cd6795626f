"""A moment, kept in UTC."""

from typing import Any, Literal

from pydantic_core import CoreSchema

from dougong.engines.expression.definition import Formula
from dougong.engines.expression.kinds import DATETIME, Kind
from dougong.engines.record.columns import Column, ColumnType
from dougong.engines.record.definition import FieldDef
from dougong.engines.record.facts import AppFacts
from dougong.engines.record.field_type import FieldType, JsonSchema, Titles, bare
from dougong.engines.record.shapes import DATETIME_PATTERN, datetime_in, reader, rfc3339, showable


class DatetimeDef(FieldDef):
    """``min`` and ``max`` are RFC 3339 moments or formulas (``NOW()``); both belong to what is allowed."""

    type: Literal["datetime"]
    min: Formula | None = None
    max: Formula | None = None
    granularity: Literal["minute", "second"] = "minute"


class Datetime(FieldType[DatetimeDef]):
    """Written without an offset it is in the app's zone; read it is RFC 3339 in UTC."""

    key = "datetime"
    definition = DatetimeDef

    def kind(self, d: DatetimeDef, facts: AppFacts) -> Kind:
        return DATETIME

    def place(self, d: DatetimeDef) -> Column:
        return Column(ColumnType.DATETIME, index=d.index or d.unique, unique=d.unique)

    def core_schema(self, d: DatetimeDef, facts: AppFacts) -> CoreSchema:
        return reader(datetime_in(facts.zone))

    def json_schema(self, d: DatetimeDef, facts: AppFacts) -> JsonSchema:
        return {"type": "string", "format": "x-dougong-datetime", "pattern": DATETIME_PATTERN}

    def settled(self, value: Any, d: DatetimeDef) -> object:
        return None if value is None else showable(value)

    def dump(self, value: Any, d: DatetimeDef, titles: Titles = bare) -> object:
        return None if value is None else rfc3339(value)


FIELD_TYPE = Datetime()
