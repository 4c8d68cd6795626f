"""What is wrong with a condition tree is told all at once, at the part that is wrong, in the words of its line."""

from typing import Any

import pytest
from support.deals_scope import Deals

from dougong.engines.expression.check import check
from dougong.engines.expression.condition_trees import read_condition
from dougong.engines.expression.kinds import BOOLEAN, NUMBER
from dougong.engines.expression.registry import load_functions
from dougong.engines.finding import Invalid

FUNCTIONS = load_functions()
SCOPE = Deals(
    {
        "amount": "money", "name": "text", "done": "boolean", "due": "date", "stage": "text", "tags": {"list": "text"},
        "lines": {"rows": {"price": "money", "name": "text"}},
    }
)  # fmt: skip


def line(field: str, op: str, *value: Any) -> dict[str, Any]:
    return {"field": field, "op": op, **({"value": value[0]} if value else {})}


def told(tree: dict[str, Any]) -> list[tuple[Any, ...]]:
    found = check(read_condition(tree, ""), SCOPE, BOOLEAN, FUNCTIONS)
    for one in found.findings:
        assert one.message.zh != one.message.en
    return [(one.pointer, one.code, one.position, one.hint) for one in found.findings]


@pytest.mark.parametrize(
    ("one", "problems"),
    [
        (line("amount", "contains", "x"), [("/op", "operator_not_for_field")]),
        (line("done", "gt", True), [("/op", "operator_not_for_field")]),
        (line("amount", "this_month"), [("/op", "operator_not_for_field")]),
        (line("name", "in_my_department"), [("/op", "operator_not_for_field")]),
        (line("amount", "gt", "x"), [("/value", "bad_condition_value")]),
        (line("name", "gt", 3), [("/value", "bad_condition_value")]),
        (line("done", "is", "yes"), [("/value", "bad_condition_value")]),
        (line("amount", "between", [1, "x"]), [("/value/1", "bad_condition_value")]),
        (line("amount", "between", [1]), [("/value", "bad_condition_value")]),
        (line("amount", "in", 5), [("/value", "bad_condition_value")]),
        (line("amount", "gt", {"field": "name"}), [("/value/field", "bad_condition_value")]),
        (line("amount", "gt", {"field": "amout"}), [("/value/field", "unknown_name")]),
        (line("amount", "changed", {"from": "x", "to": 2}), [("/value/from", "bad_condition_value")]),
        (line("due", "is", "2026-02-30"), [("/value", "bad_date")]),
        (line("due", "within", "this_mont"), [("/value", "bad_condition_value")]),
        (line("name", "blank", 1), [("/value", "unwanted_condition_value")]),
        (line("stage", "in", ["won", "lots"]), [("/value/1", "unknown_option")]),
        # one mistake of a line does not hide another
        (line("stage", "iss", "wonn"), [("/op", "unknown_operator"), ("/value", "unknown_option")]),
        (line("amuont", "iss", "x"), [("/field", "unknown_field"), ("/op", "unknown_operator")]),
        (line("amount", "contains", {"formula": "nope &"}), [
            ("/op", "operator_not_for_field"), ("/value/formula", "unknown_name"),
            ("/value/formula", "unfinished_expression"),
        ]),
    ],
)  # fmt: skip
def test_each_mistake_of_a_line_stands_at_its_field_operator_or_value(
    one: dict[str, Any], problems: list[tuple[str, str]]
) -> None:
    for under, tree in [
        ("", one),
        ("/all/1/any/0", {"all": [line("name", "not_blank"), {"any": [one]}]}),
        ("/not", {"not": one}),
    ]:
        assert [found[:2] for found in told(tree)] == [(under + at, code) for at, code in problems]


def test_what_is_wrong_within_a_formula_has_its_characters_too() -> None:
    tree = {"all": [line("amount", "gt", {"formula": "name + 1 + nope"}), line("amont", "gt", {"formula": "name & 1"})]}
    assert told(tree) == [
        ("/all/0/value/formula", "wrong_operands", (0, 8), "a & b"),
        ("/all/0/value/formula", "unknown_name", (11, 15), None),
        ("/all/1/field", "unknown_field", None, "amount"),
    ]


def test_lines_about_rows_are_told_like_others() -> None:
    tree = {
        "any_row": "lines",
        "when": {"all": [line("price", "contains", "x"), line("price", "gt", "x"), line("nam", "is", "x")]},
    }
    assert told(tree) == [
        ("/when/all/0/op", "operator_not_for_field", None, None),
        ("/when/all/1/value", "bad_condition_value", None, None),
        ("/when/all/2/field", "unknown_field", None, "name"),
    ]


def test_a_tree_where_no_condition_belongs_is_told_as_a_whole() -> None:
    found = check(read_condition(line("amount", "gt", 1), ""), SCOPE, NUMBER, FUNCTIONS)
    assert [(one.pointer, one.code) for one in found.findings] == [("", "wrong_result")]


def test_a_line_says_what_it_expected() -> None:
    (found,) = check(read_condition(line("amount", "gt", "x"), ""), SCOPE, BOOLEAN, FUNCTIONS).findings
    assert found.message.zh == "“gt”的值应为金额，而不是“x”"
    assert found.message.en == "The value of “gt” is an amount of money, not “x”"


def test_what_other_tools_call_operators_and_groups_is_hinted() -> None:
    lines = [
        line("amount", ">", 1), line("name", "equals", "x"), line("name", "is null"), line("name", "包含", "x"),
        line("due", "this_month", 3), line("amount", "changed", {"frm": 1}),
    ]  # fmt: skip
    assert [(at, hint) for at, _, _, hint in told({"all": lines})] == [
        ("/all/0/op", "gt"), ("/all/1/op", "is"), ("/all/2/op", "blank"), ("/all/3/op", "contains"),
        ("/all/4/value", None), ("/all/5/value/frm", "from"),
    ]  # fmt: skip
    with pytest.raises(Invalid) as refused:
        read_condition({"all": [{"and": []}, {"OR": []}, {"al": []}, {"nope": []}]}, "")
    assert [one.hint for one in refused.value.findings] == ["all", "any", "all", None]
