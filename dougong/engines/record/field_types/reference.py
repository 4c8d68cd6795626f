"""A record of a form."""

from typing import Literal

from pydantic import Field, StrictBool

from dougong.engines.document import FieldPath, Key
from dougong.engines.expression.definition import Condition
from dougong.engines.expression.kinds import Kind, record_of
from dougong.engines.record.columns import OnDelete, Target
from dougong.engines.record.definition import FieldDef, FormRef
from dougong.engines.record.facts import AppFacts
from dougong.engines.record.field_types._linked import One


class ReferenceDef(FieldDef):
    """``fill``: fields of this form to paths of the chosen record, copied on choosing. ``filter``: which records may be
    chosen, a condition over the other form, in which ``this.account`` is a value of the record being filled in.
    ``on_delete``: what happens here when the record goes."""

    type: Literal["reference"]
    form: FormRef
    on_delete: OnDelete = "restrict"
    fill: dict[Key, FieldPath] = Field(default_factory=dict)
    filter: Condition | None = None
    show: tuple[Key, ...] = ()
    allow_create: StrictBool = True
    # an inquiry that became an order: funnels follow such references across forms
    conversion: StrictBool = False


class Reference(One[ReferenceDef]):
    key = "reference"
    definition = ReferenceDef

    def kind(self, d: ReferenceDef, facts: AppFacts) -> Kind:
        return record_of(d.form)

    def target(self, d: ReferenceDef) -> Target:
        return Target("record", d.form)

    def on_delete(self, d: ReferenceDef) -> OnDelete:
        return d.on_delete


FIELD_TYPE = Reference()
