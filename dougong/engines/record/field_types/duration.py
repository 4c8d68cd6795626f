"""A length of time in whole seconds."""

from decimal import Decimal
from typing import Literal

from pydantic import Field, StrictInt
from pydantic_core import CoreSchema

from dougong.engines.expression.kinds import DURATION, Kind
from dougong.engines.finding import Finding
from dougong.engines.record.definition import FieldDef
from dougong.engines.record.facts import AppFacts
from dougong.engines.record.field_type import JsonSchema
from dougong.engines.record.field_types._whole import Whole
from dougong.engines.record.settings import RANGE, bad_bounds
from dougong.engines.record.shapes import number_json, number_schema

# what JavaScript still counts exactly
LONGEST = 2**53 - 1


class DurationDef(FieldDef):
    """``units``: which parts the control shows."""

    type: Literal["duration"]
    min: StrictInt = Field(default=0, ge=-LONGEST, le=LONGEST)
    max: StrictInt = Field(default=LONGEST, ge=-LONGEST, le=LONGEST)
    units: tuple[Literal["d", "h", "m", "s"], ...] = ("h", "m")


class Duration(Whole[DurationDef]):
    key = "duration"
    definition = DurationDef

    def kind(self, d: DurationDef, facts: AppFacts) -> Kind:
        return DURATION

    def core_schema(self, d: DurationDef, facts: AppFacts) -> CoreSchema:
        return number_schema(0, Decimal(d.min), Decimal(d.max))

    def json_schema(self, d: DurationDef, facts: AppFacts) -> JsonSchema:
        return number_json(0, Decimal(d.min), Decimal(d.max))

    def check(self, d: DurationDef, facts: AppFacts) -> list[Finding]:
        return bad_bounds(d.min, d.max, *RANGE)


FIELD_TYPE = Duration()
