"""The Python back end: hostile expressions, what lies outside, and that it raises nothing but its own problems."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from support import expression_samples as generate

from dougong.engines.expression import problems
from dougong.engines.expression.check import check, check_node
from dougong.engines.expression.env import Doors, Env, Workdays
from dougong.engines.expression.evaluate import applied, compile_
from dougong.engines.expression.quick import quick
from dougong.engines.expression.registry import load_functions
from dougong.engines.expression.samples import SampleScope, record
from dougong.engines.expression.tree import Call, Node

FUNCTIONS = load_functions()
ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 3, 15, 2, 30, tzinfo=UTC)
ROWS = {"lines": {"rows": {"x": "number", "t": "text"}}, "t": "text"}


def run(text: str, types: dict[str, Any] | None = None, values: dict[str, Any] | None = None, **more: Any) -> Any:
    checked = check(text, SampleScope(types or {}), None, FUNCTIONS)
    assert checked.ok, checked.findings
    return compile_(checked.node, FUNCTIONS)(Env(record(types or {}, values or {}, ZONE), NOW, ZONE, **more))


@given(generate.expressions(), generate.records())
@settings(max_examples=500, deadline=None)
def test_a_checked_expression_gives_a_value_of_its_kind_or_a_problem(tree: Node, values: dict[str, Any]) -> None:
    checked = check_node(tree, SampleScope(generate.TYPES), None, FUNCTIONS)
    assert checked.ok, [finding.message.en for finding in checked.findings]
    env = Env(record(generate.TYPES, values, ZONE), NOW, ZONE)
    try:
        value = compile_(checked.node, FUNCTIONS)(env)
    except problems.EvaluationProblem:
        return
    python = {"number": Decimal, "money": Decimal, "percent": Decimal, "text": str, "option": str, "boolean": bool}
    expected = python.get(checked.kind.name, date if checked.kind.name == "date" else object)
    assert value is None or isinstance(value, expected)
    assert value != ""
    if (
        checked.kind.name == "boolean"
        and isinstance(checked.node, Call)
        and checked.node.function not in {"IF", "IFS", "COALESCE"}
    ):
        assert value is not None


@given(generate.expressions("boolean"), generate.records())
@settings(max_examples=300, deadline=None)
def test_quick_closures_agree_with_the_functions_of_the_registry(tree: Node, values: dict[str, Any]) -> None:
    checked = check_node(tree, SampleScope(generate.TYPES), None, FUNCTIONS)
    node = checked.node
    if not isinstance(node, Call) or node.each is not None:
        return
    args = [compile_(arg, FUNCTIONS) for arg in node.args]
    fast, function = quick(node, args), FUNCTIONS[node.function]
    if fast is None:
        return
    env = Env(record(generate.TYPES, values, ZONE), NOW, ZONE)
    try:
        slow = (
            function.call(env, *args)
            if function.lazy
            else applied(function, [arg.kind for arg in node.args])(env, [arg(env) for arg in args])
        )
        assert fast(env) == slow
    except problems.EvaluationProblem:
        return


def test_a_hostile_expression_costs_its_budget_and_a_clear_problem() -> None:
    rows = {"lines": [{"id": str(at), "x": "1"} for at in range(10_000)]}
    heavy = " + ".join(["SUM(lines.x * lines.x + lines.x)"] * 40)
    with pytest.raises(problems.StepsExceeded):
        run(heavy, ROWS, rows)
    with pytest.raises(problems.StepsExceeded):
        # IFERROR must not swallow the end of the budget and go on
        run(f"IFERROR({heavy}, {heavy})", ROWS, rows)


@pytest.mark.parametrize(
    "text",
    [
        # every row has a text as long as may be, and every row looks through the whole list
        'SUM(LEN(TEXT(lines.x) & REPT("a", 99000)))',
        'COUNTA(REGEXREPLACE(TEXT(lines.x) & REPT("a", 99000), "b", ""))',
        "SUM(COUNTIF(tags, TEXT(lines.x)))",
        "ANY(TEXT(lines.x) IN tags)",
    ],
)
def test_long_texts_and_whole_lists_for_every_row_cost_their_steps(text: str) -> None:
    types = {**ROWS, "tags": {"list": "text"}}
    record = {"lines": [{"id": str(at), "x": "1"} for at in range(1_000)], "tags": ["x"] * 2_000}
    with pytest.raises(problems.StepsExceeded):
        run(text, types, record)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('REPT("x", 10 ^ 9)', problems.TextTooLong),
        ('LEN(REPT(REPT("x", 10000), 10000))', problems.TextTooLong),
        ('SUBSTITUTE(REPT("a", 50000), "a", "bbbbbbbbbb")', problems.TextTooLong),
        ('MASK(REPT("a", 100000), 0, 0, REPT("b", 100000))', problems.TextTooLong),
        ('MASK("ab", 3, 3, REPT("b", 60000))', problems.TextTooLong),
        ('PINYIN(REPT("a中", 1000), REPT("b", 100000))', problems.TextTooLong),
        ('REGEXREPLACE(REPT("a", 100000), "", REPT("b", 100000))', problems.TextTooLong),
        ('TEXT(REPT("a", 100000), "@@")', problems.TextTooLong),
        ('SPLIT(REPT("a,", 20000), ",")', problems.ListTooLong),
        ("10 ^ 1000", problems.Overflow),
        ("9 ^ 9 ^ 9", problems.Overflow),
        ("EXP(10 ^ 30)", problems.Overflow),
        ("POWER(1.5, 10 ^ 6)", problems.Overflow),
        ("WORKDAY(TODAY(), 10 ^ 30)", problems.EvaluationProblem),
        ("NETWORKDAYS(DATE(1, 1, 1), DATE(9999, 12, 31)) * 10 ^ 37", problems.EvaluationProblem),
        ("DATE(10 ^ 30, 1, 1)", problems.DateOutOfRange),
        ("TODAY() + 10 ^ 30", problems.DateOutOfRange),
        ('DATEADD(NOW(), 10 ^ 30, "second")', problems.DateOutOfRange),
    ],
)
def test_what_grows_without_end_is_stopped(text: str, problem: type[problems.EvaluationProblem]) -> None:
    told = [finding.code for finding in check(text, SampleScope({}), None, FUNCTIONS).findings]
    if told:
        # without a field or the hour in it, it is computed when it is checked
        assert told == [problem.code]
        return
    with pytest.raises(problem):
        run(text)


def test_what_needs_a_field_is_not_told_beforehand() -> None:
    with pytest.raises(problems.Overflow):
        run("a * 10 ^ 37", {"a": "number"}, {"a": "100"})
    assert run("a * 10 ^ 37", {"a": "number"}, {"a": "1"}) == Decimal(10) ** 37


@pytest.mark.parametrize("pattern", ["(a+)+$", "(a|aa)+$", "(.*a){20}"])
def test_no_pattern_hangs(pattern: str) -> None:
    assert run(f'REGEXMATCH(t & "!", "{pattern}")', {"t": "text"}, {"t": "a" * 5000}) in {True, False}


def test_what_was_not_brought_is_a_problem_and_not_a_guess() -> None:
    for text in ("ME()", "DEPARTMENT()", "TEAM()", "COUNT_OWNED()", "RAND()", "UUID()", "DEPTPARENT(d)"):
        with pytest.raises(problems.NotAvailableHere):
            run(text, {"d": "department"}, {"d": "d1"})


def test_iferror_catches_a_problem_of_its_first_argument_alone() -> None:
    assert run("IFERROR(10 ^ 37 * 100, 1)") == 1
    with pytest.raises(problems.Overflow):
        run("IFERROR(a * 100, a * 100)", {"a": "number"}, {"a": "1E37"})


def test_sums_stay_exact_beyond_the_digits_of_a_float_and_of_a_default_decimal() -> None:
    big = "12345678901234567890123456789012345.01"
    assert run("a + 1", {"a": "number"}, {"a": big}) == Decimal(big) + 1 if len(big) < 28 else True
    assert str(run("a + 1 - 1", {"a": "number"}, {"a": big})) == big
    assert str(run("-(-a)", {"a": "number"}, {"a": big})) == big
    assert str(run("ABS(a)", {"a": "number"}, {"a": big})) == big
    assert str(run("SUM(a, 0)", {"a": "number"}, {"a": big})) == big


def test_look_ups_and_counts_come_through_doors() -> None:
    doors = Doors(count_owned=lambda form: 3 if form is None else 7, parent_department=lambda department: None)
    assert run('COUNT_OWNED() + COUNT_OWNED("account")', doors=doors) == 10


def test_working_days_follow_the_calendar_that_is_given() -> None:
    # the Saturday is made up for, the Monday is a holiday
    calendar = Workdays((True,) * 5 + (False,) * 2, (date(2026, 3, 7), date(2026, 3, 9)))
    assert run("NETWORKDAYS(DATE(2026, 3, 6), DATE(2026, 3, 9))", calendar=calendar) == 2
    assert run("WORKDAY(DATE(2026, 3, 6), 2)", calendar=calendar) == date(2026, 3, 10)


def test_today_turns_at_midnight_in_the_zone_and_summer_time_is_minded() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    checked = check('DATEADD(at, 1, "day")', SampleScope({"at": "datetime"}), None, FUNCTIONS)
    before = datetime(2026, 3, 28, 11, 0, tzinfo=UTC)
    env = Env({"at": before}, NOW, berlin)
    # the clock goes forward in that night: the same time of day is 23 hours later
    assert compile_(checked.node, FUNCTIONS)(env) == datetime(2026, 3, 29, 10, 0, tzinfo=UTC)
    assert Env({}, datetime(2026, 3, 14, 16, 0, tzinfo=UTC), ZONE).today == date(2026, 3, 15)


def test_a_criterion_too_long_to_be_a_pattern_matches_nothing() -> None:
    long = "*a" * 700
    scope = SampleScope({"items": {"list": "text"}})
    for expression, expected in ((f'COUNTIF(items, "{long}")', 0), (f'COUNTIF(items, "<>{long}")', 1)):
        found = check(expression, scope, None, load_functions())
        values = record({"items": {"list": "text"}}, {"items": ["aaa"]}, ZoneInfo("UTC"))
        env = Env(values, datetime(2026, 3, 4, tzinfo=UTC), ZoneInfo("UTC"))
        assert compile_(found.node, load_functions())(env) == expected
