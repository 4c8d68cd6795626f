"""Trying out: which values a formula needs, and how they are read."""

from datetime import UTC, datetime
from decimal import Decimal
from random import Random
from typing import Any

import pytest

from dougong.engines.expression.check import Names, check
from dougong.engines.expression.env import Doors, Env
from dougong.engines.expression.kinds import TEXT, Kind, list_of, record_of
from dougong.engines.expression.registry import load_functions
from dougong.engines.expression.samples import record
from dougong.engines.expression.trial import try_out, types_needed

FUNCTIONS = load_functions()
# behind rows a scope tells a list of what each row has one of, and of what each has several
ROWS = Names(
    {
        ("lines",): list_of(Kind("row")),
        ("lines", "maker"): list_of(record_of("account")),
        ("lines", "maker", "name"): list_of(TEXT),
    }
)
A, B = {"id": "1", "name": "A"}, {"id": "2", "name": "B"}


@pytest.mark.parametrize(
    ("makers", "names"), [([A, None, B], ["A", None, "B"]), ([[A, B], [], None], ["A", "B", None])]
)
def test_what_lies_behind_a_reference_of_every_row_is_read(makers: list[Any], names: list[str | None]) -> None:
    checked = check("lines.maker.name", ROWS, None, FUNCTIONS)
    types = types_needed(checked.depends, ROWS)
    values = record(types, {"lines": [{"maker": maker} for maker in makers]}, UTC)
    tried = try_out(checked, FUNCTIONS, lambda: Env(values, datetime(2026, 3, 15, tzinfo=UTC), UTC))
    assert (tried.value, tried.problem) == (names, None)


def test_the_steps_are_told_from_within_and_from_the_left() -> None:
    scope = Names({(name,): Kind("number") for name in "abc"})
    checked = check("(a + b) * SUM(b, c)", scope, None, FUNCTIONS)
    tried = try_out(checked, FUNCTIONS, lambda: Env({"a": Decimal(1)}, datetime(2026, 3, 15, tzinfo=UTC), UTC))
    assert [step.expression for step in tried.steps] == [
        "a",
        "b",
        "b",
        "c",
        "a + b",
        "SUM(b, c)",
        "(a + b) * SUM(b, c)",
    ]


def test_one_thing_in_place_of_rows_is_refused() -> None:
    types = types_needed([("lines", "maker", "name")], ROWS)
    with pytest.raises(ValueError, match="no list"):
        record(types, {"lines": {"maker": A}}, UTC)


def test_chance_falls_once_for_every_call_and_the_whole_is_made_of_what_the_steps_show() -> None:
    checked = check("RAND() + RAND() + RANDBETWEEN(1, RANDBETWEEN(1, 1000000))", Names({}), None, FUNCTIONS)
    doors = Doors(random=Random(3))
    tried = try_out(checked, FUNCTIONS, lambda: Env({}, datetime(2026, 3, 15, tzinfo=UTC), UTC, doors=doors))
    one, other = (Decimal(str(step.value)) for step in tried.steps if step.expression == "RAND()")
    between = next(step for step in tried.steps if step.expression.startswith("RANDBETWEEN(1, RAND"))
    assert one != other
    assert Decimal(str(tried.value)) == one + other + Decimal(str(between.value))


def test_chance_that_is_not_there_is_told_at_its_call() -> None:
    checked = check("1 + RAND()", Names({}), None, FUNCTIONS)
    tried = try_out(checked, FUNCTIONS, lambda: Env({}, datetime(2026, 3, 15, tzinfo=UTC), UTC))
    assert [step.problem and step.problem.code for step in tried.steps] == ["not_available_here"] * 2
