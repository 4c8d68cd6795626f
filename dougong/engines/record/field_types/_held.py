"""Definitions that nobody wrote: the basic field whose values a computed field holds."""

from typing import Any, Literal

from dougong.engines.record.definition import FieldDef
from dougong.engines.record.field_types._numeric import NumericDef
from dougong.engines.record.field_types.boolean import BooleanDef
from dougong.engines.record.field_types.date import DateDef
from dougong.engines.record.field_types.datetime import DatetimeDef
from dougong.engines.record.field_types.department import DepartmentDef
from dougong.engines.record.field_types.duration import LONGEST, DurationDef
from dougong.engines.record.field_types.money import MoneyDef
from dougong.engines.record.field_types.number import NumberDef
from dougong.engines.record.field_types.percent import PercentDef
from dougong.engines.record.field_types.textarea import TextareaDef
from dougong.engines.record.field_types.time import TimeDef
from dougong.engines.record.field_types.user import UserDef

Returns = Literal[
    "number", "money", "percent", "duration", "text", "boolean", "date", "datetime", "time", "user", "department"
]  # fmt: skip
FORMULA_DECIMALS = 6
_PLAIN: dict[str, type[FieldDef]] = {
    "boolean": BooleanDef,
    "date": DateDef,
    "datetime": DatetimeDef,
    "time": TimeDef,
    "user": UserDef,
    "department": DepartmentDef,
}
_NUMERIC: dict[str, type[NumericDef]] = {"number": NumberDef, "money": MoneyDef, "percent": PercentDef}


def holding(returns: str, like: FieldDef, decimals: int | None = None) -> FieldDef:
    """A field of a basic type under the key, name and index of ``like``."""
    common: dict[str, Any] = {"key": like.key, "name": like.name, "index": like.index}
    if returns in _NUMERIC:
        places = {"money": 2}.get(returns, FORMULA_DECIMALS) if decimals is None else decimals
        return _NUMERIC[returns](type=returns, decimals=places, **common)
    if returns == "duration":
        return DurationDef(type="duration", min=-LONGEST, **common)
    if returns in _PLAIN:
        return _PLAIN[returns](type=returns, **common)
    return TextareaDef(type="textarea", max_length=100_000, **common)
