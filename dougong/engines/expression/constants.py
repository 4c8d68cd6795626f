"""What an expression computes without any field, tried when it is checked: a problem there is one of every record.

Only the problem is kept; IFERROR is there to catch it, so what it guards is left alone.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from dougong.engines.expression.env import Env, Value
from dougong.engines.expression.evaluate import compile_
from dougong.engines.expression.kinds import ANY
from dougong.engines.expression.limits import MAX_STEPS
from dougong.engines.expression.problems import EvaluationProblem, StepsExceeded
from dougong.engines.expression.registry import Functions
from dougong.engines.expression.tree import Call, ListOf, Lit, Node, Path, located
from dougong.engines.finding import Finding, Message

_NOW = datetime(2026, 1, 1, tzinfo=UTC)


def constant_problems(node: Node, functions: Functions) -> list[Finding]:
    """One for each part that can never be computed, at its innermost."""
    constants = _Constants(functions)
    constants.fixed(node)
    return constants.found


class _Constants:
    """Computes each part once: what stands below it is read from where its value was put. All share one budget."""

    def __init__(self, functions: Functions) -> None:
        self.found: list[Finding] = []
        self._functions = functions
        self._values: dict[str, Value] = {}
        self._steps = MAX_STEPS

    def fixed(self, node: Node) -> Node | None:
        """What stands for a part that comes to the same for every record, at every moment and for everybody; else
        None, as for one that cannot be computed."""
        match node:
            case Path():
                return None
            case Lit(kind=kind):
                return None if kind == ANY else node
            case ListOf(items=items):
                parts = self._all(items)
                return None if parts is None else replace(node, items=parts)
            case Call(function="IFERROR", args=args):
                self._all(args[1:])
                return None
            case Call(args=args):
                parts = self._all(args)
                return None if parts is None else self._computed(node, parts)

    def _all(self, nodes: Sequence[Node]) -> tuple[Node, ...] | None:
        found = [self.fixed(node) for node in nodes]
        parts = tuple(part for part in found if part is not None)
        return parts if len(parts) == len(found) else None

    def _computed(self, node: Call, args: tuple[Node, ...]) -> Node | None:
        known = self._functions.get(node.function)
        if known is None or known.volatility != "immutable":
            return None
        env = Env(self._values, _NOW, UTC, steps=self._steps)
        try:
            value = compile_(replace(node, args=args), self._functions)(env)
        except EvaluationProblem as problem:
            # when the parts before it have used the budget up, it may still be one of several that are never needed
            if self._steps == MAX_STEPS or not isinstance(problem, StepsExceeded):
                pointer, position = located(node.span)
                self.found.append(Message(problem.code, problem.title).at(pointer, position=position))
            self._steps = max(0, env.steps)
            return None
        self._steps = env.steps
        name = str(len(self._values))
        self._values[name] = value
        return Path((name,), node.kind)
