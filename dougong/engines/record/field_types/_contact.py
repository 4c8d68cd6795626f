"""What ways to reach somebody share: a text with a loose shape, brought to one form."""

from typing import ClassVar, Generic, TypeVar

from pydantic_core import CoreSchema, core_schema

from dougong.engines.record.definition import FieldDef
from dougong.engines.record.facts import AppFacts
from dougong.engines.record.field_type import JsonSchema
from dougong.engines.record.field_types._text import Textual
from dougong.engines.record.patterns import matches
from dougong.engines.record.problems import problem
from dougong.engines.record.shapes import TRIMMED

D = TypeVar("D", bound=FieldDef)


class Contact(Textual[D], Generic[D]):
    """``body``: the pattern of the trimmed text; ``code``: the problem when it does not match."""

    body: ClassVar[str]
    code: ClassVar[str]
    max_length: ClassVar[int]

    def tidy(self, text: str) -> str:
        return text

    def core_schema(self, d: D, facts: AppFacts) -> CoreSchema:
        strict = f"^(?:{self.body})$"

        def read(text: str) -> str | None:
            text = text.strip(TRIMMED)
            if text and not matches(strict, text):
                raise problem(self.code)
            return self.tidy(text) or None

        return core_schema.no_info_after_validator_function(
            read, core_schema.str_schema(strict=True, max_length=self.max_length)
        )

    def json_schema(self, d: D, facts: AppFacts) -> JsonSchema:
        pattern = f"^[{TRIMMED}]*(?:(?:{self.body})[{TRIMMED}]*)?$"
        return {"type": "string", "maxLength": self.max_length, "pattern": pattern}
