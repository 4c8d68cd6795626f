"""Rows that belong to one record."""

from typing import Any, ClassVar

from pydantic_core import CoreSchema

from dougong.engines.expression.kinds import Kind, list_of
from dougong.engines.record.columns import ChildTable
from dougong.engines.record.definition import SubtableDef
from dougong.engines.record.facts import AppFacts
from dougong.engines.record.field_type import FieldType, JsonSchema, Titles, bare
from dougong.engines.record.validator import Shaping, rows_json, rows_schema


class Subtable(FieldType[SubtableDef]):
    """A list of flat dictionaries with ``id``; the form engine compiles the fields of its rows."""

    key = "subtable"
    definition = SubtableDef
    many: ClassVar[bool] = True

    def kind(self, d: SubtableDef, facts: AppFacts) -> Kind:
        return list_of(Kind("row", form=d.key))

    def place(self, d: SubtableDef) -> ChildTable:
        return ChildTable()

    def core_schema(self, d: SubtableDef, facts: AppFacts) -> CoreSchema:
        return rows_schema(d, Shaping(facts, complete=False))

    def json_schema(self, d: SubtableDef, facts: AppFacts) -> JsonSchema:
        return rows_json(d, Shaping(facts, complete=False))

    def dump(self, value: Any, d: SubtableDef, titles: Titles = bare) -> object:
        raise NotImplementedError("rows are dumped field by field: CompiledField.dump")


FIELD_TYPE = Subtable()
