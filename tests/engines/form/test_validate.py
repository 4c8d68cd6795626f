"""What must hold before a record is stored: every problem at once, at its place."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from dougong.engines.form.compile import CompiledForm
from dougong.engines.form.run import Need, Run
from dougong.engines.form.submit import Settled, coerce, settle
from dougong.engines.form.validate import validate

Compile = Callable[..., dict[str, CompiledForm]]
FORM: dict[str, Any] = {
    "key": "deal",
    "fields": [
        {"key": "name", "type": "text", "required": True, "name": {"zh-CN": "名称", "en": "Name"}},
        {
            "key": "stage",
            "type": "select",
            "options": [{"value": "new"}, {"value": "lost"}, {"value": "old", "retired": True}],
        },
        {"key": "reason", "type": "text"},
        {"key": "email", "type": "email", "required_when": 'stage = "new"'},
        {"key": "due", "type": "date", "min": "TODAY()", "max": "2027-12-31"},
        {"key": "amount", "type": "money"},
        {"key": "labels", "type": "multiselect", "options": [{"value": "a"}, {"value": "b"}], "min": 2},
        {
            "key": "lines",
            "type": "subtable",
            "min": 1,
            "unique_rows": ["sku"],
            "fields": [
                {"key": "sku", "type": "text", "required": True},
                {"key": "note", "type": "text", "required_when": 'sku = "X"'},
            ],
        },
    ],
    "checks": [
        {
            "key": "positive",
            "when": "amount < 0",
            "message": {"zh-CN": "金额不能为负", "en": "No negative amount"},
            "fields": ["amount"],
        },
        {"key": "large", "when": "amount > 100", "message": "很大", "severity": "warning"},
    ],
    "linkage": [
        {"when": 'stage = "lost"', "show": ["reason"], "require": ["reason"]},
        {"when": "amount > 1000", "options": {"stage": ["lost"]}},
    ],
}
GOOD = {"name": "x", "stage": "lost", "reason": "price", "lines": [{"values": {"sku": "1"}}]}


@pytest.fixture
def deal(app: Compile) -> CompiledForm:
    return app(FORM)["deal"]


def problems(deal: CompiledForm, raw: dict[str, Any], run: Run, stored: dict[str, Any] | None = None) -> list[Any]:
    sent, findings = coerce(deal, raw)
    out = settle(deal, sent, stored, run)
    assert isinstance(out, Settled)
    found = validate(deal, out, stored, run, reported=findings)
    assert not isinstance(found, Need)
    return [(one.pointer, one.code) for one in found]


def test_a_good_record_has_no_problem(deal: CompiledForm, run: Run) -> None:
    assert problems(deal, GOOD, run) == []


def test_problems_of_shape_and_of_meaning_are_told_together(deal: CompiledForm, run: Run) -> None:
    raw = {"stage": "new", "amount": "x", "due": "2026-11-21", "lines": [{"values": {"sku": "X"}}]}
    assert sorted(problems(deal, raw, run)) == [
        ("/values/amount", "not_number"),
        ("/values/due", "too_small"),
        ("/values/email", "required"),
        ("/values/lines/0/values/note", "required"),
        ("/values/name", "required"),
    ]


def test_a_hidden_field_is_never_required_and_a_shown_one_is(deal: CompiledForm, run: Run) -> None:
    assert problems(deal, {**GOOD, "stage": None, "reason": None}, run) == []
    assert problems(deal, {**GOOD, "reason": None}, run) == [("/values/reason", "required")]


def test_rows_are_counted_and_compared(deal: CompiledForm, run: Run) -> None:
    assert problems(deal, {**GOOD, "lines": []}, run) == [("/values/lines", "too_few")]
    twice = [{"values": {"sku": "1"}}, {"values": {"sku": "1"}}]
    assert problems(deal, {**GOOD, "lines": twice}, run) == [("/values/lines/1/values/sku", "repeated_in_rows")]


def test_a_check_is_a_problem_when_it_holds_and_a_warning_says_so(deal: CompiledForm, run: Run) -> None:
    assert problems(deal, {**GOOD, "amount": -1}, run) == [("/values/amount", "check:positive")]
    sent, _ = coerce(deal, {**GOOD, "amount": 500})
    out = settle(deal, sent, None, run)
    assert isinstance(out, Settled)
    (found,) = validate(deal, out, None, run)
    assert (found.code, found.severity, found.message.en) == ("check:large", "warning", "很大")


def test_limits_judge_what_changed_and_leave_old_values_alone(deal: CompiledForm, run: Run) -> None:
    stored = {
        **dict.fromkeys(("reason", "email", "amount")),
        "name": "x",
        "stage": "old",
        "due": date(2020, 1, 1),
        "labels": ["a"],
        "lines": [{"id": "0197f1a0-0000-7000-8000-000000000011", "sku": "1", "note": None}],
    }
    assert problems(deal, {"amount": 5}, run, stored) == []
    assert problems(deal, {"labels": ["b"], "due": "2028-01-01"}, run, stored) == [
        ("/values/due", "too_large"),
        ("/values/labels", "too_few"),
    ]
    assert problems(deal, {**GOOD, "stage": "old"}, run) == [("/values/stage", "retired_option")]


def test_linkage_narrows_the_options(deal: CompiledForm, run: Run) -> None:
    raw = {**GOOD, "stage": "new", "email": "a@b.cn", "amount": 2000}
    assert problems(deal, raw, run) == [("/values/stage", "not_option"), ("/values", "check:large")]


def test_messages_name_the_field_in_both_languages(deal: CompiledForm, run: Run) -> None:
    sent, _ = coerce(deal, {**GOOD, "name": ""})
    out = settle(deal, sent, None, run)
    assert isinstance(out, Settled)
    (found,) = validate(deal, out, None, run)
    assert found.message.zh == "请填写“名称”"
    assert found.message.en == "Name is required"


def test_an_exact_amount_is_compared_exactly(deal: CompiledForm, run: Run) -> None:
    sent, _ = coerce(deal, {**GOOD, "amount": 0.1 + 0.2})
    assert "amount" not in sent
    sent, _ = coerce(deal, {**GOOD, "amount": 0.3})
    assert sent["amount"] == Decimal("0.30")
