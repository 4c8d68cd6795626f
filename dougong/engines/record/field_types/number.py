"""A number."""

from typing import Literal

from pydantic import Field, StrictBool

from dougong.engines.document import ShownName
from dougong.engines.expression.kinds import NUMBER, Kind
from dougong.engines.record.definition import Decimals
from dougong.engines.record.facts import AppFacts
from dougong.engines.record.field_types._numeric import Bound, Numeric, NumericDef


class NumberDef(NumericDef):
    """``step``, ``unit`` and ``thousands`` are for the eye only."""

    type: Literal["number"]
    decimals: Decimals = 4
    step: Bound | None = Field(default=None, gt=0)
    unit: ShownName | None = None
    thousands: StrictBool = True


class Number(Numeric[NumberDef]):
    key = "number"
    definition = NumberDef

    def kind(self, d: NumberDef, facts: AppFacts) -> Kind:
        return NUMBER


FIELD_TYPE = Number()
