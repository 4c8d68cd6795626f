"""Uploading and downloading.

A file belongs to whoever uploaded it until a record's field takes it; from then on whoever may read that field of that
record may have it.
"""

import mimetypes
import re
from pathlib import PurePosixPath
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import File, UploadFile
from starlette.responses import FileResponse, Response

from dougong.edge import SIGNED_IN, Bytes, Caller, Routes
from dougong.edge.problem import problem
from dougong.errors import Failure, Malformed, NotFound, Text
from dougong.platform import files
from dougong.runtime.answers.titled import StoredFile
from dougong.runtime.services.uploads import may_have

routes = Routes("/api/files", tags=["files"], about="Uploading and downloading.")

CHUNK = 1_048_576
# shown in the page when asked for; everything else is only ever saved
INLINE = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf", "text/plain"})
RANGE = re.compile(r"(?P<start>\d{0,18})-(?P<end>\d{0,18})")
NO_RANGE = Text("Range 应类似 bytes=0-499", "Range looks like bytes=0-499")
SANDBOX = "sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'"


class NoSuchPart(Failure):
    """The file ends before the part that is asked for."""

    code, status, title = "no_such_part", 416, Text("文件没有这一部分", "The file has no such part")


@routes.post("", SIGNED_IN, status=201, answers=StoredFile)
def upload(caller: Caller, file: Annotated[UploadFile, File()]) -> dict[str, Any]:
    """Upload one file; send its id as a field's value afterwards."""
    most = caller.services.settings.max_upload_mb * 1_048_576
    name = PurePosixPath((file.filename or "file").replace("\\", "/")).name or "file"
    type_ = mimetypes.guess_type(name)[0] or "application/octet-stream"
    caller.release()
    with caller.services.blobs.spool(most) as spool:
        while chunk := file.file.read(CHUNK):
            spool.write(chunk)
        size, blob = spool.size, spool.keep()
    return caller.write(
        lambda unit: files.add(unit, blob=blob, name=name, size=size, type_=type_, by=caller.user).as_json()
    )


@routes.get("/{id}", SIGNED_IN, answers=Bytes(("*/*",), ranges=True), refuses=(416,))
def download(caller: Caller, id: str, inline: bool = False) -> Response:
    """The bytes; ranges are honoured. ``inline`` shows pictures, PDF and text in the page."""
    found = files.find(caller.connection, id)
    if found is None or not may_have(caller.services, caller.connection, caller.actor, found):
        raise NotFound
    path = caller.services.blobs.path(found.blob)
    if not path.exists():
        raise NotFound
    shown = inline and found.type in INLINE
    headers = {
        "Content-Disposition": f"{'inline' if shown else 'attachment'}; filename*=UTF-8''{quote(found.name)}",
        "Content-Security-Policy": SANDBOX,
        "Cache-Control": "private, max-age=3600",
        "ETag": f'"{found.blob}"',
    }
    if caller.request.headers.get("if-none-match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    parts = _parts(caller.request.headers.get("range"))
    made = FileResponse(path, media_type=found.type, headers=headers, stat_result=path.stat())
    if_range = caller.request.headers.get("if-range")
    if if_range is not None and if_range not in (made.headers["etag"], made.headers["last-modified"]):
        return made
    if any((int(start) if start else max(found.size - int(end), 0)) >= found.size for start, end in parts):
        refused = problem(NoSuchPart(), caller.locale, caller.trace)
        refused.headers["Content-Range"] = f"bytes */{found.size}"
        return refused
    return made


def _parts(given: str | None) -> list[tuple[str, str]]:
    """Start and end of each, one of them perhaps empty. Raises Malformed for a ``Range`` that asks for no bytes
    (RFC 9110, 14.2)."""
    if given is None:
        return []
    unit, _, ranges = given.partition("=")
    found = [RANGE.fullmatch(one.strip()) for one in ranges.split(",")]
    ends = [(one["start"], one["end"]) for one in found if one is not None]
    turned = any(start and end and int(start) > int(end) for start, end in ends)
    if unit.strip().lower() != "bytes" or len(ends) < len(found) or turned or ("", "") in ends:
        raise Malformed(NO_RANGE)
    return ends
