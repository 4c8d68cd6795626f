"""What values look like in answers, by their kind; a field type that dumps them otherwise says so itself."""

from typing import Any

from dougong.engines.expression.kinds import Kind

JsonSchema = dict[str, Any]
TITLED: JsonSchema = {
    "type": "object",
    "properties": {
        "id": {"type": ["string", "null"]},
        "title": {"type": ["string", "null"]},
        "hidden": {"type": "boolean"},
    },
    "required": ["id", "title"],
}
STORED_FILE: JsonSchema = {
    "type": "object",
    "properties": {
        "id": {"type": "string"},
        "name": {"type": "string"},
        "size": {"type": "integer"},
        "type": {"type": "string"},
    },
    "required": ["id"],
}
_KINDS: dict[str, JsonSchema] = {
    "number": {"type": "string", "format": "decimal"},
    "money": {"type": "string", "format": "decimal"},
    "percent": {"type": "string", "format": "decimal", "description": "a fraction"},
    "duration": {"type": "integer", "description": "seconds"},
    "text": {"type": "string"},
    "boolean": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
    "datetime": {"type": "string", "format": "date-time"},
    "time": {"type": "string", "format": "time"},
    "user": TITLED,
    "department": TITLED,
    "record": TITLED,
}


def dumped_kind(kind: Kind) -> JsonSchema:
    """A value of this kind that is not blank."""
    if kind.name == "list":
        return {"type": "array", "items": {} if kind.of is None else dumped_kind(kind.of)}
    if kind.name == "option":
        return {"type": "string"} | ({} if kind.options is None else {"enum": list(kind.options)})
    return _KINDS.get(kind.name, {})
