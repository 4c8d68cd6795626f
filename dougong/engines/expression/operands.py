"""Looking around in tokens: what stands here, and how far the operand before or behind it goes."""

from collections.abc import Sequence

from dougong.engines.expression.signs import bare
from dougong.engines.expression.tokens import BEGINS, ENDS, Symbol
from dougong.engines.finding import Finding

_OPENING, _CLOSING = frozenset({"LPAR", "LBRACKET", "LBRACE"}), frozenset({"RPAR", "RBRACKET", "RBRACE"})
_TEXTS = frozenset({"UNCLOSED", "QUOTED", "RUN_ON"})
_WORDS = frozenset({"NAME", "NOT", "TRUE", "FALSE", "BLANK"})
# how much of what was typed is shown, and how many tokens are looked at
MOST_SHOWN, MOST_STEPS = 80, 50_000
# where an operand ends: of the whole place, of a comparison, of a product
COMMA = frozenset({"COMMA"})
COMPARED = COMMA | {"AND", "OR", "NOT", "COMPARE", "EQUAL", "IN"}
FACTOR = COMPARED | {"PLUS", "MINUS", "AMPERSAND"}


__all__ = ["BEGINS", "COMMA", "COMPARED", "FACTOR", "MOST_SHOWN", "MOST_STEPS", "Operands"]


class Operands:
    """``out``: the tokens read so far; ``rest`` from ``at`` on those still to come."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.findings: list[Finding] = []
        self.out: list[Symbol] = []
        self.rest: list[Symbol] = []
        self.at = self.depth = self.spent = 0

    def type(self, ahead: int = 0) -> str:
        return self.type_at(self.at + ahead)

    def type_at(self, at: int) -> str:
        return self.rest[at].type if at < len(self.rest) else ""

    def word(self, ahead: int = 0) -> str:
        return self.word_at(self.at + ahead)

    def word_at(self, at: int) -> str:
        """A name or a word of ours, in small letters."""
        return self.rest[at].casefold() if self.type_at(at) in _WORDS else ""

    def sign(self, ahead: int = 0) -> str:
        return self.sign_at(self.at + ahead)

    def sign_at(self, at: int) -> str:
        """A sign that is none of ours, by its plain twin."""
        return bare(self.rest[at]) if self.type_at(at) in {"INSTEAD", "UNKNOWN"} else ""

    def shape(self, ahead: int = 0) -> str:
        return self.shape_at(self.at + ahead)

    def shape_at(self, at: int) -> str:
        """A sign, whether it is ours or not."""
        return self.sign_at(at) or (str(self.rest[at]) if self.type_at(at) in _OPENING | _CLOSING else "")

    @property
    def behind_value(self) -> bool:
        return bool(self.out) and self.out[-1].type in ENDS

    def ends_value(self) -> bool:
        """The same, where texts and numbers that are wrong count as values."""
        return self.behind_value or (bool(self.out) and self.out[-1].type in _TEXTS)

    def put(self, kind: str, text: str) -> None:
        token = self.rest[self.at]
        self.out.append(Symbol(kind, text, token.start_pos or 0, token.end_pos if text else token.start_pos))

    def source(self, found: Sequence[Symbol]) -> str:
        """What was typed, shortened."""
        if not found:
            return ""
        places = [token.start_pos or 0 for token in found], [token.end_pos or 0 for token in found]
        typed = " ".join(self.text[min(places[0]) : max(places[1])].split())
        return typed if len(typed) <= MOST_SHOWN else "…"

    def left(self, stops: frozenset[str]) -> int:
        """Where the operand begins that ``out`` ends with."""
        depth, at = 0, len(self.out)
        while at > 0:
            kind = self.out[at - 1].type
            if depth == 0 and (kind in stops or kind in _OPENING or (kind == "EQUAL" and at == 1)):
                break
            depth += (kind in _CLOSING) - (kind in _OPENING)
            at -= 1
        self.spent += len(self.out) - at
        return at

    def left_of_path(self) -> int:
        at = len(self.out) - 1
        while at > 1 and self.out[at - 1].type == "DOT" and self.out[at - 2].type == "NAME":
            at -= 2
        return at

    def right(
        self, at: int, stops: frozenset[str], words: frozenset[str] = frozenset(), signs: frozenset[str] = frozenset()
    ) -> int:
        """The place behind the operand that begins here."""
        depth, begin = 0, at
        while at < len(self.rest):
            kind = self.rest[at].type
            stopped = kind in stops and not (kind == "NOT" and at == begin)
            if depth == 0 and (stopped or kind in _CLOSING or self.word_at(at) in words or self.sign_at(at) in signs):
                break
            depth += (kind in _OPENING) - (kind in _CLOSING)
            at += 1
        self.spent += at - begin
        return at

    def right_of_group(self, at: int) -> int | None:
        """The place behind the bracket that closes the one here."""
        if self.type_at(at) not in _OPENING:
            return None
        depth = 0
        for end in range(at, len(self.rest)):
            depth += (self.rest[end].type in _OPENING) - (self.rest[end].type in _CLOSING)
            if depth == 0:
                self.spent += end - at
                return end + 1
        self.spent += len(self.rest) - at
        return None
