"""Text to tokens by the terminals of the grammar. What is none becomes a token of a type that no rule takes, so that
every such place is found in one go.
"""

import re
from collections.abc import Iterable

from lark import Token
from lark.lexer import TerminalDef

# what no terminal takes: a text or a quotation without its end, letters that run into a number, anything else
BAD = {
    "UNCLOSED": r"[\"“＂][\s\S]*",
    "QUOTED": r"['‘’＇][^'‘’＇]*['‘’＇]?",
    "RUN_ON": r"[.．]?\d[\w.．]*",
    "UNKNOWN": r"[\s\S]",
}


class Symbol(Token):
    """A token that knows its type and where it begins, and nothing that we do not ask for."""

    __slots__ = ()

    def __new__(cls, kind: str, text: str, start: int) -> "Symbol":
        made = str.__new__(cls, text)
        made.type = kind
        made.value = text
        made.start_pos = start
        return made


def scanner(terminals: Iterable[TerminalDef]) -> re.Pattern[str]:
    """One pattern for all of them, in the order of precedence that the grammar gives."""
    ordered = sorted(
        terminals, key=lambda one: (-one.priority, -one.pattern.max_width, -len(one.pattern.value), one.name)
    )
    parts = {one.name: one.pattern.to_regexp() for one in ordered} | BAD
    return re.compile("|".join(f"(?P<{name}>{part})" for name, part in parts.items()))


def tokens(text: str, scan: re.Pattern[str]) -> list[Symbol]:
    found: list[Symbol] = []
    for match in scan.finditer(text):
        kind = match.lastgroup
        if kind != "SPACE" and kind is not None:
            found.append(Symbol(kind, match.group(), match.start()))
    return found


def end_of(text: str) -> Symbol:
    return Symbol("$END", "", len(text))
