"""Declaring routes. A route is a plain function whose first argument is the ``Caller``; it cannot exist without a
permission, and everything the edge promises (authentication, CSRF, idempotency, JSON) surrounds its call.

A ``def`` runs in a thread and may block; an ``async def`` runs in the loop and must not.
"""

import inspect
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from functools import wraps
from typing import Any, TypeVar

from fastapi import APIRouter, FastAPI
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from dougong.edge.answer import answer, headed
from dougong.edge.asked import Asked
from dougong.edge.caller import Caller, Repeated
from dougong.edge.contract import SAFE, Bytes, Call
from dougong.edge.gate import Gate
from dougong.edge.permission import Permission
from dougong.errors import Failure

F = TypeVar("F", bound=Callable[..., Any])


class NoPermission(Exception):
    """A route without a permission; the process must not start."""


class _Route(APIRoute):
    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def handled(request: Request) -> Response:
            asked = Asked(request.scope, request.receive)
            asked.judge_address()
            response = await handle(asked)
            return headed(response) if request.method == "HEAD" else response

        return handled


class Routes:
    """The routes of one resource. ``prefix`` is the whole path in front of theirs; ``about`` says in the contract what
    the calls of its tag do.

    ``answers`` of a route is the typed dictionary of its JSON answer, or ``Bytes`` for another one; it is only ever
    described, never run. ``if_match`` says that it reads ``If-Match``, ``refuses`` with which statuses it refuses
    beside those that follow from its shape, ``in_steps`` that it writes more than once: then an idempotency key is
    taken before and its answer kept behind. ``counted``: it may keep the database busy (see ``questions``)."""

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
        in_steps: bool = False,
        counted: bool = False,
        refuses: tuple[int, ...] = (),
        operation_id: str | None = None,
    ) -> Callable[[F], F]:
        writes = method not in SAFE and not reads
        described = Call(permission, writes, if_match=if_match, refuses=refuses, in_steps=in_steps, counted=counted)

        def declare(function: F) -> F:
            guarded = _guarded(function, described, status)
            name = operation_id or f"{self._name()}_{function.__name__.rstrip('_')}"
            self.router.add_api_route(
                path,
                guarded,
                methods=[method],
                status_code=status,
                summary=_summary(function),
                operation_id=name,
                **_answered(answers, status),
            )
            if method == "GET":
                # one route with both methods would be told twice in the contract, under one name
                self.router.add_api_route(
                    path,
                    guarded,
                    methods=["HEAD"],
                    include_in_schema=False,
                    operation_id=name,
                    **_answered(None, status),
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
        guarded: Callable[..., Any] = _asynchronous(function, described, status)
    else:
        guarded = _synchronous(function, described, status)
    signature = inspect.signature(function)
    _, *others = signature.parameters.values()
    request = inspect.Parameter("request", inspect.Parameter.KEYWORD_ONLY, annotation=Request)
    others = [parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in others]
    guarded.__signature__ = inspect.Signature([request, *others])  # type: ignore[attr-defined]  # FastAPI reads it
    guarded.call = described  # type: ignore[attr-defined]  # ``require_permissions`` and the contract read it
    return guarded


def _synchronous(function: Callable[..., Any], described: Call, status: int) -> Callable[..., Response]:
    @wraps(function)
    def call(*, request: Request, **arguments: Any) -> Response:
        gate: Gate = request.app.state.gate
        with ExitStack() as lent:
            caller = gate.caller(request, lent)
            if (given := _entered(gate, caller, described, status)) is not None:
                return given
            try:
                with _stepping(caller, described), _counted(caller, described):
                    return _settled(caller, _response(function(caller, **arguments), status))
            except Repeated:
                return gate.repeated(caller)

    return call


def _asynchronous(
    function: Callable[..., Awaitable[Any]], described: Call, status: int
) -> Callable[..., Awaitable[Response]]:
    assert not described.in_steps, "what is done in steps is done in a thread"
    assert not described.counted, "what is counted is done in a thread"

    @wraps(function)
    async def call(*, request: Request, **arguments: Any) -> Response:
        gate: Gate = request.app.state.gate
        with ExitStack() as lent:
            caller = gate.caller(request, lent)

            def enter() -> Response | None:
                given = _entered(gate, caller, described, status)
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


def _entered(gate: Gate, caller: Caller, described: Call, status: int) -> Response | None:
    """Past the gate; the answer given before under the same idempotency key."""
    gate.admit(caller, described.permission, writes=described.writes)
    return gate.open_slot(caller, status, writes=described.writes)


@contextmanager
def _stepping(caller: Caller, described: Call) -> Iterator[None]:
    """The idempotency key is taken around several writes; a refusal gives it back."""
    if not described.in_steps:
        yield
        return
    caller.begin()
    try:
        yield
    except Failure:
        caller.give_up()
        raise


def _counted(caller: Caller, described: Call) -> AbstractContextManager[None]:
    """Raises TooMany."""
    return caller.services.questions.under_way(caller.user) if described.counted else nullcontext()


def _settled(caller: Caller, response: Response) -> Response:
    if hasattr(response, "body"):
        caller.finish(response.status_code, bytes(response.body))
    return response
