"""The HTTP contract as OpenAPI 3.1: what every call has in common is added to what FastAPI reads off the routes.

Answers are described by typed dictionaries and never go through them: a call is as quick as without a description.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Protocol

from fastapi import APIRouter, FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from pydantic import TypeAdapter

from dougong.edge.gate import COOKIE, CSRF_HEADER
from dougong.edge.permission import Permission
from dougong.edge.problem import MEDIA
from dougong.edge.refusals import BusyProblem, ConflictProblem, Denial, Problem, RefusedProblem

Json = dict[str, Any]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
SCHEMAS = "#/components/schemas/"


@dataclass(frozen=True)
class Bytes:
    """An answer that is no JSON, by its media types; with ``ranges`` parts of it may be asked for, and whether it is
    still the same."""

    media: tuple[str, ...]
    ranges: bool = False

    def responses(self, status: int) -> dict[int | str, Json]:
        content = {name: {"schema": {"type": "string"} if name.startswith("text/") else {}} for name in self.media}
        found: dict[int | str, Json] = {status: {"content": content}}
        if self.ranges:
            found |= {
                206: {"description": "The part that ``Range`` asked for", "content": content},
                304: {"description": "Still what ``If-None-Match`` names"},
            }
        return found


@dataclass(frozen=True)
class Call:
    """What a route says beside its signature."""

    permission: Permission
    writes: bool
    if_match: bool = False
    # several writes: an idempotency key is taken around them
    in_steps: bool = False
    # may keep the database busy: one person has only so many under way
    counted: bool = False
    # statuses it refuses with beside those that its shape tells
    refuses: tuple[int, ...] = ()


# status -> how its answer is named among the components
_REFUSALS: Mapping[int, tuple[str, type]] = {
    400: ("Malformed", Problem),
    401: ("Unauthenticated", Problem),
    403: ("Forbidden", Denial),
    404: ("NotFound", Problem),
    409: ("Conflict", ConflictProblem),
    413: ("TooLarge", Problem),
    416: ("NoSuchPart", Problem),
    422: ("Refused", RefusedProblem),
    429: ("TooMany", BusyProblem),
    503: ("Unavailable", Problem),
}
_HEADERS: Mapping[str, Json] = {
    "AcceptLanguage": {
        "name": "Accept-Language",
        "in": "header",
        "description": "The language of names, messages and problems; else that of the person, else of the server.",
        "schema": {"type": "string", "examples": ["zh-CN", "en"]},
    },
    "IdempotencyKey": {
        "name": "Idempotency-Key",
        "in": "header",
        "description": "The same key with the same request answers the first answer again; with another one it is 409.",
        "schema": {"type": "string", "minLength": 1, "maxLength": 200},
    },
    "IfMatch": {
        "name": "If-Match",
        "in": "header",
        "description": "The revision that was seen, in quotes; where another one stands meanwhile it is 409.",
        "schema": {"type": "string", "examples": ['"3"']},
    },
}
_SECURITY: Mapping[str, Json] = {
    "bearer": {
        "type": "http",
        "scheme": "bearer",
        "description": "The token of a session (POST /api/auth/login) or an API key (POST /api/me/api-keys).",
    },
    "session": {"type": "apiKey", "in": "cookie", "name": COOKIE, "description": "What signing in sets in a browser."},
    "csrf": {
        "type": "apiKey",
        "in": "header",
        "name": "X-CSRF-Token",
        "description": "With the cookie, on everything that is not a GET; signing in and GET /api/me tell it.",
    },
}
assert _SECURITY["csrf"]["name"].lower() == CSRF_HEADER


class Shelf(Protocol):
    """The routes of one resource, as ``Routes`` has them."""

    router: APIRouter
    about: str


def install(app: FastAPI, shells: Sequence[Shelf]) -> None:
    """Let ``app.openapi()`` tell the whole contract."""
    routes = [one for shelf in shells for one in shelf.router.routes if isinstance(one, APIRoute)]
    calls: dict[str, Call] = {str(one.operation_id): one.endpoint.call for one in routes}  # type: ignore[attr-defined]
    about = {str(one.router.tags[0]): one.about for one in reversed(shells) if one.about}
    tags = [{"name": name, "description": words} for name, words in reversed(about.items())]

    def openapi() -> Json:
        if app.openapi_schema is None:
            made = get_openapi(
                title=app.title, version=app.version, openapi_version=app.openapi_version, routes=app.routes, tags=tags
            )
            app.openapi_schema = completed(made, calls)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]  # FastAPI's own way of extending the document


def completed(document: Json, calls: Mapping[str, Call]) -> Json:
    """The document with refusals, headers and ways of signing in."""
    for methods in document["paths"].values():
        for method, operation in methods.items():
            _complete(operation, method.upper(), calls[operation["operationId"]])
    components = document.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    schemas |= problem_schemas()
    components["schemas"] = {name: _untitled(schema) for name, schema in sorted(schemas.items())}
    document["paths"] = _untitled(document["paths"])
    components["responses"] = {name: refusal(status) for status, (name, _) in _REFUSALS.items()}
    components["parameters"] = dict(_HEADERS)
    components["securitySchemes"] = dict(_SECURITY)
    return document


def problem_schemas() -> Json:
    """The schemas of refusals, by name."""
    found: Json = {}
    for shape in dict.fromkeys(shape for _, shape in _REFUSALS.values()):
        schema = TypeAdapter(shape).json_schema(ref_template=SCHEMAS + "{model}", mode="serialization")
        found |= schema.pop("$defs", {})
        found[shape.__name__] = schema
    return found


def refusal(status: int) -> Json:
    """What a call answers with this status."""
    shape = _REFUSALS[status][1].__name__
    made: Json = {
        "description": HTTPStatus(status).phrase,
        "content": {MEDIA: {"schema": {"$ref": SCHEMAS + shape}}},
    }
    if status == 429:
        made["headers"] = {"Retry-After": {"schema": {"type": "integer"}}}
    if status == 416:
        made["headers"] = {"Content-Range": {"schema": {"type": "string", "examples": ["bytes */1024"]}}}
    return made


def refusal_ref(status: int) -> Json:
    return {"$ref": f"#/components/responses/{_REFUSALS[status][0]}"}


def _complete(operation: Json, method: str, call: Call) -> None:
    described = operation.get("description", "")
    if described.strip() == operation.get("summary"):
        del operation["description"]
    given = operation.get("parameters", [])
    body = "requestBody" in operation
    responses = operation["responses"]
    responses.pop("422", None)
    for status in _statuses(call, method, path=any(one["in"] == "path" for one in given), asks=bool(given), body=body):
        responses[str(status)] = refusal_ref(status)
    headers = ["AcceptLanguage"]
    if call.writes:
        headers.append("IdempotencyKey")
    if call.if_match:
        headers.append("IfMatch")
    operation["parameters"] = [*given, *({"$ref": f"#/components/parameters/{name}"} for name in headers)]
    operation["security"] = _security(call, method)


def _untitled(part: Any) -> Any:
    """Without the titles that only repeat a name."""
    if isinstance(part, dict):
        kept = {key: value for key, value in part.items() if key != "title" or not isinstance(value, str)}
        return {key: _untitled(value) for key, value in kept.items()}
    return [_untitled(one) for one in part] if isinstance(part, list) else part


def _statuses(call: Call, method: str, *, path: bool, asks: bool, body: bool) -> list[int]:
    """Which refusals a call may give. Not said: 500, which is a bug."""
    found = {503, *call.refuses, *((429,) if call.counted else ())}
    if call.permission.signed_in:
        found |= {401, 403}
    else:
        found |= {401, 403, 429}
    if path or body:
        found.add(404)
    if body or call.if_match or call.writes:
        found |= {400, 413}
    if asks or body:
        found.add(422)
    if call.writes:
        found |= {404, 409, 422}
    if method not in SAFE:
        found.add(403)
    return sorted(found)


def _security(call: Call, method: str) -> list[Json]:
    if not call.permission.signed_in:
        return [{}]
    cookie: Json = {"session": []} if method in SAFE else {"session": [], "csrf": []}
    return [{"bearer": []}, cookie]
