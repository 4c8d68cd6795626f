"""Deleting: to the bin, back from it, and gone for good. What points at a deleted record goes by its field's
``on_delete``: it keeps the record from being deleted, is cleared, or is deleted with it.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from dougong.engines.document import in_both
from dougong.engines.record.columns import Column, LinkTable
from dougong.engines.record.problems import finding
from dougong.errors import Forbidden, NotFound, NotNow, Text
from dougong.platform import audit
from dougong.platform.files.store import detach
from dougong.platform.storage.catalog import StoredForm
from dougong.platform.storage.records import Found
from dougong.platform.storage.related import Relation, pointing_at
from dougong.platform.storage.unique import repeated, unique_sets
from dougong.platform.storage.writing import Change, Writer
from dougong.runtime.services.desk import Desk
from dougong.runtime.services.records_dependents import leading_to, refresh_whole
from dougong.runtime.services.records_event import RecordEvent
from dougong.runtime.services.records_judge import NotUnique
from dougong.runtime.services.records_load import IN_FLOW, stale
from dougong.runtime.services.records_pipeline import cause_of, tell
from dougong.runtime.services.records_refusals import StillReferenced
from dougong.runtime.services.records_work import Work

NOT_DELETE = Text("没有删除这条记录的权限", "You may not delete this record")
NOT_PURGE = Text("没有彻底删除的权限", "You may not delete records for good")
MOST_DEEP = 8
MOST_IDS = 500


def delete(desk: Desk, form: str, ids: Sequence[str], *, rev: int | None = None) -> None:
    """To the bin; all of them or none. Raises NotFound, Forbidden, NotNow, StillReferenced."""
    stored = desk.stored(form)
    seen = desk.door.many(stored, ids, lock=True, drafts=True)
    for id_ in ids:
        found = seen.get(id_)
        if found is None or (found.draft and found.values["created_by"] != desk.actor.user):
            raise NotFound
        if "delete" not in found.can and not found.draft:
            raise Forbidden(NOT_DELETE)
        if rev is not None and rev != found.rev:
            raise stale(desk, stored, Work("update", {}, id_), found)
    locked = desk.services.ports.flows.locked(desk, form, ids) if desk.actor.channel != "flow" else frozenset[str]()
    if locked:
        raise NotNow(IN_FLOW)
    drafts = [id_ for id_ in ids if seen[id_].draft]
    if drafts:
        Writer(desk.open_door, desk.services.new_id).purge(stored, drafts)
    tell(desk, _bin(desk, stored, [id_ for id_ in ids if not seen[id_].draft], 0))


def _bin(desk: Desk, stored: StoredForm, ids: Sequence[str], depth: int) -> list[RecordEvent]:
    """Into the bin with what goes along. The record and all that follows it are one transaction."""
    if not ids:
        return []
    if depth > MOST_DEEP:
        raise StillReferenced
    whole = list(desk.open_door.many(stored, ids, lock=True).values())
    gone = {found.id for found in whole}
    events: list[RecordEvent] = []
    for relation in _pointing(desk, stored):
        events += _let_go(desk, relation, gone, depth)
    changes = [
        Change({**found.values, **_stamp(desk, found), "deleted_at": desk.now}, found.values, "delete")
        for found in whole
    ]
    _writer(desk).update(stored, changes)
    return [*events, *(RecordEvent("deleted", stored.key, found.id, found.values, found.values) for found in whole)]


def _pointing(desk: Desk, stored: StoredForm) -> list[tuple[Relation, str | None]]:
    """Fields that point at the form; with the sub-table they stand in, if they do."""
    forms = desk.catalog.every_form()
    found: list[tuple[Relation, str | None]] = [(relation, None) for relation in pointing_at(forms, stored)]
    for form in forms:
        for key, item in form.fields.items():
            inner = StoredForm(form.app, form.key, form.tables, item.fields)
            found += [(Relation(form, relation.field), key) for relation in pointing_at([inner], stored)]
    return found


def _let_go(desk: Desk, where: tuple[Relation, str | None], gone: set[str], depth: int) -> list[RecordEvent]:
    """What one field does when what it points at goes."""
    relation, rows = where
    path = (rows, relation.field.key) if rows else (relation.field.key,)
    pointing = leading_to(desk.open_door, relation.form, path, sorted(gone))
    if relation.form.key in desk.app.stored:
        pointing -= gone
    if not pointing:
        return []
    place = relation.field.place
    assert isinstance(place, Column | LinkTable)
    if place.on_delete == "restrict":
        raise _referenced(desk, relation, sorted(pointing), rows)
    if place.on_delete == "cascade" and rows is None:
        return _bin(desk, relation.form, sorted(pointing), depth + 1)
    return _clear(desk, relation, rows, sorted(pointing), gone)


def _referenced(desk: Desk, relation: Relation, pointing: Sequence[str], rows: str | None) -> StillReferenced:
    """What is said is what whoever deletes may see: neither forms nor fields nor numbers of records beyond that."""
    rights = desk.door.rights(relation.form)
    path = f"{rows}.{relation.field.key}" if rows else relation.field.key
    form = desk.app.forms.get(relation.form.key) if relation.form.app == desk.app.key else None
    if form is None or "read" not in rights.actions or rights.hidden(path):
        return StillReferenced()
    starts = range(0, len(pointing), MOST_IDS)
    count = sum(len(desk.door.many(desk.stored(form.key), pointing[at : at + MOST_IDS])) for at in starts)
    if not count:
        return StillReferenced()
    name = in_both(form.definition.name, form.key)
    text = Text(f"有 {count} 条“{name.zh}”引用它，不能删除", f"{count} records of {name.en} still refer to it")
    return StillReferenced(text, form=form.key, field=rows or relation.field.key, count=count)


def _clear(desk: Desk, relation: Relation, rows: str | None, ids: Sequence[str], gone: set[str]) -> list[RecordEvent]:
    """Blank the references to what goes."""
    key = relation.field.key
    changes: list[Change] = []
    events: list[RecordEvent] = []
    for found in desk.open_door.many(relation.form, ids, lock=True).values():
        field = rows or key
        value = found.values.get(field)
        cleared = [_without(row, key, gone) for row in value or ()] if rows else _without({key: value}, key, gone)[key]
        after = {**found.values, **_stamp(desk, found), field: cleared}
        changes.append(Change(after, found.values, "update"))
        events.append(RecordEvent("updated", relation.form.key, found.id, after, found.values, frozenset({field})))
    Writer(desk.open_door, desk.services.new_id, cause_of(desk), desk.actor.user).update(relation.form, changes)
    return events


def _without(row: Mapping[str, Any], key: str, gone: set[str]) -> dict[str, Any]:
    value = row.get(key)
    if isinstance(value, list):
        return {**row, key: [id_ for id_ in value if id_ not in gone]}
    return {**row, key: None if value in gone else value}


def restore(desk: Desk, form: str, id_: str) -> None:
    """Back from the bin. Raises NotFound, Forbidden, NotUnique."""
    stored = desk.stored(form)
    found = _in_bin(desk, stored, id_)
    if "delete" not in found.can:
        raise Forbidden(NOT_DELETE)
    whole = desk.open_door.many(stored, [id_], lock=True, deleted=True)[id_]
    again = repeated(desk.connection, stored, [whole.values], unique_sets(stored))
    if again:
        names = desk.form(form).names
        raise NotUnique([finding("not_unique", f"/values/{key}", name=names[key]) for _, keys in again for key in keys])
    after = {**whole.values, **_stamp(desk, whole), "deleted_at": None}
    _writer(desk).update(stored, [Change(after, whole.values, "restore")])
    # what it is made of may have changed while it lay in the bin
    refresh_whole(desk, form, [id_])
    tell(desk, [RecordEvent("restored", form, id_, after, whole.values)])


def purge(desk: Desk, form: str, id_: str) -> None:
    """Gone for good, from the bin only; the audit log keeps who did it. Raises NotFound, Forbidden."""
    stored = desk.stored(form)
    _in_bin(desk, stored, id_)
    if not desk.door.allows(stored, id_, "purge"):
        raise Forbidden(NOT_PURGE)
    Writer(desk.open_door, desk.services.new_id).purge(stored, [id_])
    detach(desk.writing, id_)
    audit.record(desk.writing, desk.actor.user, "record.purged", f"record:{desk.app.key}/{form}/{id_}", {})


def _in_bin(desk: Desk, stored: StoredForm, id_: str) -> Found:
    found = desk.door.many(stored, [id_], lock=True, deleted=True).get(id_)
    if found is None:
        raise NotFound
    return found


def _stamp(desk: Desk, found: Found) -> dict[str, Any]:
    return {"rev": found.rev + 1, "updated_at": desk.now, "updated_by": desk.actor.user}


def _writer(desk: Desk) -> Writer:
    return Writer(desk.open_door, desk.services.new_id, cause_of(desk), desk.actor.user)
