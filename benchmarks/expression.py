"""Expressions: evaluations a second beside simpleeval in the same run, and what parsing and checking costs.

python benchmarks/expression.py
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import simpleeval

from dougong.engines.expression.check import Names, check
from dougong.engines.expression.env import Env
from dougong.engines.expression.evaluate import compile_
from dougong.engines.expression.kinds import BOOLEAN, MONEY, NUMBER, TEXT, Kind, list_of
from dougong.engines.expression.parse import parse
from dougong.engines.expression.registry import load_functions

CONDITION = (
    'amount > 10000 AND stage <> "lost" AND level = "A" AND probability >= 60 AND quantity < 500 '
    'AND region IN ["north", "east"] AND discount <= 15 AND owner = "u1" AND age > 3 AND kind = "standard"'
)
PYTHON = (
    'amount > 10000 and stage != "lost" and level == "A" and probability >= 60 and quantity < 500 '
    'and region in ["north", "east"] and discount <= 15 and owner == "u1" and age > 3 and kind == "standard"'
)
FORMULA = (
    'IF(AND(amount > 100000, level = "A", NOT(ISBLANK(owner))), '
    "amount * 0.05 + ROUND(SUM(lines.quantity * lines.price), 2), "
    'IF(OR(stage = "won", stage = "lost"), 0, MIN(amount, 100) / 3)) + LEN(owner)'
)
VALUES = {
    "amount": Decimal("125000.50"), "stage": "quote", "level": "A", "probability": Decimal(80), "quantity": Decimal(20),
    "region": "east", "discount": Decimal(5), "owner": "u1", "age": Decimal(9), "kind": "standard",
}  # fmt: skip
SCOPE = Names(
    {
        **{(name,): TEXT if isinstance(value, str) else NUMBER for name, value in VALUES.items()},
        ("lines",): list_of(Kind("row")),
        ("lines", "quantity"): list_of(NUMBER),
        ("lines", "price"): list_of(MONEY),
    }
)


def per_second(run: Callable[[], object], seconds: float = 1.0) -> float:
    """Calls a second, the best of three."""
    best = 0.0
    for _ in range(3):
        count, start = 0, time.perf_counter()
        while (spent := time.perf_counter() - start) < seconds / 3:
            for _again in range(200):
                run()
            count += 200
        best = max(best, count / spent)
    return best


def main() -> None:
    functions = load_functions()
    checked = check(CONDITION, SCOPE, BOOLEAN, functions)
    assert checked.ok, checked.findings
    closure = compile_(checked.node, functions)
    env = Env(VALUES, datetime.now(UTC), ZoneInfo("Asia/Shanghai"))
    assert closure(env) is True
    evaluator = simpleeval.EvalWithCompoundTypes(names=VALUES)
    tree = evaluator.parse(PYTHON)
    assert evaluator.eval(PYTHON, previously_parsed=tree) is True
    ours = per_second(lambda: closure(env))
    theirs = per_second(lambda: evaluator.eval(PYTHON, previously_parsed=tree))
    print(f"ten terms, all true      {ours:>12,.0f} /s   simpleeval {theirs:>9,.0f} /s   {ours / theirs:.1f}x")
    formula = FORMULA
    assert check(formula, SCOPE, None, functions).ok
    parsing = 1000 / per_second(lambda: parse(formula))
    both = 1000 / per_second(lambda: check(formula, SCOPE, None, functions))
    print(f"formula of {len(formula)} characters: parse {parsing:.2f} ms, parse and check {both:.2f} ms")


if __name__ == "__main__":
    main()
