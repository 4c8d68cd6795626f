"""A bar code or QR code: scanned into the field, or drawn from a formula."""

from typing import Literal

from pydantic import Field, StrictInt
from pydantic_core import CoreSchema

from dougong.engines.expression.definition import Formula
from dougong.engines.record.definition import ComputedDef
from dougong.engines.record.facts import AppFacts
from dougong.engines.record.field_type import JsonSchema
from dougong.engines.record.field_types._text import Textual
from dougong.engines.record.shapes import text_json, text_schema


class BarcodeDef(ComputedDef):
    """With ``formula`` its text is computed and only shown."""

    type: Literal["barcode"]
    symbology: Literal["qr", "code128", "ean13", "data_matrix"] = "qr"
    formula: Formula | None = None
    max_length: StrictInt = Field(default=500, ge=1, le=2000)


class Barcode(Textual[BarcodeDef]):
    key = "barcode"
    definition = BarcodeDef

    def computed(self, d: BarcodeDef) -> bool:
        return d.formula is not None

    def core_schema(self, d: BarcodeDef, facts: AppFacts) -> CoreSchema:
        return text_schema(max_length=d.max_length)

    def json_schema(self, d: BarcodeDef, facts: AppFacts) -> JsonSchema:
        return text_json(max_length=d.max_length)


FIELD_TYPE = Barcode()
