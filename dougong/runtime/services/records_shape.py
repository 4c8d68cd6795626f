"""Records as the API shows them: values in JSON, references with titles, and what may be done."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dougong.engines.record.columns import Target
from dougong.platform.storage.catalog import StoredForm
from dougong.platform.storage.reached import Reached, wanted_behind
from dougong.platform.storage.records import Found
from dougong.platform.storage.titles import TitleBook, title_text, wanted_titles
from dougong.runtime.services.desk import Desk

_PEOPLE = {"created_by": Target("user"), "updated_by": Target("user"), "owner": Target("user")}
_DEPARTMENT = Target("department")
Json = dict[str, Any]


def shape_all(
    desk: Desk,
    form: StoredForm,
    found: Sequence[Found],
    fields: Iterable[str] | None = None,
    reached: Sequence[Reached] = (),
) -> list[Json]:
    """Records of one form; the titles of all their references take one statement (see ``load_titles``)."""
    book = titles_with(desk, form, found, reached)
    wanted = None if fields is None else frozenset(fields)
    shown = [shape(form, item, book, wanted) for item in found]
    for record, item in zip(shown, found, strict=True):
        record["values"] |= {one.key: one.dump(item.values[one.key], book) for one in reached}
    compiled = desk.form(form.key)
    for key in compiled.fields.keys() - form.fields.keys():
        # worked out for the reader, stored nowhere
        for record, item in zip(shown, found, strict=True):
            if key in item.values:
                record["values"][key] = compiled.fields[key].dump(item.values[key])
    return shown


def titles_with(desk: Desk, form: StoredForm, found: Sequence[Found], reached: Sequence[Reached]) -> TitleBook:
    """The titles of every reference in these records, and of those at the ends of paths."""
    records = [item.values for item in found]
    wanted = wanted_titles(form, records)
    wanted_behind(reached, records, wanted)
    return desk.door.titles_of(form.app, wanted)


def shape_one(desk: Desk, form: StoredForm, found: Found) -> Json:
    return shape_all(desk, form, [found])[0]


def shape(form: StoredForm, found: Found, book: TitleBook, wanted: frozenset[str] | None = None) -> Json:
    """One record. Fields that show nowhere are absent; ``wanted``: just those."""
    values = found.values
    shown: Json = {"id": values["id"], "rev": values["rev"], "title": title(form, values, book)}
    shown["values"] = dump_values(form, values, book, wanted)
    shown["created_at"] = values.get("created_at")
    shown["created_by"] = _person(values, "created_by", book)
    shown["updated_at"] = values.get("updated_at")
    shown["updated_by"] = _person(values, "updated_by", book)
    shown["owner"] = _person(values, "owner", book)
    department = values.get("department")
    shown["department"] = None if department is None else book(_DEPARTMENT, department)
    shown["flow_state"] = values.get("flow_state")
    if values.get("deleted_at") is not None:
        shown["deleted_at"] = values["deleted_at"]
    shown["can"] = list(found.can)
    if found.draft:
        shown["draft"] = True
    return shown


def dump_values(
    form: StoredForm, values: Mapping[str, Any], book: TitleBook, wanted: frozenset[str] | None = None
) -> Json:
    """The fields' values as API JSON."""
    shown: Json = {}
    for key, item in form.fields.items():
        if key not in values or (wanted is not None and key not in wanted):
            continue
        value = values[key]
        shown[key] = value if value is None or item.dump is None else item.dump(value, book)
    return shown


def title(form: StoredForm, values: Mapping[str, Any], book: TitleBook) -> str | None:
    """What the record goes by."""
    if form.title is None or values.get(form.title) is None:
        return None
    return title_text(form.fields.get(form.title), values[form.title], book)


def _person(values: Mapping[str, Any], key: str, book: TitleBook) -> object:
    user = values.get(key)
    return None if user is None else book(_PEOPLE[key], user)
