"""Several records of a form."""

from typing import Literal

from pydantic import Field, StrictBool, StrictInt

from dougong.engines.document import Key
from dougong.engines.expression.definition import Condition
from dougong.engines.expression.kinds import Kind, list_of, record_of
from dougong.engines.record.columns import OnDelete, Target
from dougong.engines.record.definition import FieldDef, FormRef
from dougong.engines.record.facts import AppFacts
from dougong.engines.record.field_types._linked import Many


class ReferencesDef(FieldDef):
    """``on_delete``: ``clear`` takes the one that goes out of the list, ``restrict`` refuses its deletion."""

    type: Literal["references"]
    form: FormRef
    on_delete: Literal["restrict", "clear"] = "clear"
    filter: Condition | None = None
    show: tuple[Key, ...] = ()
    allow_create: StrictBool = True
    max: StrictInt = Field(default=500, ge=1, le=500)


class References(Many[ReferencesDef]):
    key = "references"
    definition = ReferencesDef

    def kind(self, d: ReferencesDef, facts: AppFacts) -> Kind:
        return list_of(record_of(d.form))

    def target(self, d: ReferencesDef) -> Target:
        return Target("record", d.form)

    def on_delete(self, d: ReferencesDef) -> OnDelete:
        return d.on_delete

    def most(self, d: ReferencesDef) -> int:
        return d.max


FIELD_TYPE = References()
