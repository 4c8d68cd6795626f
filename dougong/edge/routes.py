"""Declaring routes. A route is a plain function whose first argument is the ``Caller``; it cannot exist without a
permission, and everything the edge promises (authentication, CSRF, idempotency, JSON) surrounds its call.

A ``def`` runs in a thread and may block; an ``async def`` runs in the loop and must not.
"""

import inspect
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextlib import ExitStack
from functools import wraps
from typing import Any, TypeVar

from fastapi import APIRouter, FastAPI
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from dougong.edge.answer import answer
from dougong.edge.asked import Asked
from dougong.edge.caller import Caller, Repeated, Slot
from dougong.edge.contract import SAFE, Bytes, Call
from dougong.edge.gate import Gate
from dougong.edge.permission import Permission

F = TypeVar("F", bound=Callable[..., Any])


class NoPermission(Exception):
    """A route without a permission; the process must not start."""


class _Route(APIRoute):
    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def handled(request: Request) -> Response:
            asked = Asked(request.scope, request.receive)
            asked.judge_address()
            return await handle(asked)

        return handled


class Routes:
    """The routes of one resource. ``prefix`` is the whole path in front of theirs; ``about`` says in the contract what
    the calls of its tag do.

    ``answers`` of a route is the typed dictionary of its JSON answer, or ``Bytes`` for another one; it is only ever
    described, never run. ``if_match`` says that it reads ``If-Match``, ``refuses`` with which statuses it refuses
    beside those that follow from its shape."""

    def __init__(self, prefix: str = "", *, tags: Sequence[str] = (), about: str = "") -> None:
        self.about = about
        self.router = APIRouter(prefix=prefix, tags=list(tags), route_class=_Route)

    def get(self, path: str, permission: Permission, **options: Any) -> Callable[[F], F]:
        return self._route("GET", path, permission, **options)

    def post(self, path: str, permission: Permission, **options: Any) -> Callable[[F], F]:
        """``reads=True`` for a question that is asked by POST: it needs no right to write and keeps no answer."""
        return self._route("POST", path, permission, **options)

    def put(self, path: str, permission: Permission, **options: Any) -> Callable[[F], F]:
        return self._route("PUT", path, permission, **options)

    def patch(self, path: str, permission: Permission, **options: Any) -> Callable[[F], F]:
        return self._route("PATCH", path, permission, **options)

    def delete(self, path: str, permission: Permission, **options: Any) -> Callable[[F], F]:
        return self._route("DELETE", path, permission, **options)

    def _route(
        self,
        method: str,
        path: str,
        permission: Permission,
        *,
        status: int = 200,
        reads: bool = False,
        answers: Any = None,
        if_match: bool = False,
        refuses: tuple[int, ...] = (),
        operation_id: str | None = None,
    ) -> Callable[[F], F]:
        described = Call(permission, writes=method not in SAFE and not reads, if_match=if_match, refuses=refuses)

        def declare(function: F) -> F:
            self.router.add_api_route(
                path,
                _guarded(function, described, status),
                methods=[method],
                status_code=status,
                summary=_summary(function),
                operation_id=operation_id or f"{self._name()}_{function.__name__.rstrip('_')}",
                **_answered(answers, status),
            )
            return function

        return declare

    def _name(self) -> str:
        return str(self.router.tags[0]).replace("-", "_") if self.router.tags else "api"


def require_permissions(app: FastAPI) -> None:
    """Raises NoPermission if any route was added past ``Routes``."""
    for route in every_route(app.routes):
        if isinstance(route, APIRoute) and not hasattr(route.endpoint, "call"):
            raise NoPermission(f"{sorted(route.methods or ())} {route.path}")


def every_route(routes: Sequence[Any]) -> list[Any]:
    """Routes of included routers too."""
    found: list[Any] = []
    for route in routes:
        inner = getattr(route, "original_router", None)
        found.extend(every_route(inner.routes) if inner is not None else [route])
    return found


def _answered(answers: Any, status: int) -> dict[str, Any]:
    """How FastAPI is told what a route answers."""
    if answers is None:
        return {"response_model": None, "response_class": Response}
    if isinstance(answers, Bytes):
        return {
            "response_model": None,
            "response_class": Response,
            "responses": answers.responses(status),
        }
    return {"response_model": answers, "response_class": JSONResponse}


def _summary(function: Callable[..., Any]) -> str | None:
    """The first sentence of what the function says of itself."""
    first = " ".join((function.__doc__ or "").strip().split("\n\n")[0].split())
    sentence, dot, _ = first.partition(". ")
    return sentence + dot.strip() or None


def _guarded(function: Callable[..., Any], described: Call, status: int) -> Callable[..., Any]:
    """The function surrounded by the gate, with the signature FastAPI is to see."""
    if inspect.iscoroutinefunction(function):
        guarded: Callable[..., Any] = _asynchronous(function, described.permission, status, described.writes)
    else:
        guarded = _synchronous(function, described.permission, status, described.writes)
    signature = inspect.signature(function)
    _, *others = signature.parameters.values()
    request = inspect.Parameter("request", inspect.Parameter.KEYWORD_ONLY, annotation=Request)
    others = [parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in others]
    guarded.__signature__ = inspect.Signature([request, *others])  # type: ignore[attr-defined]  # FastAPI reads it
    guarded.call = described  # type: ignore[attr-defined]  # ``require_permissions`` and the contract read it
    return guarded


def _synchronous(
    function: Callable[..., Any], permission: Permission, status: int, writes: bool
) -> Callable[..., Response]:
    @wraps(function)
    def call(*, request: Request, **arguments: Any) -> Response:
        gate: Gate = request.app.state.gate
        with ExitStack() as lent:
            caller = gate.caller(request, lent)
            gate.admit(caller, permission, writes=writes)
            if (given := gate.open_slot(caller, status, writes=writes)) is not None:
                return given
            try:
                return _settled(caller, _response(function(caller, **arguments), status))
            except Repeated:
                return gate.repeated(caller)

    return call


def _asynchronous(
    function: Callable[..., Awaitable[Any]], permission: Permission, status: int, writes: bool
) -> Callable[..., Awaitable[Response]]:
    @wraps(function)
    async def call(*, request: Request, **arguments: Any) -> Response:
        gate: Gate = request.app.state.gate
        with ExitStack() as lent:
            caller = gate.caller(request, lent)

            def enter() -> Response | None:
                gate.admit(caller, permission, writes=writes)
                given = gate.open_slot(caller, status, writes=writes)
                caller.release()  # a long call must not hold a connection
                return given

            if (given := await run_in_threadpool(enter)) is not None:
                return given
            try:
                response = _response(await function(caller, **arguments), status)
                return await run_in_threadpool(_settled, caller, response)
            except Repeated:
                return await run_in_threadpool(gate.repeated, caller)

    return call


def _response(result: object, status: int) -> Response:
    return result if isinstance(result, Response) else answer(result, status)


def _settled(caller: Caller, response: Response) -> Response:
    """Keep the answer under the idempotency key where it differs from what the write itself kept."""
    slot: Slot | None = caller.slot
    if slot is None or not slot.claimed or not hasattr(response, "body"):
        return response
    body = bytes(response.body)
    if body != slot.stored or response.status_code != slot.status:
        caller.services.database.write(lambda unit: slot.settle(unit, response.status_code, body))
    return response
