"""What parts of a layout share that stand among the fields and hold nothing."""

from typing import ClassVar, Generic, NoReturn, TypeVar

from pydantic_core import CoreSchema

from dougong.engines.expression.kinds import BLANK, Kind
from dougong.engines.record.definition import FieldDef
from dougong.engines.record.facts import AppFacts
from dougong.engines.record.field_type import FieldType, JsonSchema

D = TypeVar("D", bound=FieldDef)


class Shown(FieldType[D], Generic[D]):
    stored: ClassVar[bool] = False

    def kind(self, d: D, facts: AppFacts) -> Kind:
        return BLANK

    def place(self, d: D) -> None:
        return None

    def core_schema(self, d: D, facts: AppFacts) -> CoreSchema:
        self._holds_nothing()

    def json_schema(self, d: D, facts: AppFacts) -> JsonSchema:
        self._holds_nothing()

    def _holds_nothing(self) -> NoReturn:
        raise TypeError(f"{self.key} holds no value")
