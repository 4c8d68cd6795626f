"""What computed fields share: they hold values of another definition, made by the server."""

from typing import Any, Generic, Literal, TypeVar

from pydantic_core import CoreSchema

from dougong.engines.expression.kinds import Kind
from dougong.engines.record.columns import Place
from dougong.engines.record.definition import ComputedDef, FieldDef
from dougong.engines.record.facts import AppFacts
from dougong.engines.record.field_type import FieldType, JsonSchema
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


C = TypeVar("C", bound=ComputedDef)


class Computed(FieldType[C], Generic[C]):
    """Everything about its values is asked of the definition that ``holds`` names."""

    def computed(self, d: C) -> bool:
        return True

    def kind(self, d: C, facts: AppFacts) -> Kind:
        raise TypeError("ask the field that holds() names")

    def place(self, d: C) -> Place | None:
        raise TypeError("ask the field that holds() names")

    def core_schema(self, d: C, facts: AppFacts) -> CoreSchema:
        raise TypeError("ask the field that holds() names")

    def json_schema(self, d: C, facts: AppFacts) -> JsonSchema:
        raise TypeError("ask the field that holds() names")
