"""A province, city or county."""

from typing import Any, Literal

from pydantic_core import CoreSchema

from dougong.engines.expression.kinds import TEXT, Kind
from dougong.engines.record.columns import Column, ColumnType
from dougong.engines.record.definition import FieldDef
from dougong.engines.record.facts import AppFacts
from dougong.engines.record.field_type import FieldType, JsonSchema, Titles, bare
from dougong.engines.record.problems import problem
from dougong.engines.record.regions import region_code, region_names
from dougong.engines.record.shapes import reader


class RegionDef(FieldDef):
    """``level``: how far down the picker goes."""

    type: Literal["region"]
    level: Literal["province", "city", "county"] = "county"


class Region(FieldType[RegionDef]):
    """The six-digit code; read with its names."""

    key = "region"
    definition = RegionDef

    def kind(self, d: RegionDef, facts: AppFacts) -> Kind:
        return TEXT

    def place(self, d: RegionDef) -> Column:
        return Column(ColumnType.TEXT, index=d.index or d.unique, unique=d.unique)

    def core_schema(self, d: RegionDef, facts: AppFacts) -> CoreSchema:
        return reader(read_region)

    def json_schema(self, d: RegionDef, facts: AppFacts) -> JsonSchema:
        return REGION_JSON

    def dump(self, value: Any, d: RegionDef, titles: Titles = bare) -> object:
        return None if value is None else {"code": value, "names": region_names(value)}

    def dumped(self, d: RegionDef, facts: AppFacts) -> JsonSchema:
        parts = {"code": {"type": "string"}, "names": REGION_NAMES}
        return {"type": "object", "properties": parts, "required": ["code", "names"]}


REGION_NAMES: JsonSchema = {"type": "array", "items": {"type": "string"}}
REGION_TEXT: JsonSchema = {"type": "string", "pattern": "^(?:[0-9]{2}){1,3}$"}
REGION_JSON: JsonSchema = {
    "anyOf": [REGION_TEXT, {"type": "object", "properties": {"code": REGION_TEXT}, "required": ["code"]}],
    "x-dougong-server": "exists",
}


def read_region(raw: object) -> str:
    code = region_code(raw)
    if code is None:
        raise problem("not_region", value=raw.get("code") if isinstance(raw, dict) else raw)
    return code


FIELD_TYPE = Region()
