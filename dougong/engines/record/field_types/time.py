"""A time of day."""

from typing import Any, Literal

from pydantic_core import CoreSchema

from dougong.engines.expression.kinds import TIME, Kind
from dougong.engines.record.columns import Column, ColumnType
from dougong.engines.record.definition import FieldDef
from dougong.engines.record.facts import AppFacts
from dougong.engines.record.field_type import FieldType, JsonSchema, Titles, bare
from dougong.engines.record.shapes import TIME_PATTERN, read_time, reader


class TimeDef(FieldDef):
    type: Literal["time"]


class Time(FieldType[TimeDef]):
    """Written ``09:30`` or ``09:30:00``, read with seconds."""

    key = "time"
    definition = TimeDef

    def kind(self, d: TimeDef, facts: AppFacts) -> Kind:
        return TIME

    def place(self, d: TimeDef) -> Column:
        return Column(ColumnType.TIME, index=d.index or d.unique, unique=d.unique)

    def core_schema(self, d: TimeDef, facts: AppFacts) -> CoreSchema:
        return reader(read_time)

    def json_schema(self, d: TimeDef, facts: AppFacts) -> JsonSchema:
        return {"type": "string", "pattern": TIME_PATTERN}

    def dump(self, value: Any, d: TimeDef, titles: Titles = bare) -> object:
        return None if value is None else value.isoformat("seconds")


FIELD_TYPE = Time()
