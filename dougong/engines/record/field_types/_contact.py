"""What ways to reach somebody share: a text with a loose shape, brought to one form."""

from typing import ClassVar, Generic, TypeVar

from pydantic_core import CoreSchema, core_schema

from dougong.engines.record.definition import FieldDef
from dougong.engines.record.facts import AppFacts
from dougong.engines.record.field_type import JsonSchema
from dougong.engines.record.field_types._text import Textual
from dougong.engines.record.shapes import TRIMMED

D = TypeVar("D", bound=FieldDef)


class Contact(Textual[D], Generic[D]):
    """``body``: the pattern of the trimmed text; the problem is ``not_`` and the type's key."""

    body: ClassVar[str]
    max_length: ClassVar[int]

    def tidy(self, text: str) -> str:
        return text

    @property
    def _pattern(self) -> str:
        # blanks around it are sent now and then, and taken off
        return f"^[{TRIMMED}]*(?:(?:{self.body})[{TRIMMED}]*)?$"

    def core_schema(self, d: D, facts: AppFacts) -> CoreSchema:
        def read(text: str) -> str | None:
            return self.tidy(text.strip(TRIMMED)) or None

        # pydantic-core's own engine is linear too, and reads these classes as RE2 does
        text = core_schema.str_schema(strict=True, max_length=self.max_length)
        code = f"not_{self.key}"
        shape = core_schema.custom_error_schema(
            core_schema.str_schema(pattern=self._pattern), custom_error_type=code, custom_error_message=code
        )
        return core_schema.no_info_after_validator_function(read, core_schema.chain_schema([text, shape]))

    def json_schema(self, d: D, facts: AppFacts) -> JsonSchema:
        return {"type": "string", "maxLength": self.max_length, "pattern": self._pattern}
