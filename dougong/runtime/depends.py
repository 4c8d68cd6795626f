"""What runtime routes share: a desk for whoever asks, and records answered under their revision."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any, TypeVar

from pydantic import BeforeValidator
from starlette.responses import Response

from dougong.edge import Caller, answer
from dougong.engines.document import refused
from dougong.errors import Malformed, Text
from dougong.ids import is_id
from dougong.platform.db import Unit
from dougong.platform.storage.keyset import bad_cursor
from dougong.runtime.services.desk import Desk, open_desk, writing_desk

T = TypeVar("T")
NO_FILTER = Text("这里应当是公式或条件树", "This should be a formula or a condition tree")


def _formula_or_tree(raw: object) -> object:
    if raw is None or isinstance(raw, str | Mapping):
        return raw
    raise refused("wrong_type", NO_FILTER)


# what a list is narrowed down by
Filter = Annotated[str | dict[str, Any] | None, BeforeValidator(_formula_or_tree)]


def desk_of(caller: Caller, app: str) -> Desk:
    """For reading. Raises NotFound."""
    return open_desk(caller.services, caller.connection, caller.actor, app, organisation=caller.organisation)


def write_at(caller: Caller, app: str, work: Callable[[Desk], T]) -> T:
    """Does the work at a desk that may write, in one transaction. Raises NotFound."""

    def inside(unit: Unit) -> T:
        return work(writing_desk(caller.services, unit, caller.actor, app))

    return caller.write(inside)


def before_of(cursor: str | None) -> str | None:
    """Where the next page of a list by id begins. Raises Invalid for a cursor that is none of ours."""
    if cursor is not None and not is_id(cursor):
        raise bad_cursor()
    return cursor


def tagged(record: Mapping[str, Any], status: int = 200) -> Response:
    """The record with its ``rev`` as ETag."""
    return answer(record, status, {"ETag": f'"{record["rev"]}"'})


def if_match(caller: Caller) -> int | None:
    """The revision in ``If-Match``; None when there is none. Raises Malformed."""
    header = caller.request.headers.get("if-match")
    if header is None or header.strip() == "*":
        return None
    text = header.strip().removeprefix("W/").strip('"')
    if not text.isdigit() or len(text) > 9:
        raise Malformed(Text("If-Match 应为记录的版本号", "If-Match holds the record's rev"))
    return int(text)
