"""The write of records, in the order of ``contracts.md``: load, permission, coerce, defaults and formulas, before
rules, recompute, validate, stages, uniqueness, serial numbers, write with history and stage log, what depends on it
elsewhere, flows, promised after rules. All inside the caller's unit, for a batch of records of one form at a time.

Every problem of a record is gathered before it is refused; a refused record leaves the others of its batch alone.
"""

from collections.abc import Sequence
from typing import Any

from dougong.engines.expression.tree import Lit
from dougong.engines.finding import Finding
from dougong.engines.form.compile import CompiledForm
from dougong.engines.form.run import Need, Run
from dougong.engines.form.submit import Settled, settle
from dougong.engines.form.validate import Failed, validate
from dougong.engines.record.definition import SubtableDef
from dougong.platform import files
from dougong.platform.storage.catalog import StoredForm
from dougong.platform.storage.writing import Change, Writer
from dougong.runtime.services.desk import Desk
from dougong.runtime.services.records_adopt import adopt_all
from dougong.runtime.services.records_choices import judge_choices
from dougong.runtime.services.records_dependents import refresh_dependents
from dougong.runtime.services.records_duplicates import judge_duplicates
from dougong.runtime.services.records_event import RecordEvent, differing
from dougong.runtime.services.records_judge import is_file, judge_files, judge_references, judge_scope, judge_unique
from dougong.runtime.services.records_load import follow_owner, load, new_record, read_sent
from dougong.runtime.services.records_numbers import judge_numbers
from dougong.runtime.services.records_refusals import NeedsConfirming
from dougong.runtime.services.records_run import Kitchen
from dougong.runtime.services.records_serials import give_serials
from dougong.runtime.services.records_stages import judge_stages, log_stages
from dougong.runtime.services.records_unseen import keep_unseen, take_marks
from dougong.runtime.services.records_work import Work, able, going


def save(desk: Desk, form_key: str, works: Sequence[Work], *, all_or_none: bool = True) -> None:
    """Write every work that nothing speaks against; with ``all_or_none`` nothing is written when one is refused. Each
    work says afterwards what became of it (``after``, or ``failure()``)."""
    form, stored = desk.form(form_key), desk.stored(form_key)
    kitchen = Kitchen(desk, form_key)
    load(desk, form, stored, works)
    take_marks(stored, works)
    read_sent(form, works)
    keep_unseen(desk, form, stored, works)
    judge_files(desk, stored, works)
    _settle(desk, form, stored, works, kitchen)
    judge_references(desk, form, stored, works)
    judge_scope(desk, form, stored, works, kitchen)
    _before_rules(desk, form, works, kitchen)
    judge_choices(form, stored, works, kitchen)
    _validate(form, works, kitchen)
    judge_numbers(desk, stored, works)
    judge_stages(desk, form, works, kitchen)
    judge_unique(desk, form, stored, works)
    judge_duplicates(desk, form, stored, works)
    _confirm(works)
    if all_or_none and any(work.failed for work in works):
        return
    write(desk, form, stored, going(works), kitchen)


def _settle(desk: Desk, form: CompiledForm, stored: StoredForm, works: Sequence[Work], kitchen: Kitchen) -> None:
    """Step 4: defaults, fills, linkage and formulas, in what the writer may change."""
    rights = desk.door.rights(stored)
    ready = able(works)
    for work in ready:
        follow_owner(desk, work.stored, work)

    def step(work: Work, run: Run) -> Settled | Need:
        if work.kind == "create":
            base = {**new_record(desk, work), "department": _department(desk, work)}

            def may_create(key: str) -> bool:
                node = rights.field_scope(key, "create", need="edit")
                return not (isinstance(node, Lit) and node.value is False)

            return settle(form, work.values, None, run, base=base, writable=may_create)
        own = work.was_draft
        action = "create" if own else "update"
        fixed = {
            key: node.value is True
            for key in ("owner", "department", *stored.fields)
            if isinstance(node := rights.field_scope(key, action, need="edit"), Lit)
        }
        shown = (
            fixed
            if len(fixed) == len(stored.fields) + 2
            else desk.door.shown(stored, work.record_id, action, need="edit")
        )

        def may_change(key: str) -> bool:
            if key in shown:
                return shown[key]
            node = rights.field_scope(key, action, need="edit")
            return isinstance(node, Lit) and node.value is True

        return settle(form, work.values, work.stored, run, writable=may_change)

    for work, settled in zip(ready, kitchen.cook(ready, step), strict=True):
        # what is derived from a value that could not be read says nothing
        failed = Failed(form, work.findings)
        work.settled = settled
        work.findings += [one for one in settled.findings if one.code == "not_writable" or not failed.derives(one)]


def _department(desk: Desk, work: Work) -> str | None:
    if "department" in work.values:
        given: str | None = work.values["department"]
        return given
    owner = work.values.get("owner", desk.actor.user)
    return desk.organisation.department_of(owner) if owner else None


def _before_rules(desk: Desk, form: CompiledForm, works: Sequence[Work], kitchen: Kitchen) -> None:
    """Steps 5 and 6: before rules in their order, and everything that follows from what they set."""
    judged = [work for work in going(works) if not work.stays_draft and work.settled is not None]
    if not judged:
        return
    answers = desk.services.ports.rules.before(desk, [_event(form, work) for work in judged])
    changed: list[tuple[Work, dict[str, Any]]] = []
    for work, answer in zip(judged, answers, strict=True):
        work.before = answer
        work.findings += answer.findings
        if answer.changes:
            changed.append((work, dict(answer.changes)))
            work.judged |= set(answer.changes)
    adopt_all(form, changed, kitchen)


def _validate(form: CompiledForm, works: Sequence[Work], kitchen: Kitchen) -> None:
    """Step 7. A draft is not judged."""
    judged = [work for work in able(works) if work.settled is not None and not work.stays_draft]

    def step(work: Work, run: Run) -> list[Finding] | Need:
        assert work.settled is not None
        # of a draft that is handed in every value is judged, as if it came now
        before = None if work.was_draft else work.stored
        return validate(form, work.settled, before, run, judge=work.judged, reported=work.findings)

    for work, found in zip(judged, kitchen.cook(judged, step), strict=True):
        work.findings = list(dict.fromkeys(found))


def _confirm(works: Sequence[Work]) -> None:
    """A writer who wants to be asked is shown the warnings first."""
    for work in going(works):
        if work.options.confirmed is False and work.warnings:
            work.refused = NeedsConfirming(work.warnings)


def write(
    desk: Desk, form: CompiledForm, stored: StoredForm, works: Sequence[Work], kitchen: Kitchen
) -> list[RecordEvent]:
    """Steps 8 to 12, for what is decided."""
    if not works:
        return []
    give_serials(desk, form, stored, works, kitchen)
    for work in works:
        _finish(desk, form, work)
    # a draft is its maker's to change whatever his rights on records are
    door = desk.open_door if any(work.was_draft for work in works) else desk.door
    writer = Writer(door, desk.services.new_id, cause_of(desk), desk.actor.user)
    created = [work for work in works if work.kind == "create"]
    changed = [work for work in works if work.kind == "update" and _differs(work)]
    if created:
        writer.insert(stored, [_change(work) for work in created])
    if changed:
        writer.update(stored, [_change(work) for work in changed])
    _attach(desk, form, stored, [*created, *changed])
    log_stages(desk, form, works)
    desk.services.ports.rules.written(desk, [work.before for work in works if work.before is not None])
    events = [_event(form, work) for work in [*created, *changed] if not work.stays_draft]
    tell(desk, events)
    return events


def tell(desk: Desk, events: Sequence[RecordEvent]) -> None:
    """What follows from changes: computed values elsewhere, flows, after rules."""
    if not events:
        return
    refreshed = refresh_dependents(desk, events)
    desk.services.ports.flows.changed(desk, events)
    desk.services.ports.rules.after(desk, [*events, *refreshed])


def cause_of(desk: Desk) -> dict[str, object]:
    """Why, as the history files it."""
    return {"channel": desk.actor.channel, **desk.actor.cause.as_json()}


def _finish(desk: Desk, form: CompiledForm, work: Work) -> None:
    """The record as it will stand: ids for new rows, revision, who and when."""
    assert work.settled is not None
    after = dict(work.settled.values)
    for key, field in form.fields.items():
        if isinstance(field.definition, SubtableDef) and after.get(key):
            after[key] = [{**row, "id": row.get("id") or desk.services.new_id()} for row in after[key]]
    after |= {"id": work.record_id, "updated_at": desk.now, "updated_by": desk.actor.user}
    if work.kind == "create":
        system = new_record(desk, work)
        after |= {key: system[key] for key in ("rev", "created_at", "created_by", "flow_state", "deleted_at")}
    else:
        assert work.found is not None
        after["rev"] = work.found.rev + 1 if _differs_values(work, after) or work.was_draft else work.found.rev
    work.after = after


def _differs_values(work: Work, after: dict[str, Any]) -> bool:
    return bool(differing(work.stored, after)) or work.was_draft != work.stays_draft


def _differs(work: Work) -> bool:
    return work.found is not None and work.after["rev"] != work.found.rev


def _change(work: Work) -> Change:
    event = work.options.event or ("create" if work.kind == "create" else "submit" if _handed_in(work) else "update")
    return Change(work.after, work.stored, event, work.stays_draft, work.was_draft)


def _handed_in(work: Work) -> bool:
    return work.was_draft and not work.stays_draft


def _event(form: CompiledForm, work: Work) -> RecordEvent:
    values = work.after or (work.settled.values if work.settled is not None else {})
    values = {**values, "id": work.record_id}
    fresh = work.kind == "create" or _handed_in(work)
    old = None if fresh else work.stored
    return RecordEvent(
        kind="created" if fresh else "updated",
        form=form.key,
        id=work.record_id,
        values=values,
        old=old,
        changed=differing(old, values),
        moves=tuple(work.moves),
        submits=fresh and work.options.submits,
        picks=work.options.picks,
    )


def _attach(desk: Desk, form: CompiledForm, stored: StoredForm, works: Sequence[Work]) -> None:
    """Files belong to the field of the record that names them from now on; of a sub-table to ``lines.photo``."""
    for key, field in stored.fields.items():
        columns = [column for column, inner in field.fields.items() if is_file(inner)]
        for work in works if columns or is_file(field) else ():
            value = work.after.get(key) or ()
            if value == (work.stored or {}).get(key):
                continue
            named = {key: [file["id"] for file in value]} if is_file(field) else {}
            for column in columns:
                named[f"{key}.{column}"] = [file["id"] for row in value for file in row.get(column) or ()]
            for path, ids in named.items():
                if ids:
                    files.attach(
                        desk.writing, ids, app=desk.app.key, form=form.key, record=work.record_id, field=path, by=None
                    )
