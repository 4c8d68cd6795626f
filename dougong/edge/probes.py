"""What machines ask of the server: no person, no language, no rights."""

from fastapi import FastAPI
from fastapi.routing import APIRoute
from sqlalchemy import select
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Match, Route

from dougong import __version__
from dougong.edge.answer import answer
from dougong.edge.metrics import Metrics
from dougong.edge.routes import every_route
from dougong.platform import outbox
from dougong.platform.db import Database


def install(app: FastAPI, database: Database, metrics: Metrics) -> None:
    """Health, readiness and metrics; and every other path of the API is unknown. Added after all other routes."""

    def alive(request: Request) -> Response:
        return answer({"status": "ok"})

    def ready(request: Request) -> Response:
        with database.read() as connection:
            connection.execute(select(1))
        return answer({"status": "ready", "version": __version__})

    def counted(request: Request) -> Response:
        with database.read() as connection:
            jobs = outbox.counts(connection)
        gauges = {f"jobs_{state}": float(jobs.get(state, 0)) for state in ("waiting", "running", "parked")}
        return PlainTextResponse(metrics.text(gauges))

    def unknown(request: Request) -> Response:
        here = [route for route in known if route.matches(request.scope)[0] is Match.PARTIAL]
        if not here:
            raise HTTPException(404)
        allowed = {method for route in here for method in route.methods or ()}
        raise HTTPException(405, headers={"Allow": ", ".join(sorted(allowed))})

    known = [route for route in every_route(app.routes) if isinstance(route, Route | APIRoute)]
    rest = [Route(path, unknown) for path in ("/api", "/api/{rest:path}")]
    for route in rest:
        route.methods = None  # whatever the method: Starlette would take GET alone
    app.router.routes += [
        Route("/healthz", alive),
        Route("/readyz", ready),
        Route("/metrics", counted),
        # the pages answer every other path, but never one of the API's
        *rest,
    ]
