"""Reading on behind a mistake, so that every mistake is told at once.

Runs only over what the parser has refused. A missing value, operator or bracket is put in, what stands too much is left
out; tokens right behind a mistake are not blamed again. The tree that comes out stands for nothing: it serves to find
names that do not exist.
"""

from collections.abc import Callable, Sequence

from lark import UnexpectedToken
from lark.parsers.lalr_interactive_parser import InteractiveParser

from dougong.engines.expression.builder import span_of
from dougong.engines.expression.signs import BAD_CHARACTER, meant_by, thousands, write_instead
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
        if not self._blamed or token.type in _TOLD:
            self.findings.append(_wrong(token, accepted, self._text))
        self._blamed = True
        start, end = span_of(token)
        if accepted.isdisjoint({"NUMBER", "AMPERSAND"}) or self._hopeless():
            return False
        if token.type in BAD:
            return "NUMBER" not in accepted or self._put("BLANK", start)
        if "NUMBER" in accepted:
            # a bracket or a comma where a value should be; an operator too much is left out
            return token.type not in {*_CLOSING, "COMMA"} or (self._put("BLANK", start) and (self._fed(token) or True))
        if token.type in _CLOSING:
            other = next((kind for kind in _CLOSING if kind in accepted), None)
            return other is None or self._put(other, start)
        self._put("AMPERSAND", start)
        return token.type == "COMMA" or self._fed(token) or self._put("BLANK", end)

    def _finished(self) -> Node | None:
        at = len(self._text)
        if self._blamed and "NUMBER" in self._accepted():
            self._put("BLANK", at)
        accepted = self._accepted()
        if "$END" not in accepted:
            self.findings.append(UNFINISHED.at("", expected=names_of(accepted), position=(at, at)))
        while "$END" not in accepted:
            kind = "BLANK" if "NUMBER" in accepted else next((kind for kind in _CLOSING if kind in accepted), None)
            if kind is None or self._hopeless() or not self._put(kind, at):
                return None
            accepted = self._accepted()
        tree: Node = self._parser.feed_token(end_of(self._text))
        return tree

    def _accepted(self) -> set[str]:
        found: set[str] = self._parser.accepts()  # type: ignore[no-untyped-call]
        return found

    def _hopeless(self) -> bool:
        """A text that is mostly wrong is not worth the reading."""
        self._repairs += 1
        deep = self._place()[0] > _DEEPEST
        return deep or self._repairs > _MOST_REPAIRS or len(self.findings) >= _MOST_FINDINGS


def _wrong(token: Symbol, accepted: set[str], text: str) -> Finding:
    start, end = span_of(token)
    found = text[start:end]
    match token.type:
        case "INSTEAD":
            return write_instead(found, (start, end))
        case "UNCLOSED":
            return UNCLOSED_TEXT.at("", position=(start, len(text)))
        case "QUOTED":
            return SINGLE_QUOTE.at("", position=(start, start + 1))
        case "RUN_ON":
            return BAD_NUMBER.at("", hint=meant_by(found), position=(start, start + 1))
        case "COMMA" if (grouped := thousands(text, start)) is not None:
            return grouped
        case _ if not accepted:
            return BAD_CHARACTER.at("", found=found, position=(start, end))
        case _:
            words = {"found": found, "expected": names_of(accepted)}
            return UNEXPECTED.at("", hint=meant_by(found), position=(start, end), **words)


def names_of(terminals: set[str]) -> Text:
    """``a value, a closing parenthesis`` in the order of the table, each once."""
    value_first = "NUMBER" in terminals
    words: list[Text] = []
    for terminal, word in _EXPECTED.items():
        # where a value may stand, a sign, a name, NOT or a parenthesis only begins one
        if terminal not in terminals or (value_first and word is not _VALUE and terminal != "RPAR"):
            continue
        if word not in words:
            words.append(word)
    chosen = words or [_VALUE]
    return Text("或".join(word.zh for word in chosen), " or ".join(word.en for word in chosen))
