"""The SQLAlchemy tables of a form: the form's own, one for each sub-table, one for each list of references.

System columns stand first; the rest follows the mapping of names. Indexes hang on the tables, so making a table makes
them and comparing tables compares them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Boolean, Index, Integer, MetaData, Table, and_
from sqlalchemy import Column as SqlColumn

from dougong.engines.record.columns import ChildTable, Column, ColumnType, LinkTable
from dougong.platform.db.types import Id, Moment
from dougong.platform.storage.columns import PLAIN_TEXT, sql_type
from dougong.platform.storage.names import SYSTEM_COLUMNS, FieldPlace, FormNames, shorten


@dataclass(frozen=True)
class Indexing:
    """What a form asks of its indexes beside what its columns say. ``sorts``: field keys, each sort of a view."""

    unique: Sequence[Sequence[str]] = ()
    sorts: Sequence[Sequence[str]] = ()
    searched: Sequence[str] = ()


@dataclass(frozen=True)
class ChildTables:
    """The table of a sub-table's rows, by field key (``id``, ``parent_id`` and ``position`` included)."""

    table: Table
    columns: Mapping[str, SqlColumn[Any]]
    links: Mapping[str, Table]


@dataclass(frozen=True)
class FormTables:
    """``columns``: by field key and by the reserved words of a record."""

    key: str
    names: FormNames
    table: Table
    columns: Mapping[str, SqlColumn[Any]]
    links: Mapping[str, Table]
    children: Mapping[str, ChildTables]
    searched: tuple[str, ...] = ()
    # PostgreSQL builds these with CREATE INDEX CONCURRENTLY when the table has rows
    indexes: tuple[Index, ...] = field(default=())

    def all(self) -> Iterable[Table]:
        """Every table of the form, its own first."""
        yield self.table
        yield from self.links.values()
        for child in self.children.values():
            yield child.table
            yield from child.links.values()


def form_tables(
    key: str, fields: Sequence[FieldPlace], names: FormNames, metadata: MetaData, indexing: Indexing | None = None
) -> FormTables:
    """The tables of one form of one version; ``metadata`` is that version's own."""
    columns = {**_system_columns(), **_field_columns(fields, names)}
    draft = SqlColumn("draft", Boolean, nullable=False)
    table = Table(names.table, metadata, *columns.values(), draft)
    children = {
        item.key: _child_tables(item, names.children[item.key], metadata)
        for item in fields
        if isinstance(item.place, ChildTable)
    }
    wanted = indexing or Indexing()
    indexes = tuple(_form_indexes(table, columns, fields, wanted))
    links = _link_tables(fields, names, metadata)
    searched = tuple(one for one in wanted.searched if one in columns)
    return FormTables(key, names, table, columns, links, children, searched, indexes)


def _system_columns() -> dict[str, SqlColumn[Any]]:
    name = SYSTEM_COLUMNS
    return {
        "id": SqlColumn(name["id"], Id, primary_key=True),
        "rev": SqlColumn(name["rev"], Integer, nullable=False),
        "created_at": SqlColumn(name["created_at"], Moment, nullable=False),
        "created_by": SqlColumn(name["created_by"], Id),
        "updated_at": SqlColumn(name["updated_at"], Moment, nullable=False),
        "updated_by": SqlColumn(name["updated_by"], Id),
        "owner": SqlColumn(name["owner"], Id),
        "department": SqlColumn(name["department"], Id),
        "flow_state": SqlColumn(name["flow_state"], PLAIN_TEXT),
        "deleted_at": SqlColumn(name["deleted_at"], Moment),
    }


def _field_columns(fields: Iterable[FieldPlace], names: FormNames) -> dict[str, SqlColumn[Any]]:
    return {
        item.key: SqlColumn(names.columns[item.key], sql_type(item.place))
        for item in fields
        if isinstance(item.place, Column)
    }


def _child_tables(item: FieldPlace, names: FormNames, metadata: MetaData) -> ChildTables:
    columns: dict[str, SqlColumn[Any]] = {
        "id": SqlColumn("id", Id, primary_key=True),
        "parent_id": SqlColumn("parent_id", Id, nullable=False),
        "position": SqlColumn("position", Integer, nullable=False),
        **_field_columns(item.fields, names),
    }
    table = Table(names.table, metadata, *columns.values())
    _index(table, [columns["parent_id"], columns["position"]])
    for one in item.fields:
        if isinstance(one.place, Column) and one.place.references is not None:
            _index(table, [columns[one.key]])
    return ChildTables(table, columns, _link_tables(item.fields, names, metadata))


def _link_tables(fields: Iterable[FieldPlace], names: FormNames, metadata: MetaData) -> dict[str, Table]:
    found: dict[str, Table] = {}
    for item in fields:
        if isinstance(item.place, LinkTable):
            table = Table(
                names.links[item.key],
                metadata,
                SqlColumn("record_id", Id, primary_key=True),
                SqlColumn("position", Integer, primary_key=True, autoincrement=False),
                SqlColumn("target_id", Id, nullable=False),
            )
            _index(table, [table.c.target_id, table.c.record_id])
            found[item.key] = table
    return found


def _form_indexes(
    table: Table, columns: Mapping[str, SqlColumn[Any]], fields: Iterable[FieldPlace], wanted: Indexing
) -> Iterable[Index]:
    placed = {item.key: item.place for item in fields if isinstance(item.place, Column)}
    alive = and_(columns["deleted_at"].is_(None), table.c.draft.is_(False))
    unique = [[key] for key, place in placed.items() if place.unique] + [list(keys) for keys in wanted.unique]
    for together in unique:
        if all(key in columns for key in together):
            yield _index(table, [columns[key] for key in together], unique=True, where=alive)
    sorted_by = {tuple(key.removeprefix("-") for key in keys) for keys in wanted.sorts}
    plain = {
        (key,)
        for key, place in placed.items()
        if place.references is not None or (place.index and place.type is not ColumnType.JSON)
    }
    for keys in sorted(sorted_by | plain | {("owner", "department"), ("department",)}):
        if all(key in columns for key in keys):
            ordered = [columns[key] for key in keys]
            if keys in sorted_by:
                ordered.append(columns["id"])
            yield _index(table, ordered)
    for key, place in placed.items():
        if place.type is ColumnType.JSON and place.index:
            yield _index(table, [columns[key]], using="gin")
    searched = [columns[key] for key in wanted.searched if key in columns]
    if searched:
        yield _search_index(table, searched)


def _index(
    table: Table,
    columns: Sequence[SqlColumn[Any]],
    *,
    unique: bool = False,
    where: Any = None,
    using: str | None = None,
) -> Index:
    kind = "uq" if unique else "ix"
    name = shorten(f"{kind}_{table.name}__{'_'.join(column.name for column in columns)}")
    options: dict[str, Any] = {}
    if where is not None:
        options |= {"postgresql_where": where, "sqlite_where": where}
    if using is not None:
        options["postgresql_using"] = using
    return Index(name, *columns, unique=unique, **options)


def _search_index(table: Table, columns: Sequence[SqlColumn[Any]]) -> Index:
    """Trigrams of the searched texts, on PostgreSQL; SQLite has the table of grams instead."""
    operators = {column.name: "gin_trgm_ops" for column in columns}
    index = Index(shorten(f"tx_{table.name}"), *columns, postgresql_using="gin", postgresql_ops=operators)
    return index.ddl_if(dialect="postgresql")
