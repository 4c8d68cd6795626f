"""An amount of money."""

from typing import Annotated, Literal

from pydantic import Field

from dougong.engines.document import Key
from dougong.engines.expression.kinds import MONEY, Kind
from dougong.engines.record.definition import Decimals
from dougong.engines.record.facts import AppFacts
from dougong.engines.record.field_types._numeric import Numeric, NumericDef

Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]


class MoneyDef(NumericDef):
    """``currency`` is fixed (the app's when absent), or ``currency_field`` names the field of the record with it."""

    type: Literal["money"]
    decimals: Decimals = 2
    currency: Currency | None = None
    currency_field: Key | None = None


class Money(Numeric[MoneyDef]):
    key = "money"
    definition = MoneyDef

    def kind(self, d: MoneyDef, facts: AppFacts) -> Kind:
        return MONEY


FIELD_TYPE = Money()
