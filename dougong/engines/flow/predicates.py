"""Simple conditions as sets: which of a few typical cases each of them holds in.

Conditions that compare fields with constants cut each field's values into cells (below, at and above every constant,
blank, each option). A condition is the same everywhere in a cell, so trying one value of every combination of cells
decides exactly whether conditions overlap, cover everything or exclude each other. Whatever is not simple is left open.
"""

import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from operator import eq, ge, gt, itemgetter, le, lt, ne
from typing import Any

from dougong.engines.expression.definition import Condition
from dougong.engines.expression.parse import parse
from dougong.engines.expression.tree import Call, ListOf, Lit, Node, Path
from dougong.engines.finding import Invalid
from dougong.engines.flow.facts import FormFacts

MOST_CASES = 3_000
OTHER_TEXT = "\0other"

Value = Decimal | str | bool | None
Case = Mapping[str, Value]


class NotSimple(Exception):
    """The condition is more than comparisons of fields with constants."""


@lru_cache(maxsize=4_096)
def _parsed(text: str) -> Node | None:
    try:
        return parse(text)
    except Invalid:
        return None


def tree_of(condition: Condition | None) -> Node | None:
    """The tree of a condition; None where there is none or it cannot be read (which is told elsewhere)."""
    if isinstance(condition, str):
        return _parsed(condition)
    return None


@lru_cache(maxsize=4_096)
def fields_of(node: Node | None) -> frozenset[str]:
    """The paths a condition reads."""
    match node:
        case Path(parts=parts):
            return frozenset((".".join(parts),))
        case Call(args=inner) | ListOf(items=inner):
            return frozenset(name for item in inner for name in fields_of(item))
        case _:
            return frozenset()


@dataclass(frozen=True)
class Cases:
    """All combinations of cells of the fields that some conditions read."""

    cases: tuple[Case, ...]

    @classmethod
    def of(cls, nodes: Sequence[Node], facts: FormFacts) -> "Cases":
        """Raises NotSimple, also when there would be too many."""
        constants: dict[str, set[Value]] = {}
        for node in nodes:
            _collect(node, constants)
        cells = {name: _cells(name, found, facts) for name, found in sorted(constants.items())}
        size = 1
        for values in cells.values():
            size *= len(values)
        if size > MOST_CASES:
            raise NotSimple
        combined = itertools.product(*cells.values())
        return cls(tuple(dict(zip(cells, values, strict=True)) for values in combined))

    def where(self, node: Node, among: Iterable[Case] | None = None) -> list[Case]:
        """The cases in which a condition holds."""
        test = _test(node)
        return [case for case in (self.cases if among is None else among) if test(case)]


def _collect(node: Node, constants: dict[str, set[Value]]) -> None:
    match node:
        case Call(function="AND" | "OR" | "NOT", args=args):
            for arg in args:
                _collect(arg, constants)
        case Call(function="=" | "<>" | "<" | "<=" | ">" | ">=", args=(Path(parts=parts), Lit(value=value))):
            constants.setdefault(".".join(parts), set()).add(_plain(value))
        case Call(function="=" | "<>" | "<" | "<=" | ">" | ">=", args=(Lit(value=value), Path(parts=parts))):
            constants.setdefault(".".join(parts), set()).add(_plain(value))
        case Call(function="IN", args=(Path(parts=parts), ListOf(items=items))):
            values = {_plain(item.value) for item in items if isinstance(item, Lit)}
            if len(values) != len(items):
                raise NotSimple
            constants.setdefault(".".join(parts), set()).update(values)
        case Call(function="ISBLANK", args=(Path(parts=parts),)):
            constants.setdefault(".".join(parts), set()).add(None)
        case Path(parts=parts):
            constants.setdefault(".".join(parts), set()).add(True)
        case Lit(value=bool()):
            pass
        case _:
            raise NotSimple


def _plain(value: object) -> Value:
    if value is None or isinstance(value, Decimal | str | bool):
        return value
    raise NotSimple


def _cells(name: str, constants: set[Value], facts: FormFacts) -> list[Value]:
    """One value for each cell of a field, blank among them."""
    if name in facts.options:
        blank: list[Value] = [] if name in facts.required else [None]
        return [*blank, *facts.options[name]]
    found = {value for value in constants if value is not None}
    if name in facts.boolean or (found and all(isinstance(value, bool) for value in found)):
        return [None, True, False]
    numbers = sorted(value for value in found if isinstance(value, Decimal))
    if numbers and len(numbers) == len(found):
        between = [(low + high) / 2 for low, high in itertools.pairwise(numbers)]
        cells: list[Value] = [numbers[0] - 1, *numbers, *between, numbers[-1] + 1]
        return cells if name in facts.required else [None, *cells]
    if all(isinstance(value, str) for value in found):
        texts: list[Value] = [*sorted(str(value) for value in found), OTHER_TEXT]
        return texts if name in facts.required else [None, *texts]
    raise NotSimple


def holds(node: Node, case: Case) -> bool:
    """A simple condition in one case, as the expression language means it: ordering with a blank is false, ``=`` is
    null-safe, everything is true or false."""
    return _test(node)(case)


@lru_cache(maxsize=4_096)
def _test(node: Node) -> Callable[[Case], bool]:
    match node:
        case Call(function="AND", args=args):
            tests = [_test(arg) for arg in args]
            return lambda case: all(test(case) for test in tests)
        case Call(function="OR", args=args):
            choices = [_test(arg) for arg in args]
            return lambda case: any(choice(case) for choice in choices)
        case Call(function="NOT", args=(arg,)):
            inner = _test(arg)
            return lambda case: not inner(case)
        case Call(function="ISBLANK", args=(arg,)):
            asked = _value(arg)
            return lambda case: asked(case) is None
        case Call(function="IN", args=(arg, ListOf(items=items))):
            value, members = _value(arg), [_value(item) for item in items]
            return lambda case: value(case) in [member(case) for member in members]
        case Call(function=operator, args=(left, right)):
            compare, one, other = _comparison(operator), _value(left), _value(right)
            return lambda case: compare(one(case), other(case))
        case _:
            plain = _value(node)
            return lambda case: plain(case) is True


def _value(node: Node) -> Callable[[Case], Value]:
    match node:
        case Path(parts=parts):
            return itemgetter(".".join(parts))
        case Lit(value=value):
            constant = _plain(value)
            return lambda _: constant
        case _:
            raise NotSimple


_ORDER: dict[str, Callable[[Any, Any], bool]] = {"<": lt, "<=": le, ">": gt, ">=": ge}


def _comparison(operator: str) -> Callable[[Value, Value], bool]:
    if operator == "=":
        return eq
    if operator == "<>":
        return ne
    if operator not in _ORDER:
        raise NotSimple
    ordered = _ORDER[operator]

    def compare(left: Value, right: Value) -> bool:
        if left is None or right is None:
            return False
        if isinstance(left, str) != isinstance(right, str):
            raise NotSimple
        return ordered(left, right)

    return compare
