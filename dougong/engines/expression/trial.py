"""Trying an expression out: its value, and on the way there the value of every part of it.

A part that cannot be computed says why; a division by zero and its like show as the blank they give.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from dougong.engines.expression.check import Checked
from dougong.engines.expression.env import Env
from dougong.engines.expression.evaluate import compile_
from dougong.engines.expression.kinds import ANY, Kind
from dougong.engines.expression.limits import MAX_STEPS
from dougong.engines.expression.printing import print_
from dougong.engines.expression.problems import EvaluationProblem
from dougong.engines.expression.registry import Functions
from dougong.engines.expression.samples import dump
from dougong.engines.expression.scope import Scope
from dougong.engines.expression.tree import Call, ListOf, Lit, Node, Path, Span, children

MOST_STEPS = 200
# characters of all values together, and of one where there are more
MOST_SHOWN, SHORT = 500_000, 100
_BEHIND = {"record": "fields", "user": "user", "department": "department"}


@dataclass(frozen=True, slots=True)
class Step:
    """One part: what it is and its value in API JSON, or the problem of computing it. ``position``: where it stands in
    a text; parts of a condition tree have none."""

    position: Span | None
    expression: str
    kind: Kind
    value: object = None
    problem: EvaluationProblem | None = None


@dataclass(frozen=True, slots=True)
class Trial:
    """``steps`` in the order of computing, inner parts first, the whole last."""

    kind: Kind
    value: object
    problem: EvaluationProblem | None
    steps: tuple[Step, ...]


def try_out(checked: Checked, functions: Functions, env_of: Callable[[], Env]) -> Trial:
    """Compute a checked expression and its parts; ``env_of`` makes an Env for each. The whole has the whole budget, its
    parts share another one. Branches that are not taken are shown too. Chance falls once for every call, so that a part
    gives what it gave in the whole."""
    drawn = _Drawn(functions, env_of())
    whole = _step(checked.node, drawn, env_of())
    left, room = MAX_STEPS, MOST_SHOWN
    steps: list[Step] = []
    for node in _parts(checked.node):
        env = env_of()
        env.steps = left
        step = whole if node is checked.node else _step(node, drawn, env)
        left = max(0, env.steps)
        room -= _size(step.value)
        # what is left out is still said to be there
        steps.append(step if room >= 0 or step is whole else replace(step, value=_beginning(step.value)))
    return Trial(checked.kind, whole.value, whole.problem, tuple(steps))


def _size(value: object) -> int:
    return len(value) if isinstance(value, str) else sum(map(_size, value)) if isinstance(value, list) else 10


def _beginning(value: object) -> object:
    """So much of it as still fits."""
    if isinstance(value, str):
        return value if len(value) <= SHORT else value[:SHORT] + "…"
    return [_beginning(item) for item in value[:10]] if isinstance(value, list) else value


def _parts(node: Node) -> list[Node]:
    """Calls and paths, innermost first; of too many the outer ones."""
    found: list[Node] = []
    waiting = [node]
    while waiting and len(found) < MOST_STEPS:
        part = waiting.pop(0)
        if isinstance(part, Call | Path):
            found.append(part)
        # from the right, so that turned round they read from the left
        waiting.extend(reversed(children(part)))
    return found[::-1]


class _Drawn:
    """A tree with what chance gave in place of the calls that ask it, each drawn once."""

    def __init__(self, functions: Functions, env: Env) -> None:
        self.functions = functions
        self._env = env
        # by identity: two calls that are written alike draw each for itself
        self._fallen: dict[int, Node] = {}

    def settled(self, node: Node) -> Node:
        if id(node) not in self._fallen:
            self._fallen[id(node)] = self._settle(node)
        return self._fallen[id(node)]

    def _settle(self, node: Node) -> Node:
        match node:
            case ListOf(items=items):
                return replace(node, items=tuple(map(self.settled, items)))
            case Call(args=args):
                call = replace(node, args=tuple(map(self.settled, args)))
                return self._draw(call) if self.functions[call.function].volatility == "volatile" else call
            case _:
                return node

    def _draw(self, call: Call) -> Node:
        try:
            return Lit(compile_(call, self.functions)(self._env), call.kind, call.span)
        except EvaluationProblem:
            # told again where it stands
            return call


def _step(node: Node, drawn: _Drawn, env: Env) -> Step:
    written, kind = print_(node), node.kind or ANY
    place = node.span if isinstance(node.span, tuple) else None
    try:
        return Step(place, written, kind, dump(compile_(drawn.settled(node), drawn.functions)(env)))
    except EvaluationProblem as problem:
        return Step(place, written, kind, problem=problem)


def types_needed(paths: Iterable[tuple[str, ...]], scope: Scope) -> dict[str, Any]:
    """The types (as in ``samples``) of what these paths read, as the scope knows them."""
    return _types((), list(dict.fromkeys(paths)), scope, many=False)


def _types(prefix: tuple[str, ...], paths: list[tuple[str, ...]], scope: Scope, *, many: bool) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in dict.fromkeys(path[0] for path in paths):
        at = (*prefix, name)
        kind = scope.resolve(at)
        if kind is None:
            continue
        behind = [path[1:] for path in paths if path[0] == name and len(path) > 1]
        key = _behind(kind, in_rows=many) if behind else None
        inner = None if key is None else _types(at, behind, scope, many=many or key in {"rows", "records"})
        found[name] = kind.as_json() if key is None else {key: inner}
    return _single(found) if many else found


def _behind(kind: Kind, *, in_rows: bool) -> str | None:
    if kind.name == "list" and kind.of is not None:
        if in_rows:
            # for one of each row the scope tells a list as well
            return _BEHIND.get(kind.of.name)
        return "rows" if kind.of.name == "row" else "records" if kind.of.name in _BEHIND else None
    return _BEHIND.get(kind.name)


def _single(types: Mapping[str, Any]) -> dict[str, Any]:
    """Behind a list the scope tells lists; one row has one of each."""
    return {
        name: written["list"] if isinstance(written, dict) and set(written) == {"list"} else written
        for name, written in types.items()
    }
