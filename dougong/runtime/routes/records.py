"""Records over HTTP: create, read, change, delete, list. What stands beside a record is in ``records_beside``."""

from dataclasses import replace
from typing import Annotated, Any, Literal, TypeVar

from fastapi import Query
from pydantic import Field
from starlette.responses import Response

from dougong.edge import SIGNED_IN, Body, Caller, LocalMoment, Routes
from dougong.engines.finding import Invalid, message
from dougong.errors import Forbidden, Text
from dougong.runtime.answers.records import BatchResults, Record, RecordPage, SavedRecord, UnseenRecord
from dougong.runtime.depends import Filter, desk_of, if_match, tagged, write_at
from dougong.runtime.services import records
from dougong.runtime.services.desk import Desk
from dougong.runtime.services.records import Asked
from dougong.runtime.services.records_batch import MOST, Operation
from dougong.runtime.services.records_work import Options, Past, PastStage

routes = Routes(
    "/api/apps/{app}/forms/{form}/records", tags=["records"], about="Records of one form and what stands beside them."
)

T = TypeVar("T")
Json = dict[str, Any]
Limit = Annotated[int | None, Query(ge=1, le=500)]
TOO_MANY = message("too_many", "一次最多 {limit} 个操作", "At most {limit} operations at once")
ONE_OF = message("one_of", "应为 create、update、delete 之一", "One of create, update and delete")
Picks = dict[str, tuple[str, ...]]
NO_HISTORY = Text("没有带入历史的权限", "You may not bring a record's past along")


class Stage(Body):
    to: str
    at: LocalMoment
    by: str | None = None


class History(Body):
    created_at: LocalMoment | None = None
    created_by: str | None = None
    stages: tuple[Stage, ...] = Field(default=(), max_length=500)


class NewRecord(Body):
    """``picks``: people for the steps of its flow whose people the initiator chooses, by node."""

    values: Json = Field(default_factory=dict)
    draft: bool = False
    confirm: bool | None = None
    picks: Picks = Field(default_factory=dict)
    pipeline: Literal["skip"] | None = None
    history: History | None = None


class Change(Body):
    values: Json = Field(default_factory=dict)
    rev: int | None = None
    draft: bool | None = None
    confirm: bool | None = None
    picks: Picks = Field(default_factory=dict)
    checklist: dict[str, Any] | None = None


class Asking(Body):
    filter: Filter = None
    sort: tuple[str, ...] | str = ()
    limit: int | None = Field(default=None, ge=1, le=500)
    cursor: str | None = None
    count: Literal["exact", "estimate", "none"] = "none"
    fields: tuple[str, ...] | None = None
    view: str | None = None
    q: str = Field(default="", max_length=500)
    sums: tuple[str, ...] = ()
    drafts: bool = False


class Created(Body):
    values: Json = Field(default_factory=dict)
    draft: bool = False
    picks: Picks = Field(default_factory=dict)
    pipeline: Literal["skip"] | None = None
    history: History | None = None


class Updated(Body):
    id: str
    values: Json = Field(default_factory=dict)
    rev: int | None = None
    draft: bool | None = None


class Deleted(Body):
    id: str
    rev: int | None = None


class OneOperation(Body):
    create: Created | None = None
    update: Updated | None = None
    delete: Deleted | None = None


class Operations(Body):
    operations: list[OneOperation]
    atomic: bool = True


@routes.post("", SIGNED_IN, status=201, answers=SavedRecord | UnseenRecord)
def create(caller: Caller, app: str, form: str, body: NewRecord) -> Response:
    """Create a record. ``draft`` stores it unjudged."""

    def work(desk: Desk) -> Json:
        options = replace(_options(desk, form, body.confirm, body.pipeline, body.history), picks=body.picks)
        return records.create(desk, form, body.values, draft=body.draft, options=options)

    return tagged(write_at(caller, app, work), 201)


@routes.get("", SIGNED_IN, counted=True, answers=RecordPage)
def read_list(
    caller: Caller,
    app: str,
    form: str,
    filter: str | None = None,
    sort: str = "",
    view: str | None = None,
    q: str = "",
    limit: Limit = None,
    cursor: str | None = None,
    count: Literal["exact", "estimate", "none"] = "none",
    fields: str | None = None,
    sums: str = "",
    drafts: bool = False,
) -> Json:
    """A page of records; ``filter`` is a formula, ``sort`` is ``-amount,name``."""
    asked = Asked(
        filter=filter,
        sort=_listed(sort),
        view=view,
        words=q,
        limit=limit,
        cursor=cursor,
        count=count,
        fields=None if fields is None else _listed(fields),
        sums=_listed(sums),
        place="drafts" if drafts else "live",
    )
    return records.read_list(desk_of(caller, app), form, asked)


@routes.post("/query", SIGNED_IN, reads=True, counted=True, answers=RecordPage)
def query(caller: Caller, app: str, form: str, body: Asking) -> Json:
    """A page of records, asked with a condition tree or a formula."""
    asked = Asked(
        filter=body.filter,
        sort=_listed(body.sort) if isinstance(body.sort, str) else body.sort,
        view=body.view,
        words=body.q,
        limit=body.limit,
        cursor=body.cursor,
        count=body.count,
        fields=body.fields,
        sums=body.sums,
        place="drafts" if body.drafts else "live",
    )
    return records.read_list(desk_of(caller, app), form, asked)


@routes.get("/bin", SIGNED_IN, answers=RecordPage)
def read_bin(
    caller: Caller,
    app: str,
    form: str,
    limit: Limit = None,
    cursor: str | None = None,
    q: str = "",
    count: Literal["exact", "estimate", "none"] = "none",
) -> Json:
    """Deleted records, the newest first."""
    asked = Asked(words=q, limit=limit, cursor=cursor, count=count, place="bin", sort=("-updated_at",))
    return records.read_list(desk_of(caller, app), form, asked)


@routes.post("/batch", SIGNED_IN, answers=BatchResults)
def batch(caller: Caller, app: str, form: str, body: Operations) -> Json:
    """Up to 1,000 creates, updates and deletes, in order; all or none unless ``atomic`` is false."""
    if len(body.operations) > MOST:
        raise Invalid([TOO_MANY.at("/operations", limit=MOST)])

    def work(desk: Desk) -> Json:
        operations = [_operation(desk, form, one, index) for index, one in enumerate(body.operations)]
        return records.batch(desk, form, operations, atomic=body.atomic)

    return write_at(caller, app, work)


@routes.get("/{id}", SIGNED_IN, answers=Record)
def read(caller: Caller, app: str, form: str, id: str) -> Response:
    """One record."""
    return tagged(records.read(desk_of(caller, app), form, id))


@routes.patch("/{id}", SIGNED_IN, if_match=True, answers=SavedRecord | UnseenRecord)
def update(caller: Caller, app: str, form: str, id: str, body: Change) -> Response:
    """Change what is given. ``If-Match`` (or ``rev``) refuses a change of what somebody else changed meanwhile."""
    rev = body.rev if body.rev is not None else if_match(caller)

    def work(desk: Desk) -> Json:
        return records.update(
            desk,
            form,
            id,
            body.values,
            rev=rev,
            draft=body.draft,
            ticks=body.checklist,
            options=Options(confirmed=body.confirm, picks=body.picks),
        )

    return tagged(write_at(caller, app, work))


@routes.delete("/{id}", SIGNED_IN, if_match=True, status=204)
def delete(caller: Caller, app: str, form: str, id: str, purge: bool = False) -> None:
    """Into the bin; with ``purge=true`` gone for good, from the bin."""
    rev = if_match(caller)

    def work(desk: Desk) -> None:
        if purge:
            records.purge(desk, form, id)
        else:
            records.delete(desk, form, [id], rev=rev)

    return write_at(caller, app, work)


def _operation(desk: Desk, form: str, one: OneOperation, index: int) -> Operation:
    given = [part for part in (one.create, one.update, one.delete) if part is not None]
    if len(given) != 1:
        raise Invalid([ONE_OF.at(f"/operations/{index}")])
    match given[0]:
        case Created() as made:
            options = replace(_options(desk, form, None, made.pipeline, made.history), picks=made.picks)
            return Operation("create", values=made.values, draft=made.draft, options=options)
        case Updated() as changed:
            return Operation("update", changed.id, changed.rev, changed.values, changed.draft)
        case Deleted() as gone:
            return Operation("delete", gone.id, gone.rev)


def _options(desk: Desk, form: str, confirm: bool | None, pipeline: str | None, history: History | None) -> Options:
    """Raises Forbidden for a past that its bringer may not bring."""
    if history is None and pipeline is None:
        return Options(confirmed=confirm)
    if "import_history" not in desk.door.rights(desk.stored(form)).actions:
        raise Forbidden(NO_HISTORY)
    # who brings a past in does not hand it in now: no flow starts for what was settled long ago
    return Options(submits=history is None, confirmed=confirm, skip_pipeline=pipeline == "skip", past=past_of(history))


def past_of(history: History | None) -> Past | None:
    if history is None:
        return None
    stages = tuple(PastStage(stage.to, stage.at, stage.by) for stage in history.stages)
    return Past(history.created_at, history.created_by, stages)


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())
