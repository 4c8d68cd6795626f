"""A hostile expression costs its budget and a clear problem. Steps are counted here, never seconds."""

from datetime import UTC, datetime

import pytest

from dougong.engines.expression.check import Checked, Names, check
from dougong.engines.expression.env import Env
from dougong.engines.expression.evaluate import compile_
from dougong.engines.expression.kinds import NUMBER, TEXT
from dougong.engines.expression.limits import MAX_LENGTH, MAX_STEPS
from dougong.engines.expression.operands import Operands
from dougong.engines.expression.problems import EvaluationProblem, StepsExceeded
from dougong.engines.expression.registry import load_functions
from dougong.engines.expression.trial import MOST_SHOWN, try_out

FUNCTIONS = load_functions()
NAMES = Names({("n",): NUMBER, ("t",): TEXT})
LONG = "REPT(t, 90000)"


def _checked(text: str) -> Checked:
    found = check(text, NAMES, None, FUNCTIONS)
    assert found.ok, found.findings
    return found


def _env() -> Env:
    return Env({"n": None, "t": "a"}, datetime(2026, 3, 5, tzinfo=UTC), UTC)


@pytest.mark.parametrize(
    ("part", "times"),
    [
        # RE2 is linear, in the text times the pattern with its repetitions written out
        (f'LEN(REGEXREPLACE({LONG}, "(a?){{400}}b", ""))', 3),
        (f'COUNTA(SPLIT(SUBSTITUTE(LEFT({LONG}, 9000), "a", "a,"), ","))', 60),
        (f'COUNTIF(SPLIT(SUBSTITUTE(LEFT({LONG}, 9000), "a", "a,"), ","), "*a*b")', 40),
        (f"LEN(PINYIN(LEFT({LONG}, 2000)))", 60),
        (f"LEN(PROPER({LONG}))", 190),
    ],
)
def test_what_takes_long_costs_its_steps(part: str, times: int) -> None:
    whole = compile_(_checked("MAX(" + ", ".join([part] * times) + ")").node, FUNCTIONS)
    with pytest.raises(StepsExceeded):
        whole(_env())


@pytest.mark.parametrize("part", ["a.a.a.", ".a", "a.a(", "1&", "a=b=c=", "@", "[1,", "{a}", "“a”"])
def test_the_longest_text_that_is_wrong_is_looked_around_in_a_few_times_only(
    part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = 0
    looking = Operands.type_at

    def counted(self: Operands, at: int) -> str:
        nonlocal looked
        looked += 1
        return looking(self, at)

    monkeypatch.setattr(Operands, "type_at", counted)
    found = check(part * (MAX_LENGTH // len(part)), NAMES, None, FUNCTIONS)
    assert found.findings
    assert looked < 70 * MAX_LENGTH


def test_short_texts_and_patterns_cost_next_to_nothing() -> None:
    env = _env()
    compile_(_checked('REGEXMATCH(t, "^[A-Z]{2}-[0-9]{4,8}$") OR COUNTA(SPLIT(t, ",")) > 3').node, FUNCTIONS)(env)
    assert MAX_STEPS - env.steps < 20


def test_the_parts_of_a_trial_share_one_budget_and_show_so_much() -> None:
    spent = 0

    class Counted(Env):
        def spend(self, steps: int) -> None:
            nonlocal spent
            spent += steps
            super().spend(steps)

    def env() -> Env:
        given = _env()
        return Counted(given.values, given.now, given.zone)

    tried = try_out(_checked("MAX(" + ", ".join([f"LEN(PROPER({LONG}))"] * 70) + ")"), FUNCTIONS, env)
    assert tried.problem is None
    assert spent < 2 * MAX_STEPS + 100_000
    assert sum(len(step.value) for step in tried.steps if isinstance(step.value, str)) < MOST_SHOWN + 200 * 101
    assert any(isinstance(step.problem, EvaluationProblem) for step in tried.steps)
