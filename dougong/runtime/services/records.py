"""The use cases of records. Writers are called inside a unit of work with a ``writing_desk``; what they give back is
what the API answers. Rules, flows, imports and buttons use the same functions with their own actor.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dougong.errors import Failure, NotFound
from dougong.platform.storage.history import Changes, read_history
from dougong.runtime.services.desk import Desk
from dougong.runtime.services.records_batch import batch
from dougong.runtime.services.records_bin import delete, purge, restore
from dougong.runtime.services.records_buttons import press
from dougong.runtime.services.records_comments import comment, read_comments
from dougong.runtime.services.records_duplicates import find_duplicates
from dougong.runtime.services.records_history import read_past
from dougong.runtime.services.records_pipeline import save
from dougong.runtime.services.records_reading import Asked, read, read_bin, read_files, read_list, read_related
from dougong.runtime.services.records_refusals import NotADraft
from dougong.runtime.services.records_work import Options, Work

__all__ = [
    "Asked",
    "batch",
    "comment",
    "create",
    "delete",
    "find_duplicates",
    "press",
    "purge",
    "read",
    "read_bin",
    "read_comments",
    "read_files",
    "read_list",
    "read_past",
    "read_related",
    "restore",
    "revert",
    "save",
    "submit",
    "update",
    "write_one",
]

Json = dict[str, Any]
DEFAULT = Options()


def create(
    desk: Desk,
    form: str,
    values: Mapping[str, Any],
    *,
    draft: bool = False,
    python: bool = False,
    options: Options = DEFAULT,
) -> Json:
    """A new record. ``python``: the values are Python values (from rules and flows), not JSON. Raises Invalid with all
    that is wrong, Forbidden, NotFound, NotUnique."""
    return write_one(desk, form, Work("create", values, draft=draft, python=python, options=options))


def update(
    desk: Desk,
    form: str,
    id_: str,
    values: Mapping[str, Any],
    *,
    rev: int | None = None,
    draft: bool | None = None,
    ticks: Mapping[str, Mapping[str, bool]] | None = None,
    python: bool = False,
    options: Options = DEFAULT,
) -> Json:
    """Change what is given and leave the rest. ``rev``: what the writer saw; a stale one raises Conflict with both
    versions."""
    work = Work("update", values, id_, rev, draft, python=python, ticks=ticks, options=options)
    return write_one(desk, form, work)


def submit(desk: Desk, form: str, id_: str, *, rev: int | None = None, options: Options = DEFAULT) -> Json:
    """Hand a draft in: it is judged as a new record and its events happen now. Raises NotADraft."""
    stored = desk.stored(form)
    found = desk.open_door.many(stored, [id_], drafts=True).get(id_)
    if found is None or id_ not in desk.door.many(stored, [id_], drafts=True):
        raise NotFound
    if not found.draft:
        raise NotADraft
    return write_one(desk, form, Work("update", {}, id_, rev, draft=False, options=options))


def revert(desk: Desk, form: str, id_: str, to: int) -> Json:
    """Bring the values of an earlier revision back, by an ordinary write of those its writer may change."""
    stored = desk.stored(form)
    found = desk.open_door.get(stored, id_)
    desk.door.get(stored, id_)
    values: dict[str, Any] = {}
    before: str | None = None
    while True:
        entries = read_history(desk.connection, stored, id_, before=before, limit=200)
        for entry in entries:
            if entry.rev <= to:
                return _revert(desk, form, id_, found.rev, values)
            _take_back(values, entry.changes, found.values)
        if not entries:
            return _revert(desk, form, id_, found.rev, values)
        before = entries[-1].id


def _revert(desk: Desk, form: str, id_: str, rev: int, values: Mapping[str, Any]) -> Json:
    fields = desk.form(form).fields
    shown = desk.door.shown(desk.stored(form), id_, "update", need="edit")
    mine = {
        key: value
        for key, value in values.items()
        if shown.get(key, False) and (key in ("owner", "department") or (key in fields and not fields[key].computed))
    }
    return update(desk, form, id_, mine, rev=rev, options=Options(event="revert"))


def _take_back(values: dict[str, Any], changes: Changes | Mapping[str, Any], current: Mapping[str, Any]) -> None:
    """Undo one entry, newest first: what it made new becomes what was before."""
    for key, change in changes.items():
        if isinstance(change, Mapping):
            rows = values.get(key)
            if rows is None:
                rows = [{"id": row["id"], "values": {}} for row in current.get(key) or ()]
            values[key] = _rows_back(rows, change)
        else:
            values[key] = change[0]


def _rows_back(rows: Sequence[Json], changes: Mapping[str, Mapping[str, Any]]) -> list[Json]:
    """A sub-table's rows before one entry. A row that had gone comes back as a new one."""
    kept = [row for row in rows if "+" not in changes.get(str(row.get("id")), {})]
    for id_, change in changes.items():
        before = {key: pair[0] for key, pair in change.items() if key not in "+-"}
        if "-" in change:
            kept.insert(int(change["-"]), {"values": before})
        elif "+" not in change:
            kept = [{**row, "values": {**row["values"], **before}} if row.get("id") == id_ else row for row in kept]
    return kept


def write_one(desk: Desk, form: str, work: Work) -> Json:
    """Write one record and give it as its writer may see it, with what was ignored and what he is warned of."""
    save(desk, form, [work])
    if work.failed:
        raise work.failure()
    return answer_of(desk, form, work, read)


def answer_of(desk: Desk, form: str, work: Work, reading: Callable[[Desk, str, str], Json]) -> Json:
    """The record after the write; when its writer may not see it any more, only its id and revision."""
    try:
        answer = reading(desk, form, work.record_id)
    except Failure:
        answer = {"id": work.record_id, "rev": int(work.after["rev"]), "can": []}
    if work.settled is not None and work.settled.ignored:
        answer["ignored"] = list(work.settled.ignored)
    if work.warnings:
        locale = desk.actor.locale
        answer["warnings"] = [
            {"pointer": one.pointer, "code": one.code, "message": one.message.in_locale(locale)}
            for one in work.warnings
        ]
    return answer
