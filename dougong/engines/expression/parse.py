"""Text to tree. Whatever the text is, the outcome is a tree or ``Invalid`` with a problem of ours and its position."""

from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from lark import Lark, Token, Transformer, UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from dougong.engines.expression.limits import MAX_DEPTH, MAX_DIGITS, MAX_LENGTH, MAX_LIST, MAX_NODES
from dougong.engines.expression.tree import Call, ListOf, Lit, Node, Path, Span, children, lit
from dougong.engines.finding import Finding, Invalid, message
from dougong.errors import Text

EMPTY = message("empty_expression", "表达式是空的", "The expression is empty")
TOO_LONG = message(
    "expression_too_long", "表达式超过 {limit} 个字符", "The expression is longer than {limit} characters"
)
TOO_DEEP = message(
    "expression_too_deep", "表达式嵌套超过 {limit} 层", "The expression is nested deeper than {limit} levels"
)
TOO_MANY_NODES = message(
    "expression_too_large", "表达式超过 {limit} 个部分", "The expression has more than {limit} parts"
)
LIST_TOO_LONG = message("list_too_long", "列表超过 {limit} 项", "The list has more than {limit} items")
NUMBER_TOO_LONG = message("overflow", "数字超过 {limit} 位", "The number has more than {limit} digits")
BAD_CHARACTER = message("unexpected_character", "这里不能有“{found}”", "“{found}” cannot stand here")
UNCLOSED_TEXT = message("unclosed_text", "文本缺少结束的引号", "The text lacks its closing quote")
SINGLE_QUOTE = message(
    "single_quote", '文本要用双引号，例如 "完成"', 'Text stands in double quotes, for example "done"'
)
BAD_NUMBER = message("bad_number", "数字后面不能直接跟字母", "A number cannot run into letters")
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
_COMPARE = {"≠": "<>", "!=": "<>", "==": "=", "≤": "<=", "≥": ">="}
_OPERATORS = {"AMPERSAND": "&", "PLUS": "+", "MINUS": "-", "STAR": "*", "SLASH": "/", "CARET": "^", "EQUAL": "="}


def parse(text: str) -> Node:
    """The tree of this expression, with spans and without kinds. Raises Invalid."""
    refused = _refuse_before(text)
    if refused is not None:
        raise Invalid([refused])
    try:
        tree: Node = _parser().parse(text)  # type: ignore[assignment]  # the transformer makes our nodes
    except UnexpectedInput as problem:
        raise Invalid([_syntax_finding(problem, text)]) from None
    problems = measure(tree)
    if problems:
        raise Invalid(problems)
    return tree


def _refuse_before(text: str) -> Finding | None:
    if len(text) > MAX_LENGTH:
        return TOO_LONG.at("", limit=MAX_LENGTH, position=(MAX_LENGTH, len(text)))
    if not text.strip():
        return EMPTY.at("", position=(0, len(text)))
    for at, character in enumerate(text):
        # neither database can store NUL, and half a surrogate pair is no text in UTF-8
        if character == "\0" or "\ud800" <= character <= "\udfff":
            return BAD_CHARACTER.at("", found=f"U+{ord(character):04X}", position=(at, at + 1))
    return None


def measure(tree: Node) -> list[Finding]:
    """What exceeds the limits of depth, size, lists and digits."""
    count = 0
    problems: list[Finding] = []
    waiting = [(tree, 1)]
    while waiting:
        node, depth = waiting.pop()
        count += 1
        if depth > MAX_DEPTH:
            return [TOO_DEEP.at("", limit=MAX_DEPTH, position=node.span)]
        if isinstance(node, ListOf) and len(node.items) > MAX_LIST:
            problems.append(LIST_TOO_LONG.at("", limit=MAX_LIST, position=node.span))
        if isinstance(node, Lit) and isinstance(node.value, Decimal) and _too_long(node.value):
            problems.append(NUMBER_TOO_LONG.at("", limit=MAX_DIGITS, position=node.span))
        # items of a literal list are data, not parts of the program
        if isinstance(node, ListOf) and all(isinstance(item, Lit) for item in node.items):
            continue
        waiting.extend((child, depth + 1) for child in children(node))
    if count > MAX_NODES:
        problems.append(TOO_MANY_NODES.at("", limit=MAX_NODES, position=tree.span))
    return problems


def _too_long(number: Decimal) -> bool:
    exponent = number.as_tuple().exponent
    return number.adjusted() >= MAX_DIGITS or (isinstance(exponent, int) and exponent < -MAX_DIGITS)


def _syntax_finding(problem: UnexpectedInput, text: str) -> Finding:
    if isinstance(problem, UnexpectedToken):
        expected = _names_of(problem.accepts or problem.expected)
        token = problem.token
        if token.type == "$END":
            return UNFINISHED.at("", expected=expected, position=(len(text), len(text)))
        return UNEXPECTED.at("", found=str(token), expected=expected, position=_span(token))
    at = problem.pos_in_stream or 0
    found = text[at : at + 1]
    if found in {'"', "“", "＂"}:
        return UNCLOSED_TEXT.at("", position=(at, len(text)))
    if found in {"'", "‘", "’", "＇"}:
        return SINGLE_QUOTE.at("", position=(at, at + 1))
    if found.isdigit():
        return BAD_NUMBER.at("", position=(at, at + 1))
    if isinstance(problem, UnexpectedCharacters) and problem.allowed:
        return UNEXPECTED.at("", found=found, expected=_names_of(problem.allowed), position=(at, at + 1))
    return BAD_CHARACTER.at("", found=found, position=(at, at + 1))


def _names_of(terminals: set[str]) -> Text:
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


def _span(token: Token) -> Span:
    start = token.start_pos or 0
    return start, start + len(token)


def _over(first: Span | None, last: Span | None) -> Span | None:
    return (first[0], last[1]) if first and last else None


class _Builder(Transformer[Token, Node]):
    """Called bottom-up by the parser itself, so depth costs no recursion."""

    def start(self, children: list[Any]) -> Node:
        node: Node = children[-1]
        return node

    def any_of(self, children: list[Any]) -> Node:
        return Call("OR", tuple(children[::2]), span=_over(children[0].span, children[-1].span))

    def all_of(self, children: list[Any]) -> Node:
        return Call("AND", tuple(children[::2]), span=_over(children[0].span, children[-1].span))

    def not_of(self, children: list[Any]) -> Node:
        return Call("NOT", (children[1],), span=_over(_span(children[0]), children[1].span))

    def comparison(self, children: list[Any]) -> Node:
        left, sign, right = children
        # full-width signs lie 0xFEE0 above their ASCII twins
        plain = "".join(chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else c for c in sign)
        return Call(_COMPARE.get(plain, plain), (left, right), span=_over(left.span, right.span))

    def member(self, children: list[Any]) -> Node:
        left, right = children[0], children[-1]
        if isinstance(right, Lit):
            right = ListOf((right,), span=right.span)
        return Call("IN", (left, right), span=_over(left.span, right.span))

    def not_member(self, children: list[Any]) -> Node:
        inner = self.member(children)
        return Call("NOT", (inner,), span=inner.span)

    def tuple(self, children: list[Any]) -> Node:
        return ListOf(tuple(children[1:-1:2]), span=_over(_span(children[0]), _span(children[-1])))

    def binary(self, children: list[Any]) -> Node:
        left, sign, right = children
        return Call(_OPERATORS[sign.type], (left, right), span=_over(left.span, right.span))

    def negative(self, children: list[Any]) -> Node:
        sign, operand = children
        span = _over(_span(sign), operand.span)
        if isinstance(operand, Lit) and isinstance(operand.value, Decimal):
            return lit(operand.value.copy_negate() if operand.value else operand.value, span)
        return Call("neg", (operand,), span=span)

    def positive(self, children: list[Any]) -> Node:
        operand: Node = children[1]
        return operand

    def percent(self, children: list[Any]) -> Node:
        return Call("%", (children[0],), span=_over(children[0].span, _span(children[1])))

    def number(self, children: list[Any]) -> Node:
        value = Decimal(children[0].replace("．", "."))
        return lit(plain_decimal(value), _span(children[0]))

    def text(self, children: list[Any]) -> Node:
        token: Token = children[0]
        inner = token[1:-1].replace('""', '"') if token[0] == '"' else token[1:-1]
        return lit(inner or None, _span(token))

    def true(self, children: list[Any]) -> Node:
        return lit(True, _span(children[0]))

    def false(self, children: list[Any]) -> Node:
        return lit(False, _span(children[0]))

    def blank(self, children: list[Any]) -> Node:
        return lit(None, _span(children[0]))

    def path(self, children: list[Any]) -> Node:
        return Path(tuple(str(part) for part in children[::2]), span=_over(_span(children[0]), _span(children[-1])))

    def braced(self, children: list[Any]) -> Node:
        return Path(children[1].parts, span=_over(_span(children[0]), _span(children[2])))

    def group(self, children: list[Any]) -> Node:
        node: Node = children[1]
        return node

    def list_of(self, children: list[Any]) -> Node:
        items = tuple(child for child in children[1:-1:2] if child is not None)
        return ListOf(items, span=_over(_span(children[0]), _span(children[-1])))

    def function(self, children: list[Any]) -> Token:
        token: Token = children[0]
        return token

    def call(self, children: list[Any]) -> Node:
        name, _, *rest = children
        args = tuple(child for child in rest[:-1:2] if child is not None)
        return Call(str(name).upper(), args, span=_over(_span(name), _span(rest[-1])))


def plain_decimal(value: Decimal) -> Decimal:
    """The same number without trailing zeros and without an exponent where that is short."""
    if value == value.to_integral_value():
        # beyond the limit it is refused anyway, and must not be written out
        return Decimal(int(value)) if value.adjusted() <= MAX_DIGITS else value
    _, digits, exponent = value.as_tuple()
    assert isinstance(exponent, int)
    zeros = len(digits) - len(str(int("".join(map(str, digits)))).rstrip("0"))
    return Decimal((0, digits[: len(digits) - zeros], exponent + zeros)) if zeros else value


@cache
def _parser() -> Lark:
    grammar = files(__package__).joinpath("grammar.lark").read_text("utf-8")
    return Lark(grammar, parser="lalr", transformer=_Builder(), maybe_placeholders=True, keep_all_tokens=True)
