"""The syntax tree, and its canonical JSON that the browser interprets and the database stores.

Operators are calls of a function named like the operator (``+ - * / ^ & % neg = <> < <= > >= AND OR NOT IN``), so every
back end knows one kind of call only.

Canonical JSON, the same in every back end:
    literal  {"t": "lit", "k": KIND, "v": value}    numbers, dates and times as text; true/false; null for blank
    path     {"t": "path", "k": KIND, "p": ["account", "level"]}
    list     {"t": "list", "k": KIND, "a": [node, ...]}
    call     {"t": "call", "k": KIND, "f": "IF", "a": [node, ...]}
KIND is ``Kind.as_json()``; it is absent before the checker has inferred it. The envelope that is stored is
``{"grammar": 1, "kind": KIND, "ast": node, "depends": ["amount", "account.level"]}``.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from dougong.engines.expression.kinds import Kind

GRAMMAR = 1

LiteralValue = Decimal | str | bool | date | datetime | None
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Lit:
    value: LiteralValue
    kind: Kind | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Path:
    parts: tuple[str, ...]
    kind: Kind | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class ListOf:
    items: tuple["Node", ...]
    kind: Kind | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Call:
    function: str
    args: tuple["Node", ...]
    kind: Kind | None = None
    span: Span | None = None


Node = Lit | Path | ListOf | Call
