"""Stars."""

from decimal import Decimal
from typing import Literal

from pydantic import Field, StrictInt
from pydantic_core import CoreSchema

from dougong.engines.expression.kinds import NUMBER, Kind
from dougong.engines.record.definition import FieldDef
from dougong.engines.record.facts import AppFacts
from dougong.engines.record.field_type import JsonSchema
from dougong.engines.record.field_types._whole import Whole
from dougong.engines.record.shapes import number_json, number_schema


class RatingDef(FieldDef):
    type: Literal["rating"]
    stars: StrictInt = Field(default=5, ge=2, le=10)


class Rating(Whole[RatingDef]):
    """Whole stars, 0..stars; 0 is "rated worst", blank is "not rated"."""

    key = "rating"
    definition = RatingDef

    def kind(self, d: RatingDef, facts: AppFacts) -> Kind:
        return NUMBER

    def core_schema(self, d: RatingDef, facts: AppFacts) -> CoreSchema:
        return number_schema(0, Decimal(0), Decimal(d.stars))

    def json_schema(self, d: RatingDef, facts: AppFacts) -> JsonSchema:
        return number_json(0, Decimal(0), Decimal(d.stars))


FIELD_TYPE = Rating()
