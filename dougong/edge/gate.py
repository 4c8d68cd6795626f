"""The gate of every route: who is asking, may he come in, and was this asked before."""

import hashlib
import time
from contextlib import ExitStack
from hmac import compare_digest
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import orjson
from starlette.requests import Request
from starlette.responses import Response

from dougong.edge.answer import JSON, dump
from dougong.edge.caller import Caller, Slot
from dougong.edge.locale import choose
from dougong.edge.permission import Permission
from dougong.errors import Conflict, Failure, Forbidden, Malformed, Text
from dougong.platform import idempotency
from dougong.platform.access.principal import Principal, person_principal
from dougong.platform.connections import Sealed
from dougong.platform.identity.sessions import Holder, holder

if TYPE_CHECKING:
    from dougong.runtime.services.context import Services

COOKIE = "dougong_session"
CSRF_HEADER = "x-csrf-token"
MOST_PRINCIPALS = 2_000
# how often and how long, in seconds, a repeat waits for the answer of a request that is still at work
TURNS, TURN = 40, 0.05


class BadCsrf(Forbidden):
    code = "csrf"
    title = Text("页面已过期，请刷新后再试", "The page is out of date; reload it and try again")


class KeyReused(Failure):
    """The idempotency key was used for another request."""

    code, status, title = (
        "idempotency_mismatch",
        409,
        Text("幂等键已用于另一个请求", "This key belongs to another request"),
    )


class AnswerLost(Conflict):
    code = "already_done"
    title = Text(
        "该请求已经执行或正在执行，其结果未能保留，请查询",
        "This was begun already and its answer is not known; look it up",
    )


class Gate:
    """One for the process."""

    def __init__(self, services: "Services") -> None:
        self._services = services
        # people as they are at one epoch of the organisation
        self._principals: dict[tuple[int, str], Principal] = {}

    def caller(self, request: Request, lent: ExitStack) -> Caller:
        locale = choose(request.headers.get("accept-language"), None, self._services.settings.locale)
        return Caller(self._services, request, locale, request.scope.get("dougong.trace", ""), lent)

    def admit(self, caller: Caller, permission: Permission, *, writes: bool) -> None:
        """Raises Unauthenticated, Forbidden, TooMany."""
        token, by_cookie = _token(caller.request)
        held = holder(caller.connection, token, self._services.clock()) if token else None
        if held is not None:
            self._sign(caller, held)
        if not permission.signed_in and permission.counted:
            self._services.public_calls.take(f"{permission.name}:{caller.address}")
        permission.check(caller.principal if caller.signed_in else None)
        if held is not None:
            permission.check_scopes(held.scopes, writes=writes, app=caller.request.path_params.get("app"))
        if caller.request.method not in ("GET", "HEAD", "OPTIONS"):
            self._same_site(caller, held, by_cookie=by_cookie)
        if writes:
            caller.release()

    def _sign(self, caller: Caller, held: Holder) -> None:
        organisation = self._services.organisations.current(caller.connection, held.organisation)
        key = (organisation.epoch, held.user)
        principal = self._principals.get(key)
        if principal is None:
            if len(self._principals) >= MOST_PRINCIPALS:
                self._principals.clear()
            principal = self._principals[key] = person_principal(organisation, held.user)
        caller.sign(held, principal, organisation)
        header = caller.request.headers.get("accept-language")
        caller.locale = choose(header, held.locale, self._services.settings.locale)

    def _same_site(self, caller: Caller, held: Holder | None, *, by_cookie: bool) -> None:
        """A browser's write must come from our own pages: by its origin, and for a session by its CSRF token."""
        headers = caller.request.headers
        origin = headers.get("origin")
        if origin is not None and "authorization" not in headers and not self._ours(origin, headers.get("host", "")):
            raise Forbidden(Text("请求来自其他网站", "The request comes from another site"))
        if held is not None and by_cookie:
            given = headers.get(CSRF_HEADER, "")
            if held.csrf is None or not compare_digest(given.encode(), held.csrf.encode()):
                raise BadCsrf

    def _ours(self, origin: str, host: str) -> bool:
        settings = self._services.settings
        if origin in settings.allowed_origins or (settings.base_url and origin == settings.base_url.rstrip("/")):
            return True
        return bool(host) and urlsplit(origin).netloc == host

    def open_slot(self, caller: Caller, status: int, *, writes: bool) -> Response | None:
        """The answer given before under this idempotency key; else the key is open for this request."""
        key = caller.request.headers.get("idempotency-key")
        if key is None or not writes:
            return None
        if not 1 <= len(key) <= 200 or not key.isprintable():
            raise Malformed(Text("Idempotency-Key 应为 1 到 200 个字符", "Idempotency-Key has 1 to 200 characters"))
        whose = caller.user if caller.signed_in else f"address:{caller.address}"[:80]
        caller.slot = Slot(self._services.vault, whose, key, _fingerprint(caller.request), status)
        return self._given(caller)

    def repeated(self, caller: Caller) -> Response:
        """What the twin of this request was answered."""
        given = self._given(caller)
        if given is None:
            raise AnswerLost
        return given

    def _given(self, caller: Caller) -> Response | None:
        slot = caller.slot
        assert slot is not None
        found = self._found(slot)
        for _ in range(TURNS):
            if found is None or found.body is not None or found.request != slot.request:
                break
            time.sleep(TURN)  # its twin is at work
            found = self._found(slot)
        if found is None:
            return None
        if found.request != slot.request:
            raise KeyReused
        if found.body is None:
            raise AnswerLost
        try:
            body = slot.open(found.body)
        except Sealed as changed:  # the installation's secret is another one now
            raise AnswerLost from changed
        return _again(found.status, body)

    def _found(self, slot: Slot) -> idempotency.Answer | None:
        with self._services.database.read() as connection:
            return idempotency.find(connection, slot.holder, slot.key)


def _again(status: int, body: bytes) -> Response:
    """The answer that was given before, under its revision where it has one."""
    headers = {"Idempotency-Replayed": "true"}
    if status == 204:
        return Response(status_code=204, headers=headers)
    answered = orjson.loads(body)
    if isinstance(answered, dict) and isinstance(answered.get("rev"), int):
        headers["ETag"] = f'"{answered["rev"]}"'
    return Response(body, status, headers, JSON)


def _token(request: Request) -> tuple[str | None, bool]:
    """(token, whether a cookie brought it). A header beats a cookie."""
    header = request.headers.get("authorization")
    if header is not None:
        kind, _, token = header.partition(" ")
        return (token.strip() or None, False) if kind.lower() == "bearer" else (None, False)
    return request.cookies.get(COOKIE), True


def _fingerprint(request: Request) -> str:
    body: bytes = request.scope.get("dougong.body", b"")
    _, mark, boundary = request.headers.get("content-type", "").partition("boundary=")
    if mark:  # drawn anew each time the same form is sent
        body = body.replace(boundary.partition(";")[0].strip().strip('"').encode(), b"")
    described = dump([request.method, request.url.path, request.url.query])
    return hashlib.sha256(described + b"\n" + body).hexdigest()
