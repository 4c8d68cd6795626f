"""The outermost layer of the application: a trace id for each request, limits on bodies, headers that keep browsers
safe, a line in the log, and a plain 500 for whatever is a bug."""

import logging
import time
from typing import Any

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dougong.edge.locale import choose
from dougong.edge.metrics import Metrics
from dougong.edge.problem import Broken, problem
from dougong.errors import Malformed, Text, TooLarge
from dougong.ids import new_id

log = logging.getLogger("dougong.access")
bugs = logging.getLogger("dougong.bugs")

MEGABYTE = 1_048_576
POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; frame-ancestors 'self'; "
    "base-uri 'none'; form-action 'self'; object-src 'none'"
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Content-Security-Policy": POLICY,
    "Permissions-Policy": "camera=(self), geolocation=(self), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class Shell:
    """Wraps the whole application."""

    def __init__(
        self, app: ASGIApp, *, metrics: Metrics, locale: str, body_mb: int, upload_mb: int, secure: bool
    ) -> None:
        self._app = app
        self._metrics = metrics
        self._locale = locale
        self._body = body_mb * MEGABYTE
        self._upload = (upload_mb + 1) * MEGABYTE
        kept = HEADERS | ({"Strict-Transport-Security": "max-age=31536000"} if secure else {})
        self._headers = [(name.lower().encode(), value.encode()) for name, value in kept.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        trace = new_id()
        scope["dougong.trace"] = trace
        began = time.perf_counter()
        status = 500
        started = finished = False

        async def sending(message: Message) -> None:
            nonlocal started, finished, status
            if message["type"] == "http.response.start":
                started = True
                status = message["status"]
                self._dress(message, trace, data=scope["path"].startswith("/api/"))
            await send(message)
            finished = message["type"] == "http.response.body" and not message.get("more_body", False)

        headers = Headers(scope=scope)
        try:
            limited = await self._limited(scope, headers, receive)
            await self._app(scope, limited, sending)
        except (TooLarge, Malformed) as refused:
            if started:
                raise
            await problem(refused, self._language(headers), trace)(scope, receive, sending)
        except Exception:  # a bug: told with its trace and nothing else
            bugs.exception("bug, trace %s, %s %s", trace, scope["method"], scope["path"])
            if finished:  # the refusal is told already
                return
            if started:  # only a broken connection can tell that the answer is not whole
                raise
            await problem(Broken(), self._language(headers), trace)(scope, receive, sending)
        finally:
            took = time.perf_counter() - began
            route = getattr(scope.get("route"), "path", None) or "-"
            self._metrics.request(scope["method"], route, status, took)
            log.info("%s %s %s %.1fms %s", scope["method"], scope["path"], status, took * 1000, trace)

    def _dress(self, message: Message, trace: str, *, data: bool) -> None:
        """``data``: an answer of the API; no browser and no proxy keeps what does not say so itself."""
        raw = list(message.get("headers", ()))
        present = {name.lower() for name, _ in raw}
        raw += [pair for pair in self._headers if pair[0] not in present]
        if data and b"cache-control" not in present:
            raw.append((b"cache-control", b"no-store"))
        raw.append((b"x-trace-id", trace.encode()))
        message["headers"] = raw

    def _language(self, headers: Headers) -> Any:
        return choose(headers.get("accept-language"), None, self._locale)

    async def _limited(self, scope: Scope, headers: Headers, receive: Receive) -> Receive:
        """``receive`` that refuses more than it should; under an idempotency key the body is read now, for its hash.
        Raises TooLarge."""
        if scope["method"] in ("GET", "HEAD", "OPTIONS"):
            return receive
        multipart = headers.get("content-type", "").startswith("multipart/")
        most = self._upload if multipart else self._body
        length = headers.get("content-length", "0")
        if not length.isdigit():
            raise Malformed(Text("Content-Length 有误", "Content-Length is no number"))
        if int(length) > most:
            raise TooLarge(_limit(most))
        seen = 0

        async def counting() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > most:
                raise TooLarge(_limit(most))
            return message

        if "idempotency-key" not in headers:
            return counting
        scope["dougong.body"] = body = await _whole(counting)
        given = False

        async def again() -> Message:
            nonlocal given
            if given:
                return await receive()
            given = True
            return {"type": "http.request", "body": body, "more_body": False}

        return again


def _limit(most: int) -> Text:
    return Text(f"内容超过 {most // MEGABYTE} MB", f"More than {most // MEGABYTE} MB")


async def _whole(receive: Receive) -> bytes:
    parts: list[bytes] = []
    more = True
    while more:
        message = await receive()
        if message["type"] != "http.request":
            break
        parts.append(message.get("body", b""))
        more = message.get("more_body", False)
    return b"".join(parts)
