"""The first steps of a write: the record as it stands, whether its writer may change it, and what was sent."""

from collections.abc import Mapping, Sequence
from typing import Any

from dougong.engines.finding import Finding
from dougong.engines.form.compile import CompiledForm
from dougong.engines.form.pipeline import unknown_ticks
from dougong.engines.form.submit import OWNERSHIP, coerce
from dougong.engines.record.problems import finding
from dougong.engines.record.shapes import read_id
from dougong.errors import Conflict, Forbidden, NotFound, Text
from dougong.platform.access.condition import is_true
from dougong.platform.storage.catalog import StoredForm
from dougong.platform.storage.records import Found, sees_all
from dougong.runtime.services.desk import Desk
from dougong.runtime.services.records_past import judge_past
from dougong.runtime.services.records_shape import shape_one
from dougong.runtime.services.records_work import Work, able

NOT_CREATE = Text("没有新增权限", "You may not create records here")
NOT_CHANGE = Text("没有修改这条记录的权限", "You may not change this record")
IN_FLOW = Text("流程进行中，暂不能修改", "A running flow keeps this record from being changed")


def load(desk: Desk, form: CompiledForm, stored: StoredForm, works: Sequence[Work]) -> None:
    """Steps 1 and 3 (the record): locked, at the revision its writer saw, and his to change."""
    rights = desk.door.rights(stored)
    for work in works:
        if work.kind == "create":
            work.new_id = work.new_id or desk.services.new_id()
            if "create" not in rights.actions:
                work.refused = Forbidden(NOT_CREATE) if rights.actions else NotFound()
    judge_past(desk, form, works)
    updates = [work for work in works if work.kind == "update"]
    if not updates:
        return
    ids = [str(work.id) for work in updates]
    whole = desk.open_door.many(stored, ids, lock=True, drafts=True)
    # one statement reads the record and his rights on it only where he may change every row and see all of it
    alike = sees_all(rights, stored) and is_true(rights.row_scope("update"))
    seen = whole if alike else desk.door.many(stored, ids, drafts=True)
    locked = desk.services.ports.flows.locked(desk, form.key, ids) if desk.actor.channel != "flow" else frozenset[str]()
    for work in updates:
        _take(desk, stored, work, whole.get(str(work.id)), seen.get(str(work.id)), locked)


def _take(
    desk: Desk, stored: StoredForm, work: Work, whole: Found | None, seen: Found | None, locked: frozenset[str]
) -> None:
    if whole is None or seen is None or (whole.draft and not _own_draft(desk, whole)):
        work.refused = NotFound()
        return
    work.found = whole
    if "update" not in seen.can and not _own_draft(desk, whole):
        work.refused = Forbidden(NOT_CHANGE)
    elif work.rev is not None and work.rev != whole.rev:
        work.refused = stale(desk, stored, work, seen)
    elif whole.id in locked:
        work.refused = Conflict(IN_FLOW)


def _own_draft(desk: Desk, found: Found) -> bool:
    """A draft is only for whoever began it, and his to change whatever his rights on records are."""
    return found.draft and (found.values["created_by"] == desk.actor.user or desk.actor.principal.app is not None)


def stale(
    desk: Desk, stored: StoredForm, work: Work, seen: Found, current: Mapping[str, Any] | None = None
) -> Conflict:
    """Somebody else was quicker: both versions of what was sent, field by field. ``current``: the record as its writer
    may see it, where that is not as his grants show it."""
    current = shape_one(desk, stored, seen) if current is None else current
    names = desk.form(stored.key).names
    fields = [
        {
            "field": key,
            "name": names[key].in_locale(desk.actor.locale) if key in names else key,
            "yours": None if work.python else sent,
            "theirs": current["values"].get(key),
        }
        for key, sent in work.sent.items()
        if key in current["values"] and current["values"][key] != sent
    ]
    return Conflict(rev=seen.rev, fields=fields, current=current)


def read_sent(form: CompiledForm, works: Sequence[Work]) -> None:
    """Step 2: what was sent, in Python values, or what is wrong with its shape."""
    for work in able(works):
        if work.python:
            work.values, work.judged = dict(work.sent), set(work.sent)
        else:
            raw = dict(work.sent)
            ownership, problems = _ownership(raw)
            work.values, found = coerce(form, raw, work.stored)
            work.values |= ownership
            work.findings += [*problems, *found]
        if work.ticks is not None:
            work.findings += unknown_ticks(form.pipelines, work.ticks)


def _ownership(raw: dict[str, Any]) -> tuple[dict[str, Any], list[Finding]]:
    """``owner`` and ``department`` are no fields of the form, but they may be given."""
    values: dict[str, Any] = {}
    problems: list[Finding] = []
    for key in OWNERSHIP:
        if key not in raw:
            continue
        given = raw.pop(key)
        try:
            values[key] = None if given is None or given == "" else read_id(given)
        except ValueError:
            problems.append(finding("not_id", f"/values/{key}"))
    return values, problems


def new_record(desk: Desk, work: Work) -> dict[str, Any]:
    """The system fields of a record that begins."""
    user, past = desk.actor.user, work.options.past
    at = past.created_at if past and past.created_at else desk.now
    by = past.created_by if past and past.created_by else user
    owner = work.values.get("owner", user)
    return {
        "id": work.new_id,
        "rev": 1,
        "created_at": at,
        "created_by": by,
        "updated_at": desk.now,
        "updated_by": user,
        "owner": owner,
        "department": desk.organisation.department_of(owner) if owner else None,
        "flow_state": None,
        "deleted_at": None,
    }


def follow_owner(desk: Desk, before: Mapping[str, Any] | None, work: Work) -> None:
    """The department goes with the owner unless somebody says otherwise."""
    if "owner" in work.values and "department" not in work.values:
        owner = work.values["owner"]
        if before is None or owner != before.get("owner"):
            work.values["department"] = desk.organisation.department_of(owner) if owner else None
