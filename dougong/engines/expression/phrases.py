"""Operators, tests and choices as SQL, JavaScript, Python and plain Chinese write them, read as what they mean.

``x IS NULL``, ``x LIKE "a%"``, ``x BETWEEN 1 AND 5``, ``5 MOD 3``, ``c ? x : y``, ``CASE WHEN c THEN x END``. See
``mending`` for when this runs and what a rule does.
"""

from collections.abc import Sequence

from dougong.engines.expression.operands import BEGINS, COMMA, COMPARED, FACTOR, Operands
from dougong.engines.expression.signs import NULLS, instead
from dougong.engines.expression.tokens import Symbol

_LIKE = {
    "like": "CONTAINS", "ilike": "CONTAINS", "contains": "CONTAINS", "includes": "CONTAINS", "包含": "CONTAINS",
    "含有": "CONTAINS", "startswith": "STARTSWITH", "endswith": "ENDSWITH", "matches": "REGEXMATCH",
    "rlike": "REGEXMATCH", "regexp": "REGEXMATCH",
}  # fmt: skip
_DIVISIONS = {"mod": "MOD", "rem": "MOD", "取余": "MOD", "取模": "MOD", "div": "QUOTIENT", "整除": "QUOTIENT"}
_IS, _IS_NOT = frozenset({"is", "是", "为"}), frozenset({"isnot", "不是", "不为"})
_BLANK = frozenset({"为空", "是空", "为空值", "isnull"})
_FILLED = frozenset({"不为空", "不是空", "非空", "notnull"})
_BETWEEN = frozenset({"between", "介于", "在"})
_TO, _WITHIN = frozenset({"到", "至", "和", "与"}), frozenset({"之间", "之内", "内"})
_IF = frozenset({"if", "如果", "若", "假如"})
_THEN, _ELSE = frozenset({"then", "那么", "则", "就"}), frozenset({"else", "否则"})
_END = frozenset({"end", "endif", "fi"})


class Phrases(Operands):
    """Operators, tests and choices that other languages write otherwise."""

    def _inner(self, found: Sequence[Symbol]) -> list[Symbol]:
        """Tokens read by themselves."""
        raise NotImplementedError

    def _tell(self, habit: str, first: Symbol, last: Symbol, hint: str | None = None, **words: str) -> None:
        position = (first.start_pos or 0, last.end_pos or 0)
        self.findings.append(instead(habit, self.text[slice(*position)], position, hint, **words))

    def _negation(self) -> int:
        """How many tokens say NOT before an operator in words."""
        return 1 if self.type() == "NOT" and self.word(1) else 0

    # tests in words

    def is_blank(self) -> bool:
        if not self.behind_value:
            return False
        word, size = self.word(), 1
        negative = word in _IS_NOT | _FILLED
        if word in _IS | _IS_NOT:
            if word in _IS and self.word(1) in {"not", "不"}:
                negative, size = True, 2
            if self.word(size) not in NULLS:
                return self._is(size, "<>" if negative else "=")
            size += 1
        elif word not in _BLANK | _FILLED:
            return False
        tested = f"ISBLANK({self.source(self.out[self.left(COMPARED) :])})"
        self._tell("blank", self.rest[self.at], self.rest[self.at + size - 1], f"NOT({tested})" if negative else tested)
        self.put("COMPARE", "=")
        self.put("BLANK", "")
        self.at += size
        return True

    def _is(self, size: int, sign: str) -> bool:
        if self.type(size) not in BEGINS:
            return False
        self._tell("is", self.rest[self.at], self.rest[self.at + size - 1], sign)
        self.put("COMPARE", sign)
        self.at += size
        return True

    def like(self) -> bool:
        size = self._negation()
        word = self.word(size)
        negative = size > 0 or (word[:1] == "不" and word[1:] in _LIKE)
        function = _LIKE.get(word.removeprefix("不"))
        if not self.behind_value or function is None or self.type(size + 1) not in BEGINS | {"QUOTED"}:
            return False
        end = self.right(self.at + size + 1, COMPARED)
        value = self.rest[self.at + size + 1 : end]
        if len(value) == 1 and value[0].type in {"STRING", "QUOTED"} and "like" in word:
            function, pattern = _of_pattern(value[0])
        else:
            pattern = self.source(value)
        call = f"{function}({self.source(self.out[self.left(COMPARED) :])}, {pattern})"
        last = value[0] if value[0].type == "QUOTED" else self.rest[self.at + size]
        self._tell("call", self.rest[self.at], last, f"NOT({call})" if negative else call)
        self.put("AMPERSAND", "")
        self.at += size + 1
        if value[0].type == "QUOTED":
            self.put("BLANK", "")
            self.at += 1
        return True

    def between(self) -> bool:
        size = self._negation()
        if not self.behind_value or self.word(size) not in _BETWEEN:
            return False
        first, middle = self.at, self.right(self.at + size + 1, frozenset({"AND", "OR", "COMMA"}), _TO)
        if self.type_at(middle) == "AND" or self.word_at(middle) in _TO:
            end = self.right(middle + 1, frozenset({"AND", "OR", "COMMA"}), _WITHIN)
            low, high = self.rest[first + size + 1 : middle], self.rest[middle + 1 : end]
        else:
            return False
        if not low or not high:
            return False
        parts = ", ".join(map(self.source, (self.out[self.left(COMPARED) :], low, high)))
        call = f"BETWEEN({parts})"
        self._tell("call", self.rest[first], self.rest[first + size], f"NOT({call})" if size else call)
        for part in (low, high):
            self.out += [Symbol("AMPERSAND", "", part[0].start_pos or 0), *self._inner(part)]
        self.at = end + (self.word_at(end) in _WITHIN)
        return True

    def division(self) -> bool:
        """MOD and DIV between their operands, and ``%`` and ``//`` as other languages have them."""
        if not self.behind_value:
            return False
        function = _DIVISIONS.get(self.word()) or ("QUOTIENT" if self.sign() == "//" else None)
        if self.type() == "PERCENT" and self.type(1) in {"NUMBER", "NAME", "LPAR"} and not self._is_percentage():
            function = "MOD"
        if function is None or self.type(1) not in BEGINS:
            return False
        end = self.right(self.at + 1, FACTOR)
        parts = ", ".join(map(self.source, (self.out[self.left(FACTOR) :], self.rest[self.at + 1 : end])))
        self._tell("call", self.rest[self.at], self.rest[self.at], f"{function}({parts})")
        self.put("STAR", "*")
        self.at += 1
        return True

    def _is_percentage(self) -> bool:
        """``10% amount``: the sign belongs to the number before it."""
        before, sign, after = self.out[-1], self.rest[self.at], self.rest[self.at + 1]
        return before.type == "NUMBER" and before.end_pos == sign.start_pos and sign.end_pos != after.start_pos

    def bars(self) -> bool:
        """``||`` is OR between conditions and joins texts."""
        if self.sign() not in {"||", "∨"} or not self.behind_value:
            return False
        end = self.right(self.at + 1, COMMA | {"AND", "OR"})
        sides = [*self.out[self.left(COMMA | {"AND", "OR"}) :], *self.rest[self.at + 1 : end]]
        kinds = {token.type for token in sides}
        joins = "STRING" in {self.out[-1].type, self.type(1)}
        hint = "OR" if kinds & {"COMPARE", "EQUAL", "IN"} else "&" if joins else None
        self._tell("bars", self.rest[self.at], self.rest[self.at], hint)
        if hint == "OR":
            self.put("OR", "OR")
        else:
            self.put("AMPERSAND", "&" if hint else "")
        self.at += 1
        return True

    def list_bare(self) -> bool:
        """x IN 1, 2, 3."""
        if self.type() != "IN" or self.type(1) not in (BEGINS | {"QUOTED"}) - {"LPAR", "LBRACKET", "LBRACE"}:
            return False
        if any(token.type in {"LPAR", "LBRACKET"} for token in self.out):
            return False
        end = self.right(self.at + 1, COMPARED - COMMA)
        items = self.rest[self.at + 1 : end]
        if not any(token.type == "COMMA" for token in items):
            return False
        self._tell("list", items[0], items[-1], f"[{self.source(items)}]")
        first, last = items[0].start_pos or 0, items[-1].end_pos or 0
        self.out += [
            self.rest[self.at],
            Symbol("LBRACKET", "[", first, first),
            *items,
            Symbol("RBRACKET", "]", last, last),
        ]
        self.at = end
        return True

    # choices

    def question(self) -> bool:
        if self.sign() != "?" or not self.behind_value:
            return False
        if self.sign(1) == "?":
            return self._chosen("COALESCE", 2, None)
        if self.type(1) == "DOT":
            # a?.b
            self._tell("dot", self.rest[self.at], self.rest[self.at + 1], ".")
            self.at += 1
            return True
        colon = self.right(self.at + 1, COMMA, signs=frozenset({":"}))
        return self.sign_at(colon) == ":" and self._chosen("IF", 1, colon)

    def _chosen(self, function: str, size: int, colon: int | None) -> bool:
        """``a ? b : c`` and ``a ?? b``."""
        begin = self.left(COMMA)
        sides = [self.rest[self.at + size : colon]] if colon else []
        start = colon + 1 if colon else self.at + size
        end = self.right(start, COMMA)
        sides.append(self.rest[start:end])
        if not all(sides):
            return False
        self._call(function, begin, [self.out[begin:], *map(self._inner, sides)], self.at, self.at + size - 1)
        self.at = end
        return True

    def _call(self, function: str, begin: int, parts: list[list[Symbol]], first: int, last: int) -> None:
        """Put a call in place of all from ``begin`` on. ``first`` and ``last``: the tokens that are told."""
        hint = f"{function}({', '.join(self.source(_ungrouped(part)) or 'true' for part in parts)})"
        self._tell("call", self.rest[first], self.rest[last], hint)
        place = parts[0][0].start_pos or 0
        self.out[begin:] = [Symbol("NAME", function, place, place), Symbol("LPAR", "(", place, place)]
        for number, part in enumerate(parts):
            if number:
                at = part[0].start_pos or 0
                self.out.append(Symbol("COMMA", ",", at, at))
            self.out += part
        end = parts[-1][-1].end_pos or 0
        self.out.append(Symbol("RPAR", ")", end, end))

    def if_else(self) -> bool:
        """``x if c else y``, ``IF c THEN x ELSE y``, ``if (c) x else y`` and 如果 c 那么 x 否则 y."""
        if self.word() not in _IF:
            return False
        start = self.at + 1
        if self.behind_value:
            middle = self.right(start, COMMA, _ELSE)
            end = self.right(middle + 1, COMMA)
            sides = self.rest[start:middle], self.rest[middle + 1 : end]
            if self.word_at(middle) not in _ELSE or not all(sides):
                return False
            begin = self.left(COMMA)
            test, other = map(self._inner, sides)
            self._call("IF", begin, [test, self.out[begin:], other], self.at, self.at)
        else:
            then = self.right(start, COMMA, _THEN)
            if self.word_at(then) in _THEN:
                return self._then(self.rest[start:then], then + 1)
            # what else follows is a sign between IF(…) and the next operand
            group = self.right_of_group(start) if self.type_at(start) == "LPAR" else None
            if group is None or self.type_at(group) not in BEGINS - {"PLUS", "MINUS", "LBRACKET"}:
                return False
            return self._then(self.rest[start:group], group)
        self.at = end
        return True

    def _then(self, test: list[Symbol], start: int) -> bool:
        middle = self.right(start, COMMA, _ELSE | _END)
        parts = [test, self.rest[start:middle]]
        end = middle
        if self.word_at(middle) in _ELSE:
            end = self.right(middle + 1, COMMA, _END)
            parts.append(self.rest[middle + 1 : end])
        parts = [test, *map(_unbraced, parts[1:])]
        if not all(parts):
            return False
        self._call("IF", len(self.out), [self._inner(part) for part in parts], self.at, self.at)
        self.at = end + (self.word_at(end) in _END)
        return True

    def case(self) -> bool:
        if self.word() != "case" or self.behind_value:
            return False
        when = frozenset({"when"})
        at = self.right(self.at + 1, COMMA, when)
        value = self.rest[self.at + 1 : at]
        parts: list[list[Symbol]] = [value] if value else []
        while self.word_at(at) == "when":
            then = self.right(at + 1, COMMA, _THEN)
            end = self.right(then + 1, COMMA, when | _ELSE | _END)
            parts += [self.rest[at + 1 : then], self.rest[then + 1 : end]]
            at = end
        if self.word_at(at) in _ELSE:
            end = self.right(at + 1, COMMA, _END)
            # IFS has no else of its own
            otherwise = [Symbol("TRUE", "true", self.rest[at].start_pos or 0, self.rest[at].start_pos)]
            parts += [self.rest[at + 1 : end]] if value or len(parts) == 2 else [otherwise, self.rest[at + 1 : end]]
            at = end
        if len(parts) < 2 or not all(parts):
            return False
        function = "SWITCH" if value else "IF" if len(parts) < 4 else "IFS"
        self._call(function, len(self.out), [self._inner(part) for part in parts], self.at, self.at)
        self.at = at + (self.word_at(at) in _END)
        return True


def _unbraced(part: list[Symbol]) -> list[Symbol]:
    """What ``{ return x; }`` returns."""
    if len(part) < 3 or part[0].type != "LBRACE" or part[1].casefold() != "return":
        return part
    return [token for token in part[2:-1] if token.type != "COMMA"]


def _ungrouped(part: list[Symbol]) -> list[Symbol]:
    """Without the parentheses around all of it."""
    depth = 0
    for at, token in enumerate(part):
        depth += (token.type == "LPAR") - (token.type == "RPAR")
        if depth == 0:
            return part[1:-1] if at == len(part) - 1 > 0 and token.type == "RPAR" and part[0].type == "LPAR" else part
    return part


def _of_pattern(token: Symbol) -> tuple[str, str]:
    """The function, and its text, that does what a pattern of LIKE does."""
    inner = str(token)[1:-1]
    core = inner.strip("%")
    if "%" in core or "_" in core:
        return "REGEXMATCH", '"…"'
    function = "CONTAINS"
    if not inner.startswith("%"):
        function = "STARTSWITH" if inner.endswith("%") else "EXACT"
    elif not inner.endswith("%"):
        function = "ENDSWITH"
    return function, f'"{core}"'


PHRASES = (
    Phrases.is_blank, Phrases.like, Phrases.between, Phrases.division, Phrases.bars, Phrases.list_bare,
    Phrases.question, Phrases.if_else, Phrases.case,
)  # fmt: skip
