"""Text to tokens by the terminals of the grammar, over what each sign is read as; texts in quotes stay as they are.

What is no token becomes one of a type that no rule takes, so that every such place is found in one go.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lark import Token
from lark.lexer import TerminalDef

from dougong.engines.expression.signs import INSTEAD, INVISIBLE, MIXED_QUOTES, SPOKEN, TWINS, apart, bare
from dougong.engines.finding import Finding

# what no terminal takes: signs that are written otherwise, a text without its end, a quotation, letters that run into
# a number, anything else
BAD = {
    "INSTEAD": INSTEAD,
    "UNCLOSED": r"[\"“”＂‘’「『][\s\S]*",
    "QUOTED": r"['＇][^'＇]*['＇]?",
    "RUN_ON": r"\.?\d[\w.]*",
    "UNKNOWN": r"[\s\S]",
}
# what a part of an expression may end with, and begin with
ENDS = frozenset({"NAME", "NUMBER", "STRING", "TRUE", "FALSE", "BLANK", "RPAR", "RBRACKET", "RBRACE", "PERCENT"})
BEGINS = frozenset({
    "NAME", "NUMBER", "STRING", "TRUE", "FALSE", "BLANK", "LPAR", "LBRACKET", "LBRACE", "NOT", "MINUS", "PLUS",
})  # fmt: skip
_KEPT = frozenset({"STRING", *BAD})
_CLOSING = {'"': '"', "＂": "＂", "“": "”", "”": "”"}
_LOOSE = re.compile(r"[\"“”＂][^\"“”＂]*[\"“”＂]")


class Symbol(Token):
    """A token that knows its type and where it stands, and nothing that we do not ask for."""

    __slots__ = ()

    def __new__(cls, kind: str, text: str, start: int, end: int | None = None) -> "Symbol":
        made = str.__new__(cls, text)
        made.type = kind
        made.value = text
        made.start_pos = start
        made.end_pos = start + len(text) if end is None else end
        return made


@dataclass(frozen=True, slots=True)
class Scanner:
    """``every``: one pattern for all tokens. ``texts``: what stands in quotes, or what nobody sees."""

    every: re.Pattern[str]
    texts: re.Pattern[str]


def scanner(terminals: Iterable[TerminalDef]) -> Scanner:
    """The terminals in the order of precedence that the grammar gives."""
    ordered = sorted(
        terminals, key=lambda one: (-one.priority, -one.pattern.max_width, -len(one.pattern.value), one.name)
    )
    parts = {"INSTEAD": INSTEAD} | {one.name: one.pattern.to_regexp() for one in ordered} | BAD
    every = re.compile("|".join(f"(?P<{name}>{part})" for name, part in parts.items()))
    texts = "|".join(parts[name] for name in ("STRING", "UNCLOSED", "QUOTED"))
    return Scanner(every, re.compile(f"(?P<unseen>[{INVISIBLE}]+)|{texts}"))


def tokens(text: str, scan: Scanner) -> list[Symbol]:
    plain, places = _seen(text.translate(TWINS), scan)
    found: list[Symbol] = []
    for match in scan.every.finditer(plain):
        kind = match.lastgroup
        if kind != "SPACE" and kind is not None:
            start, end = places[match.start()], places[match.end() - 1] + 1
            found.append(Symbol(kind, text[start:end] if kind in _KEPT else match.group(), start, end))
    return found if text.isascii() and "&&" not in text and "**" not in text else _spoken(found, scan)


def _spoken(found: Sequence[Symbol], scan: Scanner) -> list[Symbol]:
    """Operators in words between two values as the signs that they say: amount 大于 100."""
    parts = [part for at, token in enumerate(found) for part in _apart(found, at, token, scan)]
    said: list[Symbol] = []
    for at, token in enumerate(parts):
        signs = SPOKEN.get(bare(token)) if token.type in {"NAME", "INSTEAD"} else None
        between = said and said[-1].type in ENDS and at + 1 < len(parts) and parts[at + 1].type in BEGINS
        if signs is None or not between:
            said.append(token)
        else:
            said += [Symbol(kind, sign, token.start_pos or 0, token.end_pos) for kind, sign in signs]
    return said


def _apart(found: Sequence[Symbol], at: int, token: Symbol, scan: Scanner) -> list[Symbol]:
    """A word taken apart at the operators in it, where it is no name in braces or part of a path."""
    start, whole = token.start_pos or 0, (token.end_pos or 0) - (token.start_pos or 0) == len(token)
    beside = {one.type for one in found[max(at - 1, 0) : at + 2 : 2]} if at else {found[1].type} if found[1:] else set()
    if token.type not in {"NAME", "RUN_ON"} or not whole or beside & {"LBRACE", "RBRACE", "DOT"}:
        return [token]
    plain = token.translate(TWINS)
    if apart(plain) is None:
        return [token]
    made: list[Symbol] = []
    for part in apart(plain) or ():
        kind = "NAME" if not part.isascii() else next(iter(scan.every.finditer(part))).lastgroup or "UNKNOWN"
        made.append(Symbol(kind, part, start))
        start += len(part)
    return made


def _seen(text: str, scan: Scanner) -> tuple[str, Sequence[int]]:
    """The characters that count, all in quotes and elsewhere those that can be seen, and their places."""
    unseen = {at for match in scan.texts.finditer(text) if match["unseen"] for at in range(*match.span())}
    if not unseen:
        return text, range(len(text))
    places = [at for at in range(len(text)) if at not in unseen]
    return "".join(text[at] for at in places), places


def closed_alike(text: str) -> tuple[str, list[Finding]]:
    """The text as it was meant where texts end with another quote than they began with, and each of these quotes."""
    meant, findings = list(text), []
    for match in _LOOSE.finditer(text):
        at, found = match.end() - 1, match.group()[-1]
        closing = _CLOSING[match.group()[0]]
        if (_CLOSING[found] if closing == "”" else found) != closing:
            meant[at] = closing
            words = {"opened": match.group()[0], "closing": closing, "found": found}
            findings.append(MIXED_QUOTES.at("", position=(at, at + 1), **words))
    return "".join(meant), findings


def end_of(text: str) -> Symbol:
    return Symbol("$END", "", len(text))
