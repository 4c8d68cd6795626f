"""What an expression computes without any field, tried when it is checked: a problem there is one of every record.

Only the problem is kept; IFERROR is there to catch it, so what it guards is left alone.
"""

from datetime import UTC, datetime

from dougong.engines.expression.env import Env
from dougong.engines.expression.evaluate import compile_
from dougong.engines.expression.kinds import ANY
from dougong.engines.expression.problems import EvaluationProblem
from dougong.engines.expression.registry import Functions
from dougong.engines.expression.tree import Call, Lit, Node, Path, children, located
from dougong.engines.finding import Finding, Message

_NOW = datetime(2026, 1, 1, tzinfo=UTC)


def constant_problems(node: Node, functions: Functions) -> list[Finding]:
    """One for each part that can never be computed, at its innermost."""
    found: list[Finding] = []
    _judge(node, functions, found)
    return found


def _judge(node: Node, functions: Functions, found: list[Finding]) -> bool:
    """Whether it comes to the same for every record, at every moment and for everybody."""
    if isinstance(node, Path) or (isinstance(node, Lit) and node.kind == ANY):
        return False
    guarded = isinstance(node, Call) and node.function == "IFERROR"
    parts = children(node)[1:] if guarded else children(node)
    before = len(found)
    verdicts = [_judge(part, functions, found) for part in parts]
    if not isinstance(node, Call) or guarded or not all(verdicts) or len(found) > before:
        return not guarded and all(verdicts)
    known = functions.get(node.function)
    if known is None or known.volatility != "immutable":
        return False
    try:
        compile_(node, functions)(Env({}, _NOW, UTC))
    except EvaluationProblem as problem:
        pointer, position = located(node.span)
        found.append(Message(problem.code, problem.title).at(pointer, position=position))
    return True
