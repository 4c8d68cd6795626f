"""A statement that takes too long is ended, whoever computes: both databases promise the same."""

from collections.abc import Callable

import pytest
from sqlalchemy import Select, func, literal, select
from sqlalchemy.exc import DBAPIError

from dougong.edge.problem import of_database
from dougong.platform.db import limits, open_database
from dougong.platform.db.limits import took_too_long

PLAN = '{"places": [], "asked": [], "node": {"t": "lit", "k": "number", "v": "1"}}'


def _endless(of: object = None, until: int = 10**9) -> Select[tuple[int]]:
    numbers = select(literal(1).label("n")).cte("numbers", recursive=True)
    numbers = numbers.union_all(select(numbers.c.n + 1).where(numbers.c.n < until))
    return select(func.count(numbers.c.n if of is None else of)).select_from(numbers)


def test_a_statement_of_somebody_who_waits_is_ended(dialect: str, new_database_url: Callable[[str], str]) -> None:
    database = open_database(new_database_url(dialect), durable=False, brief=0.05)
    try:
        with pytest.raises(DBAPIError) as ended, database.read(briefly=True) as connection:
            connection.execute(_endless()).all()
        assert took_too_long(ended.value)
        told = of_database(ended.value)
        assert told is not None
        assert (told.code, told.status) == ("too_slow", 503)
        with database.read(briefly=True) as connection:
            assert connection.execute(select(literal(1))).scalar_one() == 1
    finally:
        database.close()


def test_time_in_functions_of_expressions_counts(
    new_database_url: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "INSTRUCTIONS", 10**9)  # SQLite's own counter never asks
    database = open_database(new_database_url("sqlite"), durable=False, brief=0.05)
    try:
        with pytest.raises(DBAPIError) as ended, database.read(briefly=True) as connection:
            connection.execute(_endless(func.dougong_evaluate(PLAN, "UTC", "2026-01-01T00:00:00+00:00"))).all()
        assert took_too_long(ended.value)
    finally:
        database.close()


def test_what_a_write_looks_up_holds_the_writer_no_longer(new_database_url: Callable[[str], str]) -> None:
    database = open_database(new_database_url("sqlite"), durable=False, brief=0.05)
    try:
        with pytest.raises(DBAPIError) as ended:
            database.write(lambda unit: unit.connection.execute(_endless()).all())
        assert took_too_long(ended.value)
        assert database.write(lambda unit: unit.connection.execute(select(literal(2))).scalar_one()) == 2
        # the building of an index, and its like, takes as long as it takes
        long = _endless(until=1_000_000)
        assert database.maintain(lambda connection: connection.execute(long).scalar_one()) == 1_000_000
    finally:
        database.close()
