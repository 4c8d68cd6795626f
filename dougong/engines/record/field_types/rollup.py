"""A number (or text, or date) made of the records that point here."""

from typing import Literal

from dougong.engines.document import Key
from dougong.engines.expression.definition import Condition
from dougong.engines.record.definition import ComputedDef, Decimals, FieldDef, FormRef
from dougong.engines.record.field_type import Find
from dougong.engines.record.field_types._computed import Computed
from dougong.engines.record.field_types._held import holding
from dougong.engines.record.field_types._numeric import NumericDef

RollupFunction = Literal["count", "count_distinct", "sum", "avg", "min", "max", "first", "last", "join"]


class RollupDef(ComputedDef):
    """``form``: where the records are; ``through``: their reference to this form; ``when``: which of them count.
    ``first`` and ``last`` go by creation. ``scope``: ``viewer`` is computed for whoever reads and never stored."""

    type: Literal["rollup"]
    form: FormRef
    through: Key
    function: RollupFunction
    field: Key | None = None
    when: Condition | None = None
    decimals: Decimals | None = None
    scope: Literal["app", "viewer"] = "app"


class Rollup(Computed[RollupDef]):
    key = "rollup"
    definition = RollupDef

    def holds(self, d: RollupDef, find: Find) -> FieldDef:
        if d.function in ("count", "count_distinct"):
            return holding("number", d, 0)
        if d.function == "join" or d.field is None:
            return holding("text", d)
        found = find.there(d.form, d.field)
        if isinstance(found, NumericDef):
            places = found.decimals if d.function != "avg" else max(found.decimals, 6)
            return holding(found.type, d, places if d.decimals is None else d.decimals)
        if d.function in ("sum", "avg"):
            is_duration = found is not None and found.type == "duration"
            return holding("duration" if is_duration else "number", d, d.decimals)
        if found is None:
            return holding("text", d)
        return found.model_copy(
            update={"key": d.key, "name": d.name, "index": d.index, "required": False, "unique": False}
        )


FIELD_TYPE = Rollup()
