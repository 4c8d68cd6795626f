"""The fields of an app's forms, ready to use: each with what it holds, its kind and its place.

Computed fields hold values of other definitions, across forms too; here that is followed to its end. The rows of a
sub-table go by the name ``form.subtable``, as in ``Kind.form``.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from pydantic_core import SchemaValidator

from dougong.engines.expression.kinds import Kind, list_of
from dougong.engines.form.definition import FormDef
from dougong.engines.record.columns import ChildTable, Place
from dougong.engines.record.definition import FieldDef, SubtableDef
from dougong.engines.record.facts import AppFacts
from dougong.engines.record.field_type import AnyFieldType, JsonSchema, Titles, bare
from dougong.engines.record.field_types._held import holding
from dougong.engines.record.field_types.rollup import RollupDef
from dougong.errors import Text


@dataclass(frozen=True, eq=False)
class CompiledField:
    """``definition`` is what the document says, ``held`` the definition of the values it holds (itself unless
    computed); ``children`` are the fields of a sub-table's rows."""

    key: str
    definition: FieldDef
    type: AnyFieldType
    held: FieldDef
    holder: AnyFieldType
    kind: Kind
    place: Place | None
    computed: bool
    children: Mapping[str, "CompiledField"] = field(default_factory=dict)
    facts: AppFacts = field(default_factory=AppFacts, repr=False, compare=False)

    @property
    def stored(self) -> bool:
        return self.place is not None

    @property
    def name(self) -> Text:
        return self.definition.shown()

    def blank(self) -> object:
        return self.holder.blank()

    def is_blank(self, value: object) -> bool:
        return value is None or value == []

    def dump(self, value: Any, titles: Titles = bare) -> object:
        """A Python value as API JSON."""
        if value is None:
            return self.blank()
        if isinstance(self.held, SubtableDef):
            return [self._dump_row(row, titles) for row in value]
        return self.holder.dump(value, self.held, titles)

    def dumped(self) -> JsonSchema:
        """The shape of what ``dump`` gives; blank is null, or an empty list."""
        if isinstance(self.held, SubtableDef):
            values = {key: child.dumped() for key, child in self.children.items() if child.type.stored}
            row = {"id": {"type": ["string", "null"]}, "values": {"type": "object", "properties": values}}
            return {"type": "array", "items": {"type": "object", "properties": row, "required": ["id", "values"]}}
        shape = self.holder.dumped(self.held, self.facts)
        return shape if not shape or self.blank() is not None else {"anyOf": [shape, {"type": "null"}]}

    def _dump_row(self, row: Mapping[str, Any], titles: Titles) -> dict[str, object]:
        values = {key: child.dump(row.get(key), titles) for key, child in self.children.items() if child.type.stored}
        return {"id": row.get("id"), "values": values}

    def to_column(self, value: Any) -> object:
        return self.holder.to_column(value, self.held)

    def from_column(self, value: Any) -> object:
        return self.holder.from_column(value, self.held)

    def settled(self, value: Any) -> object:
        """A value that a formula, rule or default made, in the form the column keeps. Raises ValueError."""
        if isinstance(self.held, SubtableDef):
            return [self._settle_row(row) for row in value or ()]
        if isinstance(value, (list, tuple)) and not self.holder.many and self.kind.name != "json":
            # of several values a field for one keeps the first
            value = value[0] if value else None
        return self.blank() if value is None else self.holder.settled(value, self.held)

    def _settle_row(self, row: Mapping[str, Any]) -> dict[str, object]:
        settled: dict[str, object] = {"id": row.get("id")}
        return settled | {key: self.children[key].settled(value) for key, value in row.items() if key in self.children}

    @cached_property
    def reader(self) -> SchemaValidator:
        """Reads one value of this field (not blank) from JSON."""
        return SchemaValidator(self.holder.core_schema(self.held, self.facts))


class AppForms:
    """All forms that an app can name: its own by key, those of other apps as ``app/form``. Never changes."""

    def __init__(
        self,
        forms: Mapping[str, FormDef],
        facts: AppFacts,
        infer: "Callable[[AppForms, str, FieldDef], str | None] | None" = None,
    ) -> None:
        self.forms = forms
        self.facts = facts
        self._infer = infer
        self._definitions: dict[str, dict[str, FieldDef]] = {}
        self._fields: dict[tuple[str, str], CompiledField] = {}
        self._open: set[tuple[str, str]] = set()

    def __contains__(self, table: object) -> bool:
        return isinstance(table, str) and bool(self.definitions(table))

    def definitions(self, table: str) -> Mapping[str, FieldDef]:
        """The fields of a form, or of the rows ``form.subtable``; empty when there is no such table."""
        if table not in self._definitions:
            self._definitions[table] = {d.key: d for d in self._listed(table)}
        return self._definitions[table]

    def _listed(self, table: str) -> Iterator[FieldDef]:
        name, _, rows = table.partition(".")
        form = self.forms.get(name)
        if form is None:
            return
        app, slash, _ = name.rpartition("/")
        fields: Iterable[FieldDef] = form.fields
        if rows:
            tables = [d for d in form.fields if d.key == rows and isinstance(d, SubtableDef)]
            fields = tables[0].fields if tables else ()
        # a form of another app names its neighbours without saying which app
        yield from (_elsewhere(d, app) for d in fields) if slash else fields

    def fields(self, table: str) -> Mapping[str, CompiledField]:
        found = {key: self.field(table, key) for key in self.definitions(table)}
        return {key: one for key, one in found.items() if one is not None}

    def field(self, table: str, key: str) -> CompiledField | None:
        """None when there is no such field."""
        d = self.definitions(table).get(key)
        if d is None:
            return None
        if (table, key) not in self._fields:
            if (table, key) in self._open:
                # a ring of computed fields; the check reports it, and here it ends
                return self._made(table, d, holding("text", d))
            self._open.add((table, key))
            try:
                held = self.facts.types[d.type].holds(d, _Reach(self, table))
                self._fields[table, key] = self._made(table, d, held)
            finally:
                self._open.discard((table, key))
        return self._fields[table, key]

    def _made(self, table: str, d: FieldDef, held: FieldDef) -> CompiledField:
        types = self.facts.types
        holder = types[held.type]
        kind, place, children = holder.kind(held, self.facts), holder.place(held), {}
        if isinstance(place, ChildTable):
            children = dict(self.fields(f"{table}.{d.key}"))
            kind = list_of(Kind("row", form=f"{table}.{d.key}"))
        if isinstance(d, RollupDef) and d.scope == "viewer":
            place = None
        computed = types[d.type].computed(d)
        return CompiledField(d.key, d, types[d.type], held, holder, kind, place, computed, children, self.facts)

    def alone(self, d: FieldDef) -> CompiledField:
        """A field that stands in no form: what a button asks for."""
        return self._made("", d, d)

    def inferred(self, table: str, d: FieldDef) -> FieldDef:
        returns = self._infer(self, table, d) if self._infer else None
        return holding(returns or "number", d, getattr(d, "decimals", None))


def _elsewhere(d: FieldDef, app: str) -> FieldDef:
    form = getattr(d, "form", None)
    return d if form is None or "/" in form else d.model_copy(update={"form": f"{app}/{form}"})


@dataclass(frozen=True)
class _Reach:
    """What one computed field can see while it is followed."""

    forms: AppForms
    table: str

    def here(self, key: str) -> FieldDef | None:
        return self.forms.definitions(self.table).get(key)

    def there(self, form: str, key: str) -> FieldDef | None:
        found = self.forms.field(form, key)
        return found.held if found else None

    def inferred(self, definition: FieldDef) -> FieldDef:
        return self.forms.inferred(self.table, definition)
