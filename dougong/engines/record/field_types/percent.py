"""A percentage, kept and sent as a fraction: 0.2 is shown as 20 %."""

from typing import Literal

from dougong.engines.expression.kinds import PERCENT, Kind
from dougong.engines.record.definition import Decimals
from dougong.engines.record.facts import AppFacts
from dougong.engines.record.field_types._numeric import Numeric, NumericDef


class PercentDef(NumericDef):
    type: Literal["percent"]
    decimals: Decimals = 6


class Percent(Numeric[PercentDef]):
    """``decimals`` counts the places of the fraction."""

    key = "percent"
    definition = PercentDef

    def kind(self, d: PercentDef, facts: AppFacts) -> Kind:
        return PERCENT


FIELD_TYPE = Percent()
