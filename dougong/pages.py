"""The built web pages: hashed files that browsers keep for ever, and one page for every other path."""

from pathlib import Path

from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

FOREVER = "public, max-age=31536000, immutable"


def find_pages(given: Path | None) -> Path | None:
    """The folder with ``index.html``: the one that is set, the one inside the package, or a checkout's own."""
    here = Path(__file__).parent
    for folder in (given, here / "web", here.parent / "web" / "dist"):
        if folder is not None and (folder / "index.html").is_file():
            return folder
    return None


class Pages:
    """Serves whatever the API did not take. Mount it last."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._files: ASGIApp | None = None
        if folder is not None:
            self._files = GZipMiddleware(StaticFiles(directory=folder), minimum_size=1024)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope)
        await (await self._answer(request))(scope, receive, send)

    async def _answer(self, request: Request) -> ASGIApp:
        if self._folder is None:
            return PlainTextResponse("The web pages are not built: make web", 404)
        path = request.url.path.lstrip("/")
        found = self._file(path)
        if found is None:
            return _page(self._folder / "index.html")
        if found.name == "index.html":
            return _page(found)
        assert self._files is not None
        return _Kept(self._files, FOREVER if "/assets/" in f"/{path}" else "public, max-age=3600")

    def _file(self, path: str) -> Path | None:
        assert self._folder is not None
        if not path:
            return None
        candidate = (self._folder / path).resolve()
        inside = candidate.is_relative_to(self._folder.resolve())
        return candidate if inside and candidate.is_file() else None


def _page(path: Path) -> Response:
    # the page names the hashed files, so it is asked for again each time
    return FileResponse(path, media_type="text/html", headers={"Cache-Control": "no-cache"})


class _Kept:
    """Adds how long the answer may be kept."""

    def __init__(self, app: ASGIApp, cache: str) -> None:
        self._app = app
        self._cache = cache

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = list(message.get("headers", ()))
                message["headers"] = [*headers, (b"cache-control", self._cache.encode())]
            await send(message)

        await self._app(scope, receive, sending)
