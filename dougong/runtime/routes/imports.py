"""Imports: upload a sheet, map its columns, try it out, run it, take it back."""

import tempfile
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from fastapi import File, Form, UploadFile
from pydantic import ValidationError
from pydantic_core import from_json

from dougong.edge import SIGNED_IN, XLSX, Body, Bytes, Caller, MadeFile, Routes
from dougong.engines.finding import Invalid
from dougong.errors import NotFound, TooLarge
from dougong.platform.definitions.problems import findings_of
from dougong.platform.definitions.wording import SAID
from dougong.runtime.answers.imports import Import
from dougong.runtime.services import imports
from dougong.runtime.services.import_options import Options
from dougong.runtime.services.sheet_writer import write_workbook

routes = Routes("/api/apps/{app}/forms/{form}/imports", tags=["imports"], about="Bringing sheets in.")


class ImportChange(Body):
    """What is to be done with an import; what is absent stays."""

    mapping: dict[str, Any] | None = None
    mode: str | None = None
    key: list[str] | None = None
    pipeline: str | None = None
    history: dict[str, Any] | None = None
    submit: bool | None = None
    run: bool = False
    skip_errors: bool = False


@routes.post("", SIGNED_IN, status=201, in_steps=True, answers=Import)
def upload(
    caller: Caller, app: str, form: str, file: Annotated[UploadFile, File()], options: Annotated[str, Form()] = "{}"
) -> dict[str, Any]:
    """Upload a workbook or CSV file; every row is tried out. Nothing is written unless ``run`` is asked for and no row
    is in error, or those are to be skipped."""
    content = file.file.read(imports.MOST_FILE + 1)
    if len(content) > imports.MOST_FILE:
        raise TooLarge
    meant = _options(options)
    caller.release()
    services, actor = caller.services, caller.actor
    id_ = imports.upload(services, actor, app, form, content, file.filename or "", meant)
    imports.try_out(services, actor, id_)
    row = imports.find(services, actor, app, form, id_)
    # with rows in error it stops here, so that its sender sees which
    if meant.run and (meant.skip_errors or not row.counts.get("error")):
        imports.start(services, actor, id_, skip_errors=meant.skip_errors)
        row = imports.find(services, actor, app, form, id_)
    return imports.shown(services, actor, row)


def _options(text: str) -> Options:
    try:
        raw = from_json(text)
    except ValueError as wrong:
        raise Invalid([SAID["json_invalid"].at("/options")]) from wrong
    return _options_of(raw)


@routes.get("/{id}", SIGNED_IN, answers=Import)
def read(caller: Caller, app: str, form: str, id: str) -> dict[str, Any]:
    """How far it is, and what was wrong."""
    row = imports.find(caller.services, caller.actor, app, form, id)
    return imports.shown(caller.services, caller.actor, row)


@routes.post("/{id}", SIGNED_IN, in_steps=True, answers=Import)
def change(caller: Caller, app: str, form: str, id: str, body: ImportChange) -> dict[str, Any]:
    """Map anew, and run."""
    services, actor = caller.services, caller.actor
    caller.release()
    row = imports.find(services, actor, app, form, id)
    given = body.model_dump(exclude={"run", "skip_errors"}, exclude_none=True)
    if given:
        imports.remap(services, actor, row, _options_of(dict(row.options) | given))
        imports.try_out(services, actor, id)
    if body.run:
        imports.start(services, actor, id, skip_errors=body.skip_errors)
    return imports.shown(services, actor, imports.find(services, actor, app, form, id))


def _options_of(raw: object) -> Options:
    try:
        return Options.model_validate(raw)
    except ValidationError as wrong:
        found = findings_of(wrong.errors(), raw, lambda path: () if path else Options.model_fields)
        raise Invalid([one.under("/options") for one in found]) from wrong


@routes.post("/{id}/revert", SIGNED_IN, in_steps=True, answers=Import)
def revert(caller: Caller, app: str, form: str, id: str) -> dict[str, Any]:
    """Take back what it made and changed."""
    services, actor = caller.services, caller.actor
    caller.release()
    imports.revert(services, actor, imports.find(services, actor, app, form, id))
    return imports.shown(services, actor, imports.find(services, actor, app, form, id))


@routes.get("/{id}/problems", SIGNED_IN, answers=Bytes((XLSX,)))
def problems(caller: Caller, app: str, form: str, id: str) -> MadeFile:
    """The refused rows as a workbook, with what is wrong with each; mend it and upload it again."""
    row = imports.find(caller.services, caller.actor, app, form, id)
    if not row.counts.get("error"):
        raise NotFound
    header = [*(column["name"] for column in row.columns), "错误" if caller.locale == "zh-CN" else "Problems"]
    with tempfile.NamedTemporaryFile(suffix=".xlsx", delete=False) as file:
        path = Path(file.name)
    rows = imports.problem_rows(caller.services, caller.actor, row)
    write_workbook(path, row.sheet or "Sheet1", header, rows, ZoneInfo("UTC"))
    return MadeFile(path, f"{Path(row.filename).stem}-problems.xlsx")
