"""Typed trees as Python closures: compiled once, then run for every record. Nothing here parses, guesses or evals.

A closure takes the ``Env`` and returns the value; blanks, lists and rows are settled by the kinds of the tree when
it is compiled, so that a run only computes.
"""

from collections.abc import Callable, Sequence

from dougong.engines.expression import operators as op
from dougong.engines.expression.env import Env, Value
from dougong.engines.expression.kinds import Kind
from dougong.engines.expression.numbers import ZERO
from dougong.engines.expression.paths import before, path
from dougong.engines.expression.quick import quick
from dougong.engines.expression.registry import Function, Functions
from dougong.engines.expression.signature import Param
from dougong.engines.expression.tree import Call, ListOf, Lit, Node, Path

Closure = Callable[[Env], Value]

_DATED = frozenset({"date", "datetime"})
_NONE = [False, False]
_TEXTUAL = frozenset({"text", "business", "conditional"})
# so many characters, read or written, cost a step
_CHARACTERS = 32
# an item of a list that is made or judged counts as so many
_ITEM = 2 * _CHARACTERS


def compile_(node: Node, functions: Functions) -> Closure:
    """The closure of a tree that the checker has typed. Running it raises EvaluationProblem and nothing else."""
    match node:
        case Lit(value=value):
            return lambda env: value
        case Path():
            return path(node)
        case ListOf(items=items):
            return _list(items, functions)
        case Call():
            return _call(node, functions)


def _list(items: Sequence[Node], functions: Functions) -> Closure:
    if all(isinstance(item, Lit) for item in items):
        fixed = tuple(item.value for item in items if isinstance(item, Lit))
        return lambda env: fixed
    closures = [compile_(item, functions) for item in items]
    return lambda env: [closure(env) for closure in closures]


def _call(node: Call, functions: Functions) -> Closure:
    function = functions[node.function]
    if function.key in {"OLD", "CHANGED", "WAS"}:
        return _past(node, functions)
    args = [compile_(arg, functions) for arg in node.args]
    if node.each is not None:
        return _each_row(node, function, args)
    found = quick(node, args)
    if found is not None:
        return found
    if function.lazy:
        call = function.call
        return lambda env: call(env, *args)
    apply = applied(function, [arg.kind for arg in node.args])
    match args:
        case []:
            return lambda env: apply(env, ())
        case [one]:
            return lambda env: apply(env, (one(env),))
        case [one, two]:
            return lambda env: apply(env, (one(env), two(env)))
        case _:
            return lambda env: apply(env, [arg(env) for arg in args])


def applied(function: Function, kinds: Sequence[Kind | None]) -> Callable[[Env, Sequence[Value]], Value]:
    """The function over values, with its rule for blanks and the steps that long texts cost: also what SQL calls where
    it cannot say it itself."""
    apply = _with_blanks(function, kinds)
    return _by_length(apply) if function.family in _TEXTUAL or function.key == "&" else apply


def _by_length(apply: Callable[[Env, Sequence[Value]], Value]) -> Callable[[Env, Sequence[Value]], Value]:
    """Texts are bounded one by one; what a call reads and writes of them for ten thousand rows is not."""

    def charged(env: Env, values: Sequence[Value]) -> Value:
        result = apply(env, values)
        length = len(result) if isinstance(result, str) else 0
        for value in values:
            if isinstance(value, str):
                length += len(value)
            elif isinstance(value, list | tuple):
                length += len(value) * _ITEM
        if isinstance(result, list):
            length += len(result) * _ITEM
        if length >= _CHARACTERS:
            env.spend(length // _CHARACTERS)
        return result

    return charged


def _with_blanks(function: Function, kinds: Sequence[Kind | None]) -> Callable[[Env, Sequence[Value]], Value]:
    call, with_env = function.call, function.env
    if function.key in {"+", "-"} and (dated := [kind is not None and kind.name in _DATED for kind in kinds]) != _NONE:
        call = op.on_dates(function.key, *dated)
    if function.blank in {"own", "skip"}:
        return (lambda env, values: call(env, *values)) if with_env else (lambda env, values: call(*values))
    params = function.parsed.params(len(kinds)) or ()
    fill = [_fill(param, kind, function.blank == "value") for param, kind in zip(params, kinds, strict=True)]

    def apply(env: Env, values: Sequence[Value]) -> Value:
        if None in values:
            filled = [fill[at] if value is None else value for at, value in enumerate(values)]
            if _BLANK in filled:
                return None
            values = [None if value is _LEFT_OUT else value for value in filled]
        return call(env, *values) if with_env else call(*values)

    return apply


_BLANK = object()
_LEFT_OUT = object()


def _fill(param: Param, kind: Kind | None, counts: bool) -> Value:
    """What a blank argument counts as: a value, as if left out, or (``_BLANK``) the blank result."""
    if param.optional:
        return _LEFT_OUT
    if param.takes.shape == "list":
        return ()
    if not counts:
        return _BLANK
    word = param.takes.word
    if word in {"number", "quantity", "N"}:
        return ZERO
    if word == "text":
        return ""
    if word == "boolean":
        return False
    return ZERO if word in {"O", "T"} and kind is not None and kind.quantity else _BLANK


def _each_row(node: Call, function: Function, args: Sequence[Closure]) -> Closure:
    """The call for every row: arguments that are lists along ``each`` go row by row, the others stay."""
    along = [is_along(arg, node.each) for arg in node.args]
    kinds = [arg.kind.item if at and arg.kind else arg.kind for arg, at in zip(node.args, along, strict=True)]
    apply = _eager(function) if function.lazy else applied(function, kinds)

    def rows(env: Env) -> list[Value]:
        values = [arg(env) for arg in args]
        columns = [value or () for value, at in zip(values, along, strict=True) if at]
        count = max((len(column) for column in columns), default=0)
        # a list that stays is gone through for every row
        whole = sum(
            len(value) for value, at in zip(values, along, strict=True) if not at and isinstance(value, list | tuple)
        )
        env.spend(count * (1 + whole))
        return [
            apply(env, [_at(value, row) if at else value for value, at in zip(values, along, strict=True)])
            for row in range(count)
        ]

    return rows


def is_along(node: Node, each: str | None) -> bool:
    """Whether this argument of a call made along ``each`` has one value a row: a path behind it, or such a call."""
    if isinstance(node, Path):
        return each is not None and ".".join(node.parts).startswith(each + ".")
    return isinstance(node, Call) and node.each == each


def _at(column: Sequence[Value] | None, row: int) -> Value:
    return column[row] if column is not None and row < len(column) else None


def _eager(function: Function) -> Callable[[Env, Sequence[Value]], Value]:
    return lambda env, values: function.call(env, *[_later(value) for value in values])


def _later(value: Value) -> Closure:
    return lambda env: value


def _past(node: Call, functions: Functions) -> Closure:
    field = node.args[0]
    assert isinstance(field, Path)
    then, now = before(field), path(field)
    match node.function:
        case "OLD":
            return then
        case "CHANGED":
            return lambda env: not op.equal(then(env), now(env))
        case _:
            value = compile_(node.args[1], functions)
            return lambda env: op.equal(then(env), value(env))
