"""Trying an expression without a form: what its values are taken for."""

from datetime import UTC, datetime
from typing import Any

import pytest

from dougong.engines.expression.env import Env
from dougong.engines.expression.guessing import guess
from dougong.engines.expression.registry import load_functions
from dougong.engines.expression.samples import record
from dougong.engines.expression.trial import try_out, types_needed

FUNCTIONS = load_functions()


def given(expression: str, values: dict[str, Any]) -> object:
    scope, checked = guess(expression, values, FUNCTIONS)
    assert checked.ok, checked.findings
    read = record(types_needed(checked.depends, scope), values, UTC)
    return try_out(checked, FUNCTIONS, lambda: Env(read, datetime(2026, 3, 15, tzinfo=UTC), UTC)).value


@pytest.mark.parametrize(
    ("expression", "values", "value"),
    [
        ("SUM(lines.price * lines.quantity)", {"lines": []}, "0"),
        ("SUM(lines.price)", {"lines": [{}]}, "0"),
        ("SUM(lines.price)", {"lines": None}, "0"),
        ("MAX(lines.price)", {"lines": []}, None),
        ("ALL(lines.price > 1)", {"lines": []}, True),
        ("ANY(lines.maker.open)", {"lines": [{"maker": None}]}, False),
        ("COUNT(lines)", {"lines": []}, "0"),
        ('account.level & "x"', {"account": None}, "x"),
        ("account.parent.owner = blank", {"account": {"parent": None}}, True),
        ("a + 1", {"a": ""}, "1"),
    ],
)
def test_what_lies_behind_a_blank_is_what_the_expression_asks_for(
    expression: str, values: dict[str, Any], value: object
) -> None:
    assert given(expression, values) == value


@pytest.mark.parametrize(
    ("expression", "values", "value"),
    [
        ('IF(amount > 5, LEFT(phone, 3), "")', {"amount": "120000", "phone": "13812345678"}, "138"),
        ("LEFT(part.code, 1) & SUM(lines.price)", {"part": {"code": "12"}, "lines": [{"price": "3"}]}, "13"),
        ('COALESCE(a, b, "x")', {"a": "5", "b": "6"}, "5"),
        ('a & "x"', {"a": "007"}, "007x"),
    ],
)
def test_digits_are_a_number_or_a_text_as_the_expression_takes_each(
    expression: str, values: dict[str, Any], value: object
) -> None:
    assert given(expression, values) == value


def test_a_column_that_no_row_has_is_told_where_others_are_known() -> None:
    _, checked = guess("SUM(lines.prise)", {"lines": [{"price": "1"}]}, FUNCTIONS)
    assert [(one.code, one.hint) for one in checked.findings] == [("unknown_name", "lines.price")]
