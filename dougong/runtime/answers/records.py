"""Records and what stands beside them. The values of a form are typed in the OpenAPI document of its app."""

from datetime import datetime
from typing import Any, Literal, NotRequired

from typing_extensions import TypedDict

from dougong.edge.refusals import FoundProblem
from dougong.runtime.answers.titled import StoredFile, Titled


class Record(TypedDict):
    """``values`` by field key, without what the reader may not see; ``can``: what he may do with it.

    ``draft`` and ``deleted_at`` stand on drafts and on records in the bin, ``checklist`` where a pipeline has one."""

    id: str
    rev: int
    title: str | None
    values: dict[str, Any]
    created_at: datetime
    created_by: Titled | None
    updated_at: datetime
    updated_by: Titled | None
    owner: Titled | None
    department: Titled | None
    flow_state: str | None
    can: list[str]
    draft: NotRequired[bool]
    deleted_at: NotRequired[datetime]
    checklist: NotRequired[dict[str, dict[str, bool]]]


class SavedRecord(Record):
    """``ignored``: fields whose values were dropped because linkage hides them; ``warnings``: stored all the same."""

    ignored: NotRequired[list[str]]
    warnings: NotRequired[list[FoundProblem]]


class UnseenRecord(TypedDict):
    """A record that was written and that its writer may not see any more."""

    id: str
    rev: int
    can: list[str]
    ignored: NotRequired[list[str]]
    warnings: NotRequired[list[FoundProblem]]


class RecordPage(TypedDict):
    """``next`` is the cursor of the next page; ``total`` where it was asked for; ``sums`` over the whole filter."""

    items: list[Record]
    next: str | None
    total: int | None
    sums: NotRequired[dict[str, Any]]


class RecordPageOfForm(RecordPage):
    """``form``: whose records these are."""

    form: str


class Written(TypedDict):
    """``rev`` is null for what was deleted."""

    id: str
    rev: int | None


class NotWritten(TypedDict):
    problems: list[FoundProblem]


class BatchResults(TypedDict):
    """In the order of the operations."""

    results: list[Written | NotWritten]


class Duplicate(TypedDict):
    """``by``: the rule that found it; ``on``: what happens to a record that is stored all the same."""

    record: Record
    by: str
    on: Literal["warn", "block"]


class DuplicateList(TypedDict):
    items: list[Duplicate]


class Cause(TypedDict):
    """Which rule, flow, button or task it was, or through which door it came."""

    kind: str
    name: str | None


class FieldChange(TypedDict):
    field: str
    name: str
    old: Any
    new: Any


class HistoryEntry(TypedDict):
    id: str
    at: datetime
    by: Titled | None
    kind: str
    rev: int
    cause: Cause | None
    changes: list[FieldChange]


class HistoryPage(TypedDict):
    items: list[HistoryEntry]
    next: str | None


# ``from`` is no name in Python
StageEntry = TypedDict(
    "StageEntry",
    {
        "pipeline": str,
        "field": str,
        "from": str | None,
        "to": str | None,
        "at": datetime,
        "by": Titled | None,
        "seconds": int | None,
    },
)


class StageLog(TypedDict):
    items: list[StageEntry]


class RelatedTotal(TypedDict):
    field: str
    name: str
    value: str | None


class Related(TypedDict):
    """Records of one form that point here by one field, with sums of their money."""

    form: str
    name: str
    field: str
    field_name: str
    count: int
    totals: list[RelatedTotal]


class RelatedList(TypedDict):
    items: list[Related]


class FileOfRecord(StoredFile):
    field: str


class FileList(TypedDict):
    items: list[FileOfRecord]


class Comment(TypedDict):
    id: str
    by: Titled | None
    at: datetime
    text: str
    mentions: list[Titled]


class CommentPage(TypedDict):
    items: list[Comment]
    next: str | None


class MadeRecord(TypedDict):
    form: str
    id: str


class Pressed(TypedDict):
    """``record`` is null when it was deleted or is not the presser's to see any more."""

    record: Record | None
    made: list[MadeRecord]
    messages: list[str]


class SearchHit(TypedDict):
    app: str
    app_name: str
    form: str
    form_name: str
    id: str
    title: str | None


class SearchHits(TypedDict):
    items: list[SearchHit]


class Export(TypedDict):
    """``url`` is where the sheet is fetched."""

    id: str
    url: str
    format: Literal["xlsx", "csv"]
