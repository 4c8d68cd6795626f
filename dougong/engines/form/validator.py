"""The shape of a form's record: a fast validator and the JSON Schema that says the same.

``sent`` reads any subset of fields (drafts, changes); ``complete`` wants what is surely required (a new record).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from pydantic_core import SchemaValidator
from pydantic_core import ValidationError as Refused

from dougong.engines.document import Name
from dougong.engines.finding import Finding
from dougong.engines.form.definition import FormDef
from dougong.engines.record.definition import FieldDef
from dougong.engines.record.facts import AppFacts
from dougong.engines.record.field_types.department import DepartmentDef
from dougong.engines.record.field_types.user import UserDef
from dougong.engines.record.problems import findings_of
from dougong.engines.record.shapes import JsonSchema
from dougong.engines.record.validator import Shaping, values_json, values_schema
from dougong.errors import Text

# "uncounted" is "sent" with any number of rows in a sub-table
Mode = Literal["sent", "uncounted", "complete"]
# of what every record has, a writer may say these two
SYSTEM_WRITABLE: tuple[FieldDef, ...] = (
    UserDef(key="owner", type="user", name=Name(zh="负责人", en="Owner")),
    DepartmentDef(key="department", type="department", name=Name(zh="所属部门", en="Department")),
)
DIALECT = "https://json-schema.org/draft/2020-12/schema"


@dataclass(frozen=True)
class RecordValidator:
    """``optional``: fields that linkage may hide, so that no schema can require them."""

    form: FormDef
    facts: AppFacts
    optional: frozenset[str]
    names: Mapping[str, Text]

    @property
    def _fields(self) -> tuple[FieldDef, ...]:
        return (*self.form.fields, *SYSTEM_WRITABLE)

    def _shaping(self, mode: Mode) -> Shaping:
        return Shaping(self.facts, mode == "complete", self.optional, mode != "uncounted")

    @cached_property
    def _sent(self) -> SchemaValidator:
        return SchemaValidator(values_schema(self._fields, self._shaping("sent")))

    @cached_property
    def _uncounted(self) -> SchemaValidator:
        return SchemaValidator(values_schema(self._fields, self._shaping("uncounted")))

    @cached_property
    def _complete(self) -> SchemaValidator:
        return SchemaValidator(values_schema(self._fields, self._shaping("complete")))

    def read(self, raw: object, mode: Mode = "sent") -> tuple[dict[str, Any], list[Finding]]:
        """Values in Python (those that were sent), or every problem of shape with its place under ``/values``."""
        try:
            values: dict[str, Any] = self._reader(mode).validate_python(raw)
            return values, []
        except Refused as refused:
            return {}, findings_of(refused, self.names)

    def _reader(self, mode: Mode) -> SchemaValidator:
        match mode:
            case "sent":
                return self._sent
            case "uncounted":
                return self._uncounted
            case "complete":
                return self._complete

    def json_schema(self, mode: Mode = "complete") -> JsonSchema:
        return {"$schema": DIALECT, **values_json(self._fields, self._shaping(mode))}
