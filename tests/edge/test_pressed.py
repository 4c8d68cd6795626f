"""What the API sends pressed, and what it never does."""

import anyio
import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from dougong.edge.pressed import Pressed

MUCH = {"items": ["青岛远海风电装备有限公司"] * 200}


async def much(request: Request) -> Response:
    return JSONResponse(MUCH)


async def file(request: Request) -> Response:
    return JSONResponse(MUCH, headers={"Content-Disposition": "attachment"})


async def stream(request: Request) -> Response:
    return StreamingResponse(iter([b"data: 1\n\n", b"data: 2\n\n"]), media_type="text/event-stream")


def get(path: str, taken: str = "gzip, br") -> httpx.Response:
    routes = [Route(one, much) for one in ("/api/apps", "/api/me", "/api/auth/login")]
    app = Pressed(Starlette(routes=[*routes, Route("/api/files/1", file), Route("/api/events", stream)]))

    async def ask() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://here") as client:
            return await client.get(path, headers={"Accept-Encoding": taken})

    return anyio.run(ask)


def test_a_large_answer_is_pressed_for_whoever_takes_it() -> None:
    answer = get("/api/apps")
    assert (answer.headers["content-encoding"], answer.headers["vary"]) == ("gzip", "Accept-Encoding")
    assert int(answer.headers["content-length"]) < 500
    assert answer.json() == MUCH
    assert "content-encoding" in get("/api/apps", "br, GZIP;q=0.5").headers
    for refused in ("identity", "gzip;q=0", "br, gzip; q=0.000", "x-gzip-not"):
        assert "content-encoding" not in get("/api/apps", refused).headers


@pytest.mark.parametrize("path", ["/api/me", "/api/auth/login", "/api/files/1", "/api/events"])
def test_what_holds_a_secret_and_files_and_streams_go_as_they_are(path: str) -> None:
    assert "content-encoding" not in get(path).headers
