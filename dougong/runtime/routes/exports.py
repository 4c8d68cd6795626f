"""Exports: ask for a view or a filter as a sheet, then fetch it as it is read."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote

from pydantic import Field
from starlette.responses import Response, StreamingResponse

from dougong.edge import SIGNED_IN, XLSX, Body, Bytes, Caller, MadeFile, Routes
from dougong.errors import NotFound
from dougong.ids import is_id
from dougong.platform import audit
from dougong.platform import exports as kept
from dougong.platform.db import Unit
from dougong.runtime.answers.records import Export
from dougong.runtime.depends import Filter, desk_of
from dougong.runtime.services import exports
from dougong.runtime.services.desk import Desk, open_desk
from dougong.runtime.services.portal import words
from dougong.runtime.services.records_reading import Asked, page_of
from dougong.runtime.services.sheet_writer import csv_chunks, write_workbook

routes = Routes("/api/apps/{app}/forms/{form}/exports", tags=["exports"], about="Taking records out as sheets.")


class NewExport(Body):
    """As for a list; ``fields`` are the columns, by default those of the view."""

    view: str | None = None
    filter: Filter = None
    q: str = Field(default="", max_length=200)
    sort: list[str] = Field(default=[], max_length=8)
    fields: list[str] | None = Field(default=None, max_length=200)
    format: Literal["xlsx", "csv"] = "xlsx"


@routes.post("", SIGNED_IN, status=201, counted=True, answers=Export)
def ask(caller: Caller, app: str, form: str, body: NewExport) -> dict[str, Any]:
    """Ask for a sheet; ``url`` is where it is fetched."""
    asked = body.model_dump()
    desk = desk_of(caller, app)
    exports.columns_of(desk, form, _asked(asked))
    page_of(desk, form, _asked(asked))

    def work(unit: Unit) -> dict[str, Any]:
        id_ = kept.add(unit, app=app, form=form, by=caller.user, asked=asked)
        audit.record(unit, caller.user, "export.asked", f"form:{app}/{form}", {"export": id_, "format": body.format})
        return {"id": id_, "url": f"/api/apps/{app}/forms/{form}/exports/{id_}", "format": body.format}

    return caller.write(work)


@routes.get("/{id}", SIGNED_IN, counted=True, answers=Bytes((XLSX, "text/csv")))
def fetch(caller: Caller, app: str, form: str, id: str) -> Response:
    """The sheet, made as it is fetched, with the rights of now."""
    row = kept.find(caller.connection, id) if is_id(id) else None
    if row is None or row.by != caller.user or (row.app, row.form) != (app, form):
        raise NotFound
    asked = _asked(row.asked)
    desk = desk_of(caller, app)
    columns = exports.columns_of(desk, form, asked)
    name = words(desk.form(form).definition.name, caller.locale) or form
    if row.asked["format"] == "csv":
        header = exports.header(desk, form, columns)
        disposition = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}.csv"}
        caller.release()
        return StreamingResponse(_csv(caller, app, form, asked, header), headers=disposition, media_type="text/csv")
    with tempfile.NamedTemporaryFile(suffix=".xlsx", delete=False) as file:
        path = Path(file.name)
    write_workbook(path, name, exports.header(desk, form, columns), exports.rows(desk, form, asked, columns), desk.zone)
    return MadeFile(path, f"{name}.xlsx")


def _csv(caller: Caller, app: str, form: str, asked: Asked, header: list[str]) -> Iterator[bytes]:
    with caller.services.database.read(briefly=True) as connection:
        desk: Desk = open_desk(caller.services, connection, caller.actor, app)
        rows = exports.rows(desk, form, asked, exports.columns_of(desk, form, asked))
        yield from csv_chunks(header, rows, desk.zone)


def _asked(raw: dict[str, Any]) -> Asked:
    given = {key: raw[key] for key in ("filter", "sort", "view", "fields")}
    return Asked(**given, words=raw["q"], limit=1)
