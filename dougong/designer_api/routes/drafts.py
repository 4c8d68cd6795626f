"""The document that is being drawn: read, save, patch, check, undo, merge."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import Body as InBody
from pydantic import WithJsonSchema
from starlette.responses import Response

from dougong.designer_api.answers import Checked, Draft, MergedDraft, RevisionDocument, RevisionList, SavedDraft
from dougong.designer_api.depends import BUILD, building, problems, rev_of
from dougong.edge import Body, Caller, Routes, answer
from dougong.engines.finding import Invalid
from dougong.platform.db import Unit
from dougong.platform.definitions import drafts, versions
from dougong.platform.definitions.app import AppDef
from dougong.platform.definitions.check import check_document
from dougong.platform.definitions.merging import merge
from dougong.platform.definitions.problems import MISSING
from dougong.platform.definitions.reading import accept
from dougong.platform.definitions.renaming import carried

routes = Routes("/api/designer/apps/{app}", tags=["drafts"], about="The document that is being drawn.")

JSON_PATCH = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "op": {"enum": ["add", "remove", "replace", "move", "copy", "test"]},
            "path": {"type": "string"},
            "from": {"type": "string"},
            "value": {},
        },
        "required": ["op", "path"],
    },
}


class Save(Body):
    """``rev``: the revision this was drawn over."""

    document: Any
    rev: int | None = None


class Unsaved(Body):
    """A document that is not saved yet; absent: the draft."""

    document: Any = None


class Revert(Body):
    to: int
    rev: int | None = None


class Merge(Body):
    """``document``: the newer template; ``base``: the one this app was made from (a document, or the n of a version).
    Without ``save`` the outcome is only shown."""

    document: Any
    base: Any = None
    save: bool = False
    rev: int | None = None


@routes.get("/draft", BUILD, answers=Draft)
def get_draft(caller: Caller, app: str) -> Response:
    """The document being edited and its revision."""
    building(caller, app)
    return _answer(drafts.get(caller.connection, app))


@routes.put("/draft", BUILD, if_match=True, answers=SavedDraft)
def put_draft(caller: Caller, app: str, body: Save) -> Response:
    """Save the whole document over the revision that ``rev`` or ``If-Match`` names; ``If-Match: *`` over any."""
    building(caller, app)
    rev, user = rev_of(caller, body.rev), caller.user
    if rev is None and "if-match" not in caller.request.headers:
        raise Invalid([MISSING.at("/rev", key="rev")])
    return _saved(caller, lambda unit: drafts.put(unit, app, body.document, user, rev=rev))


@routes.patch("/draft", BUILD, if_match=True, answers=SavedDraft)
def patch_draft(caller: Caller, app: str, operations: Annotated[Any, WithJsonSchema(JSON_PATCH), InBody()]) -> Response:
    """Save with a JSON Patch (RFC 6902) applied; ``If-Match`` names the revision."""
    building(caller, app)
    rev, user = rev_of(caller, None), caller.user
    return _saved(caller, lambda unit: drafts.patch(unit, app, operations, user, rev=rev))


@routes.post("/draft/check", BUILD, reads=True, answers=Checked)
def check_draft(caller: Caller, app: str, body: Unsaved | None = None) -> Response:
    """All problems of the draft, or of a document that is not saved yet."""
    building(caller, app)
    connection, kinds = caller.connection, caller.services.kinds
    given = body.document if body is not None else None
    document = drafts.get(connection, app).document if given is None else accept(given)
    published = versions.current(connection, app)
    before = AppDef.model_validate(published.document, context=kinds) if published is not None else None
    checked = check_document(connection, carried(document, before, kinds), kinds)
    return answer(problems(checked.findings))


@routes.get("/draft/revisions", BUILD, answers=RevisionList)
def list_revisions(caller: Caller, app: str) -> Response:
    """The saves of the draft, newest first."""
    building(caller, app)
    items = [
        one | {"by": {"id": one["by"], "title": caller.organisation.name_of(one["by"])} if one["by"] else None}
        for one in drafts.revisions(caller.connection, app)
    ]
    return answer({"items": items})


@routes.get("/draft/revisions/{rev}", BUILD, answers=RevisionDocument)
def get_revision(caller: Caller, app: str, rev: int) -> Response:
    """The document as it was saved then."""
    building(caller, app)
    return answer({"rev": rev, "document": versions.parsed(drafts.revision(caller.connection, app, rev))})


@routes.post("/draft/revert", BUILD, if_match=True, answers=SavedDraft)
def revert_draft(caller: Caller, app: str, body: Revert) -> Response:
    """Undo: save an earlier revision again."""
    building(caller, app)
    rev, user = rev_of(caller, body.rev), caller.user
    return _saved(caller, lambda unit: drafts.revert(unit, app, body.to, user, rev=rev))


@routes.post("/merge", BUILD, if_match=True, answers=MergedDraft)
def merge_template(caller: Caller, app: str, body: Merge) -> Response:
    """Three-way merge of a newer template; what both sides changed is listed and stays ours."""
    building(caller, app)
    ours = drafts.get(caller.connection, app)
    if isinstance(body.base, int) and not isinstance(body.base, bool):
        base = versions.version(caller.connection, app, body.base).document
    else:
        base = accept(body.base) if body.base is not None else {}
    merged = merge(base, ours.document, accept(body.document))
    checked = check_document(caller.connection, merged.document, caller.services.kinds)
    rev, user = rev_of(caller, body.rev), caller.user
    found = {"document": merged.document, "conflicts": merged.conflicts, "rev": ours.rev, **problems(checked.findings)}
    if not body.save:
        return answer(found)

    def work(unit: Unit) -> dict[str, Any]:
        over = rev if rev is not None else ours.rev
        return found | {"rev": drafts.put(unit, app, merged.document, user, rev=over, how="merge").rev}

    return answer(caller.write(work))


def _answer(draft: drafts.Draft) -> Response:
    body = {"document": draft.document, "rev": draft.rev, "updated_at": draft.updated_at}
    return answer(body, headers={"ETag": f'"{draft.rev}"'})


def _saved(caller: Caller, save: Callable[[Unit], drafts.Draft]) -> Response:
    saved = caller.write(lambda unit: {"rev": save(unit).rev})
    return answer(saved, headers={"ETag": f'"{saved["rev"]}"'})
