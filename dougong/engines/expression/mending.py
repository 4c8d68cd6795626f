"""What people write who are used to spreadsheets, SQL, JavaScript, Python or plain Chinese, read as what they mean.

Runs only over what the parser has refused. Every rule tells once what to write instead and leaves tokens of ours over
the same characters, so that the rest is judged as it was meant.
"""

import re
from collections.abc import Callable, Sequence

from dougong.engines.expression.foreign import DOTTED, FUNCTIONS
from dougong.engines.expression.numerals import numerals
from dougong.engines.expression.operands import BEGINS, COMPARED, MOST_SHOWN, MOST_STEPS
from dougong.engines.expression.phrases import PHRASES, Phrases
from dougong.engines.expression.signs import SPOKEN
from dougong.engines.expression.tokens import Symbol
from dougong.engines.finding import Finding

_NOT = frozenset({"非", "不", "不是", "并非"})
_ALONE = frozenset({"return", "where", "having", "when", "new", "await"})
_STATEMENT = frozenset({"select", "let", "var", "const", "def", "function", "update"})
_MODULES = frozenset({"math", "date", "datetime", "number", "string", "worksheetfunction", "object", "array"})
_CELL = re.compile(r"[A-Za-z]{1,3}\d{0,7}")
_TYPES = {"int": "INT", "integer": "INT", "text": "TEXT", "varchar": "TEXT", "char": "TEXT", "date": "DATEVALUE"}
_UNIT = re.compile(r"year|month|week|day|hour|minute|second", re.IGNORECASE)
_MOST_FINDINGS, _DEEPEST = 20, 20
# what it costs to hold one token against all rules: a formula within the limits has far fewer tokens than can be paid
_STEPS_EACH = 10


def mend(found: Sequence[Symbol], text: str) -> tuple[list[Symbol], list[Finding]]:
    """The tokens as they were meant, and what to write instead."""
    plain, told = numerals(found, text)
    habits = Habits(text)
    return habits.read(plain), [*told, *habits.findings]


class Habits(Phrases):
    """One reading of the tokens of one text."""

    def read(self, found: Sequence[Symbol]) -> list[Symbol]:
        self.rest, self.at, self.out = list(found), 0, []
        while self.at < len(self.rest):
            # a text that is mostly wrong is not worth the looking around
            worth = self.spent < MOST_STEPS and len(self.findings) < _MOST_FINDINGS
            self.spent += _STEPS_EACH
            if not (worth and any(rule(self) for rule in _RULES)):
                self.out.append(self.rest[self.at])
                self.at += 1
        return self.out

    def _inner(self, found: Sequence[Symbol]) -> list[Symbol]:
        if self.depth > _DEEPEST:
            return list(found)
        habits = Habits(self.text)
        habits.depth, habits.spent, habits.findings = self.depth + 1, self.spent, self.findings
        made = habits.read(found)
        self.spent = habits.spent
        return made

    def _place(self, first: Symbol, last: Symbol, kind: str, text: str) -> Symbol:
        return Symbol(kind, text, first.start_pos or 0, last.end_pos)

    # signs and words that are too many, or lack something

    def dangling(self) -> bool:
        """AND and OR, and operators in words, without what stands before them."""
        kind = self.type()
        spoken = SPOKEN.get(self.word())
        if spoken and self.type(1) in BEGINS - {"LPAR"} and not self.ends_value():
            self._tell("before", self.rest[self.at], self.rest[self.at])
            self.put("BLANK", "")
            for sign, text in spoken:
                self.put(sign, text)
            self.at += 1
            return True
        if kind not in {"AND", "OR"} or self.type(1) not in BEGINS - {"LPAR"} or self.ends_value():
            return False
        token = self.rest[self.at]
        self._tell("before", token, token)
        if not (self.out and self.out[-1].type in {"AND", "OR"}):
            self.out += [Symbol("BLANK", "", token.start_pos or 0), token]
        self.at += 1
        return True

    def denial(self) -> bool:
        """``!done`` and 非 done."""
        begins = self.type(1) in BEGINS or self.sign(1) == "!"
        if self.behind_value or not (self.sign() == "!" or self.word() in _NOT) or not begins:
            return False
        if self.sign() == "!" and self.out and self.out[-1].type == "EQUAL":
            # a =! b
            equal = self.out.pop()
            self._tell("is", equal, self.rest[self.at], "<>")
            self.out.append(self._place(equal, self.rest[self.at], "COMPARE", "<>"))
            self.at += 1
            return True
        if self.sign() != "!" and self.type(1) == "LPAR":
            return False
        end = self.right(self.at + 1, COMPARED)
        denied = self.source(self.rest[self.at + 1 : end])
        whole = self.type(1) == "LPAR" and self.right_of_group(self.at + 1) == end
        self._tell("call", self.rest[self.at], self.rest[self.at], f"NOT{denied}" if whole else f"NOT({denied})")
        self.put("NOT", "NOT")
        self.at += 1
        return True

    def called_in_brackets(self) -> bool:
        """IF[a, b] and IF{a, b}."""
        closing = self.right_of_group(self.at) if self.type() in {"LBRACKET", "LBRACE"} and self.behind_value else None
        if closing is None or self.out[-1].type != "NAME" or not self.out[-1].isupper():
            return False
        first, last = self.rest[self.at], self.rest[closing - 1]
        self._tell("brackets", first, first, f"{self.out[-1]}(…)")
        inside = self._inner(self.rest[self.at + 1 : closing - 1])
        self.out += [self._place(first, first, "LPAR", "("), *inside, self._place(last, last, "RPAR", ")")]
        self.at = closing
        return True

    def statement(self) -> bool:
        """RETURN and WHERE before the expression; SELECT, LET and others are none at all."""
        if any(token.type != "EQUAL" for token in self.out) or self.type(1) not in BEGINS | {"STAR"} - {"LPAR"}:
            return False
        if self.word() == "new" and self.word(1) == "date" and self.type(2) == "LPAR" and self.type(3) == "RPAR":
            self._tell("call", self.rest[self.at], self.rest[self.at + 3], "NOW()")
            self.out.append(self._place(self.rest[self.at], self.rest[self.at + 1], "NAME", "NOW"))
            self.at += 2
            return True
        if self.word() in _ALONE:
            self._tell("alone", self.rest[self.at], self.rest[self.at])
            self.at += 1
            return True
        if self.word() in _STATEMENT:
            self._tell("statement", self.rest[self.at], self.rest[-1])
            self.put("BLANK", "")
            self.at = len(self.rest)
            return True
        return False

    def all_rows(self) -> bool:
        """The star of COUNT(*)."""
        call = self.type() == "STAR" and len(self.out) > 1 and self.out[-1].type == "LPAR" and self.type(1) == "RPAR"
        if not call:
            return False
        self._tell("star", self.rest[self.at], self.rest[self.at], name=str(self.out[-2]).upper())
        self.put("BLANK", "")
        self.at += 1
        return True

    def cast(self) -> bool:
        """CAST(amount AS TEXT)."""
        end = self.right_of_group(self.at + 1) if self.word() == "cast" else None
        if end is None or end - self.at < 6 or self.word_at(end - 3) != "as":
            return False
        inside = self.rest[self.at + 2 : end - 3]
        function = _TYPES.get(self.word_at(end - 2), "VALUE")
        self._tell("call", self.rest[self.at], self.rest[self.at], f"{function}({self.source(inside)})")
        name = self._place(self.rest[self.at], self.rest[self.at], "NAME", function)
        self.out += [name, self.rest[self.at + 1], *self._inner(inside), self.rest[end - 1]]
        self.at = end
        return True

    def interval(self) -> bool:
        """now() - INTERVAL '1 day'."""
        if self.word() != "interval" or self.type(1) not in {"QUOTED", "STRING", "NUMBER"}:
            return False
        size = 3 if self.type(2) == "NAME" else 2
        written = self.source(self.rest[self.at : self.at + size])[len("interval") :]
        count, unit = re.search(r"\d+", written), _UNIT.search(written)
        behind = bool(self.out) and self.out[-1].type in {"PLUS", "MINUS"}
        sign = "-" if behind and self.out[-1].type == "MINUS" else ""
        hint = f'DATEADD(…, {sign}{count[0] if count else 1}, "{unit[0].lower() if unit else "day"}")'
        self._tell("call", self.rest[self.at], self.rest[self.at + size - 1], hint)
        if behind:
            self.out.pop()
        if not self.behind_value:
            self.put("BLANK", "")
        self.at += size
        return True

    def blank(self) -> bool:
        """BLANK()."""
        if self.type() != "BLANK" or self.type(1) != "LPAR" or self.type(2) != "RPAR":
            return False
        self._tell("plain", self.rest[self.at], self.rest[self.at + 2], "blank")
        self.out.append(self.rest[self.at])
        self.at += 3
        return True

    # texts

    def quotes(self) -> bool:
        """abc", "a"b" and ""won"": a quote that is missing, or not doubled."""
        end = self.at
        while self.type_at(end) in {"NAME", "STRING", "UNCLOSED", "NUMBER"} and (
            end == self.at or self.rest[end - 1].end_pos == self.rest[end].start_pos
        ):
            end += 1
        parts = self.rest[self.at : end]
        self.spent += len(parts)
        if len(parts) < 2 or self.ends_value() or parts[0].type not in {"NAME", "STRING"}:
            return False
        whole = self.text[parts[0].start_pos or 0 : parts[-1].end_pos]
        inner = whole.strip('"')
        named = parts[0].type == "NAME"
        if not whole.endswith('"') or re.search(r"[,()，（）]", whole) or (named and '"' in inner):
            return False
        meant = '"' + re.sub(r'\\?"+', '""', inner) + '"'
        self._tell("quotes", parts[0], parts[-1], meant)
        self.out.append(self._place(parts[0], parts[-1], "STRING", meant))
        self.at = end
        return True

    def template(self) -> bool:
        """`n ${amount}` and f"n {amount}"."""
        end, pattern = self.at + 1, r"\{([^{}]*)\}"
        if self.shape() == "`":
            while end < len(self.rest) and self.shape_at(end) != "`":
                end += 1
            pattern = r"\$" + pattern
        elif self.word() != "f" or self.type(1) != "STRING" or self.rest[end].start_pos != self.rest[self.at].end_pos:
            return False
        self.spent += end - self.at
        if end >= len(self.rest) or self.ends_value():
            return False
        first, last = self.rest[self.at], self.rest[end]
        inner = self.text[first.start_pos or 0 : last.end_pos].removeprefix(first.removesuffix("`"))[1:-1]
        said = [part if at % 2 else f'"{part}"' for at, part in enumerate(re.split(pattern, inner)) if part]
        self._tell("joined", first, last, " & ".join(said) if len(inner) < MOST_SHOWN else None)
        self.out.append(self._place(first, last, "STRING", '""'))
        self.at = end + 1
        return True

    def titled(self) -> bool:
        """《amount》: the marks of a title in Chinese, where no comparison can be meant."""
        token = self.rest[self.at]
        if self.ends_value() or token.type != "COMPARE" or self.text[token.start_pos or 0] not in "《〈":
            return False
        end = self.at
        while end < len(self.rest) and self.text[self.rest[end].start_pos or 0] not in "》〉":
            end += 1
        self.spent += end - self.at
        if end == len(self.rest):
            return False
        last = self.rest[end]
        mark = Symbol(last.type, "》", last.start_pos or 0)
        self._tell("titled", token, mark)
        self.put("BLANK", "")
        if last.end_pos != mark.end_pos:
            # with what stands behind it the mark was read as one comparison
            self.out.append(Symbol("EQUAL", "=", mark.end_pos or 0, last.end_pos))
        self.at = end + 1
        return True

    # names

    def braced(self) -> bool:
        """{two words}, and {1, 2} for a list."""
        end = self.right_of_group(self.at) if self.type() == "LBRACE" and not self.ends_value() else None
        if end is None or end - self.at < 3:
            return False
        inside, first, last = self.rest[self.at + 1 : end - 1], self.rest[self.at], self.rest[end - 1]
        if {token.type for token in inside} <= {"NUMBER", "STRING", "TRUE", "FALSE", "COMMA", "MINUS"}:
            self._tell("list", first, last, f"[{self.source(inside)}]")
            self.out += [self._place(first, first, "LBRACKET", "["), *inside, self._place(last, last, "RBRACKET", "]")]
        elif {token.type for token in inside[1::2]} <= {"DOT"}:
            return False
        else:
            self._tell("name", first, last)
            name = self.text[first.end_pos or 0 : last.start_pos].strip()
            self.out.append(self._place(first, last, "NAME", name))
        self.at = end
        return True

    def wrapped(self) -> bool:
        """[@Amount], `amount`, {{amount}}, ${amount}, @amount, #amount, {two words}."""
        if self.type() not in _WRAPPING:
            return False
        for opening, closing in _WRAPPERS:
            size = len(opening)
            if tuple(self.shape(at) for at in range(size)) != opening:
                continue
            end = self.at + size
            while self.type_at(end) in {"NAME", "DOT"}:
                end += 1
            name = self.rest[self.at + size : end]
            self.spent += len(name)
            if not name or tuple(self.shape_at(end + at) for at in range(len(closing))) != closing:
                continue
            return self._named(self.source(name), end + len(closing))
        if self.type() == "INSTEAD" and re.fullmatch(r"#[^\W\d][\w.]*#?", self.sign()):
            return self._named(self.sign().strip("#"), self.at + 1)
        return False

    def _named(self, name: str, end: int) -> bool:
        first, last = self.rest[self.at], self.rest[end - 1]
        if self.ends_value():
            return False
        self._tell("name", first, last, name)
        for number, part in enumerate(name.split(".")):
            if number:
                self.out.append(Symbol("DOT", ".", first.start_pos or 0, last.end_pos))
            self.out.append(Symbol("NAME", part.strip(), first.start_pos or 0, last.end_pos))
        self.at = end
        return True

    def cells(self) -> bool:
        """Sheet1!A1, A1:B2, A:B, $A$1."""
        end = self.at
        if self.shape_at(end + 1) == "!" and self.type_at(end) in {"NAME", "QUOTED"}:
            end += 2
        sheet = end > self.at
        cell = self._cell(end)
        if cell is None or self.ends_value():
            return False
        end, other = cell, self._cell(cell + 1) if self.shape_at(cell) == ":" else None
        if other is not None:
            end, sheet = other, True
        if not sheet and all(self.shape_at(at) != "$" for at in range(self.at, end)):
            return False
        self._tell("cell", self.rest[self.at], self.rest[end - 1])
        self.put("BLANK", "")
        self.at = end
        return True

    def _cell(self, at: int) -> int | None:
        """Where a cell ends that begins here."""
        at += self.shape_at(at) == "$"
        if self.type_at(at) != "NAME" or not _CELL.fullmatch(str(self.rest[at])):
            return None
        at += 1
        if self.shape_at(at) == "$" and self.type_at(at + 1) == "NUMBER":
            at += 2
        return at

    def method(self) -> bool:
        """name.upper(), Math.round(amount), STDEV.S(amount), and STDEV.P(amount), which we lack."""
        if len(self.out) > 1 and (self.out[-2].type, self.out[-1].type) == ("NAME", "DOT"):
            # a path was looked at from its beginning
            return False
        end = self.at
        while self.type_at(end) == "NAME" and self.type_at(end + 1) == "DOT" and self.type_at(end + 2) == "NAME":
            end += 2
        self.spent += end - self.at
        if end == self.at or self.type_at(end + 1) != "LPAR" or self.behind_value:
            return False
        name, owner = self.rest[end], self.rest[self.at : end - 1]
        closing = self.right_of_group(end + 1)
        args = self.rest[end + 2 : closing - 1] if closing else self.rest[end + 2 :]
        dotted = len(owner) == 1 and owner[0].isupper() and name.isupper()
        ours = DOTTED.get(f"{owner[0]}.{name}") if dotted else FUNCTIONS.get(name.casefold(), name.upper())
        alone = dotted or owner[0].casefold() in _MODULES
        given = ", ".join(filter(None, ("" if alone else self.source(owner), self.source(args))))
        self._tell(*(("method", name, name, f"{ours}({given})") if ours else ("lacked", owner[0], name)))
        called = ours or "COUNTA"  # which takes anything and gives a number
        self.out += [Symbol("NAME", called, name.start_pos or 0, name.end_pos), self.rest[end + 1]]
        if not alone:
            self.out += [*owner, *([Symbol("COMMA", ",", name.start_pos or 0, name.end_pos)] if args else [])]
        self.at = end + 2
        return True

    def subscript(self) -> bool:
        """lines[0], name[0:3] and Table1[Amount]."""
        if self.type() != "LBRACKET" or not self.behind_value or self.out[-1].type != "NAME":
            return False
        closing = self.right_of_group(self.at)
        if closing is None:
            return False
        owner = self.left_of_path()
        inside = [token for token in self.rest[self.at + 1 : closing - 1] if token.type != "UNKNOWN"]
        if len(inside) == 1 and inside[0].type == "NAME":
            first = self.out[owner]
            del self.out[owner:]
            self._tell("name", first, self.rest[closing - 1], str(inside[0]))
            self.out.append(Symbol("NAME", str(inside[0]), first.start_pos or 0, self.rest[closing - 1].end_pos))
        else:
            item = self.source(self.out[owner:])
            place = str(int(inside[0]) + 1) if len(inside) == 1 and inside[0].isdecimal() else "…"
            hint = f"INDEX({item}, {place})" if len(inside) == 1 else f"MID({item}, …)"
            self._tell("item", self.rest[self.at], self.rest[closing - 1], hint)
        self.at = closing
        return True


_WRAPPING = frozenset({"LBRACKET", "LBRACE", "INSTEAD", "UNKNOWN"})
_WRAPPERS: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (("[", "@", "["), ("]", "]")),
    (("[", "@"), ("]",)),
    (("{", "{"), ("}", "}")),
    (("$", "{"), ("}",)),
    (("`",), ("`",)),
    (("@",), ()),
    (("$",), ()),
)
_RULES: tuple[Callable[[Habits], bool], ...] = (
    *PHRASES, Habits.denial, Habits.dangling, Habits.statement, Habits.all_rows, Habits.cast, Habits.interval,
    Habits.called_in_brackets,
    Habits.blank, Habits.quotes, Habits.cells, Habits.wrapped, Habits.template, Habits.titled, Habits.braced,
    Habits.method, Habits.subscript,
)  # fmt: skip
