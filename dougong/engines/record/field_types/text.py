"""One line of text."""

from typing import Literal

from pydantic import Field, StrictBool, StrictInt
from pydantic_core import CoreSchema

from dougong.engines.finding import Finding
from dougong.engines.record.definition import FieldDef, Pattern
from dougong.engines.record.facts import AppFacts
from dougong.engines.record.field_type import JsonSchema
from dougong.engines.record.field_types._text import Textual
from dougong.engines.record.formats import FORMATS, FormatName, checked
from dougong.engines.record.settings import LENGTHS, bad_bounds, bad_pattern
from dougong.engines.record.shapes import text_json, text_schema


class TextDef(FieldDef):
    type: Literal["text"]
    min_length: StrictInt | None = Field(default=None, ge=0, le=10_000)
    max_length: StrictInt = Field(default=1000, ge=1, le=10_000)
    pattern: Pattern | None = None
    format: FormatName | None = None
    masked: StrictBool = False
    trim: StrictBool = True
    suggestions: tuple[str, ...] = ()


class Text(Textual[TextDef]):
    """``pattern`` is searched for; ``format`` is one of the known forms of numbers and codes."""

    key = "text"
    definition = TextDef

    def core_schema(self, d: TextDef, facts: AppFacts) -> CoreSchema:
        return text_schema(
            min_length=d.min_length,
            max_length=d.max_length,
            pattern=d.pattern,
            trim=d.trim or d.format is not None,
            then=checked(d.format) if d.format else None,
        )

    def json_schema(self, d: TextDef, facts: AppFacts) -> JsonSchema:
        schema = text_json(min_length=d.min_length, max_length=d.max_length, pattern=d.pattern)
        if d.format:
            schema["allOf"] = [{"pattern": FORMATS[d.format].loose}]
            schema["x-dougong-server"] = d.format
        return schema

    def check(self, d: TextDef, facts: AppFacts) -> list[Finding]:
        return [*bad_bounds(d.min_length, d.max_length, *LENGTHS), *bad_pattern(d.pattern)]


FIELD_TYPE = Text()
