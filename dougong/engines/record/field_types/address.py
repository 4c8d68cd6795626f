"""A postal address: the region and the rest of it."""

from typing import Any, Literal

from pydantic_core import CoreSchema

from dougong.engines.expression.kinds import JSON, Kind
from dougong.engines.record.columns import Column, ColumnType
from dougong.engines.record.definition import FieldDef
from dougong.engines.record.facts import AppFacts
from dougong.engines.record.field_type import FieldType, JsonSchema, Titles, bare
from dougong.engines.record.field_types.region import REGION_NAMES, REGION_TEXT, read_region
from dougong.engines.record.problems import problem
from dougong.engines.record.regions import region_names
from dougong.engines.record.shapes import TRIMMED, reader

DETAIL_LENGTH = 500


class AddressDef(FieldDef):
    type: Literal["address"]


class Address(FieldType[AddressDef]):
    """Written as ``{"code", "detail"}`` or as plain text (the detail); read with the names of the region."""

    key = "address"
    definition = AddressDef

    def kind(self, d: AddressDef, facts: AppFacts) -> Kind:
        return JSON

    def place(self, d: AddressDef) -> Column:
        return Column(ColumnType.JSON)

    def core_schema(self, d: AddressDef, facts: AppFacts) -> CoreSchema:
        return reader(read_address)

    def json_schema(self, d: AddressDef, facts: AppFacts) -> JsonSchema:
        detail = {"type": "string", "maxLength": DETAIL_LENGTH, "not": {"pattern": r"\x00"}}
        code = {"anyOf": [REGION_TEXT, {"type": "null"}]}
        parts = {"code": code, "detail": {"anyOf": [detail, {"type": "null"}]}, "names": {}}
        whole = {"type": "object", "properties": parts, "additionalProperties": False}
        return {"anyOf": [detail, whole], "x-dougong-server": "exists"}

    def dump(self, value: Any, d: AddressDef, titles: Titles = bare) -> object:
        if value is None:
            return None
        return {**value, "names": region_names(value["code"]) if value["code"] else []}

    def dumped(self, d: AddressDef, facts: AppFacts) -> JsonSchema:
        parts = {"code": {"type": ["string", "null"]}, "detail": {"type": ["string", "null"]}, "names": REGION_NAMES}
        return {"type": "object", "properties": parts, "required": ["names"]}


def read_address(raw: object) -> dict[str, object] | None:
    """``{"code", "detail"}``; None when there is neither."""
    if type(raw) is str:
        raw = {"detail": raw}
    if type(raw) is not dict or raw.keys() - {"code", "detail", "names"}:
        raise problem("not_object")
    detail = raw.get("detail")
    if detail is not None and type(detail) is not str:
        raise problem("not_text")
    if detail is not None and len(detail) > DETAIL_LENGTH:
        raise problem("too_long", limit=DETAIL_LENGTH)
    if detail is not None and "\x00" in detail:
        raise problem("bad_text")
    code = None if raw.get("code") is None else read_region(raw["code"])
    detail = detail.strip(TRIMMED) or None if detail is not None else None
    return None if code is None and detail is None else {"code": code, "detail": detail}


FIELD_TYPE = Address()
