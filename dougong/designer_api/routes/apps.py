"""Apps as their builders see them: the list, a new one, who builds it, its document to take away."""

from typing import Any

from pydantic import Field
from starlette.responses import Response

from dougong.designer_api.answers import AppDraftList, BuilderIds, BuilderList, NewDraft
from dougong.designer_api.depends import BUILD, building, problems
from dougong.edge import BUILDER, SIGNED_IN, Body, Caller, Routes, answer
from dougong.errors import Malformed, NotFound, Text
from dougong.platform import audit
from dougong.platform.db import Unit
from dougong.platform.definitions import builders, drafts, versions
from dougong.platform.definitions.check import check_document
from dougong.platform.definitions.from_sheet import document_of
from dougong.platform.definitions.json_schema import document_schema
from dougong.platform.definitions.reading import accept
from dougong.runtime.services import preview

routes = Routes("/api/designer", tags=["designer"], about="Apps as their builders see them.")


class Spreadsheet(Body):
    """An uploaded file (``POST /api/files``); the first sheet unless one is named. ``header_row`` counts from 1."""

    file: str
    sheet: str | None = None
    header_row: int = Field(default=1, ge=1, le=1000)


class NewApp(Body):
    """``document``: the app as a document. ``template``: the key of an app to copy, under ``key`` and ``name``.
    ``spreadsheet``: a file whose columns become the fields of a form, under ``key`` and ``name`` too."""

    document: Any = None
    template: str | None = None
    spreadsheet: Spreadsheet | None = None
    key: str | None = None
    name: Any = None


class Builders(Body):
    users: list[str]


@routes.get("/schema", SIGNED_IN, answers=dict[str, Any])
def schema(caller: Caller) -> Response:
    """The JSON Schema of the app document, with what plugins add."""
    return answer(document_schema(caller.services.kinds))


@routes.get("/apps", BUILD, answers=AppDraftList)
def list_apps(caller: Caller) -> Response:
    """The apps I may build."""
    items = []
    for key in builders.buildable(caller.connection, caller.principal):
        draft = drafts.get(caller.connection, key)
        published = versions.current(caller.connection, key)
        document = draft.document
        items.append(
            {
                "key": key,
                "name": document.get("name"),
                "icon": document.get("icon"),
                "version": published.n if published else 0,
                "label": document.get("version"),
                "rev": draft.rev,
                "changed": published is None or published.document != document,
                "updated_at": draft.updated_at,
            }
        )
    return answer({"items": items})


@routes.post("/apps", BUILDER, status=201, answers=NewDraft)
def create_app(caller: Caller, body: NewApp) -> dict[str, Any]:
    """A new app from a document, a spreadsheet or another app; it starts as a draft, problems and all."""
    document = body.document
    if body.template is not None:
        document = _copy(caller, body)
    elif body.spreadsheet is not None:
        document = _from_sheet(caller, body, body.spreadsheet)
    if document is None:
        raise Malformed(Text("请给出 document", "Give a document"))
    user = caller.user
    checked = check_document(caller.connection, accept(document), caller.services.kinds)

    def work(unit: Unit) -> dict[str, Any]:
        made = drafts.create(unit, document, user)
        audit.record(unit, user, "app.created", f"app:{made.app}")
        return {"app": made.app, "rev": made.rev, **problems(checked.findings)}

    return caller.write(work)


def _from_sheet(caller: Caller, body: NewApp, given: Spreadsheet) -> dict[str, Any]:
    """One form, its fields guessed from the columns."""
    sheet = preview.uploaded_sheet(caller.services, caller.connection, caller.actor, given.file, given.sheet)
    return document_of(body.key or "", body.name or sheet.name, sheet.rows, given.header_row)


def _copy(caller: Caller, body: NewApp) -> dict[str, Any]:
    """The document of another app that I may build, under a new key."""
    assert body.template is not None
    building(caller, body.template)
    document = drafts.get(caller.connection, body.template).document
    return document | {"key": body.key} | ({"name": body.name} if body.name is not None else {})


@routes.get("/apps/{app}/builders", BUILD, answers=BuilderList)
def list_builders(caller: Caller, app: str) -> Response:
    """The people who may build this app beside those who build every app."""
    building(caller, app)
    named = builders.builders(caller.connection, app)
    found = [{"id": user, "title": caller.organisation.name_of(user)} for user in named]
    return answer({"items": found})


@routes.put("/apps/{app}/builders", BUILDER, answers=BuilderIds)
def set_builders(caller: Caller, app: str, body: Builders) -> dict[str, Any]:
    """Say who else may build this app."""
    building(caller, app)
    users = [caller.organisation.find_user(name) for name in body.users]
    unknown = [name for name, user in zip(body.users, users, strict=True) if user is None]
    if unknown:
        raise NotFound(Text(f"没有这些人：{', '.join(unknown)}", f"There is nobody called {', '.join(unknown)}"))
    by, chosen = caller.user, [user for user in users if user is not None]

    def work(unit: Unit) -> dict[str, Any]:
        builders.set_builders(unit, app, chosen)
        audit.record(unit, by, "app.builders", f"app:{app}", {"users": chosen})
        return {"users": chosen}

    return caller.write(work)


@routes.get("/apps/{app}/export", BUILD, answers=dict[str, Any])
def export(caller: Caller, app: str, version: int | None = None) -> Response:
    """The document: of the draft, or of a published version."""
    building(caller, app)
    if version is not None:
        text = versions.version(caller.connection, app, version).text
    else:
        text = drafts.get(caller.connection, app).text
    headers = {"Content-Disposition": f'attachment; filename="{app}_app.json"'}
    return Response(text, media_type="application/json", headers=headers)
