"""Refusals as RFC 9457 documents, in the caller's language. Never a stack trace, never SQL."""

import logging
import sqlite3
from collections.abc import Sequence
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DBAPIError, OperationalError, StatementError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from dougong.edge.answer import dump
from dougong.edge.locale import choose
from dougong.engines.finding import Finding, Invalid
from dougong.errors import Failure, Forbidden, Locale, Malformed, NotFound, Text, TooLarge, TooMany
from dougong.platform.db.limits import TooComplex, TooSlow, is_too_complex, took_too_long
from dougong.platform.db.types import NumberTooLarge
from dougong.platform.definitions.problems import findings_of

log = logging.getLogger(__name__)

MEDIA = "application/problem+json"


class Unavailable(Failure):
    code, status, title = (
        "unavailable",
        503,
        Text("服务暂时不可用，请稍后再试", "The service is unavailable, try again soon"),
    )


class NotAllowed(Failure):
    code, status, title = "method_not_allowed", 405, Text("不支持这种请求方法", "This method is not allowed here")


class Broken(Failure):
    """A bug of ours; the trace id finds it in the log."""

    code, status, title = "internal", 500, Text("服务器内部错误", "Something went wrong on our side")


def problem(failure: Failure, locale: Locale, trace: str) -> Response:
    """The answer for an expected refusal."""
    title = failure.title.in_locale(locale)
    document: dict[str, Any] = {
        "type": f"/problems/{failure.code}",
        "title": title,
        "status": failure.status,
        "detail": failure.detail.in_locale(locale) if failure.detail else title,
        "problems": [_shown(finding, locale) for finding in failure.findings] if isinstance(failure, Invalid) else [],
        "trace_id": trace,
    }
    headers = {}
    if isinstance(failure, TooMany):
        headers["Retry-After"] = str(failure.extra.get("retry_after", 60))
    if failure.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return Response(dump(failure.extra | document), failure.status, headers, MEDIA)


def _shown(finding: Finding, locale: Locale) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "pointer": finding.pointer,
        "code": finding.code,
        "message": finding.message.in_locale(locale),
    }
    if finding.severity != "error":
        shown["severity"] = finding.severity
    if finding.hint is not None:
        shown["hint"] = finding.hint
    if finding.position is not None:
        shown["position"] = list(finding.position)
    return shown


def install(app: FastAPI, default_locale: str) -> None:
    """Let every refusal of ``app`` be told this way."""

    def told(request: Request, failure: Failure) -> Response:
        known = request.scope.get("dougong.locale")
        locale = known or choose(request.headers.get("accept-language"), None, default_locale)
        return problem(failure, locale, request.scope.get("dougong.trace", ""))

    async def expected(request: Request, raised: Exception) -> Response:
        assert isinstance(raised, Failure)
        return told(request, raised)

    async def malformed(request: Request, raised: Exception) -> Response:
        assert isinstance(raised, RequestValidationError)
        return told(request, refusal(raised))

    async def http(request: Request, raised: Exception) -> Response:
        assert isinstance(raised, HTTPException)
        response = told(request, of_http(raised))
        if raised.headers is not None and "Allow" in raised.headers:
            response.headers["Allow"] = raised.headers["Allow"]
        return response

    async def database(request: Request, raised: Exception) -> Response:
        known = of_database(raised)
        if known is None:
            raise raised
        log.warning("database trouble, trace %s: %s", request.scope.get("dougong.trace", ""), raised)
        return told(request, known)

    async def bug(request: Request, raised: Exception) -> Response:
        return told(request, Broken())  # the shell logs it

    app.add_exception_handler(Exception, bug)
    app.add_exception_handler(Failure, expected)
    app.add_exception_handler(RequestValidationError, malformed)
    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(StatementError, database)
    app.add_exception_handler(PoolTimeout, database)


def refusal(raised: RequestValidationError) -> Failure:
    """What FastAPI found in a request: unreadable is 400, readable and wrong is 422 with a pointer for each."""
    errors = list(raised.errors())
    for error in errors:
        if error["type"] == "json_invalid":
            return Malformed(_no_json(error["loc"]))
    body = raised.body
    if isinstance(body, bytes):
        return Malformed(
            Text("请求正文应为 application/json", "The body should be application/json (set Content-Type)")
        )
    findings: list[Finding] = []
    for place in dict.fromkeys(str(error["loc"][0]) for error in errors):
        inner = [error | {"loc": tuple(error["loc"][1:])} for error in errors if str(error["loc"][0]) == place]
        # what stands in a query or path is at "/<name>", as what stands in a body is
        document = body if place == "body" else {one["loc"][0]: one["input"] for one in inner if one["loc"]}
        findings.extend(findings_of(inner, document, lambda path: ()))
    return Invalid(findings)


def _no_json(loc: Sequence[str | int]) -> Text:
    """Where the body stops being JSON, counted from 1."""
    if len(loc) < 2 or not isinstance(loc[1], int):
        return Text("请求正文不是有效的 JSON", "The body is not valid JSON")
    at = loc[1] + 1
    return Text(f"请求正文从第 {at} 个字符起不是有效的 JSON", f"The body is not valid JSON from its character {at} on")


def of_http(raised: HTTPException) -> Failure:
    """What Starlette itself refuses."""
    if isinstance(raised.__cause__, Failure):
        return raised.__cause__
    match raised.status_code:
        case 404:
            return NotFound()
        case 405:
            return NotAllowed()
        case 403:
            return Forbidden()
        case 413:
            return TooLarge()
        case _:
            return Malformed(Text("无法读取请求正文", "The body cannot be read"))


def of_database(raised: Exception) -> Failure | None:
    """Trouble with the database that is not a bug of ours."""
    if isinstance(raised, PoolTimeout):
        return Unavailable()
    if isinstance(raised, StatementError) and isinstance(raised.orig, Failure):
        return raised.orig
    if isinstance(raised, DBAPIError):
        if took_too_long(raised):
            return TooSlow()
        if is_too_complex(raised):
            return TooComplex()
        if getattr(raised.orig, "sqlstate", None) == "22003" or "integer overflow" in str(raised.orig):
            return NumberTooLarge()
        if raised.connection_invalidated or _away(raised):
            return Unavailable()
    return None


def _away(raised: DBAPIError) -> bool:
    """Whether the database cannot be reached or written to; anything else about a statement is a bug of ours."""
    state = getattr(raised.orig, "sqlstate", None)
    if state is not None:
        # connection, resources, shutdown (PostgreSQL, appendix A)
        return str(state)[:2] in ("08", "53", "57")
    if not isinstance(raised, OperationalError):
        return False
    words = str(raised.orig).lower()
    sqlite = ("locked", "busy", "unable to open", "disk i/o", "readonly database")
    return not isinstance(raised.orig, sqlite3.Error) or any(word in words for word in sqlite)
