"""Shapes of whole records and of sub-table rows, put together from the field types.

``complete`` asks for required fields too (a new record or row); otherwise any subset may be given. Empty text is blank.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pydantic_core import CoreSchema, core_schema

from dougong.engines.record.definition import FieldDef, SubtableDef
from dougong.engines.record.facts import AppFacts
from dougong.engines.record.problems import NEW_ROW, OLD_ROW, problem
from dougong.engines.record.shapes import ID_TEXT, NOT_BLANK_PATTERN, JsonSchema, read_id, reader


def writable(fields: Iterable[FieldDef], facts: AppFacts) -> list[FieldDef]:
    """Those fields that hold a value at all."""
    return [d for d in fields if facts.types[d.type].stored]


def surely_required(d: FieldDef, facts: AppFacts) -> bool:
    """Required whatever the other values are: nothing can hide it, nothing else fills it."""
    return d.required and d.default is None and d.visible_when is None and not facts.types[d.type].computed(d)


@dataclass(frozen=True)
class Shaping:
    """``optional``: fields that linkage may hide, so a schema cannot require them. Not ``counted``: sub-tables may have
    any number of rows; it is judged with the record."""

    facts: AppFacts
    complete: bool
    optional: frozenset[str] = frozenset()
    counted: bool = True

    def requires(self, d: FieldDef) -> bool:
        return self.complete and d.key not in self.optional and surely_required(d, self.facts)


def values_schema(fields: Iterable[FieldDef], shaping: Shaping) -> CoreSchema:
    """A dictionary of values by field key; unknown keys are problems, all problems are reported."""
    members = {}
    for d in writable(fields, shaping.facts):
        required = shaping.requires(d)
        members[d.key] = core_schema.typed_dict_field(_value_schema(d, shaping, required), required=required)
    return core_schema.no_info_before_validator_function(
        _blank_empty_text, core_schema.typed_dict_schema(members, extra_behavior="forbid", total=False, strict=True)
    )


def _value_schema(d: FieldDef, shaping: Shaping, required: bool) -> CoreSchema:
    kind = shaping.facts.types[d.type]
    if kind.computed(d):
        return core_schema.any_schema()
    inner = rows_schema(d, shaping) if isinstance(d, SubtableDef) else kind.core_schema(d, shaping.facts)
    if required:
        return core_schema.no_info_wrap_validator_function(_never_blank, core_schema.nullable_schema(inner))
    return core_schema.nullable_schema(inner)


def _blank_empty_text(raw: Any) -> Any:
    if type(raw) is not dict or "" not in raw.values():
        return raw
    return {key: None if type(value) is str and not value else value for key, value in raw.items()}


def _never_blank(raw: Any, handler: core_schema.ValidatorFunctionWrapHandler) -> Any:
    value = handler(raw)
    if value is None or value == []:
        raise problem("required")
    return value


def rows_schema(d: SubtableDef, shaping: Shaping) -> CoreSchema:
    """Rows as ``{"id"?, "values"}``, read to flat dictionaries with ``id`` (None for a new row)."""
    parts: dict[Any, Any] = {
        OLD_ROW if with_id else NEW_ROW: core_schema.typed_dict_schema(
            {
                "id": core_schema.typed_dict_field(core_schema.nullable_schema(reader(read_id)), required=with_id),
                "values": core_schema.typed_dict_field(
                    values_schema(d.fields, Shaping(shaping.facts, shaping.complete and not with_id)),
                    required=shaping.complete and not with_id,
                ),
            },
            extra_behavior="forbid",
            strict=True,
        )
        for with_id in (True, False)
    }
    row = core_schema.tagged_union_schema(parts, discriminator=_tag)
    flat = core_schema.no_info_after_validator_function(_flat, row)
    low, high = d.min if shaping.complete else None, d.max if shaping.counted else None
    return core_schema.list_schema(flat, min_length=low, max_length=high, strict=True)


def _tag(row: Any) -> str:
    return OLD_ROW if type(row) is dict and row.get("id") is not None else NEW_ROW


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    return {**row.get("values", {}), "id": row.get("id")}


def values_json(fields: Iterable[FieldDef], shaping: Shaping) -> JsonSchema:
    """The JSON Schema (2020-12) of what ``values_schema`` accepts."""
    properties, required = {}, []
    for d in writable(fields, shaping.facts):
        properties[d.key] = _value_json(d, shaping, shaping.requires(d))
        if shaping.requires(d):
            required.append(d.key)
    schema: JsonSchema = {"type": "object", "properties": properties, "additionalProperties": False}
    return {**schema, "required": required} if required else schema


def _value_json(d: FieldDef, shaping: Shaping, required: bool) -> JsonSchema:
    kind = shaping.facts.types[d.type]
    if kind.computed(d):
        return {"readOnly": True, "x-dougong-server": "computed"}
    inner = rows_json(d, shaping) if isinstance(d, SubtableDef) else kind.json_schema(d, shaping.facts)
    if not required:
        return {"anyOf": [inner, {"enum": ["", None]}]}
    if inner.get("type") == "array":
        return {**inner, "minItems": max(1, inner.get("minItems", 0))}
    return {"allOf": [inner, {"pattern": NOT_BLANK_PATTERN}]} if kind.texts else inner


def rows_json(d: SubtableDef, shaping: Shaping) -> JsonSchema:
    def row(with_id: bool) -> JsonSchema:
        values = values_json(d.fields, Shaping(shaping.facts, shaping.complete and not with_id))
        id_ = ID_TEXT if with_id else {"type": "null"}
        needs = ["id"] if with_id else (["values"] if shaping.complete else [])
        properties = {"id": id_, "values": values}
        return {"type": "object", "properties": properties, "required": needs, "additionalProperties": False}

    bounds = {"minItems": d.min} if d.min and shaping.complete else {}
    return {"type": "array", "items": {"anyOf": [row(True), row(False)]}, "maxItems": d.max, **bounds}
