"""OpenAPI 3.1 of one app: its forms typed field by field, as the asker may read and write them."""

from typing import Any

from dougong.engines.form.compile import CompiledForm
from dougong.engines.form.fields import CompiledField
from dougong.platform.access.rights import FormRights
from dougong.runtime.services.app_shape import shown_app, words
from dougong.runtime.services.desk import Desk

Json = dict[str, Any]
_TITLED: Json = {"$ref": "#/components/schemas/Titled"}
_SHARED: Json = {
    "Titled": {
        "type": "object",
        "properties": {
            "id": {"type": ["string", "null"]},
            "title": {"type": ["string", "null"]},
            "hidden": {"type": "boolean"},
        },
        "required": ["id", "title"],
    },
    "Problem": {
        "type": "object",
        "properties": {
            "type": {"type": "string"},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "detail": {"type": "string"},
            "problems": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {name: {"type": "string"} for name in ("pointer", "code", "message")},
                },
            },
            "trace_id": {"type": "string"},
        },
    },
}
_KINDS: dict[str, Json] = {
    "number": {"type": "string", "format": "decimal"},
    "money": {"type": "string", "format": "decimal"},
    "percent": {"type": "string", "format": "decimal", "description": "a fraction"},
    "duration": {"type": "integer", "description": "seconds"},
    "boolean": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
    "datetime": {"type": "string", "format": "date-time"},
    "time": {"type": "string", "format": "time"},
    "user": _TITLED,
    "department": _TITLED,
    "record": _TITLED,
}


def openapi(desk: Desk) -> Json:
    """Raises NotFound for somebody who may do nothing in the app."""
    shown = shown_app(desk)
    schemas: Json = dict(_SHARED)
    paths: Json = {}
    for form in shown["forms"]:
        compiled = desk.form(form["key"])
        rights = desk.app.access.rights(desk.actor.principal, compiled.key)
        name = "".join(part.title() for part in compiled.key.split("_"))
        schemas |= _schemas(compiled, rights, name, desk)
        paths |= _paths(desk.app.key, compiled.key, name, set(form["can"]), form["name"])
    return {
        "openapi": "3.1.0",
        "info": {"title": shown["name"], "version": str(shown["version"])},
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{"bearer": []}],
    }


def _schemas(form: CompiledForm, rights: FormRights, name: str, desk: Desk) -> Json:
    schema = form.validator.json_schema("complete")
    writable = {
        key: value
        for key, value in schema["properties"].items()
        if rights.right(key) == "edit" and not (key in form.fields and form.fields[key].computed)
    }
    shown = {
        key: _read(one) | {"title": one.name.in_locale(desk.actor.locale)}
        for key, one in form.fields.items()
        if one.type.stored and not rights.hidden(key)
    }
    ownership = {key: {"type": ["string", "null"]} for key in ("owner", "department") if rights.right(key) == "edit"}
    required = [key for key in schema.get("required", ()) if key in writable]
    given: Json = {"type": "object", "properties": writable | ownership, "additionalProperties": False}
    record: Json = {
        "id": {"type": "string", "format": "uuid"},
        "rev": {"type": "integer"},
        "title": {"type": ["string", "null"]},
        "values": {"type": "object", "properties": shown},
        "created_at": {"type": "string", "format": "date-time"},
        "created_by": {"anyOf": [_TITLED, {"type": "null"}]},
        "updated_at": {"type": "string", "format": "date-time"},
        "updated_by": {"anyOf": [_TITLED, {"type": "null"}]},
        "owner": {"anyOf": [_TITLED, {"type": "null"}]},
        "department": {"anyOf": [_TITLED, {"type": "null"}]},
        "flow_state": {"type": ["string", "null"]},
        "can": {"type": "array", "items": {"type": "string"}},
    }
    return {
        f"{name}Values": words(given | ({"required": required} if required else {}), desk.actor.locale),
        f"{name}Changes": words(given, desk.actor.locale),
        f"{name}Record": {"type": "object", "properties": record, "required": ["id", "rev", "values", "can"]},
    }


def _read(one: CompiledField) -> Json:
    """What a value looks like in an answer."""
    kind = one.kind
    if one.children:
        row = {"type": "object", "properties": {key: _read(child) for key, child in one.children.items()}}
        item = {"type": "object", "properties": {"id": {"type": "string"}, "values": row}}
        return {"type": "array", "items": item}
    if kind.name == "list":
        inner = kind.of.name if kind.of is not None else "any"
        return {"type": "array", "items": _KINDS.get(inner, {} if inner == "json" else {"type": "string"})}
    if kind.name == "option" and kind.options is not None:
        return {"anyOf": [{"type": "string", "enum": list(kind.options)}, {"type": "null"}]}
    if kind.name == "json":
        return {}
    return {"anyOf": [_KINDS.get(kind.name, {"type": "string"}), {"type": "null"}]}


def _paths(app: str, form: str, name: str, can: set[str], shown: str) -> Json:
    base = f"/api/apps/{app}/forms/{form}/records"
    record = {"$ref": f"#/components/schemas/{name}Record"}
    page = {
        "type": "object",
        "properties": {
            "items": {"type": "array", "items": record},
            "next": {"type": ["string", "null"]},
            "total": {"type": ["integer", "null"]},
        },
    }
    id_ = {"name": "id", "in": "path", "required": True, "schema": {"type": "string", "format": "uuid"}}
    asked = [
        {"name": key, "in": "query", "schema": schema}
        for key, schema in {
            "filter": {"type": "string"},
            "sort": {"type": "string"},
            "view": {"type": "string"},
            "q": {"type": "string"},
            "limit": {"type": "integer", "minimum": 1, "maximum": 500},
            "cursor": {"type": "string"},
            "count": {"enum": ["exact", "estimate", "none"]},
            "fields": {"type": "string"},
        }.items()
    ]
    several: Json = {}
    single: Json = {}
    if "read" in can:
        several["get"] = _call(f"list_{form}", shown, page, parameters=asked)
        single["get"] = _call(f"read_{form}", shown, record)
    if "create" in can:
        several["post"] = _call(f"create_{form}", shown, record, body=f"{name}Values", status=201)
    if "update" in can:
        single["patch"] = _call(f"change_{form}", shown, record, body=f"{name}Changes")
    if "delete" in can:
        single["delete"] = _call(f"delete_{form}", shown, None, status=204)
    paths: Json = {base: several} if several else {}
    return paths | ({f"{base}/{{id}}": single | {"parameters": [id_]}} if single else {})


def _call(
    operation: str,
    summary: str,
    answer: Json | None,
    *,
    body: str | None = None,
    status: int = 200,
    parameters: list[Json] | None = None,
) -> Json:
    refused = {"content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}}
    done: Json = {"description": "done"}
    if answer is not None:
        done["content"] = {"application/json": {"schema": answer}}
    call: Json = {
        "operationId": operation,
        "summary": summary,
        "responses": {str(status): done, "default": {"description": "refused", **refused}},
    }
    if parameters:
        call["parameters"] = parameters
    if body is not None:
        schema = {
            "type": "object",
            "properties": {"values": {"$ref": f"#/components/schemas/{body}"}, "rev": {"type": "integer"}},
            "required": ["values"],
        }
        call["requestBody"] = {"required": True, "content": {"application/json": {"schema": schema}}}
    return call
