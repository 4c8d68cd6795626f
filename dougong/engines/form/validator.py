"""The shape of a form's record: a fast validator and the JSON Schema that says the same.

``sent`` reads any subset of fields (drafts, changes); ``complete`` wants what is surely required (a new record).
``json_schema_validator`` is plain ``jsonschema`` that also judges patterns with RE2 and ``x-dougong-range``.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from jsonschema import Draft202012Validator, FormatChecker, ValidationError, validators
from pydantic_core import SchemaValidator
from pydantic_core import ValidationError as Refused

from dougong.engines.document import Name
from dougong.engines.finding import Finding
from dougong.engines.form.definition import FormDef
from dougong.engines.record.definition import FieldDef
from dougong.engines.record.facts import AppFacts
from dougong.engines.record.field_types.department import DepartmentDef
from dougong.engines.record.field_types.user import UserDef
from dougong.engines.record.patterns import matches
from dougong.engines.record.problems import findings_of
from dougong.engines.record.shapes import JsonSchema, datetime_in, in_range, read_date
from dougong.engines.record.validator import Shaping, values_json, values_schema
from dougong.errors import Text

Mode = Literal["sent", "complete"]
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
        return Shaping(self.facts, mode == "complete", self.optional)

    @cached_property
    def _sent(self) -> SchemaValidator:
        return SchemaValidator(values_schema(self._fields, self._shaping("sent")))

    @cached_property
    def _complete(self) -> SchemaValidator:
        return SchemaValidator(values_schema(self._fields, self._shaping("complete")))

    def read(self, raw: object, mode: Mode = "sent") -> tuple[dict[str, Any], list[Finding]]:
        """Values in Python (those that were sent), or every problem of shape with its place under ``/values``."""
        try:
            chosen = self._complete if mode == "complete" else self._sent
            values: dict[str, Any] = chosen.validate_python(raw)
            return values, []
        except Refused as refused:
            return {}, findings_of(refused, self.names)

    def json_schema(self, mode: Mode = "complete") -> JsonSchema:
        return {"$schema": DIALECT, **values_json(self._fields, self._shaping(mode))}


def _pattern(_: Any, pattern: str, instance: object, __: Mapping[str, Any]) -> Iterator[ValidationError]:
    if isinstance(instance, str) and not matches(pattern, instance):
        yield ValidationError(f"{instance!r} does not match {pattern!r}")


def _range(_: Any, bounds: JsonSchema, instance: object, __: Mapping[str, Any]) -> Iterator[ValidationError]:
    wrong = in_range(instance, bounds)
    if wrong is not None:
        yield ValidationError(f"{instance!r}: {wrong}")


_formats = FormatChecker(formats=())


@_formats.checks("date", raises=ValueError)
def _is_date(instance: object) -> bool:
    return not isinstance(instance, str) or bool(read_date(instance))


_utc = AppFacts().zone


@_formats.checks("x-dougong-datetime", raises=ValueError)
def _is_datetime(instance: object) -> bool:
    return not isinstance(instance, str) or bool(datetime_in(_utc)(instance))


_extend: Any = validators.extend
_Extended: Any = _extend(Draft202012Validator, {"pattern": _pattern, "x-dougong-range": _range})


def json_schema_validator(schema: JsonSchema) -> Draft202012Validator:
    """Judges like ``RecordValidator``, as far as a schema can."""
    made: Draft202012Validator = _Extended(schema, format_checker=_formats)
    return made
