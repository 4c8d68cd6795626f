"""Decision tables: cells, hit policies, rows that overlap or are never reached."""

from decimal import Decimal

import pytest

from dougong.engines.rule.table import BadTest, NotUnique, decide, overlaps, parse_rows, parse_test, unreachable

D = Decimal


@pytest.mark.parametrize(
    ("cell", "holds", "fails"),
    [
        ("> 100", [D("100.01")], [D(100), None, "101"]),
        (">= 100", [D(100)], [D("99.99")]),
        ("[10..20)", [D(10), D("19.99")], [D(20), D("9.99")]),
        ("(10..20]", [D(20)], [D(10)]),
        ("[10..]", [D(10), D(10**9)], [D(9)]),
        ('= "A"', ["A"], ["B", None]),
        ("<> 3", [D(4), None, "3"], [D(3)]),
        ('("A", "B, C")', ["A", "B, C"], ["B", "C"]),
        ("blank", [None], ["blank"]),
        (True, [True], [False, None]),
        (0.2, [D("0.2")], [D("0.20000001")]),
        (None, [None, D(1), "x"], []),
    ],
)
def test_a_cell_is_a_test(cell: object, holds: list[object], fails: list[object]) -> None:
    test = parse_test(cell)
    assert all(test is None or test.holds(value) for value in holds)
    assert not any(test is None or test.holds(value) for value in fails)


def test_a_comparison_with_a_word_is_refused() -> None:
    with pytest.raises(BadTest):
        parse_test("> many")


def test_first_takes_the_first_row_that_holds_and_collect_takes_all() -> None:
    rows = parse_rows([["> 100000", '= "A"', 0.2], ["> 100000", None, 0.1], [None, None, 0]], 2)
    assert decide(rows, "first", [D(200000), "A"]) == [(D("0.2"),)]
    assert decide(rows, "first", [D(200000), "B"]) == [(D("0.1"),)]
    assert decide(rows, "collect", [D(200000), "A"]) == [(D("0.2"),), (D("0.1"),), (D(0),)]
    assert decide(rows[:1], "first", [D(1), "A"]) == []


def test_unique_refuses_two_rows_and_names_them() -> None:
    rows = parse_rows([["> 1", 1], ["> 2", 2]], 1)
    with pytest.raises(NotUnique, match="1, 2"):
        decide(rows, "unique", [D(3)])


def test_overlaps_and_rows_that_are_never_reached_are_found() -> None:
    rows = parse_rows([["[0..10)", 1], ["[10..20]", 2], ["(15..30]", 3], ["> 15", 4], ["[0..10)", 5]], 1)
    assert overlaps(rows) == [(0, 4), (1, 2), (1, 3), (2, 3)]
    assert unreachable(rows) == [4]
