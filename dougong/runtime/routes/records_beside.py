"""What stands beside a record: its past, what points at it, comments, the bin, buttons, and finding it twice."""

from typing import Any

from pydantic import Field
from starlette.responses import Response

from dougong.edge import SIGNED_IN, Body, Caller, PageSize, Routes
from dougong.runtime.answers.records import (
    Comment,
    CommentPage,
    DuplicateList,
    FileList,
    HistoryPage,
    Pressed,
    Record,
    RelatedList,
    SavedRecord,
    StageLog,
    UnseenRecord,
)
from dougong.runtime.depends import before_of, desk_of, if_match, tagged, write_at
from dougong.runtime.services import records
from dougong.runtime.services.desk import Desk
from dougong.runtime.services.records_history import read_stages
from dougong.runtime.services.records_work import Options

routes = Routes("/api/apps/{app}/forms/{form}/records", tags=["records"])
Json = dict[str, Any]


class Said(Body):
    text: str = Field(max_length=20_000)


class Earlier(Body):
    to: int = Field(ge=1)


class Pressing(Body):
    values: Json = Field(default_factory=dict)


class Twice(Body):
    values: Json
    without: str | None = None


class HandedIn(Body):
    """``picks``: people for the steps of its flow whose people the initiator chooses, by node."""

    rev: int | None = None
    confirm: bool | None = None
    picks: dict[str, tuple[str, ...]] = Field(default_factory=dict)


@routes.post("/duplicates", SIGNED_IN, reads=True, counted=True, answers=DuplicateList)
def duplicates(caller: Caller, app: str, form: str, body: Twice) -> Json:
    """Records that are the same by the form's rules, of those the asker may see."""
    return records.find_duplicates(desk_of(caller, app), form, body.values, without=body.without)


@routes.post("/{id}/submit", SIGNED_IN, if_match=True, answers=SavedRecord | UnseenRecord)
def submit(caller: Caller, app: str, form: str, id: str, body: HandedIn | None = None) -> Response:
    """Hand a draft in."""
    given = body or HandedIn()
    rev = given.rev if given.rev is not None else if_match(caller)
    options = Options(confirmed=given.confirm, picks=given.picks)
    return tagged(write_at(caller, app, lambda desk: records.submit(desk, form, id, rev=rev, options=options)))


@routes.post("/{id}/restore", SIGNED_IN, answers=Record)
def restore(caller: Caller, app: str, form: str, id: str) -> Response:
    """Back from the bin."""

    def work(desk: Desk) -> Json:
        records.restore(desk, form, id)
        return records.read(desk, form, id)

    return tagged(write_at(caller, app, work))


@routes.post("/{id}/revert", SIGNED_IN, answers=SavedRecord | UnseenRecord)
def revert(caller: Caller, app: str, form: str, id: str, body: Earlier) -> Response:
    """Bring the values of an earlier revision back."""
    return tagged(write_at(caller, app, lambda desk: records.revert(desk, form, id, body.to)))


@routes.get("/{id}/history", SIGNED_IN, answers=HistoryPage)
def history(
    caller: Caller,
    app: str,
    form: str,
    id: str,
    cursor: str | None = None,
    limit: PageSize = 50,
) -> Json:
    """Who changed what, the newest first."""
    return records.read_past(desk_of(caller, app), form, id, before=before_of(cursor), limit=limit)


@routes.get("/{id}/stages", SIGNED_IN, answers=StageLog)
def stages(caller: Caller, app: str, form: str, id: str) -> Json:
    """The stages it went through."""
    return read_stages(desk_of(caller, app), form, id)


@routes.get("/{id}/related", SIGNED_IN, answers=RelatedList)
def related(caller: Caller, app: str, form: str, id: str) -> Json:
    """What points at it, with counts and totals."""
    return records.read_related(desk_of(caller, app), form, id)


@routes.get("/{id}/files", SIGNED_IN, answers=FileList)
def files(caller: Caller, app: str, form: str, id: str) -> Json:
    """Its files, each with the field it stands in."""
    return records.read_files(desk_of(caller, app), form, id)


@routes.get("/{id}/comments", SIGNED_IN, answers=CommentPage)
def comments(
    caller: Caller,
    app: str,
    form: str,
    id: str,
    cursor: str | None = None,
    limit: PageSize = 50,
) -> Json:
    """What people said, the newest first."""
    return records.read_comments(desk_of(caller, app), form, id, before=before_of(cursor), limit=limit)


@routes.post("/{id}/comments", SIGNED_IN, status=201, answers=Comment)
def comment(caller: Caller, app: str, form: str, id: str, body: Said) -> Any:
    """Say something; ``@name`` mentions somebody."""
    return write_at(caller, app, lambda desk: records.comment(desk, form, id, body.text))


@routes.post("/{id}/buttons/{button}", SIGNED_IN, answers=Pressed)
def press(caller: Caller, app: str, form: str, id: str, button: str, body: Pressing | None = None) -> Any:
    """Press a button."""
    values = body.values if body is not None else {}
    return write_at(caller, app, lambda desk: records.press(desk, form, id, button, values))
