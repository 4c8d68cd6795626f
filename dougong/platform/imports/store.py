"""Queries over imports and their rows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, update

from dougong.ids import new_id
from dougong.platform.db import Unit
from dougong.platform.imports.tables import import_rows, imports

CHUNK = 1_000


@dataclass(frozen=True)
class NewImport:
    """What is known when a file has been read."""

    app: str
    form: str
    by: str
    filename: str
    sheet: str
    sheets: Sequence[str]
    columns: Sequence[Mapping[str, Any]]
    options: Mapping[str, Any]


@dataclass(frozen=True)
class Outcome:
    """What came of one row."""

    number: int
    state: str
    record: str | None = None
    rev_before: int | None = None
    rev_after: int | None = None
    problems: Sequence[Mapping[str, Any]] = field(default=())
    # (form, id) of the records made because this row named them
    made: Sequence[tuple[str, str]] = field(default=())


def add(unit: Unit, new: NewImport, rows: Iterable[tuple[int, Sequence[Any]]]) -> str:
    """Keep an import with all its rows (number, cells). Answers its id."""
    id_, total = new_id(), 0
    values = {
        "id": id_,
        "app": new.app,
        "form": new.form,
        "by": new.by,
        "at": unit.now,
        "filename": new.filename[:255],
        "sheet": new.sheet[:255],
        "sheets": list(new.sheets),
        "state": "mapping",
        "columns": [dict(column) for column in new.columns],
        "options": dict(new.options),
        "counts": {},
        "total": 0,
        "done": 0,
    }
    unit.connection.execute(insert(imports).values(**values))
    for several in _batches(rows):
        unit.connection.execute(
            insert(import_rows),
            [
                {"import_id": id_, "number": number, "cells": list(cells), "state": "waiting"}
                for number, cells in several
            ],
        )
        total += len(several)
    unit.connection.execute(update(imports).where(imports.c.id == id_).values(total=total))
    return id_


def _batches(rows: Iterable[tuple[int, Sequence[Any]]]) -> Iterator[list[tuple[int, Sequence[Any]]]]:
    remaining = iter(rows)
    while several := list(islice(remaining, CHUNK)):
        yield several


def find(connection: Connection, id_: str, *, lock: bool = False) -> Any:
    """The import, or None. ``lock``: held to the end of the transaction, so that one run goes on at a time."""
    query = select(imports).where(imports.c.id == id_)
    if lock and connection.dialect.name == "postgresql":
        query = query.with_for_update()
    return connection.execute(query).first()


def change(unit: Unit, id_: str, **values: Any) -> None:
    unit.connection.execute(update(imports).where(imports.c.id == id_).values(**values))


def rows(
    connection: Connection, id_: str, *, after: int = 0, limit: int = 500, states: Sequence[str] = ()
) -> Sequence[Any]:
    """Rows in the order of the file, with a number above ``after``."""
    query = select(import_rows).where(import_rows.c.import_id == id_, import_rows.c.number > after)
    if states:
        query = query.where(import_rows.c.state.in_(states))
    return connection.execute(query.order_by(import_rows.c.number).limit(limit)).all()


def every(connection: Connection, id_: str, states: Sequence[str] = ()) -> Iterator[Any]:
    """All rows, fetched in pages."""
    after = 0
    while found := rows(connection, id_, after=after, states=states):
        yield from found
        after = found[-1].number


def settle(unit: Unit, id_: str, outcomes: Sequence[Outcome]) -> None:
    """Write down what came of some rows."""
    if not outcomes:
        return
    statement = (
        update(import_rows)
        .where(import_rows.c.import_id == id_, import_rows.c.number == bindparam("at"))
        .values(
            state=bindparam("new_state"),
            record_id=bindparam("new_record"),
            rev_before=bindparam("new_before"),
            rev_after=bindparam("new_after"),
            problems=bindparam("new_problems"),
            made=bindparam("new_made"),
        )
    )
    unit.connection.execute(
        statement,
        [
            {
                "at": one.number,
                "new_state": one.state,
                "new_record": one.record,
                "new_before": one.rev_before,
                "new_after": one.rev_after,
                "new_problems": [dict(problem) for problem in one.problems] or None,
                "new_made": [list(place) for place in one.made] or None,
            }
            for one in outcomes
        ],
    )


def beside(connection: Connection, id_: str) -> list[tuple[str, str]]:
    """(form, id) of the records made because rows named them."""
    query = select(import_rows.c.made).where(import_rows.c.import_id == id_).order_by(import_rows.c.number)
    return [(form, record) for (made,) in connection.execute(query) for form, record in made or ()]


def reset(unit: Unit, id_: str) -> None:
    """Every row waits again, as if it had not been looked at."""
    unit.connection.execute(
        update(import_rows).where(import_rows.c.import_id == id_).values(state="waiting", problems=None, record_id=None)
    )


def counts(connection: Connection, id_: str) -> dict[str, int]:
    """How many rows are in each state."""
    query = (
        select(import_rows.c.state, func.count()).where(import_rows.c.import_id == id_).group_by(import_rows.c.state)
    )
    return {str(state): int(number) for state, number in connection.execute(query)}
