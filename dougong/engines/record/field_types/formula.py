"""A value computed from the record."""

from typing import Literal

from dougong.engines.expression.definition import Formula as FormulaText
from dougong.engines.record.definition import ComputedDef, Decimals, FieldDef
from dougong.engines.record.field_type import Find
from dougong.engines.record.field_types._computed import Computed
from dougong.engines.record.field_types._held import Returns, holding


class FormulaDef(ComputedDef):
    """``returns`` is inferred when absent; ``decimals``: 6, for money 2, unless said."""

    type: Literal["formula"]
    formula: FormulaText
    returns: Returns | None = None
    decimals: Decimals | None = None


class Formula(Computed[FormulaDef]):
    key = "formula"
    definition = FormulaDef

    def holds(self, d: FormulaDef, find: Find) -> FieldDef:
        return find.inferred(d) if d.returns is None else holding(d.returns, d, d.decimals)


FIELD_TYPE = Formula()
