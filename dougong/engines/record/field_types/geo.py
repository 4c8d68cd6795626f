"""A place on the map."""

from typing import Any, Literal

from pydantic_core import CoreSchema

from dougong.engines.expression.kinds import JSON, Kind
from dougong.engines.record.columns import Column, ColumnType
from dougong.engines.record.definition import FieldDef
from dougong.engines.record.facts import AppFacts
from dougong.engines.record.field_type import FieldType, JsonSchema
from dougong.engines.record.problems import problem
from dougong.engines.record.shapes import reader

TEXT_LENGTH = 500


class GeoDef(FieldDef):
    type: Literal["geo"]


class Geo(FieldType[GeoDef]):
    """``{"lat", "lng", "text"?}`` in degrees of WGS 84, to seven places (a centimetre)."""

    key = "geo"
    definition = GeoDef

    def kind(self, d: GeoDef, facts: AppFacts) -> Kind:
        return JSON

    def place(self, d: GeoDef) -> Column:
        return Column(ColumnType.JSON)

    def core_schema(self, d: GeoDef, facts: AppFacts) -> CoreSchema:
        return reader(read_geo)

    def json_schema(self, d: GeoDef, facts: AppFacts) -> JsonSchema:
        parts: dict[str, Any] = {
            "lat": {"type": "number", "minimum": -90, "maximum": 90},
            "lng": {"type": "number", "minimum": -180, "maximum": 180},
            "text": {"type": ["string", "null"], "maxLength": TEXT_LENGTH, "not": {"pattern": r"\x00"}},
        }
        return {"type": "object", "properties": parts, "required": ["lat", "lng"], "additionalProperties": False}

    def dumped(self, d: GeoDef, facts: AppFacts) -> JsonSchema:
        return self.json_schema(d, facts)


def read_geo(raw: Any) -> dict[str, object]:
    if type(raw) is not dict or raw.keys() - {"lat", "lng", "text"}:
        raise problem("not_geo")
    lat, lng, text = raw.get("lat"), raw.get("lng"), raw.get("text")
    if not (_degrees(lat, 90) and _degrees(lng, 180)):
        raise problem("not_geo")
    if text is not None and (type(text) is not str or len(text) > TEXT_LENGTH or "\x00" in text):
        raise problem("not_text")
    place: dict[str, object] = {"lat": round(float(raw["lat"]), 7), "lng": round(float(raw["lng"]), 7)}
    return {**place, "text": text} if text else place


def _degrees(value: object, most: int) -> bool:
    # NaN is not between anything
    return (type(value) is int or type(value) is float) and -most <= value <= most


FIELD_TYPE = Geo()
