"""What the API sends pressed, and what it never does."""

from collections.abc import Iterator

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route
from support.serving import listening

from dougong.edge.pressed import Pressed

MUCH = {"items": ["青岛远海风电装备有限公司"] * 200}


async def much(request: Request) -> Response:
    return JSONResponse(MUCH)


async def file(request: Request) -> Response:
    return JSONResponse(MUCH, headers={"Content-Disposition": "attachment"})


async def stream(request: Request) -> Response:
    return StreamingResponse(iter([b"data: 1\n\n", b"data: 2\n\n"]), media_type="text/event-stream")


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    routes = [Route(one, much) for one in ("/api/apps", "/api/me", "/api/auth/login")]
    app = Pressed(Starlette(routes=[*routes, Route("/api/files/1", file), Route("/api/events", stream)]))
    with listening(app, lifespan="off") as base:
        yield base


def get(url: str, path: str, taken: str = "gzip, br") -> httpx.Response:
    return httpx.get(url + path, headers={"Accept-Encoding": taken})


def test_a_large_answer_is_pressed_for_whoever_takes_it(url: str) -> None:
    answer = get(url, "/api/apps")
    assert (answer.headers["content-encoding"], answer.headers["vary"]) == ("gzip", "Accept-Encoding")
    assert int(answer.headers["content-length"]) < 500
    assert answer.json() == MUCH
    assert "content-encoding" in get(url, "/api/apps", "br, GZIP;q=0.5").headers
    for refused in ("identity", "gzip;q=0", "br, gzip; q=0.000", "x-gzip-not"):
        assert "content-encoding" not in get(url, "/api/apps", refused).headers


@pytest.mark.parametrize("path", ["/api/me", "/api/auth/login", "/api/files/1", "/api/events"])
def test_what_holds_a_secret_and_files_and_streams_go_as_they_are(url: str, path: str) -> None:
    assert "content-encoding" not in get(url, path).headers
