"""From grouped rows to an answer: measures that look at other rows, filling, order, totals."""

from datetime import date
from decimal import Decimal
from typing import Any

from dougong.engines.expression.kinds import DATE, MONEY, NUMBER, PERCENT, TEXT, Kind
from dougong.engines.expression.tree import Path
from dougong.engines.report.definition import ReportDef
from dougong.engines.report.frame import answer
from dougong.engines.report.plan import Aggregate, Dimension, Measure, Query, ReportPlan, keys_of
from dougong.errors import Text
from dougong.kinds import load_kinds

KINDS = load_kinds()
D = Decimal
NAME = Text("名", "name")


def plan(dimensions: list[tuple[str, Kind, str | None]], measures: list[dict[str, Any]], **report: Any) -> ReportPlan:
    """Measures that are aggregates bring their own column; the others stand on them."""
    raw = {
        "key": "r",
        "name": "r",
        "form": "f",
        "chart": "table",
        "measures": measures,
        "dimensions": [{"key": key, "field": key, **({"bucket": unit} if unit else {})} for key, _, unit in dimensions],
        **report,
    }
    definition = ReportDef.model_validate(raw, context=KINDS)
    planned, aggregates = [], []
    for one in definition.measures:
        key = str(one.key)
        of = list(keys_of(one.of))
        parts = [*of, *keys_of(one.over)[:1]] if one.fn == "ratio" else of
        if one.fn == "avg":
            parts = [f"{key}.sum", f"{key}.count"]
            aggregates += [
                Aggregate(parts[0], "sum", None, MONEY, None),
                Aggregate(parts[1], "count", None, NUMBER, None),
            ]
        elif not parts:
            parts = [key]
            aggregates.append(Aggregate(key, one.fn, None, MONEY, None))
        planned.append(Measure(key, NAME, one.fn, PERCENT, tuple(parts), None, one))
    dims = [
        Dimension(key, NAME, Path((key,)), kind, definition.dimensions[index], unit)
        for index, (key, kind, unit) in enumerate(dimensions)
    ]
    return ReportPlan(definition, tuple(dims), tuple(planned), (Query("f", None, (), tuple(aggregates)),))


SUM = {"key": "amount", "fn": "sum", "field": "amount"}


def test_an_average_and_a_ratio_divide_sums_and_are_blank_over_nothing() -> None:
    asked = plan(
        [("who", TEXT, None)],
        [
            {"key": "mean", "fn": "avg", "field": "amount"},
            {"key": "won", "fn": "count"},
            {"key": "all", "fn": "count"},
            {"key": "rate", "fn": "ratio", "of": "won", "over": ["all"]},
        ],
    )
    found = answer(asked, [[["a", D(10), 3, 1, 3], ["b", None, 0, 0, 0]]], [[[D(10), 3, 1, 3]]])
    third, rate = D("3.333333333333"), D("0.333333333333")
    assert found.rows == [["a", third, 1, 3, rate], ["b", None, 0, 0, None]]
    assert found.totals == {"mean": third, "won": 1, "all": 3, "rate": rate}


def test_a_line_shows_the_months_in_which_nothing_happened() -> None:
    asked = plan([("on", DATE, "month")], [SUM], chart="line")
    rows = [[date(2026, 1, 1), D(1)], [date(2026, 4, 1), D(2)]]
    found = answer(asked, [rows], [[[D(3)]]])
    assert [row[0] for row in found.rows] == [date(2026, month, 1) for month in (1, 2, 3, 4)]
    assert [row[1] for row in found.rows] == [D(1), None, None, D(2)]


def test_shares_of_a_whole_and_of_each_group() -> None:
    shares = [
        SUM,
        {"key": "s", "fn": "share", "of": "amount"},
        {"key": "g", "fn": "share", "of": "amount", "over": ["x"]},
    ]
    asked = plan([("x", TEXT, None), ("y", TEXT, None)], shares)
    rows = [["a", "p", D(1)], ["a", "q", D(3)], ["b", "p", D(4)]]
    found = answer(asked, [rows], [[[D(8)]]])
    assert [row[3:] for row in found.rows] == [[D("0.125"), D("0.25")], [D("0.375"), D("0.75")], [D("0.5"), D(1)]]


def test_running_totals_and_changes_go_along_the_first_dimension() -> None:
    asked = plan(
        [("on", DATE, "month")],
        [SUM, {"key": "run", "fn": "running_total", "of": "amount"}, {"key": "chg", "fn": "change", "of": "amount"}],
    )
    rows = [[date(2026, 2, 1), D(30)], [date(2026, 1, 1), D(20)]]
    found = answer(asked, [rows], [[[D(50)]]])
    assert [row[2] for row in found.rows] == [D(20), D(50)]
    assert [row[3] for row in found.rows] == [None, D("0.5")]


def test_equals_share_a_rank_and_blanks_have_none() -> None:
    asked = plan([("x", TEXT, None)], [SUM, {"key": "rank", "fn": "rank", "of": "amount"}])
    rows = [["a", D(5)], ["b", D(9)], ["c", D(5)], ["d", None], ["e", D(1)]]
    found = answer(asked, [rows], [[[D(20)]]])
    assert [row[2] for row in found.rows] == [D(2), D(1), D(2), None, D(4)]


def test_rows_come_by_sort_then_by_the_order_of_options_with_blanks_last_and_are_limited() -> None:
    stage = Kind("option", options=("new", "won"))
    rows = [[None, D(1)], ["won", D(1)], ["new", D(7)]]
    assert [row[0] for row in answer(plan([("s", stage, None)], [SUM]), [rows], [[[D(9)]]]).rows] == [
        "new",
        "won",
        None,
    ]
    sorted_ = plan([("s", stage, None)], [SUM], sort=["-amount"], limit=2)
    assert [row[0] for row in answer(sorted_, [rows], [[[D(9)]]]).rows] == ["new", "won"]


def test_two_forms_meet_on_the_dimension_and_neither_loses_a_group() -> None:
    one = plan([("m", TEXT, None)], [SUM])
    other = Query("target", None, (), (Aggregate("goal", "sum", None, MONEY, None),))
    goal = Measure("goal", NAME, "sum", MONEY, ("goal",), None, one.measures[0].definition)
    both = ReportPlan(one.report, one.dimensions, (*one.measures, goal), (*one.queries, other))
    found = answer(both, [[["a", D(1)]], [["a", D(2)], ["b", D(5)]]], [[[D(1)]], [[D(7)]]])
    assert found.rows == [["a", D(1), D(2)], ["b", None, D(5)]]
    assert found.totals == {"amount": D(1), "goal": D(7)}
