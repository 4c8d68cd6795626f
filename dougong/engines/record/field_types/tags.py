"""Free words."""

from typing import Literal

from pydantic import Field, StrictInt
from pydantic_core import CoreSchema

from dougong.engines.document import Key
from dougong.engines.expression.kinds import TEXT, Kind, list_of
from dougong.engines.finding import Finding
from dougong.engines.record.choices import check_options
from dougong.engines.record.definition import FieldDef
from dougong.engines.record.facts import AppFacts
from dougong.engines.record.field_type import JsonSchema
from dougong.engines.record.field_types._several import Several, several
from dougong.engines.record.options import OptionDef
from dougong.engines.record.shapes import NOT_BLANK_PATTERN, text_json, text_schema

TAG_LENGTH = 60


class TagsDef(FieldDef):
    """``options`` are proposed, any other word may be given."""

    type: Literal["tags"]
    options: tuple[OptionDef, ...] = Field(default=(), max_length=1000)
    option_set: Key | None = None
    max: StrictInt = Field(default=100, ge=1, le=1000)


class Tags(Several[TagsDef]):
    key = "tags"
    definition = TagsDef

    def kind(self, d: TagsDef, facts: AppFacts) -> Kind:
        return list_of(TEXT)

    def core_schema(self, d: TagsDef, facts: AppFacts) -> CoreSchema:
        return several(text_schema(min_length=1, max_length=TAG_LENGTH, pattern=NOT_BLANK_PATTERN), None, d.max)

    def json_schema(self, d: TagsDef, facts: AppFacts) -> JsonSchema:
        item = text_json(min_length=1, max_length=TAG_LENGTH, pattern=NOT_BLANK_PATTERN)
        return {"type": "array", "items": item, "maxItems": d.max}

    def check(self, d: TagsDef, facts: AppFacts) -> list[Finding]:
        return list(check_options(d, facts, needed=False))


FIELD_TYPE = Tags()
