"""What the references of a form may choose, asked while it is filled in."""

from typing import Any

from pydantic import Field

from dougong.edge import SIGNED_IN, Body, Caller, Routes
from dougong.runtime.answers.records import RecordPageOfForm
from dougong.runtime.depends import desk_of
from dougong.runtime.services.records_choices import Choosing, read_choices
from dougong.runtime.services.records_reading import Asked

routes = Routes("/api/apps/{app}/forms/{form}/choices", tags=["records"])


class ChoicesAsked(Body):
    """``field``: the reference (``contact``, ``lines.product``); ``values``: the record as it stands on the page;
    ``row``: the index of the row in its sub-table; ``id``: the record, unless it is new."""

    field: str = Field(max_length=100)
    values: dict[str, Any] = Field(default_factory=dict)
    row: int | None = Field(default=None, ge=0)
    id: str | None = None
    q: str = Field(default="", max_length=500)
    limit: int = Field(default=20, ge=1, le=100)
    cursor: str | None = None
    fields: tuple[str, ...] | None = None


@routes.post("", SIGNED_IN, reads=True, counted=True, answers=RecordPageOfForm)
def ask(caller: Caller, app: str, form: str, body: ChoicesAsked) -> dict[str, Any]:
    """The records that a reference may choose, its filter read with the values of the form being filled in."""
    desk = desk_of(caller, app)
    asked = Asked(words=body.q, limit=body.limit, cursor=body.cursor, fields=body.fields)
    return read_choices(desk, form, Choosing(body.field, body.values, body.row, body.id), asked)
