"""Tokens and rules of the grammar to nodes. Called bottom-up by the parser itself, so depth costs no recursion."""

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import Any

from lark import Token, Transformer

from dougong.engines.expression.limits import MAX_DIGITS
from dougong.engines.expression.tree import GAP, REST, Call, ListOf, Lit, Node, Origin, Path, Span, hole, lit

_COMPARE = {
    "≠": "<>", "!=": "<>", "!==": "<>", "==": "=", "===": "=",
    "=<": "<=", "≤": "<=", "≦": "<=", "⩽": "<=", "=>": ">=", "≥": ">=", "≧": ">=",
    "⩾": ">=",
}  # fmt: skip
_OPERATORS = {
    "AMPERSAND": "&", "PLUS": "+", "MINUS": "-", "STAR": "*", "SLASH": "/", "CARET": "^", "EQUAL": "=",
    "IN": "IN", "NOT": "NOT",
}  # fmt: skip
_TIGHTNESS = {
    "^": 5, "*": 4, "/": 4, "+": 3, "-": 3, "&": 2,
    **dict.fromkeys(("=", "<>", "<", "<=", ">", ">=", "IN", "NOT IN"), 1), GAP: 0,
}  # fmt: skip


def span_of(token: Token) -> Span:
    return token.start_pos or 0, token.end_pos or 0


def _over(first: Origin | None, last: Origin | None) -> Span | None:
    return (first[0], last[1]) if isinstance(first, tuple) and isinstance(last, tuple) else None


def _sign_of(token: Token) -> str:
    if not token:
        # what ``recovery`` puts in has no characters
        return GAP
    name = _OPERATORS.get(token.type)
    if name is not None:
        return name
    sign = "".join(token.split())
    return _COMPARE.get(sign, sign)


def _loose(node: Node) -> Node:
    return Call(GAP, (node,), span=node.span)


def _join(operands: list[Node], name: str) -> None:
    """Replace the last two operands by the call of the operator between them."""
    right = operands.pop()
    left = operands[-1]
    span = _over(left.span, right.span)
    if name in {"IN", "NOT IN"}:
        items = ListOf((right,), span=right.span) if isinstance(right, Lit) else right
        inner = Call("IN", (left, items), span=span)
        operands[-1] = Call("NOT", (inner,), span=span) if name == "NOT IN" else inner
    else:
        operands[-1] = Call(name, (left, right), span=span)


class Builder(Transformer[Token, Node]):
    """One method for each rule."""

    def start(self, children: list[Any]) -> Node:
        node: Node = children[-1]
        return node

    def any_of(self, children: list[Any]) -> Node:
        return Call("OR", tuple(children[::2]), span=_over(children[0].span, children[-1].span))

    def all_of(self, children: list[Any]) -> Node:
        return Call("AND", tuple(children[::2]), span=_over(children[0].span, children[-1].span))

    def not_of(self, children: list[Any]) -> Node:
        return Call("NOT", (children[1],), span=_over(span_of(children[0]), children[1].span))

    def chained(self, children: list[Any]) -> Node:
        """Operands and the signs between them, in the order of ``_TIGHTNESS``; equals group to the left."""
        operands: list[Node] = [children[0]]
        signs: list[tuple[str, int]] = []
        at = 1
        while at < len(children):
            name = _sign_of(children[at])
            at += 1
            if name == "NOT":
                name, at = "NOT IN", at + 1
            if name == GAP:
                # what is missing may bind its neighbours tighter than what stands on their other sides
                operands[-1], children[at] = _loose(operands[-1]), _loose(children[at])
            tightness = _TIGHTNESS[name]
            while signs and signs[-1][1] >= tightness:
                _join(operands, signs.pop()[0])
            signs.append((name, tightness))
            operands.append(children[at])
            at += 1
        while signs:
            _join(operands, signs.pop()[0])
        return operands[0]

    def tuple(self, children: list[Any]) -> Node:
        return ListOf(tuple(children[1:-1:2]), span=_over(span_of(children[0]), span_of(children[-1])))

    def negative(self, children: list[Any]) -> Node:
        sign, operand = children
        span = _over(span_of(sign), operand.span)
        if isinstance(operand, Lit) and isinstance(operand.value, Decimal):
            return lit(operand.value.copy_negate() if operand.value else operand.value, span)
        return Call("neg", (operand,), span=span)

    def positive(self, children: list[Any]) -> Node:
        operand: Node = children[1]
        return operand

    def percent(self, children: list[Any]) -> Node:
        return Call("%", (children[0],), span=_over(children[0].span, span_of(children[1])))

    def number(self, children: list[Any]) -> Node:
        return lit(plain_decimal(Decimal(children[0])), span_of(children[0]))

    def text(self, children: list[Any]) -> Node:
        token: Token = children[0]
        inner = token[1:-1].replace('""', '"') if token[0] == '"' else token[1:-1]
        return lit(inner or None, span_of(token))

    def true(self, children: list[Any]) -> Node:
        return lit(True, span_of(children[0]))

    def false(self, children: list[Any]) -> Node:
        return lit(False, span_of(children[0]))

    def blank(self, children: list[Any]) -> Node:
        return lit(None, span_of(children[0])) if children[0] else hole(span_of(children[0]))

    def path(self, children: list[Any]) -> Node:
        span = _over(span_of(children[0]), span_of(children[-1]))
        if all(children):
            return Path(tuple(map(str, children[::2])), span=span)
        if not all(children[::2]):
            # a name that is missing: what it is a part of is known up to there
            known = children[: max(next(at for at, child in enumerate(children) if not child) - 1, 0)]
            return Call(GAP, (self.path(known),), span=span) if known else hole(span)
        # dots that ``recovery`` put in: each side may be a name by itself
        gaps = [at for at, child in enumerate(children) if not child]
        sides = [children[start + 1 : end] for start, end in pairwise([-1, *gaps, len(children)])]
        return Call(GAP, tuple(self.path(side) for side in sides), span=span)

    def word(self, children: list[Any]) -> Token:
        token: Token = children[0]
        return token

    def braced(self, children: list[Any]) -> Node:
        node: Node = children[1]
        return replace(node, span=_over(span_of(children[0]), span_of(children[2])))

    def group(self, children: list[Any]) -> Node:
        node: Node = children[1]
        return node

    def list_of(self, children: list[Any]) -> Node:
        items = tuple(child for child in children[1:-1:2] if child is not None)
        return ListOf(items, span=_over(span_of(children[0]), span_of(children[-1])))

    def function(self, children: list[Any]) -> Token:
        token: Token = children[0]
        return token

    def call(self, children: list[Any]) -> Node:
        name, _, *rest = children
        args = tuple(child for child in rest[:-1:2] if child is not None)
        if not rest[-1]:
            args = (*args, Call(REST, ()))
        return Call(str(name).upper(), args, span=_over(span_of(name), span_of(rest[-1])))


def plain_decimal(value: Decimal) -> Decimal:
    """The same number without trailing zeros and without an exponent where that is short."""
    if value == value.to_integral_value():
        # beyond the limit it is refused anyway, and must not be written out
        return Decimal(int(value)) if value.adjusted() <= MAX_DIGITS else value
    _, digits, exponent = value.as_tuple()
    assert isinstance(exponent, int)
    zeros = len(digits) - len(str(int("".join(map(str, digits)))).rstrip("0"))
    return Decimal((0, digits[: len(digits) - zeros], exponent + zeros)) if zeros else value
