"""The same promises of both databases: types, transactions, consistent reading."""

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, Text, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from support.waiting import PATIENCE, eventually

from dougong.ids import new_id
from dougong.platform.db import Database, Unit, open_database
from dougong.platform.db.guard import AlreadyServing
from dougong.platform.db.sqlite import SqliteBackend
from dougong.platform.db.types import Id, Json, Moment, NumberTooLarge, Scaled

own = MetaData()
things = Table(
    "things",
    own,
    Column("id", Id, primary_key=True),
    Column("at", Moment),
    Column("price", Scaled(2)),
    Column("data", Json),
    Column("n", Integer, nullable=False, server_default="0"),
    Column("name", Text),
)


@pytest.fixture
def with_things(database: Database) -> Database:
    database.write(lambda unit: own.create_all(unit.connection))
    return database


def add(unit: Unit, **values: object) -> str:
    key = new_id()
    unit.connection.execute(insert(things).values(id=key, **values))
    return key


def count(database: Database) -> int:
    with database.read() as connection:
        return connection.scalar(select(func.count()).select_from(things)) or 0


def test_every_type_comes_back_as_it_was_given(with_things: Database) -> None:
    at = datetime(2026, 11, 22, 9, 30, 0, 5, tzinfo=timezone(timedelta(hours=8)))
    given = {"at": at, "price": Decimal("1234567.895"), "data": {"zh": "斗拱", "n": [1, None]}, "name": "a"}
    key = with_things.write(lambda unit: add(unit, **given))
    with with_things.read() as connection:
        row = connection.execute(select(things).where(things.c.id == key)).one()
    assert row.id == key
    assert type(row.id) is str
    assert row.at == at
    assert row.at.utcoffset() == timedelta(0)
    assert row.price == Decimal("1234567.90")
    assert str(row.price) == "1234567.90"
    assert row.data == {"zh": "斗拱", "n": [1, None]}


def test_sums_of_decimals_are_exact(with_things: Database) -> None:
    with_things.write(lambda unit: [add(unit, price=Decimal("0.10")) for _ in range(30)])
    with with_things.read() as connection:
        assert connection.scalar(select(func.sum(things.c.price))) == Decimal("3.00")


def test_moments_are_ordered_as_time_is(with_things: Database) -> None:
    early = datetime(2026, 1, 1, 0, 0, 0, 0, tzinfo=UTC)
    late = early + timedelta(microseconds=1)
    with_things.write(lambda unit: [add(unit, at=late), add(unit, at=early)])
    with with_things.read() as connection:
        assert list(connection.scalars(select(things.c.at).order_by(things.c.at))) == [early, late]


def test_a_number_that_does_not_fit_is_refused_in_words(with_things: Database) -> None:
    with pytest.raises(NumberTooLarge):
        with_things.write(lambda unit: add(unit, price=Decimal("1e37")))


def test_a_failed_work_takes_back_only_itself(with_things: Database) -> None:
    def fails(unit: Unit) -> None:
        add(unit)
        raise KeyError("no")

    with pytest.raises(KeyError):
        with_things.write(fails)
    with_things.write(add)
    assert count(with_things) == 1


def test_many_writers_lose_nothing(with_things: Database) -> None:
    key = with_things.write(add)
    failures: list[BaseException] = []

    def work() -> None:
        for _ in range(20):
            try:
                with_things.write(
                    lambda unit: unit.connection.execute(
                        update(things).where(things.c.id == key).values(n=things.c.n + 1)
                    )
                )
            except BaseException as failure:  # noqa: BLE001  whatever it is, the test must see it
                failures.append(failure)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with with_things.read() as connection:
        assert connection.scalar(select(things.c.n)) == 160


def test_a_refusal_on_sqlite_waits_for_the_commit_of_what_it_rests_on(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'one.db'}", durable=False)
    database.write(lambda unit: own.create_all(unit.connection))
    entered, go_on, refused = threading.Event(), threading.Event(), threading.Event()
    key = new_id()
    seen: list[int] = []

    def take(unit: Unit) -> None:
        unit.connection.execute(insert(things).values(id=key))

    def twin() -> None:
        try:
            database.write(take)
        except IntegrityError:
            seen.append(count(database))
            refused.set()

    def hold(unit: Unit) -> None:
        entered.set()
        go_on.wait(PATIENCE)

    works: list[Callable[[], object]] = [lambda: database.write(hold), lambda: database.write(take), twin]
    works.append(lambda: database.write(lambda unit: refused.wait(0.3)))
    threads = []
    backend = database._backend
    assert isinstance(backend, SqliteBackend)
    for waiting, work in enumerate(works):  # all but the first wait for the writer, in this order: one commit is theirs
        threads.append(threading.Thread(target=work))
        threads[-1].start()
        assert entered.wait(PATIENCE)
        eventually(lambda waiting=waiting: backend._orders.qsize() == waiting)
    go_on.set()
    for thread in threads:
        thread.join()
    database.close()
    assert seen == [1]


def test_two_writers_that_lock_crosswise_both_finish(with_things: Database) -> None:
    first, second = with_things.write(lambda unit: (add(unit), add(unit)))
    barrier = threading.Barrier(2, timeout=0.5)

    def move(one: str, other: str) -> None:
        def work(unit: Unit) -> None:
            for key in (one, other):
                unit.connection.execute(update(things).where(things.c.id == key).values(n=things.c.n + 1))
                if key == one and unit.dialect == "postgresql" and not barrier.broken:
                    try:
                        barrier.wait()
                    except threading.BrokenBarrierError:
                        return_early.append(1)

        with_things.write(work)

    return_early: list[int] = []
    threads = [threading.Thread(target=move, args=pair) for pair in ((first, second), (second, first))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with with_things.read() as connection:
        assert list(connection.scalars(select(things.c.n))) == [2, 2]


def test_what_waits_for_the_commit_runs_only_after_it(with_things: Database) -> None:
    seen: list[int] = []

    def good(unit: Unit) -> None:
        add(unit)
        unit.after_commit(lambda: seen.append(count(with_things)))

    def bad(unit: Unit) -> None:
        unit.after_commit(lambda: seen.append(-1))
        raise KeyError

    with_things.write(good)
    with pytest.raises(KeyError):
        with_things.write(bad)
    assert seen == [1]


def test_ddl_is_taken_back_with_the_work(with_things: Database) -> None:
    extra = Table("extra", MetaData(), Column("id", Id, primary_key=True))

    def work(unit: Unit) -> None:
        extra.create(unit.connection)
        raise KeyError

    with pytest.raises(KeyError):
        with_things.write(work)
    with_things.write(lambda unit: extra.create(unit.connection))


def test_a_consistent_reading_sees_one_moment(with_things: Database) -> None:
    with with_things.read(consistent=True) as connection:
        before = connection.scalar(select(func.count()).select_from(things))
        with_things.write(add)
        assert connection.scalar(select(func.count()).select_from(things)) == before
    assert count(with_things) == 1


def test_a_write_inside_a_write_on_sqlite_is_refused_at_once(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path}/a.db")
    with pytest.raises(RuntimeError, match="write inside a write"):
        database.write(lambda unit: database.write(lambda inner: None))
    database.close()


def test_a_reader_of_sqlite_cannot_write(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path}/a.db")
    database.write(lambda unit: own.create_all(unit.connection))
    with database.read() as connection, pytest.raises(Exception, match="readonly"):
        connection.execute(insert(things).values(id=new_id()))
    database.close()


def test_a_second_server_on_sqlite_is_refused_with_the_holder_named(tmp_path: Path) -> None:
    script = (
        "from dougong.platform.db import open_database\n"
        f"database = open_database('sqlite:///{tmp_path}/a.db')\n"
        "database.serve(); print('serving', flush=True); input()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "serving\n"
        database = open_database(f"sqlite:///{tmp_path}/a.db")
        with pytest.raises(AlreadyServing) as refusal:
            database.serve()
        assert str(other.pid) in str(refusal.value)
        database.write(lambda unit: own.create_all(unit.connection))  # a short writer beside the server
        other.kill()
        other.wait()
        database.serve()
        database.close()


def test_migrating_twice_changes_nothing(database: Database) -> None:
    database.migrate()
    database.migrate()


def test_sqlite_keeps_foreign_keys(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path}/a.db")
    with database.read() as connection:
        driver = connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        assert driver.execute("PRAGMA foreign_keys").fetchone() == (1,)
    database.close()
