"""From a report to the questions that the database is asked."""

from decimal import Decimal
from typing import Any

import pytest

from dougong.engines.expression.kinds import DATE, MONEY, TEXT, USER, Kind, list_of
from dougong.engines.expression.printing import print_
from dougong.engines.expression.registry import load_functions
from dougong.engines.expression.scope import Names
from dougong.engines.report.definition import ReportDef
from dougong.engines.report.frame import answer, shown
from dougong.engines.report.plan import ReportPlan
from dougong.engines.report.planner import plan_report
from dougong.errors import Text
from dougong.kinds import load_kinds

KINDS, FUNCTIONS = load_kinds(), load_functions()
STAGE = Kind("option", options=("new", "won"))


class Sales:
    """Deals with an owner and lines; targets by person."""

    def scope(self, form: str) -> Names:
        if form == "target":
            return Names({("person",): USER, ("goal",): MONEY})
        return Names(
            {
                ("stage",): STAGE,
                ("amount",): MONEY,
                ("closed_on",): DATE,
                ("owner",): USER,
                ("owner", "name"): TEXT,
                ("lines", "price"): list_of(MONEY),
                ("lines", "name"): list_of(TEXT),
            }
        )

    def shown(self, form: str, path: str) -> Text:
        return Text(path, path)

    def decimals(self, form: str, path: str) -> int | None:
        return 2


def planned(**report: Any) -> tuple[ReportPlan | None, list[tuple[str, str]]]:
    raw = {"key": "r", "name": "r", "form": "deal", "chart": "table", "measures": [{"fn": "count"}], **report}
    plan, findings = plan_report(ReportDef.model_validate(raw, context=KINDS), Sales(), FUNCTIONS)
    return plan, [(finding.pointer, finding.code) for finding in findings]


def test_keys_default_to_the_path_and_to_function_and_field() -> None:
    plan, findings = planned(
        dimensions=[{"field": "owner.name"}, {"field": "closed_on", "bucket": "quarter"}],
        measures=[{"fn": "count"}, {"fn": "sum", "field": "amount"}],
        sort=["-sum_amount", "owner.name"],
    )
    assert findings == []
    assert plan is not None
    assert [one.key for one in plan.dimensions] == ["owner.name", "closed_on"]
    assert [one.key for one in plan.measures] == ["count", "sum_amount"]
    assert print_(plan.queries[0].groups[1]) == 'STARTOF(closed_on, "quarter")'


def test_an_average_asks_for_a_sum_and_a_count() -> None:
    plan, _ = planned(measures=[{"key": "mean", "fn": "avg", "field": "amount"}])
    assert plan is not None
    assert [(one.key, one.fn) for one in plan.queries[0].aggregates] == [("mean.sum", "sum"), ("mean.count", "count")]


def test_rows_of_a_sub_table_are_summed_inside_their_record_and_cannot_be_grouped_by() -> None:
    plan, findings = planned(measures=[{"fn": "sum", "field": "lines.price"}])
    assert findings == []
    assert plan is not None
    (aggregate,) = plan.queries[0].aggregates
    assert aggregate.node is not None
    assert print_(aggregate.node) == "SUM(lines.price)"
    assert planned(dimensions=[{"field": "lines.name"}])[1] == [("/dimensions/0/field", "fans_out")]


def test_measures_of_another_form_are_asked_apart_and_must_say_how_they_meet() -> None:
    goal = {"key": "goal", "fn": "sum", "field": "goal", "form": "target"}
    plan, findings = planned(
        dimensions=[{"field": "owner"}], measures=[{"fn": "count"}, {**goal, "on": {"owner": "person"}}]
    )
    assert findings == []
    assert plan is not None
    assert [query.form for query in plan.queries] == ["deal", "target"]
    assert [print_(node) for node in plan.queries[1].groups] == ["person"]
    assert planned(dimensions=[{"field": "owner"}], measures=[goal])[1] == [("/measures", "blend_unmatched")]


@pytest.mark.parametrize(
    ("report", "found"),
    [
        ({"dimensions": [{"field": "stagee"}]}, [("/dimensions/0/field", "unknown_field")]),
        ({"dimensions": [{}]}, [("/dimensions/0", "dimension_needed")]),
        ({"dimensions": [{"field": "stage", "bucket": "month"}]}, [("/dimensions/0/bucket", "not_a_date")]),
        ({"dimensions": [{"field": "stage", "width": 5}]}, [("/dimensions/0/field", "not_a_number")]),
        ({"dimensions": [{"field": "stage"}, {"field": "stage"}]}, [("/dimensions/1", "duplicate_key")]),
        ({"measures": [{"fn": "sum"}]}, [("/measures/0/field", "field_needed")]),
        ({"measures": [{"fn": "sum", "field": "stage"}]}, [("/measures/0/field", "not_a_number")]),
        ({"measures": [{"fn": "max", "field": "owner"}]}, [("/measures/0/field", "not_ordered")]),
        ({"measures": [{"fn": "median", "field": "amount"}]}, [("/measures/0/fn", "not_supported")]),
        (
            {"measures": [{"fn": "count"}, {"fn": "ratio", "of": "count", "over": "won"}]},
            [("/measures/1/of", "unknown_measure")],
        ),
        ({"measures": []}, [("/measures", "measure_needed")]),
        ({"sort": ["-amount"]}, [("/sort/0", "unknown_column")]),
    ],
)
def test_what_is_wrong_is_told_at_its_place(report: dict[str, Any], found: list[tuple[str, str]]) -> None:
    plan, findings = planned(**report)
    assert plan is None
    assert findings == found


def test_a_wrong_filter_is_told_with_its_position() -> None:
    plan, findings = planned(filter="amount > ", dimensions=[{"field": "stage"}])
    assert plan is None
    assert [pointer for pointer, _ in findings] == ["/filter"]


def test_a_measure_is_shown_in_the_format_it_names() -> None:
    each = {"key": "each", "fn": "ratio", "of": "sum_amount", "over": "count", "format": "money"}
    plan, findings = planned(measures=[{"fn": "sum", "field": "amount"}, {"fn": "count"}, each])
    assert findings == []
    assert plan is not None
    assert plan.measures[-1].kind == MONEY


def test_money_worked_out_after_grouping_has_the_places_of_its_kind() -> None:
    each = {"key": "each", "fn": "formula", "formula": "sum_amount / count"}
    for said, places, value in (({}, 2, "166.67"), ({"decimals": 0}, 0, "167")):
        measures = [{"fn": "sum", "field": "amount"}, {"fn": "count"}, {**each, **said}]
        plan, findings = planned(dimensions=[{"field": "owner"}], measures=measures)
        assert findings == []
        assert plan is not None
        found = answer(plan, [[["a", Decimal(500), 3]]], [[[Decimal(500), 3]]])
        column = found.columns[-1]
        assert (column.kind, column.decimals) == (MONEY, places)
        assert str(shown(found.rows[0][-1], column)) == str(shown(found.totals["each"], column)) == value
    exact = {"fn": "sum", "field": "amount", "decimals": 4}
    plan, _ = planned(measures=[exact, {"fn": "count"}, each])
    assert plan is not None
    assert plan.measures[-1].decimals == 4


SCORE = [
    {"key": "good", "fn": "count", "filter": "amount > 8"},
    {"key": "bad", "fn": "count", "filter": "amount < 7"},
    {"key": "all", "fn": "count"},
]


def test_a_formula_computes_with_the_measures_before_it_in_rows_and_totals() -> None:
    score = {"key": "score", "fn": "formula", "formula": "(good - bad) / all * 100"}
    plan, findings = planned(dimensions=[{"field": "owner"}], measures=[*SCORE, score])
    assert findings == []
    assert plan is not None
    found = answer(plan, [[["a", 3, 1, 8], ["b", 0, 0, 0]]], [[[3, 1, 8]]])
    assert [row[-1] for row in found.rows] == [25, None]
    assert found.totals["score"] == 25


@pytest.mark.parametrize(
    ("formula", "code"),
    [
        ("good - best", "unknown_name"),
        ("part * 2", "unknown_name"),
        ("good > 1", "not_a_number"),
        ("good + DAY(TODAY())", "not_supported"),
    ],
)
def test_a_formula_over_measures_is_held_to_what_is_there_after_grouping(formula: str, code: str) -> None:
    part = {"key": "part", "fn": "share", "of": "good"}
    measures = [*SCORE, part, {"key": "score", "fn": "formula", "formula": formula}]
    plan, findings = planned(dimensions=[{"field": "owner"}], measures=measures)
    assert plan is None
    assert findings == [("/measures/4/formula", code)]


def test_ranges_and_widths_become_formulas() -> None:
    plan, findings = planned(
        dimensions=[{"field": "amount", "ranges": [{"to": 10}, {"from": 10, "to": 20}, {"from": 20}]}]
    )
    assert findings == []
    assert plan is not None
    assert planned(dimensions=[{"field": "amount", "width": 1000}])[1] == []
