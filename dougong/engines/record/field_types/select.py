"""One of several options."""

from typing import Any, Literal

from pydantic import Field, StrictBool
from pydantic_core import CoreSchema, core_schema

from dougong.engines.document import Key
from dougong.engines.expression.kinds import TEXT, Kind
from dougong.engines.finding import Finding
from dougong.engines.record.choices import check_options, titles_of, values_of
from dougong.engines.record.columns import Column, ColumnType
from dougong.engines.record.definition import FieldDef
from dougong.engines.record.facts import AppFacts
from dougong.engines.record.field_type import FieldType, JsonSchema
from dougong.engines.record.options import OptionDef
from dougong.engines.record.shapes import text_json, text_schema

OTHER_LENGTH = 60


class SelectDef(FieldDef):
    """``allow_other``: a text of one's own is taken too."""

    type: Literal["select"]
    options: tuple[OptionDef, ...] = Field(default=(), max_length=1000)
    option_set: Key | None = None
    allow_other: StrictBool = False
    control: Literal["dropdown", "radio", "buttons"] = "dropdown"


class Select(FieldType[SelectDef]):
    """The option's value."""

    key = "select"
    definition = SelectDef

    def kind(self, d: SelectDef, facts: AppFacts) -> Kind:
        return TEXT if d.allow_other else Kind("option", options=values_of(d, facts), titles=titles_of(d, facts))

    def place(self, d: SelectDef) -> Column:
        return Column(ColumnType.TEXT, index=d.index or d.unique, unique=d.unique)

    def core_schema(self, d: SelectDef, facts: AppFacts) -> CoreSchema:
        if d.allow_other:
            return text_schema(max_length=OTHER_LENGTH)
        return option_schema(values_of(d, facts))

    def json_schema(self, d: SelectDef, facts: AppFacts) -> JsonSchema:
        if d.allow_other:
            return text_json(max_length=OTHER_LENGTH)
        return {"enum": list(values_of(d, facts))}

    def settled(self, value: Any, d: SelectDef) -> object:
        return value or None

    def check(self, d: SelectDef, facts: AppFacts) -> list[Finding]:
        return list(check_options(d, facts))


def option_schema(values: tuple[str, ...]) -> CoreSchema:
    """One of ``values``; with none (a fault that ``check`` reports) nothing fits."""
    return core_schema.literal_schema(list(values) or ["\x00"])


FIELD_TYPE = Select()
