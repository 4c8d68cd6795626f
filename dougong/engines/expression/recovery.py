"""Reading on behind a mistake, so that every mistake is told at once.

Runs only over what the parser has refused. A missing value, operator or bracket is put in as a token without
characters, of which ``builder`` makes a hole; a bracket too much is left out; tokens right behind a mistake are not
blamed again. The tree that comes out is never run: it serves to find what else is wrong.
"""

from collections.abc import Callable, Sequence

from lark import UnexpectedToken
from lark.parsers.lalr_interactive_parser import InteractiveParser

from dougong.engines.expression.builder import span_of
from dougong.engines.expression.signs import BAD_CHARACTER, meant_by, write_instead
from dougong.engines.expression.tokens import BAD, Symbol, end_of
from dougong.engines.expression.tree import Node
from dougong.engines.finding import Finding, message
from dougong.errors import Text

UNCLOSED_TEXT = message("unclosed_text", "文本缺少结束的引号", "The text lacks its closing quote")
SINGLE_QUOTE = message(
    "single_quote", '文本要用双引号，例如 "完成"', 'Text stands in double quotes, for example "done"'
)
BAD_NUMBER = message(
    "bad_number", "数字后面不能直接跟字母或第二个小数点", "A number cannot run into letters or a second point"
)
UNEXPECTED = message(
    "unexpected_token", "这里不能有“{found}”，应为{expected}", "“{found}” cannot stand here; expected {expected}"
)
UNFINISHED = message(
    "unfinished_expression", "表达式没有写完，后面应为{expected}", "The expression is unfinished; expected {expected}"
)

_VALUE = Text("一个值", "a value")
_OPERATOR = Text("运算符", "an operator")
# what a terminal is to people; terminals of one word are told once
_EXPECTED: dict[str, Text] = {
    "RPAR": Text("右括号", "a closing parenthesis"),
    "LPAR": Text("左括号", "an opening parenthesis"),
    "COMMA": Text("逗号", "a comma"),
    "RBRACKET": Text("右方括号", "a closing bracket"),
    "RBRACE": Text("右花括号", "a closing brace"),
    "NAME": Text("字段名", "the name of a field"),
    "$END": Text("结尾", "the end"),
    **dict.fromkeys(("NUMBER", "STRING", "TRUE", "FALSE", "BLANK", "LBRACKET", "LBRACE"), _VALUE),
    **dict.fromkeys(("COMPARE", "EQUAL", "AMPERSAND", "PLUS", "MINUS", "STAR", "SLASH", "CARET"), _OPERATOR),
    **dict.fromkeys(("AND", "OR", "IN", "NOT", "PERCENT"), _OPERATOR),
    "DOT": Text("点号", "a dot"),
}
_CLOSING = ("RPAR", "RBRACKET", "RBRACE")
# told even where the token before was blamed
_TOLD = frozenset({"INSTEAD", "UNCLOSED", "QUOTED", "RUN_ON"})
_VALUES = frozenset({"NAME", "NUMBER", "STRING", "TRUE", "FALSE", "BLANK", "LBRACKET", "LBRACE"})
_SIGNS = frozenset({"INSTEAD", "UNKNOWN"})
_COMPARISONS = frozenset({"COMPARE", "EQUAL"})
_MOST_FINDINGS, _MOST_REPAIRS, _DEEPEST = 20, 100, 300


class Recovery:
    """One reading of one text."""

    def __init__(self, text: str, start: Callable[[], InteractiveParser]) -> None:
        self.findings: list[Finding] = []
        self._text = text
        self._start = start
        self._parser = start()
        self._taken: list[Symbol] = []
        self._repairs = 0
        # whether the token before this one was blamed
        self._blamed = False
        # parentheses put in behind functions, whose closing ones are not missed
        self._opened = 0
        # whether nobody can say what belongs to what
        self.doubtful = False

    def read(self, tokens: Sequence[Symbol]) -> Node | None:
        """The repaired tree; None where there is no sense in reading on."""
        for token in tokens:
            if self._fed(token):
                self._blamed = False
            elif not self._mended(token):
                return None
        return self._finished()

    def _fed(self, token: Symbol) -> bool:
        before = self._place()
        try:
            self._parser.feed_token(token)
        except UnexpectedToken:
            if self._place() != before:
                # it closed rules before it was refused; what would have gone on with them could not any more
                self._parser = self._start()
                for taken in self._taken:
                    self._parser.feed_token(taken)
                self._repairs += len(self._taken) // 100
            return False
        self._taken.append(token)
        return True

    def _place(self) -> tuple[int, object]:
        stack = self._parser.parser_state.state_stack
        return len(stack), stack[-1]

    def _put(self, kind: str, at: int) -> bool:
        return self._fed(Symbol(kind, "", at))

    def _mended(self, token: Symbol) -> bool:
        accepted = self._accepted()
        if self._is_call(token, accepted):
            accepted = {"LPAR"}
        if not self._blamed or token.type in _TOLD:
            self.findings.append(_wrong(token, accepted, self._text, self._taken[-1] if self._taken else None))
        self._blamed = True
        start, end = span_of(token)
        if self._taken and {token.type, self._taken[-1].type} <= _COMPARISONS:
            # >> and === are one comparison with a sign too much
            return True
        if accepted.isdisjoint({"NUMBER", "AMPERSAND", "NAME", "LPAR"}) or self._hopeless():
            return False
        if accepted == {"LPAR"}:
            # IN, AND and OR may as well be operators that lack what stands before them
            self.doubtful = self.doubtful or self._taken[-1].type != "NAME"
            self._opened += 1
            return self._put("LPAR", start) and self._fed(token)
        if accepted.isdisjoint({"NUMBER", "AMPERSAND"}):
            # behind a dot or an opening brace
            return self._put("NAME", start) and (token.type in BAD or self._fed(token) or True)
        if token.type in BAD:
            # where an operator should be, most are signs for one, the others texts and numbers that lack theirs
            behind = "NUMBER" not in accepted and self._put("AMPERSAND", start)
            return (behind and token.type in _SIGNS) or self._put("BLANK", end)
        if "NUMBER" in accepted:
            missing = "NAME" if token.type == "DOT" else "BLANK"
            return self._put(missing, start) and (self._fed(token) or True)
        if token.type in _CLOSING:
            other = next((kind for kind in _CLOSING if kind in accepted), None)
            self.doubtful = self.doubtful or token.type != "RPAR" or other not in {None, "RPAR"}
            return other is None or self._put(other, start)
        # between two names a dot may be missing
        between = "DOT" if token.type == "NAME" and self._taken[-1].type == "NAME" else "AMPERSAND"
        self._put(between, start)
        return token.type == "COMMA" or self._fed(token) or self._put("BLANK", end)

    def _is_call(self, token: Symbol, accepted: set[str]) -> bool:
        """Whether a value stands behind what is written like a function: it lacks its parenthesis."""
        before = self._taken[-1] if self._taken and "LPAR" in accepted else ""
        return not self._blamed and before.isupper() and token.type in _VALUES

    def _finished(self) -> Node | None:
        at = len(self._text)
        if self._blamed and "NUMBER" in self._accepted():
            self._put("BLANK", at)
        accepted = self._accepted()
        if self._opened and "RPAR" in accepted and "NUMBER" not in accepted:
            for _ in range(self._opened):
                self._put("RPAR", at)
            accepted = self._accepted()
        if "$END" not in accepted:
            closing = accepted.intersection(_CLOSING) if "NUMBER" not in accepted else {"NUMBER"}
            self.findings.append(UNFINISHED.at("", expected=names_of(closing or accepted), position=(at, at)))
        while "$END" not in accepted:
            kind = next((kind for kind in ("NUMBER", *_CLOSING, "NAME") if kind in accepted), None)
            kind = "BLANK" if kind == "NUMBER" else kind
            self.doubtful = self.doubtful or kind in {"RBRACKET", "RBRACE"}
            if kind is None or self._hopeless() or not self._put(kind, at):
                return None
            accepted = self._accepted()
        tree: Node = self._parser.feed_token(end_of(self._text))
        return tree

    def _accepted(self) -> set[str]:
        found: set[str] = self._parser.accepts()  # type: ignore[no-untyped-call]  # lark gives it no types
        return found

    def _hopeless(self) -> bool:
        """A text that is mostly wrong is not worth the reading."""
        self._repairs += 1
        deep = self._place()[0] > _DEEPEST
        return deep or self._repairs > _MOST_REPAIRS or len(self.findings) >= _MOST_FINDINGS


def _wrong(token: Symbol, accepted: set[str], text: str, before: Symbol | None) -> Finding:
    start, end = span_of(token)
    found = text[start:end]
    match token.type:
        case "INSTEAD":
            return write_instead(found, (start, end))
        case "UNCLOSED":
            return UNCLOSED_TEXT.at("", position=(start, len(text)))
        case "QUOTED":
            inner = found[1:-1].replace('"', '""')
            return SINGLE_QUOTE.at("", hint=f'"{inner}"' if found[0] == found[-1] else None, position=(start, end))
        case "RUN_ON":
            return BAD_NUMBER.at("", hint=meant_by(found), position=(start, end))
        case _ if not accepted:
            return BAD_CHARACTER.at("", found=found, position=(start, end))
        case _:
            words = {"found": found, "expected": names_of(accepted)}
            # in Excel nothing may stand between two commas
            empty = token.type in {"COMMA", "RPAR"} and before is not None and before.type == "COMMA"
            return UNEXPECTED.at("", hint="blank" if empty else meant_by(found), position=(start, end), **words)


def names_of(terminals: set[str]) -> Text:
    """``a value, a closing parenthesis`` in the order of the table, each once."""
    value_first = "NUMBER" in terminals
    if "NAME" in terminals and not value_first and "TRUE" in terminals:
        # behind a dot or in braces every word is a name
        terminals = {"NAME"}
    words: list[Text] = []
    for terminal, word in _EXPECTED.items():
        # where a value may stand, a sign, a name, NOT or a parenthesis only begins one; behind a name a path or a call
        # may go on, which nobody has in mind who made a mistake there
        begins = value_first and word is not _VALUE and terminal != "RPAR"
        if (
            terminal in terminals
            and word not in words
            and not begins
            and (terminal not in {"LPAR", "DOT"} or len(terminals) == 1)
        ):
            words.append(word)
    chosen = words or [_VALUE]
    return Text("或".join(word.zh for word in chosen), " or ".join(word.en for word in chosen))
