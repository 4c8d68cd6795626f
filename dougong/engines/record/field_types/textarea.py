"""Text of several lines."""

from typing import Literal

from pydantic import Field, StrictInt
from pydantic_core import CoreSchema

from dougong.engines.finding import Finding
from dougong.engines.record.definition import FieldDef
from dougong.engines.record.facts import AppFacts
from dougong.engines.record.field_type import JsonSchema
from dougong.engines.record.field_types._text import Textual
from dougong.engines.record.settings import LENGTHS, bad_bounds
from dougong.engines.record.shapes import text_json, text_schema


class TextareaDef(FieldDef):
    type: Literal["textarea"]
    min_length: StrictInt | None = Field(default=None, ge=0, le=100_000)
    max_length: StrictInt = Field(default=20_000, ge=1, le=100_000)
    rows: StrictInt = Field(default=4, ge=1, le=50)


class Textarea(Textual[TextareaDef]):
    key = "textarea"
    definition = TextareaDef

    def core_schema(self, d: TextareaDef, facts: AppFacts) -> CoreSchema:
        return text_schema(min_length=d.min_length, max_length=d.max_length)

    def json_schema(self, d: TextareaDef, facts: AppFacts) -> JsonSchema:
        return text_json(min_length=d.min_length, max_length=d.max_length)

    def check(self, d: TextareaDef, facts: AppFacts) -> list[Finding]:
        return bad_bounds(d.min_length, d.max_length, *LENGTHS)


FIELD_TYPE = Textarea()
