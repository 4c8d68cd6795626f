"""The syntax tree, and its canonical JSON that the browser interprets and the database stores.

Operators are calls of a function named like the operator (``+ - * / ^ & % neg = <> < <= > >= AND OR NOT IN``), so every
back end knows one kind of call only.

Canonical JSON, the same in every back end:
    literal  {"t": "lit", "k": KIND, "v": value}    numbers, dates and times as text; true/false; null for blank
    path     {"t": "path", "k": KIND, "p": ["account", "level"]}
    list     {"t": "list", "k": KIND, "a": [node, ...]}
    call     {"t": "call", "k": KIND, "f": "IF", "a": [node, ...], "e": "lines"}
``e`` is absent but for a call made once for every row of the list at that path: ``lines.quantity * lines.price``. Its
list arguments have one value a row, its other arguments are the same for every row, its value is the list of results.

KIND is ``Kind.as_json()``; but for literals it is absent before the checker has inferred it. The envelope that is
stored is
``{"grammar": 1, "kind": KIND, "ast": node, "depends": ["amount", "account.level"]}``.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Literal

from dougong.engines.expression.kinds import ANY, BLANK, BOOLEAN, DATE, DATETIME, NUMBER, TEXT, TIME, Kind

GRAMMAR = 1

LiteralValue = Decimal | str | bool | date | datetime | time | None
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a condition tree. ``op``: its operator as it was written; ``known``: there is such an operator."""

    pointer: str
    op: str
    known: bool = True


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a part of a condition tree stands: its JSON pointer and, in a formula there, its characters.
    ``line`` and ``role``: for what a line of the tree became as a whole, its field and its value."""

    pointer: str
    span: Span | None = None
    line: Line | None = None
    role: Literal["call", "field", "value"] | None = None


# characters of a text, or a part of a condition tree
Origin = Span | Spot


@dataclass(frozen=True, slots=True)
class Lit:
    """A value that is written out; None is the blank."""

    value: LiteralValue
    kind: Kind | None = None
    span: Origin | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Path:
    """Names from the record on: ``("account", "level")``."""

    parts: tuple[str, ...]
    kind: Kind | None = None
    span: Origin | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list that is written out. A stored one is a Path."""

    items: tuple["Node", ...]
    kind: Kind | None = None
    span: Origin | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Call:
    """A function or an operator, by its key. ``each``: the path of the list for whose every row it is made."""

    function: str
    args: tuple["Node", ...]
    kind: Kind | None = None
    span: Origin | None = field(default=None, compare=False)
    each: str | None = None


Node = Lit | Path | ListOf | Call


# calls that only stand in what was read of a faulty text: an operator, or a comma, that is missing between two parts;
# the arguments still to come of a call that was not finished
GAP = "?"
REST = "..."


def lit(value: LiteralValue, span: Origin | None = None) -> Lit:
    """A literal with the kind that its value tells."""
    match value:
        case None:
            kind = BLANK
        case bool():
            kind = BOOLEAN
        case Decimal():
            kind = NUMBER
        case str():
            kind = TEXT
        case datetime():
            kind = DATETIME
        case date():
            kind = DATE
        case time():
            kind = TIME
    return Lit(value, kind, span)


def hole(span: Origin | None = None) -> Lit:
    """What stands for a part that could not be read, so that nothing else is blamed for it."""
    return Lit(None, ANY, span)


def is_hole(node: Node) -> bool:
    return isinstance(node, Lit) and node.kind == ANY


def located(origin: Origin | None) -> tuple[str, Span | None]:
    """The pointer into a condition tree, empty for a text, and the characters."""
    return (origin.pointer, origin.span) if isinstance(origin, Spot) else ("", origin)


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly below this one."""
    match node:
        case Call(args=args):
            return args
        case ListOf(items=items):
            return items
        case Lit() | Path():
            return ()


def walk(node: Node) -> Iterator[Node]:
    """This node and all below it, parents first, without recursion."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(reversed(children(node)))


def without_kinds(node: Node) -> Node:
    """The same tree as the parser would have made it: no kinds, no row marks."""
    match node:
        case Lit(value=value):
            return lit(value, node.span)
        case Path(parts=parts):
            return Path(parts, span=node.span)
        case ListOf(items=items):
            return ListOf(tuple(without_kinds(item) for item in items), span=node.span)
        case Call(function=function, args=args):
            return Call(function, tuple(without_kinds(arg) for arg in args), span=node.span)
