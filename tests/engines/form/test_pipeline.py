"""Stages: what may move where, what entering makes, and the log."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from dougong.engines.form.compile import CompiledForm
from dougong.engines.form.moves import moves
from dougong.engines.form.pipeline import Move, Progress, unknown_ticks
from dougong.engines.form.run import Run
from dougong.engines.form.submit import Settled, coerce, settle

Compile = Callable[..., dict[str, CompiledForm]]
WHO = [{"by": "field", "field": "owner"}]


def form(moves_: str = "any", **first: Any) -> dict[str, Any]:
    stages = ["new", "quote", "won", "lost"]
    return {
        "key": "deal",
        "fields": [
            {"key": "kind", "type": "select", "options": [{"value": "a"}, {"value": "b"}], "default": "a"},
            {"key": "stage", "type": "select", "options": [{"value": one, "name": one.title()} for one in stages]},
            {"key": "budget", "type": "money"},
            {"key": "phone", "type": "phone"},
        ],
        "pipelines": [
            {"key": "plain", "when": 'kind = "b"', "field": "stage", "stages": [{"value": one} for one in stages]},
            {
                "key": "full",
                "field": "stage",
                "moves": moves_,
                "stages": [
                    {
                        "value": "new",
                        "exit_when": "NOT(ISBLANK(phone))",
                        "checklist": [{"key": "visit", "name": "拜访"}],
                        "tasks": [{"key": "call", "name": "打电话", "who": WHO, "required": True, "within": "24h"}],
                        "to": ["quote", "lost"],
                        **first,
                    },
                    {
                        "value": "quote",
                        "enter_when": "budget > 0",
                        "require": ["phone"],
                        "to": ["won", "lost", "new"],
                        "tasks": [
                            {"key": "send", "name": "发送", "who": WHO},
                            {"key": "big", "name": "复核", "who": WHO, "when": "budget > 100"},
                        ],
                    },
                    {"value": "won", "outcome": "won"},
                    {"value": "lost", "outcome": "lost", "require": ["budget"]},
                ],
            },
        ],
    }


STORED = {"kind": "a", "stage": "new", "budget": None, "phone": None, "owner": None, "department": None}
DONE = Progress({"new": {"visit": True}})


def moved(
    deal: CompiledForm,
    raw: dict[str, Any],
    run: Run,
    stored: dict[str, Any] | None = STORED,
    done: Progress = DONE,
    **more: Any,
) -> Move:
    sent, findings = coerce(deal, raw)
    assert findings == []
    out = settle(deal, sent, stored, run)
    assert isinstance(out, Settled)
    made = moves(deal, out, stored, run, progress={"stage": done}, by="u", **more)
    assert isinstance(made, Move)
    return made


def codes(move: Move) -> list[tuple[str, str]]:
    return [(one.pointer, one.code) for one in move.findings]


@pytest.fixture
def deal(app: Compile) -> CompiledForm:
    return app(form())["deal"]


def test_moving_forward_asks_for_everything_that_is_open(deal: CompiledForm, run: Run) -> None:
    open_ = Progress({}, frozenset({"new/call"}))
    assert codes(moved(deal, {"stage": "quote"}, run, done=open_)) == [
        ("/values/stage", "enter_condition"),
        ("/values/phone", "required_in_stage"),
        ("/values/stage", "exit_condition"),
        ("/checklist/new/visit", "checklist_open"),
        ("/values/stage", "stage_task_open"),
    ]


def test_an_allowed_move_is_logged_and_makes_the_tasks_of_its_stage(deal: CompiledForm, run: Run) -> None:
    since = Progress({"new": {"visit": True}}, entered_at=run.now - timedelta(hours=2))
    out = moved(deal, {"stage": "quote", "budget": 50, "phone": "12345678"}, run, done=since)
    assert out.findings == ()
    (entry,) = out.entries
    assert (entry.pipeline, entry.from_stage, entry.to_stage, entry.seconds, entry.by) == (
        "full",
        "new",
        "quote",
        7200,
        "u",
    )
    assert [task.key for task in out.tasks] == ["quote/send"]
    big = moved(deal, {"stage": "quote", "budget": 500, "phone": "12345678"}, run)
    assert [task.key for task in big.tasks] == ["quote/send", "quote/big"]


def test_a_move_to_lost_skips_what_other_moves_ask_for(deal: CompiledForm, run: Run) -> None:
    assert moved(deal, {"stage": "lost"}, run, done=Progress({})).findings == ()


def test_moving_back_does_not_ask_for_the_checklist(deal: CompiledForm, run: Run) -> None:
    stored = {**STORED, "stage": "quote"}
    assert moved(deal, {"stage": "new"}, run, stored, Progress({})).findings == ()


def test_a_new_record_is_judged_for_its_stage_alone(deal: CompiledForm, run: Run) -> None:
    out = moved(deal, {"stage": "quote"}, run, stored=None)
    assert codes(out) == [("/values/stage", "enter_condition"), ("/values/phone", "required_in_stage")]
    first = moved(deal, {"stage": "new"}, run, stored=None)
    assert [(one.from_stage, one.to_stage, one.seconds) for one in first.entries] == [(None, "new", None)]
    assert [task.key for task in first.tasks] == ["new/call"]


def test_an_import_may_skip_and_the_log_says_so(deal: CompiledForm, run: Run) -> None:
    out = moved(deal, {"stage": "quote"}, run, stored=None, skip=True)
    assert out.findings == ()
    assert [one.skipped for one in out.entries] == [True]
    assert out.tasks == ()


def test_nothing_happens_when_the_stage_stays(deal: CompiledForm, run: Run) -> None:
    assert moved(deal, {"budget": 1}, run, done=Progress({})) == Move()


def test_the_first_pipeline_whose_condition_holds_applies(deal: CompiledForm, run: Run) -> None:
    out = moved(deal, {"kind": "b", "stage": "quote"}, run)
    assert out.findings == ()
    assert [one.pipeline for one in out.entries] == ["plain"]


def test_listed_moves_read_the_list_of_the_stage_left(app: Compile, run: Run) -> None:
    deal = app(form("listed"))["deal"]
    assert codes(moved(deal, {"stage": "won"}, run)) == [("/values/stage", "move_not_allowed")]
    assert moved(deal, {"stage": "lost"}, run).findings == ()


def test_a_forward_pipeline_does_not_go_back(app: Compile, run: Run) -> None:
    deal = app(form("forward"))["deal"]
    assert codes(moved(deal, {"stage": "new"}, run, {**STORED, "stage": "won"})) == [("/values/stage", "move_backward")]


def test_ticks_are_known_by_stage_and_key(deal: CompiledForm) -> None:
    assert unknown_ticks(deal.pipelines, {"new": {"visit": True}}) == []
    found = unknown_ticks(deal.pipelines, {"new": {"vsit": True, "visit": 1}, "quote": 5})
    assert [(one.pointer, one.code) for one in found] == [
        ("/checklist/new/vsit", "unknown_field"),
        ("/checklist/new/visit", "not_boolean"),
        ("/checklist/quote", "not_object"),
    ]
