"""What computed fields share: they hold values of another definition, made by the server."""

from typing import Generic, TypeVar

from pydantic_core import CoreSchema

from dougong.engines.expression.kinds import Kind
from dougong.engines.record.columns import Place
from dougong.engines.record.definition import ComputedDef
from dougong.engines.record.facts import AppFacts
from dougong.engines.record.field_type import FieldType, JsonSchema

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
