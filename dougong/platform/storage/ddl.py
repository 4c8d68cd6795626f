"""Changes of tables, each of them repeatable: what is there already is left as it is.

Native ``ALTER`` on both databases; nothing here rewrites a table. Names come from ``storage.names``, never from labels.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import (
    DDL,
    Column,
    Connection,
    Index,
    MetaData,
    Table,
    Transaction,
    bindparam,
    column,
    false,
    func,
    inspect,
    select,
    table,
)
from sqlalchemy import exc as sa_exc
from sqlalchemy.types import TypeEngine

# an ALTER that waits behind a long reader makes everybody wait behind itself: it rather gives up and tries again
LOCK_WAIT = "500ms"
# apps that running transactions hold
_held: WeakKeyDictionary[Transaction, set[str]] = WeakKeyDictionary()


@dataclass(frozen=True)
class FoundTable:
    """A table as it really stands. ``columns``: name to type as the database spells it."""

    name: str
    columns: Mapping[str, str]
    indexes: frozenset[str]
    # built halfway: a concurrent build that was cut short
    broken: frozenset[str] = frozenset()


def found_tables(connection: Connection, names: Collection[str]) -> dict[str, FoundTable]:
    """Those of ``names`` that exist."""
    wanted = sorted(set(names))
    if not wanted:
        return {}
    inspector = inspect(connection)
    columns = inspector.get_multi_columns(filter_names=wanted)
    indexes = inspector.get_multi_indexes(filter_names=wanted)
    broken = _broken_indexes(connection) if connection.dialect.name == "postgresql" else frozenset()
    found: dict[str, FoundTable] = {}
    for (_, name), listed in columns.items():
        if not listed:
            continue
        own = frozenset(str(index["name"]) for index in indexes.get((None, name), ()))
        types = {str(column["name"]): _spelled(column["type"], connection) for column in listed}
        found[str(name)] = FoundTable(str(name), types, own - broken, own & broken)
    return found


def app_tables(connection: Connection, app: str) -> list[str]:
    """Every table that belongs to an app by its name, mapped or not."""
    return sorted(name for name in inspect(connection).get_table_names() if name.startswith(f"{app}__"))


def _spelled(type_: TypeEngine[Any], connection: Connection) -> str:
    return type_.compile(dialect=connection.dialect).upper()


def _broken_indexes(connection: Connection) -> frozenset[str]:
    index = table("pg_index", column("indexrelid"), column("indisvalid"))
    named = table("pg_class", column("oid"), column("relname"))
    joined = index.join(named, named.c.oid == index.c.indexrelid)
    query = select(named.c.relname).select_from(joined).where(index.c.indisvalid.is_(false()))
    return frozenset(connection.execute(query).scalars())


def give_up_early(connection: Connection) -> None:
    """Let no ALTER of this transaction wait long for its lock."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.set_config("lock_timeout", LOCK_WAIT, True)))


def ensure_table(connection: Connection, table: Table) -> None:
    """The table with its indexes; it is new and empty, so they cost nothing."""
    table.create(connection, checkfirst=True)
    for index in sorted(table.indexes, key=lambda one: str(one.name)):
        if index_here(index, connection):
            index.create(connection, checkfirst=True)


def ensure_columns(connection: Connection, table: Table, found: FoundTable) -> None:
    """The columns the table lacks. All of them may be blank: rows that are there already have no value."""
    operations = Operations(MigrationContext.configure(connection))
    for wanted in table.columns:
        if wanted.name not in found.columns:
            operations.add_column(table.name, Column(wanted.name, wanted.type, nullable=True))


def index_here(index: Index, connection: Connection) -> bool:
    """Whether this database has that kind of index at all: trigrams are PostgreSQL's, and an extension there."""
    return not str(index.name).startswith("tx_") or has_trigrams(connection)


def has_trigrams(connection: Connection) -> bool:
    """Whether this is a PostgreSQL with the extension that trigram indexes need."""
    if connection.dialect.name != "postgresql":
        return False
    extension = table("pg_extension", column("extname"))
    query = select(extension.c.extname).where(extension.c.extname == "pg_trgm")
    return connection.execute(query).scalar() is not None


def add_trigrams(connection: Connection) -> None:
    """Ask PostgreSQL for trigram indexes. Raises DBAPIError where they are not installed or not allowed."""
    if connection.dialect.name == "postgresql" and not has_trigrams(connection):
        connection.execute(DDL("CREATE EXTENSION IF NOT EXISTS pg_trgm"))  # type: ignore[no-untyped-call]  # SQLAlchemy gives DDL no types


def ensure_index(connection: Connection, index: Index, *, online: bool) -> None:
    """Build an index; ``online`` (PostgreSQL, outside of a transaction) without stopping writers.

    Raises IntegrityError when rows break a unique one."""
    if not index_here(index, connection):
        return
    assert index.table is not None
    found = found_tables(connection, [index.table.name])[index.table.name]
    if str(index.name) in found.broken:
        drop_index(connection, str(index.name), online=online)
    if online and connection.dialect.name == "postgresql":
        index.dialect_options["postgresql"]["concurrently"] = True
    try:
        index.create(connection, checkfirst=True)
    except sa_exc.DBAPIError:
        if online and connection.dialect.name == "postgresql":
            drop_index(connection, str(index.name), online=True)
        raise


def drop_index(connection: Connection, name: str, *, online: bool = False) -> None:
    """``online`` (PostgreSQL, outside of a transaction): without stopping writers. None of that name is fine."""
    operations = Operations(MigrationContext.configure(connection))
    options: dict[str, Any] = {}
    if online and connection.dialect.name == "postgresql":
        options["postgresql_concurrently"] = True
    operations.drop_index(name, if_exists=True, **options)


def drop_table(connection: Connection, name: str) -> None:
    Table(name, MetaData()).drop(connection, checkfirst=True)


def drop_column(connection: Connection, table: str, column: str) -> None:
    """The column and what hangs on it."""
    found = found_tables(connection, [table]).get(table)
    if found is None or column not in found.columns:
        return
    # SQLite cannot drop a column that an index uses, so the index goes first
    for index in inspect(connection).get_indexes(table):
        if column in index["column_names"]:
            drop_index(connection, str(index["name"]))
    Operations(MigrationContext.configure(connection)).drop_column(table, column)


def lock_app(connection: Connection, app: str) -> None:
    """Wait until no writer holds the app's version, and let none begin before this transaction ends. On SQLite there
    is one writer anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(func.hashtext(bindparam("app", f"dougong:{app}")))))


def hold_app(connection: Connection, app: str) -> None:
    """For writers: nobody publishes the app before this transaction ends; ask *before* reading its version. Asked once
    in a transaction; reading connections hold nothing."""
    if connection.dialect.name != "postgresql" or connection.get_execution_options().get("isolation_level"):
        return
    transaction = connection.get_transaction()
    if transaction is None or app in _held.setdefault(transaction, set()):
        return
    connection.execute(select(func.pg_advisory_xact_lock_shared(func.hashtext(bindparam("app", f"dougong:{app}")))))
    _held[transaction].add(app)


def unwanted(found: FoundTable, wanted: Iterable[Index]) -> list[str]:
    """Indexes of ours that the table has and no longer needs."""
    names = {str(index.name) for index in wanted}
    return sorted(
        name for name in found.indexes | found.broken if name not in names and name[:3] in ("ix_", "uq_", "tx_")
    )
