"""What is different between two versions of an app as storage sees it. Pure: documents and mappings in, pairs out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from dougong.engines.form.definition import FormDef
from dougong.engines.form.fields import CompiledField
from dougong.engines.record.columns import Column, LinkTable, Target
from dougong.platform.definitions.structure import Renames
from dougong.platform.publishing.side import FieldPath, Side, StoredPlace

NONE: Mapping[str, str] = {}


@dataclass(frozen=True)
class Pair:
    """One field on both sides; None where a side has none. ``moved``: its values lie elsewhere in the new version."""

    old: StoredPlace | None
    new: StoredPlace | None

    @property
    def moved(self) -> bool:
        return (
            self.old is not None
            and self.new is not None
            and (self.old.table, self.old.column) != (self.new.table, self.new.column)
        )

    @property
    def renamed(self) -> bool:
        return self.old is not None and self.new is not None and self.old.path[-1] != self.new.path[-1]


@dataclass(frozen=True)
class FormPair:
    """One form on both sides."""

    old: FormDef | None
    new: FormDef | None
    fields: tuple[Pair, ...] = field(default=())


def same_storage(old: CompiledField, new: CompiledField, forms: Mapping[str, str] = NONE) -> bool:
    """Whether values of the one can stay where they are as values of the other. ``forms``: renamed ones, former key to
    present; what referred to a form refers to it under its new key."""
    here, there = old.place, new.place
    match here, there:
        case Column(), Column():
            target = _today(here.references, forms)
            return (here.type, here.scale, target) == (there.type, there.scale, there.references) and (
                here.type.value != "json" or old.held.type == new.held.type
            )
        case LinkTable(), LinkTable():
            return _today(here.references, forms) == there.references
        case _:
            return type(here) is type(there)


def _today(target: Target | None, forms: Mapping[str, str]) -> Target | None:
    if target is None or target.form is None:
        return target
    return replace(target, form=forms.get(target.form, target.form))


def changed_fields(old: Side, new: Side, renames: Renames) -> set[tuple[str, ...]]:
    """(form, field) or (form, sub-table, column), by new keys, of what needs a fresh place for another type."""
    changed: set[tuple[str, ...]] = set()
    forms = {former: form.key for form in new.app.forms if (former := renames.form(form)) is not None}
    for form in new.app.forms:
        before = renames.form(form) or form.key
        if before not in old.by_key:
            continue
        renamed = renames.fields(form)
        there = _compiled(old.forms.fields(before), ())
        for path, compiled in _compiled(new.forms.fields(form.key), ()).items():
            was = there.get(path_before(path, renamed))
            if was is not None and was.place is not None and not same_storage(was, compiled, forms):
                changed.add((form.key, *path))
    return changed


def _compiled(fields: Mapping[str, CompiledField], path: FieldPath) -> dict[FieldPath, CompiledField]:
    found: dict[FieldPath, CompiledField] = {}
    for key, one in fields.items():
        found[(*path, key)] = one
        found.update(_compiled(one.children, (*path, key)))
    return found


def path_before(path: FieldPath, renamed: Mapping[tuple[str, ...], str]) -> FieldPath:
    """The path a field had in the version before."""
    return tuple(renamed.get(path[: depth + 1], key) for depth, key in enumerate(path))


def difference(old: Side, new: Side, renames: Renames) -> list[FormPair]:
    """Forms and fields of both sides, matched by where their values lie, else by key and ``was``."""
    by_table = {names.table: key for key, names in old.names.forms.items() if key in old.by_key}
    found: list[FormPair] = []
    seen: set[str] = set()
    for form in new.app.forms:
        table = new.names.forms[form.key].table
        before = by_table.get(table) or renames.form(form) or form.key
        was = old.by_key.get(before) if before not in seen else None
        if was is None:
            found.append(FormPair(None, form, tuple(Pair(None, one) for one in new.places(form.key).values())))
            continue
        seen.add(was.key)
        found.append(FormPair(was, form, tuple(_pairs(old, new, was.key, form, renames))))
    gone = [form for form in old.app.forms if form.key not in seen]
    return found + [
        FormPair(form, None, tuple(Pair(one, None) for one in old.places(form.key).values())) for form in gone
    ]


def _pairs(old: Side, new: Side, before: str, form: FormDef, renames: Renames) -> Iterator[Pair]:
    there = dict(old.places(before))
    by_storage = {(one.table, one.column): path for path, one in there.items()}
    renamed = renames.fields(form)
    places = new.places(form.key)
    matched: dict[FieldPath, FieldPath] = {}
    for path, one in places.items():
        same = by_storage.get((one.table, one.column))
        if same is not None:
            matched[path] = same
    taken = set(matched.values())
    for path in places:
        guess = path_before(path, renamed)
        if path not in matched and guess in there and guess not in taken:
            matched[path] = guess
            taken.add(guess)
    for path, one in places.items():
        was = matched.get(path)
        yield Pair(there[was] if was is not None else None, one)
    for path, gone in there.items():
        if path not in taken:
            yield Pair(gone, None)
