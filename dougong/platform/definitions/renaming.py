"""A key changed with ``was`` carries every name and formula along: the builder renames in one place only.

The text of a formula is changed where the path stands and nowhere else, so its author's spelling stays.
"""

import copy
from collections.abc import Iterable
from typing import Any

from dougong.engines.action.template import paths_in, texts
from dougong.engines.form.fields import AppForms
from dougong.kinds import Kinds
from dougong.platform.definitions.app import AppDef
from dougong.platform.definitions.index import EXPRESSIONS, PART_LISTS, AppIndex, NamedPath, named_paths, reads_this
from dougong.platform.definitions.parsing import shape
from dougong.platform.definitions.places import Place, places_of
from dougong.platform.definitions.reading import Document
from dougong.platform.definitions.structure import Renames, facts_of


def carried(document: Document, before: AppDef | None, kinds: Kinds) -> Document:
    """The document with former names replaced, where they no longer name anything. The same object when there is
    nothing to carry, or when the document cannot be read yet."""
    if before is None:
        return document
    app, _ = shape(document, kinds, AppDef)
    if app is None:
        return document
    renamed = _Renamed(app, before, kinds)
    if not renamed.any:
        return document
    made = copy.deepcopy(document)
    for place in places_of(app, kinds):
        _carry(made, place, renamed)
    return made


class _Renamed:
    """Former names to present ones."""

    def __init__(self, app: AppDef, before: AppDef, kinds: Kinds) -> None:
        renames = Renames(before)
        self.index = AppIndex(app, _with_former(app, renames, kinds))
        self.forms = {was: form.key for form in app.forms if (was := renames.form(form)) is not None}
        self.fields: dict[str, str] = {}
        for form in app.forms:
            for path, was in renames.fields(form).items():
                table = ".".join((form.key, *path[:-1]))
                if not self.index.exists(("field", f"{table}.{was}")):
                    self.fields[f"{table}.{was}"] = path[-1]
        self.forms = {was: key for was, key in self.forms.items() if ("form", was) not in self.index.parts}
        self.parts = {(kind, was): key for kind, was, key in _parts(app, before) if (kind, was) not in self.index.parts}

    @property
    def any(self) -> bool:
        return bool(self.forms or self.fields or self.parts)


def _parts(app: AppDef, before: AppDef) -> Iterable[tuple[str, str, str]]:
    for kind, name in PART_LISTS.items():
        known = {part.key: part for part in getattr(before, name)}
        for part in getattr(app, name):
            same = known.get(part.key)
            if part.was in known and not (same is not None and same.was == part.was):
                yield kind, part.was, part.key


def _with_former(app: AppDef, renames: Renames, kinds: Kinds) -> AppForms:
    """The app's forms, also under the keys they had, so that a path through a renamed form can be followed."""
    forms = {form.key: form for form in app.forms}
    former = {was: form for form in app.forms if (was := renames.form(form)) is not None and was not in forms}
    return AppForms(former | forms, facts_of(app, kinds))


def _carry(document: Document, place: Place, renamed: _Renamed) -> None:
    if place.kind in EXPRESSIONS:
        form = renamed.index.table_of(place)
        _carry_expression(document, place, form, renamed)
    elif place.kind == "field":
        _carry_field(document, place, renamed)
    elif place.kind == "template":
        for at, text in texts(place.source):
            _carry_template(document, place, at, text, renamed)
    elif place.kind in ("view", "button"):
        _carry_owned(document, place, renamed)
    else:
        now = renamed.forms.get(place.source) if place.kind == "form" else renamed.parts.get((place.kind, place.source))
        if now is not None:
            _write(document, place.pointer, now)


def _carry_template(document: Document, place: Place, at: str, text: str, renamed: _Renamed) -> None:
    """``{amount}`` in a text."""
    form, made = renamed.index.table_of(place), text
    for path, (begin, end) in [*paths_in(text)][::-1]:
        made = made[:begin] + ".".join(_path(form, path, renamed)) + made[end:]
    if made != text:
        _write(document, place.pointer + at, made)


def _carry_owned(document: Document, place: Place, renamed: _Renamed) -> None:
    """``form/view``: the form's part of it."""
    form, slash, name = str(place.source).partition("/")
    if slash and form in renamed.forms:
        _write(document, place.pointer, f"{renamed.forms[form]}/{name}")


def _carry_field(document: Document, place: Place, renamed: _Renamed) -> None:
    sign = "-" if str(place.source).startswith("-") else ""
    parts = tuple(str(place.source).removeprefix("-").split("."))
    now = _path(renamed.index.table_of(place), parts, renamed)
    if now == parts:
        return
    if place.key:
        _rename_key(document, place.pointer, ".".join(now))
    else:
        _write(document, place.pointer, sign + ".".join(now))


def _carry_expression(document: Document, place: Place, form: str | None, renamed: _Renamed) -> None:
    changes: list[tuple[NamedPath, str]] = []
    for path in named_paths(place.source):
        table = f"{form}.{path.rows}" if path.rows and form else form
        if reads_this(place, path.parts):
            now = (path.parts[0], *_path(place.filled, path.parts[1:], renamed))
        else:
            now = _path(table, path.parts, renamed)
        if now != path.parts:
            changes.append((path, ".".join(now)))
    in_text = sorted((one for one in changes if one[0].span is not None), key=lambda one: one[0].span or (0, 0))
    for path, name in in_text[::-1]:
        assert path.span is not None
        text = str(_read(document, place.pointer + path.at))
        begin, end = path.span
        braced = text[begin:end].startswith("{")
        _write(document, place.pointer + path.at, text[:begin] + (f"{{{name}}}" if braced else name) + text[end:])
    for path, name in changes:
        if path.span is None:
            _write(document, place.pointer + path.at, name)


def _path(table: str | None, parts: tuple[str, ...], renamed: _Renamed) -> tuple[str, ...]:
    """The path in present names; every step is followed through the present fields."""
    made: list[str] = []
    for part in parts:
        if table is None:
            made.append(part)
            continue
        tables = renamed.index.tables(renamed.forms.get(table, table))
        now = next((renamed.fields[f"{one}.{part}"] for one in tables if f"{one}.{part}" in renamed.fields), part)
        made.append(now)
        kind = renamed.index.kind_at(tables[0], (now,))
        table = kind.form if kind is not None and kind.name in ("record", "row") else None
    return tuple(made)


def _steps(place: str) -> list[str]:
    return [part.replace("~1", "/").replace("~0", "~") for part in place.split("/")[1:]]


def _read(document: Any, place: str) -> Any:
    for part in _steps(place):
        document = document[int(part)] if isinstance(document, list) else document[part]
    return document


def _write(document: Any, place: str, value: str) -> None:
    *above, last = _steps(place)
    for part in above:
        document = document[int(part)] if isinstance(document, list) else document[part]
    document[int(last) if isinstance(document, list) else last] = value


def _rename_key(document: Any, place: str, now: str) -> None:
    """Another key at the same position of its object."""
    *above, last = _steps(place)
    for part in above:
        document = document[int(part)] if isinstance(document, list) else document[part]
    entries = [(now if key == last else key, value) for key, value in document.items()]
    document.clear()
    document.update(entries)
