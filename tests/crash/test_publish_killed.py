"""SIGKILL at every instant of a publish: the next start is whole, on both databases."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import MetaData, Table, insert, make_url, select

from dougong.ids import new_id
from dougong.kinds import load_kinds
from dougong.platform.access.principal import Principal
from dougong.platform.db import Database, Unit, open_database
from dougong.platform.definitions import drafts, versions
from dougong.platform.publishing import journal
from dougong.platform.publishing.apply import Publishing
from dougong.platform.publishing.plan import Ports, make_plan
from dougong.platform.storage.ddl import found_tables

SCRIPT = Path(__file__).with_name("publish_and_die.py")
BUILDER = Principal(user=None, builder=True)
ROWS = 1_200
KINDS = load_kinds()

BEFORE: dict[str, Any] = {
    "dougong": 1,
    "key": "shop",
    "name": "Shop",
    "forms": [
        {
            "key": "customer",
            "fields": [
                {"key": "name", "type": "text"},
                {"key": "spent", "type": "text"},
                {"key": "fax", "type": "text"},
            ],
        }
    ],
}
AFTER = BEFORE | {
    "forms": [
        {
            "key": "customer",
            "unique": [["name"]],
            "fields": [
                {"key": "name", "type": "text"},
                {"key": "spent", "type": "money"},
                {"key": "city", "type": "text", "index": True},
            ],
        },
        {"key": "visit", "fields": [{"key": "note", "type": "text"}]},
    ]
}


def prepared(url: str) -> str:
    """Version 1 with records, and the id of the plan of the second."""
    database, kinds = open_database(url, durable=False), KINDS
    database.write(lambda unit: drafts.create(unit, BEFORE, None))
    first = make_plan(database, kinds, Ports(), "shop", BUILDER)
    Publishing(database, kinds, Ports()).publish("shop", first.id, [], "", BUILDER)
    database.write(filled)
    database.write(lambda unit: drafts.put(unit, "shop", AFTER, None, rev=None))
    plan = make_plan(database, kinds, Ports(), "shop", BUILDER).id
    database.close()
    return plan


def filled(unit: Unit) -> None:
    table = Table("shop__customer", MetaData(), autoload_with=unit.connection)
    now: Any = unit.now if unit.dialect == "postgresql" else unit.now.isoformat(timespec="microseconds")[:-6] + "Z"
    rows = [
        {
            "id": new_id(),
            "rev": 1,
            "created_at": now,
            "updated_at": now,
            "draft": False,
            "name": f"c{number}",
            "spent": "much" if number % 100 == 0 else str(number),
            "fax": "1",
        }
        for number in range(ROWS)
    ]
    unit.connection.execute(insert(table), rows)


@pytest.fixture
def dying() -> Iterator[Callable[[str, str, int, str], bool]]:
    """``dying(url, plan, count, when)``: publish in a process that is killed there; whether it lived to its end."""
    with subprocess.Popen(
        [sys.executable, str(SCRIPT)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None

        def publish(url: str, plan: str, count: int, when: str) -> bool:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(f"{url} {plan} {count} {when}\n")
            process.stdin.flush()
            code = process.stdout.readline().strip()
            assert code in ("0", "-9")
            return code == "0"

        yield publish
        process.stdin.close()


@pytest.fixture
def copies(dialect: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[str], str]]:
    """``copies(url)``: the URL of a copy of that database, dropped when the next one is made."""
    made: list[str] = []

    def drop() -> None:
        with psycopg.connect(request.getfixturevalue("postgres_url"), autocommit=True) as connection:
            for name in made:
                connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
        made.clear()

    def copy(url: str) -> str:
        name = f"copy_{new_id()}"
        parsed = make_url(url)
        if dialect == "sqlite":
            assert parsed.database is not None
            shutil.copyfile(parsed.database, tmp_path / name)
            return f"sqlite:///{tmp_path / name}"
        drop()
        with psycopg.connect(request.getfixturevalue("postgres_url"), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{parsed.database}"')
        made.append(name)
        return parsed.set(database=name).render_as_string(hide_password=False)

    yield copy
    if made:
        drop()


def whole(database: Database) -> int:
    """The published version; fails unless the database is wholly that version."""
    with database.read() as connection:
        n = versions.current_n(connection, "shop")
        assert n is not None
        names = versions.version(connection, "shop", n).names.forms["customer"]
        assert journal.running(connection) == []
        table = Table(names.table, MetaData(), autoload_with=connection)
        assert set(names.columns.values()) <= set(table.c.keys())
        spent = list(connection.execute(select(table.c[names.columns["spent"]]).order_by(table.c.id)).scalars())
        found = found_tables(connection, ["shop__customer", "shop__visit"])
    assert len(spent) == ROWS
    blanks = [number for number, value in enumerate(spent) if value is None]
    if n == 1:
        assert blanks == []
        assert "shop__visit" not in found
        return n
    assert blanks == [number for number in range(ROWS) if number % 100 == 0]
    assert any(name.startswith("uq_") for name in found["shop__customer"].indexes)
    assert found["shop__customer"].broken == frozenset()
    assert "shop__visit" in found
    return n


@pytest.mark.parametrize("when", ["inside", "after"])
def test_a_publish_killed_at_any_write_is_whole_at_the_next_start(
    dialect: str,
    new_database_url: Callable[[str], str],
    copies: Callable[[str], str],
    dying: Callable[[str, str, int, str], bool],
    when: str,
) -> None:
    prototype = new_database_url(dialect)
    plan = prepared(prototype)
    outcomes: list[int] = []
    alive = False
    while not alive:
        url = copies(prototype)
        alive = dying(url, plan, len(outcomes) + 1, when)
        database = open_database(url, durable=False)
        Publishing(database, KINDS, Ports()).resume()
        outcomes.append(whole(database))
        database.close()
    # what dies before it is accepted never was; from then on every start finishes it
    assert outcomes[0] == (1 if when == "inside" else 2)
    assert set(outcomes[1:]) == {2}
    assert len(outcomes) > 8
