"""Which records a reference may choose: a condition over the other form, in which ``this.account`` is a value of the
record being filled in (in a sub-table of the row or, behind that, of its record).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from dougong.engines.expression.definition import Condition
from dougong.engines.expression.env import Env
from dougong.engines.expression.evaluate import compile_
from dougong.engines.expression.kinds import ANY
from dougong.engines.expression.registry import Functions
from dougong.engines.expression.tree import Call, ListOf, Lit, Node, Path, walk
from dougong.engines.form.expression import Expression, PathParts, compile_condition
from dougong.engines.form.fields import AppForms
from dougong.engines.form.nesting import Tree, tree_of
from dougong.engines.form.scope import THIS, ChoiceScope


@dataclass(frozen=True)
class Choice:
    """``form``: what is chosen from; ``condition``: over its records, with the paths of ``this`` in it."""

    form: str
    condition: Expression
    functions: Functions

    @cached_property
    def reads(self) -> frozenset[PathParts]:
        """What it reads of the record being filled in."""
        return frozenset(path[1:] for path in self.condition.depends if _is_this(path))

    @cached_property
    def tree(self) -> Tree:
        """What it reads of a record that may be chosen."""
        return tree_of(path for path in self.condition.depends if not _is_this(path))

    def bound(self, env: Env) -> Node:
        """The condition with everything of the record being filled in worked out. Raises EvaluationProblem."""
        return _bound(self.condition.node, env, self.functions)


def compile_choice(source: Condition, forms: AppForms, table: str, form: str, functions: Functions) -> Choice:
    """``table``: where the reference stands, a form or the rows ``form.subtable``. Raises Invalid."""
    return Choice(form, compile_condition(source, ChoiceScope(forms, form, filled=table), functions), functions)


def _is_this(path: PathParts) -> bool:
    return path[0] == THIS and len(path) > 1


def _bound(node: Node, env: Env, functions: Functions) -> Node:
    paths = [part.parts for part in walk(node) if isinstance(part, Path)]
    if not any(map(_is_this, paths)):
        return node
    if all(map(_is_this, paths)):
        return _literal(node, compile_(node, functions)(env))
    match node:
        case Call(function=function, args=args):
            return Call(function, _all(args, env, functions), node.kind, node.span, node.each)
        case ListOf(items=items):
            return ListOf(_all(items, env, functions), node.kind, node.span)
        case _:
            return node


def _all(nodes: Iterable[Node], env: Env, functions: Functions) -> tuple[Node, ...]:
    return tuple(_bound(node, env, functions) for node in nodes)


def _literal(node: Node, value: Any) -> Node:
    kind = node.kind or ANY
    if kind.name == "list":
        return ListOf(tuple(Lit(_plain(one), kind.of) for one in value or ()), kind, node.span)
    return Lit(_plain(value), kind, node.span)


def _plain(value: Any) -> Any:
    """What a path behind a reference leads to counts as its id."""
    return value.get("id") if isinstance(value, Mapping) else value
