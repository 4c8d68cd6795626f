"""Several of the options."""

from typing import Literal

from pydantic import Field, StrictInt
from pydantic_core import CoreSchema

from dougong.engines.document import Key
from dougong.engines.expression.kinds import Kind, list_of
from dougong.engines.finding import Finding
from dougong.engines.record.choices import check_options, titles_of, values_of
from dougong.engines.record.definition import FieldDef
from dougong.engines.record.facts import AppFacts
from dougong.engines.record.field_type import JsonSchema
from dougong.engines.record.field_types._several import Several, several
from dougong.engines.record.field_types.select import option_schema
from dougong.engines.record.options import OptionDef
from dougong.engines.record.settings import RANGE, bad_bounds


class MultiselectDef(FieldDef):
    """``min`` and ``max`` count the options chosen."""

    type: Literal["multiselect"]
    options: tuple[OptionDef, ...] = Field(default=(), max_length=1000)
    option_set: Key | None = None
    min: StrictInt | None = Field(default=None, ge=1, le=1000)
    max: StrictInt = Field(default=1000, ge=1, le=1000)


class Multiselect(Several[MultiselectDef]):
    key = "multiselect"
    definition = MultiselectDef

    def kind(self, d: MultiselectDef, facts: AppFacts) -> Kind:
        return list_of(Kind("option", options=values_of(d, facts), titles=titles_of(d, facts)))

    def core_schema(self, d: MultiselectDef, facts: AppFacts) -> CoreSchema:
        return several(option_schema(values_of(d, facts)), None, d.max)

    def json_schema(self, d: MultiselectDef, facts: AppFacts) -> JsonSchema:
        return {"type": "array", "items": {"enum": list(values_of(d, facts))}, "maxItems": d.max}

    def check(self, d: MultiselectDef, facts: AppFacts) -> list[Finding]:
        return [*check_options(d, facts), *bad_bounds(d.min, d.max, *RANGE)]


FIELD_TYPE = Multiselect()
