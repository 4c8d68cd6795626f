"""One side of a publish: a parsed document with its fields, its mapping and its tables."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import MetaData, Table

from dougong.engines.form.definition import FormDef
from dougong.engines.form.fields import AppForms, CompiledField
from dougong.engines.record.columns import ChildTable, Column, LinkTable
from dougong.platform.definitions.app import AppDef
from dougong.platform.definitions.structure import indexing
from dougong.platform.storage.names import FormNames, Names
from dougong.platform.storage.schema import FormTables, form_tables
from dougong.platform.storage.stored import form_places

FieldPath = tuple[str, ...]


@dataclass(frozen=True)
class StoredPlace:
    """Where one field's values are: a column of ``table``, or a table of its own (``column`` is None)."""

    table: str
    column: str | None
    field: CompiledField
    form: str
    path: FieldPath

    @property
    def own_table(self) -> bool:
        return self.column is None


@dataclass(frozen=True)
class Side:
    """``names`` and ``tables`` are empty for what was never published."""

    app: AppDef
    forms: AppForms
    names: Names

    @cached_property
    def tables(self) -> Mapping[str, FormTables]:
        metadata = MetaData()
        found = {}
        for form in self.app.forms:
            names = self.names.forms.get(form.key)
            if names is not None:
                fields = self.forms.fields(form.key)
                places = form_places(form.key, fields.values()).fields
                found[form.key] = form_tables(form.key, places, names, metadata, indexing(form, fields))
        return found

    @cached_property
    def by_key(self) -> Mapping[str, FormDef]:
        return {form.key: form for form in self.app.forms}

    def all_tables(self) -> Iterator[Table]:
        for tables in self.tables.values():
            yield from tables.all()

    def places(self, form: str) -> Mapping[FieldPath, StoredPlace]:
        """Every stored field of a form by its path: (field,) or (sub-table, column)."""
        names = self.names.forms.get(form)
        return {} if names is None else dict(_places(self.forms.fields(form), names, form, ()))


def _places(
    fields: Mapping[str, CompiledField], names: FormNames, form: str, path: FieldPath
) -> Iterator[tuple[FieldPath, StoredPlace]]:
    for key, field in fields.items():
        here = (*path, key)
        match field.place:
            case Column():
                yield here, StoredPlace(names.table, names.columns[key], field, form, here)
            case LinkTable():
                yield here, StoredPlace(names.links[key], None, field, form, here)
            case ChildTable():
                child = names.children[key]
                yield here, StoredPlace(child.table, None, field, form, here)
                yield from _places(field.children, child, form, here)
            case None:
                pass
