"""References to records that their writer may not see: sent back as he read them they count as what is stored, and he
neither clears nor drops them by not naming them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dougong.engines.finding import pointer
from dougong.engines.form.compile import CompiledForm
from dougong.engines.record.problems import finding
from dougong.errors import Text
from dougong.platform.storage.catalog import StoredField, StoredForm
from dougong.platform.storage.titles import qualified
from dougong.runtime.services.desk import Desk
from dougong.runtime.services.records_work import Work, able

# a reference in a work: the values it stands in, those before, its key, its field, its pointer
_Place = tuple[dict[str, Any], Mapping[str, Any], str, StoredField, str]


def take_marks(stored: StoredForm, works: Sequence[Work]) -> None:
    """``{"id": null, "hidden": true}`` becomes what is stored."""
    for work in able(works):
        if work.stored is None or work.python or "hidden" not in str(work.sent):
            continue
        sent = dict(work.sent)
        for key, field in stored.fields.items():
            if key in sent and _leads(field):
                sent[key] = _unmarked(sent[key], work.stored.get(key))
            elif field.fields and isinstance(sent.get(key), list):
                known = {row["id"]: row for row in work.stored.get(key) or ()}
                sent[key] = [_unmarked_row(field, row, known) for row in sent[key]]
        work.sent = sent


def _unmarked(raw: Any, before: Any) -> Any:
    if isinstance(raw, list):
        # the members one does not see are put back by ``keep_unseen``
        return [one for one in raw if not _is_mark(one)] if before else raw
    return before if _is_mark(raw) and before is not None else raw


def _unmarked_row(field: StoredField, row: Any, known: Mapping[Any, Mapping[str, Any]]) -> Any:
    if not isinstance(row, dict) or not isinstance(row.get("values"), dict) or not isinstance(row.get("id"), str):
        return row
    before = known.get(row["id"].lower(), {})
    cells = {
        key: _unmarked(raw, before.get(key)) if key in field.fields and _leads(field.fields[key]) else raw
        for key, raw in row["values"].items()
    }
    return {**row, "values": cells}


def _is_mark(raw: Any) -> bool:
    return isinstance(raw, dict) and raw.get("id") is None and raw.get("hidden") is True


def _leads(field: StoredField) -> bool:
    return field.target is not None and field.target.table == "record"


def keep_unseen(desk: Desk, form: CompiledForm, stored: StoredForm, works: Sequence[Work]) -> None:
    """Nothing is asked unless something was cleared or dropped."""
    dropped = [(work, place, gone) for work in able(works) for place in _places(stored, work) if (gone := _gone(place))]
    if not dropped:
        return
    wanted: dict[str, set[str]] = defaultdict(set)
    for _, (_, _, _, field, _), gone in dropped:
        wanted[_form(stored, field)] |= gone
    book = desk.door.titles_of(stored.app, wanted)
    for work, (values, before, key, field, at), gone in dropped:
        unseen = {id_ for id_ in gone if not book.knows(_form(stored, field), id_)}
        if not unseen:
            continue
        if isinstance(values[key], list):
            for index, id_ in enumerate(before[key]):
                if id_ in unseen:
                    values[key].insert(index, id_)
        else:
            work.findings.append(finding("not_writable", at, name=form.names.get(key, Text(key, key))))


def _form(stored: StoredForm, field: StoredField) -> str:
    assert field.target is not None
    return qualified(stored.app, field.target.form or "")


def _places(stored: StoredForm, work: Work) -> Iterable[_Place]:
    if work.stored is None or work.python:
        return
    for key, field in stored.fields.items():
        if key not in work.values:
            continue
        if _leads(field):
            yield work.values, work.stored, key, field, pointer("values", key)
        elif field.fields:
            known = {row["id"]: row for row in work.stored.get(key) or ()}
            for index, row in enumerate(work.values[key] or ()):
                for column, inner in field.fields.items():
                    if column in row and _leads(inner) and row.get("id") in known:
                        yield row, known[row["id"]], column, inner, pointer("values", key, index, "values", column)


def _gone(place: _Place) -> set[str]:
    """Ids that stood there and were not sent again; another choice in place of one is a change like any."""
    values, before, key, _, _ = place
    was, now = before.get(key), values[key]
    if isinstance(was, list):
        return set(was) - set(now or ())
    return {was} if was is not None and now is None else set()
