"""Calls and operators put together without regard to types: the checker judges them all, and what it passes computes.

``DOUGONG_FUZZ_CHECK`` sets how many (2,000 unless said), ``DOUGONG_FUZZ_SEED`` where they begin.
"""

import os
from contextlib import suppress
from datetime import datetime
from random import Random
from zoneinfo import ZoneInfo

import pytest
from support import expression_extremes as extremes
from support import expression_world as world

from dougong.engines.expression.canonical import envelope
from dougong.engines.expression.check import check
from dougong.engines.expression.env import Env
from dougong.engines.expression.evaluate import compile_
from dougong.engines.expression.parse import parse
from dougong.engines.expression.printing import print_
from dougong.engines.expression.problems import EvaluationProblem
from dougong.engines.expression.registry import load_functions
from dougong.engines.expression.samples import record
from dougong.engines.expression.sql import pushable

FUNCTIONS = load_functions()
CASES = int(os.environ.get("DOUGONG_FUZZ_CHECK", "2000"))
FIRST = int(os.environ.get("DOUGONG_FUZZ_SEED", "1"))
OPERATORS = ("+", "-", "*", "/", "^", "&", "=", "<>", "<", "<=", ">", ">=", " IN ", " AND ", " OR ")
LEAVES = (
    "1", "-2.5", "0", "10 ^ 30", '"a"', '"day"', '"this_month"', '"2026-03-05"', '"2026-03-05 10:30"', '""', "true",
    "false", "blank", "today", "this_month", "nothing", "[]", '["a", blank]', "[1, 2]", "ME()",
    "account.contacts.name", "account.nothing.at_all", "owner", "id",
)  # fmt: skip
NAMES = [name for name in FUNCTIONS if name.isidentifier() and name.isupper()]
PATHS = [*world.TYPES, "lines.quantity", "lines.price", "lines.kind", "lines.at", "others.since", "account.level"]


def written(random: Random, depth: int = 0) -> str:
    """An expression by chance, as text."""
    if depth > 3 or random.random() < 0.3:
        return random.choice(LEAVES) if random.random() < 0.5 else random.choice(PATHS)
    if random.random() < 0.3:
        return f"({written(random, depth + 1)}{random.choice(OPERATORS)}{written(random, depth + 1)})"
    arguments = [written(random, depth + 1) for _ in range(random.choice((0, 1, 1, 2, 2, 3, 3, 4, 5)))]
    return f"{random.choice(NAMES)}({', '.join(arguments)})"


def env() -> Env:
    _, raw, zone = extremes.sample(2)
    values = {**dict.fromkeys(world.TYPES), **record(world.TYPES, raw, ZoneInfo(zone))}
    return Env(
        values, datetime.fromisoformat(extremes.now(2)), ZoneInfo(zone), world.MES[0], {}, row=1, doors=world.doors()
    )


@pytest.mark.parametrize("name", NAMES)
def test_every_function_is_judged_with_any_number_of_arguments(name: str) -> None:
    for count in range(8):
        for leaf in ("1", '"a"', "blank", "lines.price", "nothing"):
            _judged(f"{name}({', '.join([leaf] * count)})")


def test_whatever_is_put_together_is_judged_and_what_passes_computes() -> None:
    passed = sum(_judged(written(Random(seed))) for seed in range(FIRST, FIRST + CASES))
    assert passed > CASES // 50


def _judged(text: str) -> bool:
    """Whether it passes; then it prints as itself, is stored, is planned and computes or names its problem."""
    checked = check(text, world.SCOPE, None, FUNCTIONS)
    if not checked.ok:
        assert all(finding.message.zh and finding.message.en for finding in checked.findings), text
        return False
    printed = print_(checked.node)
    assert print_(parse(printed)) == printed, text
    envelope(checked.node, checked.kind, checked.depends)
    for dialect in ("sqlite", "postgresql"):
        pushable(checked.node, FUNCTIONS, dialect)
    # anything but a problem of ours is a fault
    with suppress(EvaluationProblem):
        compile_(checked.node, FUNCTIONS)(env())
    return True
