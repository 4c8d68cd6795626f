"""Forms as storage sees them, made of the fields the form engine compiled and the names a version gave them."""

from collections.abc import Iterable, Mapping

from sqlalchemy import MetaData

from dougong.engines.form.fields import CompiledField
from dougong.engines.record.columns import Column, ColumnType
from dougong.engines.record.field_type import FieldType
from dougong.platform.storage.catalog import Convert, Dump, StoredField, StoredForm
from dougong.platform.storage.names import FieldPlace, FormNames, FormPlaces
from dougong.platform.storage.schema import Indexing, form_tables


def form_places(key: str, fields: Iterable[CompiledField], was: str | None = None) -> FormPlaces:
    """What a form needs of the mapping of names."""
    return FormPlaces(key, tuple(_place(item) for item in fields), was)


def _place(item: CompiledField) -> FieldPlace:
    inner = tuple(_place(child) for child in item.children.values())
    return FieldPlace(item.key, item.place, item.definition.was, inner)


def stored_form(
    app: str,
    key: str,
    fields: Mapping[str, CompiledField],
    title: str | None,
    names: FormNames,
    metadata: MetaData,
    indexing: Indexing | None = None,
) -> StoredForm:
    """A form of one version, with its tables in that version's ``metadata``."""
    tables = form_tables(key, form_places(key, fields.values()).fields, names, metadata, indexing)
    return StoredForm(app, key, tables, _stored(fields), title)


def _stored(fields: Mapping[str, CompiledField]) -> dict[str, StoredField]:
    return {key: _field(item) for key, item in fields.items() if item.place is not None}


def _field(item: CompiledField) -> StoredField:
    assert item.place is not None
    return StoredField(
        item.key, item.kind, item.place, _reader(item), _writer(item), _dumper(item), _stored(item.children)
    )


def _reader(item: CompiledField) -> Convert | None:
    """None where the database already hands out the Python value."""
    place, holder = item.place, type(item.holder)
    plain = holder.from_column is FieldType.from_column and not item.holder.many
    exact = isinstance(place, Column) and place.type is ColumnType.DECIMAL
    return None if plain or exact or item.children else item.from_column


def _writer(item: CompiledField) -> Convert | None:
    return None if type(item.holder).to_column is FieldType.to_column or item.children else item.to_column


def _dumper(item: CompiledField) -> Dump | None:
    return None if type(item.holder).dump is FieldType.dump and not item.children else item.dump
