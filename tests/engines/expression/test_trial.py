"""Trying out: which values a formula needs, and how they are read."""

from datetime import UTC, datetime
from typing import Any

import pytest

from dougong.engines.expression.check import Names, check
from dougong.engines.expression.env import Env
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


def test_one_thing_in_place_of_rows_is_refused() -> None:
    types = types_needed([("lines", "maker", "name")], ROWS)
    with pytest.raises(ValueError, match="no list"):
        record(types, {"lines": {"maker": A}}, UTC)
