"""Condition trees of the builder, there and back."""

from random import Random
from typing import Any

import pytest
from pydantic import TypeAdapter
from support import condition_samples, expression_samples

from dougong.engines.expression.check import check, check_node
from dougong.engines.expression.condition_trees import from_node, read_condition
from dougong.engines.expression.conditions import OPERATORS, to_node
from dougong.engines.expression.definition import ConditionTree
from dougong.engines.expression.kinds import BOOLEAN
from dougong.engines.expression.parse import parse
from dougong.engines.expression.printing import print_
from dougong.engines.expression.registry import load_functions
from dougong.engines.expression.samples import SampleScope
from dougong.engines.finding import Invalid

FUNCTIONS = load_functions()
SCOPE = SampleScope(
    {
        "amount": "money", "stage": "option", "name": "text", "due": "date", "created_at": "datetime",
        "done": "boolean",
        "owner": {"user": {"department": "department"}}, "department": "department", "tags": {"list": "text"},
        "account": {"fields": {"level": "text"}}, "lines": {"rows": {"price": "money", "name": "text"}},
    }
)  # fmt: skip

TREES: list[tuple[dict[str, Any], str]] = [
    ({"field": "stage", "op": "is", "value": "won"}, 'stage = "won"'),
    ({"field": "stage", "op": "is_not", "value": "won"}, 'stage <> "won"'),
    ({"field": "amount", "op": "gt", "value": 100}, "amount > 100"),
    ({"field": "amount", "op": "lte", "value": "0.5"}, "amount <= 0.5"),
    ({"field": "stage", "op": "in", "value": ["won", "lost"]}, 'stage IN ["won", "lost"]'),
    ({"field": "stage", "op": "not_in", "value": ["won"]}, 'NOT(stage IN ["won"])'),
    ({"field": "name", "op": "blank"}, "ISBLANK(name)"),
    ({"field": "name", "op": "not_blank"}, "NOT(ISBLANK(name))"),
    ({"field": "name", "op": "contains", "value": "a"}, 'CONTAINS(name, "a")'),
    ({"field": "name", "op": "not_contains", "value": "a"}, 'NOT(CONTAINS(name, "a"))'),
    ({"field": "name", "op": "starts_with", "value": "a"}, 'STARTSWITH(name, "a")'),
    ({"field": "name", "op": "ends_with", "value": "a"}, 'ENDSWITH(name, "a")'),
    ({"field": "name", "op": "contains~ci", "value": "a"}, 'CONTAINS(name, "a", true)'),
    ({"field": "name", "op": "not_contains~ci", "value": "a"}, 'NOT(CONTAINS(name, "a", true))'),
    ({"field": "name", "op": "starts_with~ci", "value": "a"}, 'STARTSWITH(name, "a", true)'),
    ({"field": "name", "op": "ends_with~ci", "value": {"field": "stage"}}, "ENDSWITH(name, stage, true)"),
    ({"field": "name", "op": "matches", "value": "^a"}, 'REGEXMATCH(name, "^a")'),
    ({"field": "tags", "op": "contains", "value": "a"}, '"a" IN tags'),
    ({"field": "tags", "op": "not_contains", "value": "a"}, 'NOT("a" IN tags)'),
    ({"field": "amount", "op": "between", "value": [1, 5]}, "BETWEEN(amount, 1, 5)"),
    (
        {"field": "due", "op": "between", "value": ["2026-01-01", "2026-01-31"]},
        'BETWEEN(due, "2026-01-01", "2026-01-31")',
    ),
    ({"field": "due", "op": "lt", "value": "2026-01-01"}, 'due < "2026-01-01"'),
    ({"field": "due", "op": "lt", "value": "today"}, "due < today"),
    ({"field": "due", "op": "lte", "value": "this_month"}, "due <= this_month"),
    ({"field": "created_at", "op": "gt", "value": "last_week"}, "created_at > last_week"),
    ({"field": "created_at", "op": "gte", "value": "today"}, "created_at >= today"),
    ({"field": "due", "op": "within", "value": "last_7_days"}, 'WITHIN(due, "last_7_days")'),
    ({"field": "due", "op": "not_within", "value": "this_month"}, 'NOT(WITHIN(due, "this_month"))'),
    ({"field": "created_at", "op": "within", "value": "today"}, 'WITHIN(created_at, "today")'),
    ({"field": "owner", "op": "is_me"}, "owner = ME()"),
    ({"field": "owner", "op": "is_not_me"}, "owner <> ME()"),
    ({"field": "owner", "op": "in_my_team"}, "owner IN TEAM()"),
    ({"field": "owner", "op": "in_my_department"}, "owner.department = DEPARTMENT()"),
    ({"field": "department", "op": "is_my_department"}, "department = DEPARTMENT()"),
    ({"field": "stage", "op": "changed"}, "CHANGED(stage)"),
    ({"field": "stage", "op": "changed", "value": {"to": "won"}}, 'CHANGED(stage) AND stage = "won"'),
    (
        {"field": "stage", "op": "changed", "value": {"from": "new", "to": "won"}},
        'CHANGED(stage) AND WAS(stage, "new") AND stage = "won"',
    ),
    ({"field": "stage", "op": "was", "value": "new"}, 'WAS(stage, "new")'),
    ({"field": "done", "op": "is", "value": True}, "done = true"),
    ({"field": "account.level", "op": "is", "value": "A"}, 'account.level = "A"'),
    ({"field": "amount", "op": "gt", "value": {"formula": "amount * 2 + 1"}}, "amount > amount * 2 + 1"),
    ({"field": "name", "op": "is", "value": {"field": "account.level"}}, "name = account.level"),
    ({"any_row": "lines", "when": {"field": "price", "op": "gt", "value": 3}}, "ANY(lines.price > 3)"),
    (
        {
            "all_rows": "lines",
            "when": {"all": [{"field": "price", "op": "gt", "value": 3}, {"field": "name", "op": "blank"}]},
        },
        "ALL(lines.price > 3 AND lines.name = blank)",
    ),
    (
        {
            "any_row": "lines",
            "when": {
                "all": [
                    {"field": "price", "op": "gt", "value": 3},
                    {"any_row": "lines", "when": {"field": "name", "op": "is", "value": "x"}},
                ]
            },
        },
        'ANY(lines.price > 3 AND ANY(lines.name = "x"))',
    ),
    ({"all": []}, "true"),
    ({"any": []}, "false"),
    (
        {"all": [{"field": "done", "op": "is", "value": False}, {"any": [{"field": "name", "op": "blank"}]}]},
        "done = false AND OR(ISBLANK(name))",
    ),
    ({"not": {"all": [{"field": "done", "op": "is", "value": True}]}}, "NOT(AND(done = true))"),
]  # fmt: skip


def as_json(tree: Any) -> Any:
    return tree.model_dump(mode="json", by_alias=True, exclude_defaults=True)


@pytest.mark.parametrize(("tree", "text"), TREES)
def test_a_tree_is_the_expression_it_means(tree: dict[str, Any], text: str) -> None:
    assert print_(to_node(read_condition(tree, ""), SCOPE)) == text


@pytest.mark.parametrize(("tree", "text"), TREES)
def test_an_expression_goes_back_to_the_tree_it_came_from(tree: dict[str, Any], text: str) -> None:
    model = read_condition(tree, "")
    assert as_json(from_node(to_node(model, SCOPE), SCOPE, FUNCTIONS)) == as_json(model)
    checked = check(model, SCOPE, BOOLEAN, FUNCTIONS)
    assert checked.ok, checked.findings
    assert as_json(from_node(checked.node, SCOPE, FUNCTIONS)) == as_json(model)
    from_text = check(text, SCOPE, BOOLEAN, FUNCTIONS)
    assert from_text.ok, from_text.findings
    assert from_text.node == checked.node


def test_every_operator_of_the_builder_stands_in_the_table() -> None:
    used: set[str] = set()

    def gather(tree: Any) -> None:
        if isinstance(tree, dict):
            if "op" in tree:
                used.add(tree["op"])
            for part in tree.values():
                gather(part)
        elif isinstance(tree, list):
            for part in tree:
                gather(part)

    gather([tree for tree, _ in TREES])
    assert set(OPERATORS) - used <= {"lt", "gte"}


def test_a_period_may_stand_as_the_operator() -> None:
    tree = read_condition({"field": "due", "op": "this_month"}, "")
    assert print_(to_node(tree, SCOPE)) == 'WITHIN(due, "this_month")'


@pytest.mark.parametrize(
    ("tree", "text"),
    [
        ({"field": "owner", "op": "is", "value": "me"}, "owner = ME()"),
        ({"field": "owner", "op": "is_not", "value": "me"}, "owner <> ME()"),
        ({"field": "owner", "op": "changed", "value": {"to": "me"}}, "CHANGED(owner) AND owner = ME()"),
        ({"field": "owner", "op": "in", "value": "my_team"}, "owner IN TEAM()"),
        ({"field": "owner", "op": "not_in", "value": "my_team"}, "NOT(owner IN TEAM())"),
        ({"field": "department", "op": "is", "value": "my_department"}, "department = DEPARTMENT()"),
        ({"field": "owner.department", "op": "is", "value": "my_department"}, "owner.department = DEPARTMENT()"),
        ({"field": "name", "op": "is", "value": "me"}, 'name = "me"'),
    ],
)
def test_who_asks_may_stand_as_the_value(tree: dict[str, Any], text: str) -> None:
    assert print_(to_node(read_condition(tree, ""), SCOPE)) == text
    assert check(read_condition(tree, ""), SCOPE, BOOLEAN, FUNCTIONS).ok


def test_what_only_text_can_say_has_no_tree() -> None:
    # ANY and ALL of what is no rows, a yes/no field by itself
    for text in ("amount + 1 > 3", "LEN(name) > 3", "IF(done, true, false)", "ANY(done)", "ALL(amount > 3)", "done"):
        assert from_node(parse(text), SCOPE, FUNCTIONS) is None


def test_a_tree_by_chance_compiles_and_comes_back_as_one_that_means_the_same() -> None:
    scope, same = SampleScope(condition_samples.TYPES), 0
    for seed in range(400):
        tree = read_condition(condition_samples.TreeMaker(Random(seed)).tree(3), "")
        checked = check(tree, scope, BOOLEAN, FUNCTIONS)
        assert checked.ok, (tree, checked.findings)
        back = from_node(checked.node, scope, FUNCTIONS)
        assert back is not None, tree
        assert check(read_condition(as_json(back), ""), scope, BOOLEAN, FUNCTIONS).node == checked.node
        # what came back is its own normal form
        assert from_node(checked.node, scope, FUNCTIONS) == back
        same += back == tree
    assert same > 250


def test_an_expression_by_chance_has_no_tree_or_one_that_is_read_as_itself() -> None:
    scope, trees = SampleScope(expression_samples.TYPES), 0
    for seed in range(400):
        node = expression_samples.Maker(Random(seed)).make("boolean", 3)
        checked = check_node(node, scope, BOOLEAN, FUNCTIONS)
        tree = from_node(checked.node, scope, FUNCTIONS)
        if tree is not None:
            trees += 1
            assert check(read_condition(as_json(tree), ""), scope, BOOLEAN, FUNCTIONS).node == checked.node
    assert trees > 40


def test_every_line_that_is_wrong_is_told_with_its_place() -> None:
    tree = read_condition(
        {
            "all": [
                {"field": "amuont", "op": "gt", "value": 1},
                {
                    "any": [
                        {"field": "amount", "op": "greater", "value": 1},
                        {"field": "amount", "op": "gt", "value": "x"},
                    ]
                },
                {"field": "amount", "op": "blank", "value": 1},
                {"field": "amount", "op": "gt", "value": {"formula": "1 +"}},
                {"field": "due", "op": "within", "value": "someday"},
                {"field": "amount", "op": "between", "value": [1]},
            ]
        },
        "",
    )
    with pytest.raises(Invalid) as refused:
        to_node(tree, SCOPE)
    assert [(finding.pointer, finding.code) for finding in refused.value.findings] == [
        ("/all/0/field", "unknown_field"),
        ("/all/1/any/0/op", "unknown_operator"),
        ("/all/1/any/1/value", "bad_condition_value"),
        ("/all/2/value", "unwanted_condition_value"),
        ("/all/3/value/formula", "unfinished_expression"),
        ("/all/4/value", "bad_condition_value"),
        ("/all/5/value", "bad_condition_value"),
    ]
    assert refused.value.findings[0].hint == "amount"


def test_a_condition_that_asks_nothing_of_the_row_itself_still_needs_a_row() -> None:
    """Else ``any_row`` would hold of a record without rows; the vectors in conditions.json run this everywhere."""
    inner = {"any_row": "lines", "when": {"field": "price", "op": "gt", "value": 3}}
    for tree, text in [
        ({"any_row": "lines", "when": inner}, "NOT(ISBLANK(lines)) AND ANY(lines.price > 3)"),
        ({"all_rows": "lines", "when": inner}, "ISBLANK(lines) OR ANY(lines.price > 3)"),
        (
            {"any_row": "lines", "when": {"field": "done", "op": "is", "value": True}},
            "NOT(ISBLANK(lines)) AND done = true",
        ),
        ({"any_row": "lines", "when": {"all": []}}, "NOT(ISBLANK(lines)) AND true"),
    ]:
        assert print_(to_node(read_condition(tree, ""), SCOPE)) == text


def test_rows_that_are_none_are_told_at_their_place() -> None:
    tree = {"all": [{"any_row": "line", "when": {"all": []}}, {"all_rows": "name", "when": {"all": []}}]}
    with pytest.raises(Invalid) as refused:
        to_node(read_condition(tree, ""), SCOPE)
    assert [(finding.pointer, finding.code, finding.hint) for finding in refused.value.findings] == [
        ("/all/0/any_row", "unknown_rows", "lines"),
        ("/all/1/all_rows", "unknown_rows", None),
    ]


def test_json_that_is_no_tree_is_refused_at_its_place() -> None:
    cases: list[tuple[object, list[str]]] = [
        (5, ["/filter"]),
        ({}, ["/filter"]),
        ({"all": 5}, ["/filter/all"]),
        ({"all": [{"field": "a"}, {"nope": 1}]}, ["/filter/all/0/op", "/filter/all/1"]),
        ({"field": "a", "op": "is", "extra": 1}, ["/filter/extra"]),
        ({"any_row": "lines"}, ["/filter/when"]),
    ]
    for raw, pointers in cases:
        with pytest.raises(Invalid) as refused:
            read_condition(raw, "/filter")
        assert [finding.pointer for finding in refused.value.findings] == pointers
    deep: object = {"field": "a", "op": "blank"}
    for _ in range(5000):
        deep = {"not": deep}
    with pytest.raises(Invalid):
        read_condition(deep, "")


_LINE = {"field": "name", "op": "is", "value": "x"}
_TOO_LARGE: list[tuple[dict[str, Any], str, str]] = [
    ({"all": [_LINE] * 80_000}, "", "expression_too_large"),
    ({"all": [{"any": [_LINE] * 600}, {"any": [_LINE] * 600}]}, "", "expression_too_large"),
    ({"all": [_LINE, {"field": "name", "op": "in", "value": ["x"] * 10_001}]}, "/all/1/value", "list_too_long"),
    ({"any": [{"field": "name", "op": "in", "value": ["x"] * 9_000}] * 3}, "", "too_many_values"),
    ({"field": "name", "op": "is", "value": "x" * 1_000_000}, "/value", "text_too_long"),
    ({"field": "name", "op": "in", "value": ["x", "x" * 1_000_000]}, "/value/1", "text_too_long"),
    ({"field": "x" * 1_000_000, "op": "is", "value": 1}, "", "expression_too_long"),
    ({"any": [_LINE | {"value": {"formula": "1+" * 4_000}}] * 2}, "/any/0/value", "expression_too_long"),
    ({f"k{number}": 1 for number in range(100_000)}, "", "too_many_keys"),
]


@pytest.mark.parametrize(("tree", "pointer", "code"), _TOO_LARGE)
def test_a_tree_beyond_the_limits_is_refused_before_any_of_it_is_read(
    tree: dict[str, Any], pointer: str, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dougong.engines.expression.condition_trees._faults", None)
    with pytest.raises(Invalid) as refused:
        read_condition(tree, "/filter")
    assert [(one.pointer, one.code) for one in refused.value.findings] == [(f"/filter{pointer}", code)]
    if "k1" not in tree:
        # as it stands in a document
        monkeypatch.setattr("dougong.engines.expression.conditions._Reading", None)
        model: ConditionTree = TypeAdapter(ConditionTree).validate_python(tree)
        found = check(model, SCOPE, None, FUNCTIONS)
        assert [(one.pointer, one.code) for one in found.findings] == [(pointer, code)]


def test_a_line_without_its_value_says_what_is_missing() -> None:
    lines = [
        ("amount", "lt"),
        ("amount", "gte"),
        ("name", "contains"),
        ("name", "not_contains"),
        ("name", "ends_with~ci"),
    ]
    for field, op in lines:
        for given in ({}, {"value": None}, {"value": ""}):
            line = {"field": field, "op": op, **given}
            found = check(read_condition({"all": [line]}, ""), SCOPE, None, FUNCTIONS).findings
            assert [(one.pointer, one.code) for one in found] == [("/all/0/value", "condition_value_missing")], line
    pair = check(read_condition({"field": "amount", "op": "between", "value": [1, None]}, ""), SCOPE, None, FUNCTIONS)
    assert [(one.pointer, one.code) for one in pair.findings] == [("/value/1", "condition_value_missing")]
    for op in ("is", "is_not", "was", "blank", "not_blank", "changed"):
        assert check(read_condition({"field": "name", "op": op}, ""), SCOPE, None, FUNCTIONS).ok, op


def test_people_written_as_the_api_writes_them_are_values_of_a_list() -> None:
    people = [{"id": str(number), "title": "Ann", "department": {"id": "1", "title": "Sales"}} for number in range(900)]
    assert read_condition({"field": "owner", "op": "in", "value": people}, "") is not None
