"""JSON out, and closed models in."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

import orjson
from fastapi import Query
from pydantic import BaseModel, ConfigDict
from starlette.background import BackgroundTask
from starlette.responses import FileResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send

# how many items a list may be asked for
PageSize = Annotated[int, Query(ge=1, le=500)]

_OPTIONS = orjson.OPT_UTC_Z | orjson.OPT_PASSTHROUGH_DATACLASS | orjson.OPT_NON_STR_KEYS
JSON = "application/json"


class Body(BaseModel):
    """What a client sends: nothing but the keys that are named."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, protected_namespaces=())


def _plain(value: object) -> Any:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", by_alias=True)
    if isinstance(value, str):  # a subclass of str, as SQLAlchemy's names are
        return str.__str__(value)
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, set | frozenset):
        return sorted(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    raise TypeError(f"{type(value).__name__} cannot be answered")


def dump(value: object) -> bytes:
    """JSON: times in UTC with Z, decimals as text with their own places."""
    return orjson.dumps(value, default=_plain, option=_OPTIONS)


def answer(value: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """A JSON response; ``None`` with 204 has no body."""
    if status == 204:
        return Response(status_code=204, headers=dict(headers or {}))
    return Response(dump(value), status, dict(headers or {}), JSON)


def headed(response: Response) -> Response:
    """What HEAD is answered: the server leaves out a body that is known; a stream is not begun at all."""
    if not isinstance(response, StreamingResponse):
        return response
    bare = Response(status_code=response.status_code, background=response.background)
    bare.raw_headers = response.raw_headers
    return bare


class MadeFile(FileResponse):
    """A file that was made for this answer alone: it goes with it, and has no parts to ask for."""

    def __init__(self, path: Path, name: str) -> None:
        background = BackgroundTask(path.unlink)
        super().__init__(path, filename=name, headers={"Accept-Ranges": "none"}, background=background)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = [(name, value) for name, value in scope["headers"] if name != b"range"]
        await super().__call__({**scope, "headers": headers}, receive, send)
