"""A number that counts by itself: ``OPP-202611-0001``."""

from typing import Annotated, Literal

from pydantic import Field, StrictBool, StrictInt
from pydantic_core import CoreSchema

from dougong.engines.document import Key
from dougong.engines.expression.kinds import TEXT, Kind
from dougong.engines.finding import Finding
from dougong.engines.record.columns import Column, ColumnType
from dougong.engines.record.definition import FieldDef
from dougong.engines.record.facts import AppFacts
from dougong.engines.record.field_type import FieldType, JsonSchema
from dougong.engines.record.serial_pattern import check_serial_pattern
from dougong.engines.record.shapes import text_json, text_schema

SERIAL_LENGTH = 200


class SerialDef(FieldDef):
    """``pattern`` mixes text with ``{yyyy} {yy} {mm} {dd} {hh}``, ``{seq:4}`` (at least four digits, wider when
    needed), ``{field:key}``, ``{random:4}`` and ``{check}`` (digit sum modulo 10). ``resets``: when it starts over;
    ``per``: fields with a counter of their own for each value; ``date``: the date field it counts by, else the moment
    of saving."""

    type: Literal["serial"]
    pattern: Annotated[str, Field(min_length=1, max_length=120)] = "{seq:6}"
    resets: Literal["never", "day", "month", "year"] = "never"
    per: tuple[Key, ...] = Field(default=(), max_length=4)
    date: Key | None = None
    start: StrictInt = Field(default=1, ge=0, le=10**12)
    step: StrictInt = Field(default=1, ge=1, le=1000)
    gap_free: StrictBool = True


class Serial(FieldType[SerialDef]):
    """Unique in its form; the server gives it when the record is first saved for good."""

    key = "serial"
    definition = SerialDef

    def kind(self, d: SerialDef, facts: AppFacts) -> Kind:
        return TEXT

    def computed(self, d: SerialDef) -> bool:
        return True

    def place(self, d: SerialDef) -> Column:
        return Column(ColumnType.TEXT, index=True, unique=True)

    def core_schema(self, d: SerialDef, facts: AppFacts) -> CoreSchema:
        return text_schema(max_length=SERIAL_LENGTH)

    def json_schema(self, d: SerialDef, facts: AppFacts) -> JsonSchema:
        return text_json(max_length=SERIAL_LENGTH)

    def check(self, d: SerialDef, facts: AppFacts) -> list[Finding]:
        return check_serial_pattern(d.pattern, d.resets)


FIELD_TYPE = Serial()
