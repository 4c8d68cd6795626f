"""Any JSON."""

from decimal import Decimal
from typing import Any, Literal

from pydantic_core import CoreSchema

from dougong.engines.expression.kinds import JSON, Kind
from dougong.engines.record.columns import Column, ColumnType
from dougong.engines.record.definition import FieldDef
from dougong.engines.record.facts import AppFacts
from dougong.engines.record.field_type import FieldType, JsonSchema
from dougong.engines.record.problems import problem
from dougong.engines.record.shapes import reader

DEPTH, NODES = 32, 20_000


class JsonDef(FieldDef):
    type: Literal["json"]


class Json(FieldType[JsonDef]):
    """At most 32 levels and 20,000 parts; what cannot be kept (NUL, NaN, a number beyond a double or 64 bits) is
    refused."""

    key = "json"
    definition = JsonDef

    def kind(self, d: JsonDef, facts: AppFacts) -> Kind:
        return JSON

    def place(self, d: JsonDef) -> Column:
        return Column(ColumnType.JSON)

    def core_schema(self, d: JsonDef, facts: AppFacts) -> CoreSchema:
        return reader(read_json)

    def json_schema(self, d: JsonDef, facts: AppFacts) -> JsonSchema:
        return {"x-dougong-server": "storable"}


def read_json(raw: Any) -> Any:
    left = NODES

    def walk(part: Any, depth: int) -> None:
        nonlocal left
        left -= 1
        if left < 0 or depth > DEPTH:
            raise problem("too_deep")
        if isinstance(part, str):
            if "\x00" in part or any("\ud800" <= char <= "\udfff" for char in part):
                raise problem("bad_text")
        elif isinstance(part, dict):
            for key, value in part.items():
                walk(key, depth + 1)
                walk(value, depth + 1)
        elif isinstance(part, list):
            for value in part:
                walk(value, depth + 1)
        elif isinstance(part, float) and not (-1e308 <= part <= 1e308):
            raise problem("not_number")
        elif isinstance(part, Decimal) or (isinstance(part, int) and not -(2**63) <= part < 2**63):
            raise problem("inexact_number")

    walk(raw, 0)
    return raw


FIELD_TYPE = Json()
