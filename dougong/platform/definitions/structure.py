"""From a parsed app to what storage needs of it: the place of every field and what is to be indexed."""

from collections.abc import Iterable, Mapping
from zoneinfo import ZoneInfo

from dougong.engines.expression.kinds import TEXT
from dougong.engines.form.computed import inferred
from dougong.engines.form.definition import FormDef
from dougong.engines.form.fields import AppForms, CompiledField
from dougong.engines.record.columns import Column, ColumnType
from dougong.engines.record.facts import AppFacts
from dougong.kinds import Kinds
from dougong.platform.definitions.app import AppDef
from dougong.platform.storage.names import FieldPlace, FormPlaces
from dougong.platform.storage.schema import Indexing

# texts that people look records up by; long ones are left to an index of their own
SEARCHED = frozenset({"text", "phone", "email", "serial", "barcode", "textarea", "select"})


def facts_of(app: AppDef, kinds: Kinds) -> AppFacts:
    sets = {one.key: one.options for one in app.option_sets}
    return AppFacts(kinds.field_types, ZoneInfo(app.timezone), app.currency, sets)


def app_forms(app: AppDef, kinds: Kinds, foreign: Mapping[str, FormDef] | None = None) -> AppForms:
    """The forms an app can name: its own, and those of other apps as ``app/form``."""
    forms = {form.key: form for form in app.forms} | dict(foreign or {})
    return AppForms(forms, facts_of(app, kinds), inferred(kinds.functions))


class Renames:
    """Which keys of a version stand for other keys of the version before. A ``was`` counts once: where the version
    before says the same of the same key, it is done already."""

    def __init__(self, before: AppDef | None) -> None:
        self._forms = {form.key: form for form in before.forms} if before else {}

    def form(self, form: FormDef) -> str | None:
        """The key the form had, when it had another."""
        old = self._forms.get(form.key)
        if form.was is None or form.was not in self._forms or (old is not None and old.was == form.was):
            return None
        return form.was if form.was != form.key else None

    def fields(self, form: FormDef) -> Mapping[tuple[str, ...], str]:
        """(field,) or (sub-table, column), by today's keys, to the key before."""
        old = self._forms.get(self.form(form) or form.key)
        return dict(_renamed(form.fields, old.fields if old else (), ()))


def _renamed(
    fields: Iterable[object], before: Iterable[object], path: tuple[str, ...]
) -> Iterable[tuple[tuple[str, ...], str]]:
    known = {str(getattr(field, "key", "")): field for field in before}
    for field in fields:
        key, was = str(getattr(field, "key", "")), getattr(field, "was", None)
        same = known.get(key)
        if was in known and was != key and not (same is not None and getattr(same, "was", None) == was):
            yield (*path, key), str(was)
            same = known[was]
        inner = getattr(field, "fields", ())
        if inner and same is not None:
            yield from _renamed(inner, getattr(same, "fields", ()), (*path, key))


def places_by_form(app: AppDef, forms: AppForms, renames: Renames) -> list[FormPlaces]:
    """What ``storage.names.allocate`` wants; renames are those against the version before."""
    found = []
    for form in app.forms:
        renamed = renames.fields(form)
        found.append(FormPlaces(form.key, _places(forms.fields(form.key), renamed, ()), renames.form(form)))
    return found


def _places(
    fields: Mapping[str, CompiledField], renamed: Mapping[tuple[str, ...], str], path: tuple[str, ...]
) -> tuple[FieldPlace, ...]:
    return tuple(
        FieldPlace(key, field.place, renamed.get((*path, key)), _places(field.children, renamed, (*path, key)))
        for key, field in fields.items()
    )


def indexing(form: FormDef, fields: Mapping[str, CompiledField]) -> Indexing:
    """Unique sets, the sorts of views, and the texts people search by."""
    sorts = [
        [key.removeprefix("-") for key in view.sort]
        for view in form.views
        if view.sort and not any("." in key for key in view.sort)
    ]
    searched = [
        key
        for key, field in fields.items()
        if isinstance(field.place, Column) and field.place.type is ColumnType.TEXT and _searched(field)
    ]
    return Indexing(form.unique, sorts, searched)


def _searched(field: CompiledField) -> bool:
    return field.kind == TEXT and field.held.type in SEARCHED
