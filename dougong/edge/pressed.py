"""Sends JSON pressed to whoever takes it: on a slow line a list is a tenth of its size.

Only whole answers of the API, and never one that holds a secret (the CSRF token of ``/api/me``, tokens of
``/api/auth``): whoever can choose part of a pressed answer could guess the rest by its length (BREACH).
"""

import gzip

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LEAST = 1_000
# more than this is pressed beside the event loop
MUCH = 64_000
LEVEL = 5
SECRET = ("/api/me", "/api/auth")
JSON = ("application/json", "application/problem+json")


class Pressed:
    """Wraps the application; everything that is no whole JSON answer goes through as it is."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not _takes(scope):
            await self._app(scope, receive, send)
            return
        begun: Message | None = None

        async def sending(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start" and _may_be_pressed(message):
                begun = message
                return
            if begun is not None:
                start, begun = begun, None
                message = await _press(start, message)
                await send(start)
            await send(message)

        await self._app(scope, receive, sending)


def _takes(scope: Scope) -> bool:
    if scope["type"] != "http" or not scope["path"].startswith("/api/"):
        return False
    secret = any(scope["path"] == path or scope["path"].startswith(f"{path}/") for path in SECRET)
    return not secret and _taken(Headers(scope=scope).get("accept-encoding", ""))


def _taken(accepted: str) -> bool:
    """Whether gzip is named and not refused (``gzip;q=0``)."""
    for one in accepted.lower().split(","):
        name, _, weight = one.partition(";")
        if name.strip() == "gzip":
            return weight.replace(" ", "").rstrip("0").rstrip(".") not in ("q=", "q=0")
    return False


def _may_be_pressed(start: Message) -> bool:
    headers = Headers(raw=start["headers"])
    kind = headers.get("content-type", "").partition(";")[0]
    # a file that is handed out keeps its length and its parts
    file = start["status"] == 206 or "content-disposition" in headers
    return kind in JSON and not file and "content-encoding" not in headers


async def _press(start: Message, message: Message) -> Message:
    body = message.get("body", b"")
    MutableHeaders(raw=start["headers"]).add_vary_header("Accept-Encoding")
    if message.get("more_body", False) or len(body) < LEAST:
        return message
    pressed = await run_in_threadpool(_gzip, body) if len(body) > MUCH else _gzip(body)
    headers = MutableHeaders(raw=start["headers"])
    headers["Content-Encoding"] = "gzip"
    headers["Content-Length"] = str(len(pressed))
    return {**message, "body": pressed}


def _gzip(body: bytes) -> bytes:
    return gzip.compress(body, LEVEL, mtime=0)
