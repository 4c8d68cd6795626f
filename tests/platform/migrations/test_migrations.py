"""The migrations make exactly what the code declares, once."""

from importlib import import_module
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import MetaData, Table, insert, inspect, select, update

import dougong
from dougong.platform.db import Database, metadata
from dougong.platform.db.migrate import TooNew, current, head


@pytest.fixture(autouse=True)
def _every_table() -> None:
    package = Path(dougong.__file__).parent
    for folder in ("platform", "runtime"):
        for path in sorted((package / folder).rglob("tables.py")):
            import_module(".".join(("dougong", *path.relative_to(package).with_suffix("").parts)))


def test_the_migrations_give_exactly_the_tables_that_are_declared(database: Database) -> None:
    with database.read() as connection:
        context = MigrationContext.configure(
            connection,
            opts={"include_name": lambda name, kind, _: kind != "table" or not str(name).startswith("procrastinate")},
        )
        # what both databases report differently is not looked at: SQLite keeps no names of inline constraints
        differences = [
            one for one in compare_metadata(context, metadata) if one[0] not in ("add_constraint", "remove_constraint")
        ]
        assert differences == []
        assert current(connection) == head()


def test_every_index_has_a_name_that_postgresql_does_not_cut(database: Database) -> None:
    with database.read() as connection:
        names = [
            str(index["name"])
            for table in inspect(connection).get_table_names()
            for index in inspect(connection).get_indexes(table)
        ]
    assert names
    assert [name for name in names if len(name) > 63] == []


def test_a_database_of_a_later_release_is_refused_and_left_alone(database: Database) -> None:
    with database.read() as connection:
        version = Table("alembic_version", MetaData(), autoload_with=connection)
    database.write(lambda unit: unit.connection.execute(update(version).values(version_num="9999")))
    with pytest.raises(TooNew, match="9999"):
        database.migrate()
    with database.read() as connection:
        assert connection.scalar(select(version.c.version_num)) == "9999"


def test_migrating_again_keeps_what_is_there(database: Database) -> None:
    settings = metadata.tables["settings"]
    database.write(lambda unit: unit.connection.execute(insert(settings).values(key="a", value=1, changed_at=unit.now)))
    database.migrate()
    with database.read() as connection:
        assert list(connection.scalars(select(settings.c.key))) == ["a"]
