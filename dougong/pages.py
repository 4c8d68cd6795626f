"""The built web pages: hashed files that browsers keep for ever, and one page for every other path.

Beside a file may stand the same pressed by Brotli (``.br``) and by gzip (``.gz``); whoever takes that is sent it.
"""

import mimetypes
from pathlib import Path

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.staticfiles import StaticFiles
from starlette.types import Message, Receive, Scope, Send

FOREVER = "public, max-age=31536000, immutable"
AN_HOUR = "public, max-age=3600"
# the page names the hashed files, so it is asked for again each time
ASK_AGAIN = "no-cache"
PRESSED = {"br": ".br", "gzip": ".gz"}
PAGE = "index.html"


def find_pages(given: Path | None) -> Path | None:
    """The folder with ``index.html``: the one that is set, the one inside the package, or a checkout's own."""
    here = Path(__file__).parent
    for folder in (given, here / "web", here.parent / "web" / "dist"):
        if folder is not None and (folder / PAGE).is_file():
            return folder
    return None


class Pages:
    """Serves whatever the API did not take. Mount it last."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._files = None if folder is None else StaticFiles(directory=folder)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._folder is None or self._files is None:
            await PlainTextResponse("The web pages are not built: make web", 404)(scope, receive, send)
            return
        asked = scope["path"].lstrip("/")
        found = self._file(asked)
        if found is None and asked.startswith("assets/"):
            # a part of another build: hearing that it is gone, an open page loads itself anew
            await PlainTextResponse("Not Found", 404, {"Cache-Control": ASK_AGAIN})(scope, receive, send)
            return
        name = found or PAGE
        encoding = self._pressed(name, Headers(scope=scope).get("accept-encoding", ""))
        dressed = _dressed(send, name, encoding)
        inner = {**scope, "path": f"/{name}{PRESSED.get(encoding or '', '')}", "root_path": ""}
        await self._files(inner, receive, dressed)

    def _file(self, path: str) -> str | None:
        """The name inside the folder, if there is such a file."""
        assert self._folder is not None
        if not path or "\0" in path:
            return None
        folder = self._folder.resolve()
        candidate = (folder / path).resolve()
        inside = candidate.is_relative_to(folder) and candidate.is_file()
        return candidate.relative_to(folder).as_posix() if inside else None

    def _pressed(self, name: str, taken: str) -> str | None:
        assert self._folder is not None
        accepted = {one.strip().partition(";")[0] for one in taken.split(",")}
        fitting = (one for one in PRESSED if one in accepted)
        return next((one for one in fitting if (self._folder / f"{name}{PRESSED[one]}").is_file()), None)


def _dressed(send: Send, name: str, encoding: str | None) -> Send:
    """Says how long the answer may be kept, and what a pressed file is."""
    kept = ASK_AGAIN if name == PAGE else FOREVER if name.startswith("assets/") else AN_HOUR

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = list(message.get("headers", ()))
            headers = MutableHeaders(raw=message["headers"])
            headers["Cache-Control"] = kept
            headers.add_vary_header("Accept-Encoding")
            if encoding is not None and message["status"] in (200, 206):
                headers["Content-Encoding"] = encoding
                headers["Content-Type"] = _kind(name)
        await send(message)

    return sending


def _kind(name: str) -> str:
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
