"""What an app has, by name: where each part stands, and which parts a place means."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dougong.engines.expression.definition import AllOf, AllRows, AnyOf, AnyRow, NotOf, Term
from dougong.engines.expression.kinds import Kind
from dougong.engines.expression.parse import parse
from dougong.engines.expression.tree import Call, ListOf, Node, Path, Span, located
from dougong.engines.finding import Invalid, pointer
from dougong.engines.form.fields import AppForms, CompiledField
from dougong.engines.form.scope import THIS
from dougong.engines.record.definition import SYSTEM_FIELDS
from dougong.platform.access.definition import EVERYONE
from dougong.platform.definitions.app import AppDef
from dougong.platform.definitions.places import Place

# (kind, name): ("form", "order"), ("field", "order.lines.price"), ("view", "order/mine")
Part = tuple[str, str]

# the lists of a document whose parts are known by a key of their own, by the kind that places name them by
PART_LISTS = {
    "role": "roles",
    "flow": "flows",
    "report": "reports",
    "dashboard": "dashboards",
    "page": "pages",
    "option_set": "option_sets",
    "calendar": "calendars",
    "connection": "connections",
    "module_part": "rules",
}
EXPRESSIONS = frozenset({"formula", "condition"})


@dataclass(frozen=True)
class NamedPath:
    """A path that an expression reads. ``at`` is the pointer below the place; ``span``: its characters in a text.
    ``rows``: it is read inside the rows of this sub-table."""

    parts: tuple[str, ...]
    at: str = ""
    span: Span | None = None
    rows: str | None = None


def named_paths(source: Any) -> list[NamedPath]:
    """Every path of a formula or condition; none when the text cannot be read."""
    return list(_paths(source, "", None))


def _paths(source: Any, at: str, rows: str | None) -> Iterator[NamedPath]:
    match source:
        case str():
            try:
                yield from (NamedPath(one.parts, at, located(one.span)[1], rows) for one in _in_tree(parse(source)))
            except Invalid:
                return
        case AllOf(all=lines):
            for index, line in enumerate(lines):
                yield from _paths(line, f"{at}/all/{index}", rows)
        case AnyOf(any=lines):
            for index, line in enumerate(lines):
                yield from _paths(line, f"{at}/any/{index}", rows)
        case NotOf(not_=inner):
            yield from _paths(inner, f"{at}/not", rows)
        case AnyRow(any_row=table, when=inner):
            yield NamedPath((table,), f"{at}/any_row")
            yield from _paths(inner, f"{at}/when", table)
        case AllRows(all_rows=table, when=inner):
            yield NamedPath((table,), f"{at}/all_rows")
            yield from _paths(inner, f"{at}/when", table)
        case Term(field=field, value=value):
            yield NamedPath(tuple(field.split(".")), f"{at}/field", None, rows)
            yield from _in_value(value, f"{at}/value")


def _in_value(value: Any, at: str) -> Iterator[NamedPath]:
    """What stands beside a field; it is read of the record, also within rows."""
    match value:
        case {"field": str(field)}:
            yield NamedPath(tuple(field.split(".")), f"{at}/field")
        case {"formula": str(formula)}:
            yield from _paths(formula, f"{at}/formula", None)
        case {"from": _} | {"to": _}:
            for key in ("from", "to"):
                yield from _in_value(value.get(key), f"{at}/{key}")
        case list() | tuple():
            for index, item in enumerate(value):
                yield from _in_value(item, f"{at}/{index}")


def _in_tree(node: Node) -> Iterator[Path]:
    match node:
        case Path():
            yield node
        case Call(args=inner) | ListOf(items=inner):
            for one in inner:
                yield from _in_tree(one)


def reads_this(place: Place, parts: Sequence[str]) -> bool:
    """Whether a path in the filter of a reference leads into the record being filled in."""
    return place.filled is not None and len(parts) > 1 and parts[0] == THIS


class AppIndex:
    """Names of one app, and of the forms of others that it can reach."""

    def __init__(self, app: AppDef, forms: AppForms) -> None:
        self.app = app
        self.forms = forms
        self.parts: dict[Part, str] = dict(_parts(app))

    def known(self, kind: str, within: str = "") -> list[str]:
        """The names of one kind; of fields, views and buttons those of one form."""
        separator = {"field": ".", "view": "/", "button": "/", "pipeline": "/"}.get(kind)
        names = [name for one, name in self.parts if one == kind]
        if kind == "form":
            names += [name for name in self.forms.forms if "/" in name]
        if separator is None or not within:
            return names
        return [name.removeprefix(within + separator) for name in names if name.startswith(within + separator)]

    def where(self, part: Part) -> str | None:
        """Where a part stands in the document."""
        return self.parts.get(part)

    def part_at(self, place: str) -> Part | None:
        """The innermost part that a JSON pointer lies in."""
        inside = [(at, part) for part, at in self.parts.items() if place == at or place.startswith(at + "/")]
        return max(inside, key=lambda one: len(one[0]))[1] if inside else None

    def meant(self, place: Place) -> list[Part]:
        """The parts that a place names; a part that does not exist is named too."""
        if place.kind in EXPRESSIONS:
            form = self.table_of(place)
            return [
                part
                for path in named_paths(place.source)
                for part in (
                    self.along(place.filled, path.parts[1:])
                    if reads_this(place, path.parts)
                    else self.along(f"{form}.{path.rows}" if path.rows else form, path.parts)
                )
            ]
        if place.kind == "field":
            return self.along(self.table_of(place), tuple(str(place.source).removeprefix("-").split(".")))
        if place.kind in ("view", "button", "pipeline"):
            name = str(place.source)
            form = (place.form or "").partition("#")[0]
            return [(place.kind, name if "/" in name else f"{form}/{name}")]
        if place.kind == "template":
            return []
        return [(place.kind, str(place.source))]

    def table_of(self, place: Place) -> str | None:
        """The table a name is read from, its ``of`` followed."""
        if place.of is None or place.form is None:
            return place.form
        kind = self.kind_at(place.form, tuple(place.of.split(".")))
        return kind.form if kind is not None and kind.name in ("record", "row") else None

    def field_at(self, table: str, path: str) -> CompiledField | None:
        """The field at the end of a path; None for what every record has and for what there is not."""
        *before, last = path.split(".")
        if before:
            kind = self.kind_at(table, before)
            if kind is None or kind.form is None:
                return None
            table = kind.form
        return next((found for one in self.tables(table) if (found := self.forms.field(one, last))), None)

    def kind_at(self, table: str, parts: Sequence[str]) -> Kind | None:
        """What stands at the end of a path of fields (what a list holds, for a list); None when there is nothing."""
        for depth, part in enumerate(parts):
            kind = self._kind(table, part)
            if kind is None or depth == len(parts) - 1:
                return kind
            if kind.name not in ("record", "row") or kind.form is None:
                return None
            table = kind.form
        return None

    def _kind(self, table: str, key: str) -> Kind | None:
        for name in self.tables(table):
            field = self.forms.field(name, key)
            if field is not None:
                return field.kind.item
        return SYSTEM_FIELDS.get(key)

    def tables(self, table: str) -> list[str]:
        """A table and what is seen from it: rows see their record, a button's actions what it asks."""
        plain = table.partition("#")[0]
        form, _, rows = plain.partition(".")
        return [plain, form] if rows else [plain]

    def along(self, table: str | None, parts: Sequence[str]) -> list[Part]:
        """Every field that a path goes through. It ends with the first that does not exist, named from its table."""
        found: list[Part] = []
        for part in parts:
            if table is None:
                return found
            name = next((one for one in self.tables(table) if self.forms.field(one, part)), None)
            if name is None:
                if part not in SYSTEM_FIELDS and not self._asked(table, part):
                    found.append(("field", f"{table.partition('#')[0]}.{part}"))
                return found
            found.append(("field", f"{name}.{part}"))
            kind = self._kind(name, part)
            table = kind.form if kind is not None and kind.name in ("record", "row") else None
        return found

    def _asked(self, table: str, key: str) -> bool:
        form, _, button = table.partition("#")
        buttons = next((one.buttons for one in self.app.forms if one.key == form), ())
        return any(field.key == key for one in buttons if one.key == button for field in one.ask)

    def exists(self, part: Part) -> bool:
        kind, name = part
        if part in self.parts or (kind == "role" and name == EVERYONE):
            return True
        if kind == "form":
            return name in self.forms.forms
        if kind == "field":
            table, _, key = name.rpartition(".")
            return key in SYSTEM_FIELDS or self.forms.field(table, key) is not None
        return False


def _parts(app: AppDef) -> Iterator[tuple[Part, str]]:
    for kind, name in PART_LISTS.items():
        for index, part in enumerate(getattr(app, name)):
            yield (kind, part.key), pointer(name, index)
    for index, form in enumerate(app.forms):
        at = pointer("forms", index)
        yield ("form", form.key), at
        yield from _field_parts(form.key, form.fields, at)
        for kind, name in (("view", "views"), ("button", "buttons"), ("pipeline", "pipelines")):
            for number, part in enumerate(getattr(form, name)):
                yield (kind, f"{form.key}/{part.key}"), at + pointer(name, number)


def _field_parts(table: str, fields: Sequence[Any], at: str) -> Iterator[tuple[Part, str]]:
    for index, field in enumerate(fields):
        here = f"{at}/fields/{index}"
        yield ("field", f"{table}.{field.key}"), here
        inner: Mapping[str, Any] | Sequence[Any] = getattr(field, "fields", ())
        if isinstance(inner, tuple):
            yield from _field_parts(f"{table}.{field.key}", inner, here)
