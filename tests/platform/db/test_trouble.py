"""What the database does to us, and that nothing acknowledged is lost by it."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Column, LargeBinary, MetaData, Table, func, insert, select

from dougong.ids import new_id
from dougong.platform.db import Database, Unit, open_database
from dougong.platform.db.sqlite import StorageFull
from dougong.platform.db.types import Id

own = MetaData()
lumps = Table("lumps", own, Column("id", Id, primary_key=True), Column("data", LargeBinary))


def add(unit: Unit, size: int = 10) -> str:
    key = new_id()
    unit.connection.execute(insert(lumps).values(id=key, data=b"x" * size))
    return key


def count(database: Database) -> int:
    with database.read() as connection:
        return connection.scalar(select(func.count()).select_from(lumps)) or 0


@pytest.fixture
def sqlite_database(tmp_path: Path) -> Iterator[Database]:
    database = open_database(f"sqlite:///{tmp_path}/a.db")
    database.write(lambda unit: own.create_all(unit.connection))
    yield database
    database.close()


def limit_pages(unit: Unit, most: int) -> None:
    driver = unit.connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    driver.execute(f"PRAGMA max_page_count={most}")


def test_a_full_disk_refuses_the_write_keeps_the_rest_and_recovers_without_a_restart(sqlite_database: Database) -> None:
    kept = sqlite_database.write(add)
    sqlite_database.write(lambda unit: limit_pages(unit, 20))
    with pytest.raises(StorageFull):
        sqlite_database.write(lambda unit: add(unit, 1_000_000))
    with sqlite_database.read() as connection:
        assert list(connection.scalars(select(lumps.c.id))) == [kept]
    sqlite_database.write(lambda unit: limit_pages(unit, 1_000_000))
    sqlite_database.write(lambda unit: add(unit, 1_000_000))
    assert count(sqlite_database) == 2


def test_of_many_writers_that_meet_a_full_disk_exactly_the_answered_ones_are_kept(sqlite_database: Database) -> None:
    sqlite_database.write(lambda unit: limit_pages(unit, 60))
    barrier = threading.Barrier(16)

    def write(number: int) -> str | None:
        barrier.wait()
        try:
            return sqlite_database.write(lambda unit: add(unit, 20_000 if number % 4 == 0 else 500_000))
        except StorageFull:
            return None

    with ThreadPoolExecutor(16) as pool:
        answered = {key for key in pool.map(write, range(16)) if key}
    with sqlite_database.read() as connection:
        assert set(connection.scalars(select(lumps.c.id))) == answered


@pytest.fixture
def postgres(new_database_url: Callable[[str], str]) -> Iterator[tuple[Database, str]]:
    url = new_database_url("postgresql")
    database = open_database(url)
    database.write(lambda unit: own.create_all(unit.connection))
    yield database, url
    database.close()


def cut_all(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def test_a_connection_lost_before_the_commit_costs_nothing(postgres: tuple[Database, str]) -> None:
    database, url = postgres
    tries: list[int] = []

    def work(unit: Unit) -> str:
        key = add(unit)
        tries.append(1)
        if len(tries) == 1:
            cut_all(url)
        unit.connection.execute(select(func.count()).select_from(lumps))
        return key

    database.write(work)
    assert len(tries) == 2
    assert count(database) == 1


def test_reading_goes_on_after_the_server_came_back(
    postgres: tuple[Database, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    database, url = postgres
    database.write(add)
    monkeypatch.setattr("dougong.platform.db.postgresql.IDLE_SECONDS", 0.0)
    cut_all(url)
    assert count(database) == 1


def test_a_statement_that_takes_too_long_is_stopped(
    new_database_url: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dougong.platform.db.postgresql.STATEMENT_MILLISECONDS", 200)
    database = open_database(new_database_url("postgresql"))
    with pytest.raises(Exception, match="statement timeout"), database.read() as connection:
        connection.execute(select(func.pg_sleep(5)))
    assert database.maintain(lambda connection: connection.scalar(select(func.pg_sleep(0.4)))) is not None
    database.close()
