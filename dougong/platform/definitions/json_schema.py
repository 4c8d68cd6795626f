"""The JSON Schema (2020-12) of the app document, with what plugins add.

Shape is what it says; what only the server can judge (that a name exists, that a formula has a type) is marked
``x-dougong-server``. Patterns are RE2's, so ``validator`` judges them with RE2 as the server does.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

import re2
from jsonschema import Draft202012Validator, ValidationError, validators
from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaValue, models_json_schema

from dougong.kinds import KIND_SETS, Kinds
from dougong.platform.definitions.app import AppDef

JsonSchema = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"
OPEN, DISCRIMINATOR, SHORT = "x-dougong-open", "x-dougong-discriminator", "x-dougong-short"
BY_NAME = "by_name"


@lru_cache(4)  # a second of work
def document_schema(kinds: Kinds) -> JsonSchema:
    """One self-contained schema, the same object each time. Every open set is one definition: ``#/$defs/field_types``
    and so on."""
    definitions = {kind_set: [kind.definition for kind in kinds.of(kind_set).values()] for kind_set in KIND_SETS}
    models = _unique([AppDef, *(model for found in definitions.values() for model in found)])
    references, made = models_json_schema([(model, "validation") for model in models], by_alias=True)
    parts: dict[str, JsonSchema] = made["$defs"]
    for model in _all_models(models):
        name = _name(references.get((model, "validation")), model)
        if name in parts and _judges(model):
            parts[name]["x-dougong-server"] = True
    discriminators = dict(_filled(parts))
    for kind_set, found in definitions.items():
        named = {kind.key: references[(kind.definition, "validation")] for kind in kinds.of(kind_set).values()}
        assert len(named) == len(found)
        parts[f"{kind_set}.{BY_NAME}"] = {"enum": list(named)}
        parts[kind_set] = _chosen(named, discriminators.get(kind_set, "type"))
    root = parts.pop(_name(references[(AppDef, "validation")], AppDef))
    return {"$schema": DIALECT, "$id": "https://dougong.dev/schema/app-1.json", **root, "$defs": parts}


def _unique(models: list[type[BaseModel]]) -> list[type[BaseModel]]:
    return list(dict.fromkeys(models))


def _name(reference: JsonSchemaValue | None, model: type[BaseModel]) -> str:
    return str(reference["$ref"]).rsplit("/", 1)[-1] if reference else model.__name__


def _all_models(roots: list[type[BaseModel]]) -> Iterator[type[BaseModel]]:
    """The roots and every model class we know of; those that are not in the schema do no harm."""
    yield from roots
    waiting = [BaseModel]
    while waiting:
        for sub in waiting.pop().__subclasses__():
            waiting.append(sub)
            yield sub


def _judges(model: type[BaseModel]) -> bool:
    """Whether the model has checks of its own that a schema cannot say."""
    decorators = model.__pydantic_decorators__
    return bool(decorators.model_validators or decorators.field_validators)


def _filled(found: object) -> Iterator[tuple[str, str]]:
    """Turns every mark of an open place into a reference; gives each set with its discriminator."""
    if isinstance(found, dict):
        if OPEN in found:
            kind_set = found.pop(OPEN)
            yield kind_set, found.pop(DISCRIMINATOR)
            whole = {"$ref": f"#/$defs/{kind_set}"}
            by_name = {"$ref": f"#/$defs/{kind_set}.{BY_NAME}"}
            found.update({"anyOf": [by_name, whole]} if found.pop(SHORT) else whole)
        if "patternProperties" in found:
            # pydantic refuses keys that fit no pattern; a schema has to say so
            found.setdefault("additionalProperties", False)
        for inner in found.values():
            yield from _filled(inner)
    elif isinstance(found, list):
        for inner in found:
            yield from _filled(inner)


def _chosen(references: Mapping[str, JsonSchemaValue], discriminator: str) -> JsonSchema:
    """The kind that ``discriminator`` names; errors then speak of that kind alone."""
    if not references:
        return {"not": {}}
    return {
        "type": "object",
        "required": [discriminator],
        "properties": {discriminator: {"enum": list(references)}},
        "allOf": [
            {
                "if": {"properties": {discriminator: {"const": key}}, "required": [discriminator]},
                "then": reference,
            }
            for key, reference in references.items()
        ],
    }


def _pattern(_: Any, pattern: str, instance: object, __: Mapping[str, Any]) -> Iterator[ValidationError]:
    if isinstance(instance, str) and not re2.search(pattern, instance):
        yield ValidationError(f"{instance!r} does not match {pattern!r}")


_extend: Any = validators.extend
_Validator: Any = _extend(Draft202012Validator, {"pattern": _pattern})


def validator(schema: JsonSchema) -> Draft202012Validator:
    """A ``jsonschema`` validator that judges patterns with RE2."""
    made: Draft202012Validator = _Validator(schema)
    return made
