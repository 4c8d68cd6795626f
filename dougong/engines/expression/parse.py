"""Text to tree. Whatever the text is, the outcome is a tree or ``Invalid`` with a problem of ours and its position."""

from decimal import Decimal
from functools import cache
from importlib.resources import files

from lark import Lark, UnexpectedToken

from dougong.engines.expression.builder import Builder
from dougong.engines.expression.limits import MAX_DEPTH, MAX_DIGITS, MAX_LENGTH, MAX_LIST, MAX_NODES
from dougong.engines.expression.recovery import Recovery
from dougong.engines.expression.signs import BAD_CHARACTER
from dougong.engines.expression.tokens import Scanner, closed_alike, end_of, scanner, tokens
from dougong.engines.expression.tree import ListOf, Lit, Node, children, located
from dougong.engines.finding import Finding, Invalid, Message, message

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


def parse(text: str) -> Node:
    """The tree of this expression, with spans and without kinds. Raises Invalid."""
    tree, findings = read(text)
    if findings or tree is None:
        raise Invalid(findings)
    return tree


def read(text: str) -> tuple[Node | None, list[Finding]]:
    """The tree and what is wrong with the text. With findings the tree, if any, is a guess at what was meant."""
    refused = _refuse_before(text)
    if refused is not None:
        return None, [refused]
    try:
        tree = _tree(text)
    except UnexpectedToken:
        return _with_mistakes(text)
    problems = measure(tree)
    return (None if problems else tree), problems


def _tree(text: str) -> Node:
    """Raises UnexpectedToken."""
    lark, scan = _grammar()
    parser = lark.parse_interactive()
    for token in tokens(text, scan):
        parser.feed_token(token)
    tree: Node = parser.feed_token(end_of(text))
    return tree


def _with_mistakes(text: str) -> tuple[Node | None, list[Finding]]:
    meant, findings = closed_alike(text)
    guess: Node | None
    try:
        # a quote of the wrong kind swallows what follows; where only that is wrong, only that is told
        guess = _tree(meant)
    except UnexpectedToken:
        findings = []
    if not findings:
        lark, scan = _grammar()
        recovery = Recovery(text, lark.parse_interactive)
        guess, findings = recovery.read(tokens(text, scan)), recovery.findings
    return (None if guess is None or measure(guess) else guess), findings


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
            return [_beyond(TOO_DEEP, MAX_DEPTH, node)]
        if isinstance(node, ListOf) and len(node.items) > MAX_LIST:
            problems.append(_beyond(LIST_TOO_LONG, MAX_LIST, node))
        if isinstance(node, Lit) and isinstance(node.value, Decimal) and _too_long(node.value):
            problems.append(_beyond(NUMBER_TOO_LONG, MAX_DIGITS, node))
        # items of a literal list are data, not parts of the program
        if isinstance(node, ListOf) and all(isinstance(item, Lit) for item in node.items):
            continue
        waiting.extend((child, depth + 1) for child in children(node))
    if count > MAX_NODES:
        problems.append(_beyond(TOO_MANY_NODES, MAX_NODES, tree))
    return problems


def _beyond(problem: Message, limit: int, node: Node) -> Finding:
    pointer, position = located(node.span)
    return problem.at(pointer, limit=limit, position=position)


def _too_long(number: Decimal) -> bool:
    exponent = number.as_tuple().exponent
    return number.adjusted() >= MAX_DIGITS or (isinstance(exponent, int) and exponent < -MAX_DIGITS)


@cache
def _grammar() -> tuple[Lark, Scanner]:
    grammar = files(__package__).joinpath("grammar.lark").read_text("utf-8")
    lark = Lark(
        grammar, parser="lalr", lexer="basic", transformer=Builder(), maybe_placeholders=True, keep_all_tokens=True
    )
    return lark, scanner(lark.terminals)
