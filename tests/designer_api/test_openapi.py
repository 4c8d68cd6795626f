"""The designer's part of the OpenAPI document is a promise: a change of it has to be meant.

``DOUGONG_UPDATE_SNAPSHOTS=1`` writes the snapshot anew.
"""

import json
import os
from pathlib import Path
from typing import Any

SNAPSHOT = Path(__file__).with_name("openapi.json")


def promised(document: dict[str, Any]) -> dict[str, Any]:
    """Calls, parameters and bodies; not the words."""
    paths: dict[str, Any] = {}
    for path, calls in sorted(document["paths"].items()):
        if not path.startswith("/api/designer"):
            continue
        for method, call in sorted(calls.items()):
            body = call.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
            paths[f"{method.upper()} {path}"] = {
                "id": call["operationId"],
                "parameters": sorted(
                    f"{one['in']} {one['name']}" for one in (_found(one, document) for one in call["parameters"])
                ),
                "body": _body(body, document),
                "answers": sorted(status for status in call["responses"] if status.startswith("2")),
            }
    return paths


def _found(part: dict[str, Any], document: dict[str, Any]) -> dict[str, Any]:
    """What a reference to a shared parameter leads to."""
    reference = part.get("$ref")
    return document["components"]["parameters"][reference.rsplit("/", 1)[-1]] if reference else part


def _body(schema: Any, document: dict[str, Any]) -> Any:
    if schema is None:
        return None
    choices = schema.get("anyOf", [schema])
    named = next((one["$ref"].rsplit("/", 1)[-1] for one in choices if "$ref" in one), None)
    if named is None:
        return "any"
    model = document["components"]["schemas"][named]
    required = set(model.get("required", []))
    return {key: "required" if key in required else "optional" for key in sorted(model["properties"])}


def test_the_designer_keeps_its_promises(server: Any) -> None:
    document = server.anonymous().get("/api/openapi.json")
    assert document["openapi"].startswith("3.1")
    found = promised(document)
    if os.environ.get("DOUGONG_UPDATE_SNAPSHOTS"):
        SNAPSHOT.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    assert found == json.loads(SNAPSHOT.read_text(encoding="utf-8"))
