"""A formula or condition of a form, checked and ready to run."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dougong.engines.expression.canonical import envelope
from dougong.engines.expression.check import check
from dougong.engines.expression.definition import Condition
from dougong.engines.expression.env import Env
from dougong.engines.expression.evaluate import compile_
from dougong.engines.expression.kinds import BOOLEAN, Kind
from dougong.engines.expression.printing import print_
from dougong.engines.expression.registry import Functions
from dougong.engines.expression.scope import Scope
from dougong.engines.expression.tree import Node
from dougong.engines.finding import Invalid

PathParts = tuple[str, ...]


@dataclass(frozen=True)
class Expression:
    """``depends``: every path it reads; ``uses``: the functions it calls."""

    node: Node
    kind: Kind
    depends: frozenset[PathParts]
    uses: frozenset[str]
    run: Callable[[Env], Any]

    def holds(self, env: Env) -> bool:
        """As a condition: blank is false."""
        return self.run(env) is True

    def envelope(self) -> dict[str, object]:
        """What the browser gets."""
        return envelope(self.node, self.kind, self.depends)

    @property
    def text(self) -> str:
        return print_(self.node)


def compile_expression(source: Condition, scope: Scope, want: Kind | None, functions: Functions) -> Expression:
    """Raises Invalid with what is wrong; pointers are relative to where the source stands."""
    checked = check(source, scope, want, functions)
    if not checked.ok:
        raise Invalid(checked.findings)
    return Expression(checked.node, checked.kind, checked.depends, checked.uses, compile_(checked.node, functions))


def compile_condition(source: Condition, scope: Scope, functions: Functions) -> Expression:
    return compile_expression(source, scope, BOOLEAN, functions)
