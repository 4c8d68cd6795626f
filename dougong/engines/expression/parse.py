"""Text to tree. Whatever the text is, the outcome is a tree or ``Invalid`` with a problem of ours and its position."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache, lru_cache
from importlib.resources import files

from lark import Lark, UnexpectedToken

from dougong.engines.expression.builder import Builder
from dougong.engines.expression.limits import MAX_DEPTH, MAX_DIGITS, MAX_LENGTH, MAX_LIST, MAX_NODES
from dougong.engines.expression.mending import mend
from dougong.engines.expression.numerals import doubtful, numerals
from dougong.engines.expression.recovery import Recovery
from dougong.engines.expression.signs import BAD_CHARACTER
from dougong.engines.expression.tokens import ENDS, Scanner, Symbol, closed_alike, end_of, scanner, tokens
from dougong.engines.expression.tree import GAP, Call, ListOf, Lit, Node, children, located, walk
from dougong.engines.finding import Finding, Invalid, Message, message

EMPTY = message("empty_expression", "表达式是空的", "The expression is empty")
TOO_LONG = message(
    "expression_too_long", "表达式超过 {limit} 个字符", "The expression is longer than {limit} characters"
)
TOO_DEEP = message(
    "expression_too_deep", "表达式嵌套超过 {limit} 层", "The expression is nested deeper than {limit} levels"
)
CHAIN_TOO_LONG = message(
    "chain_too_long",
    "用“{sign}”连接的部分太多（嵌套超过 {limit} 层）；请改用 {instead}，或加括号分组",
    "Too many parts are chained with {sign} (more than {limit} levels); use {instead}, or group them in brackets",
)
# what takes any number of values at once
_INSTEAD = {"+": "SUM(…)", "-": "SUM(…)", "*": "PRODUCT(…)", "/": "PRODUCT(…)", "&": "CONCAT(…)"}
TOO_MANY_NODES = message(
    "expression_too_large", "表达式超过 {limit} 个部分", "The expression has more than {limit} parts"
)
LIST_TOO_LONG = message("list_too_long", "列表超过 {limit} 项", "The list has more than {limit} items")
# how many other readings of a text are worth the time
_MOST_WAYS = 40
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
        return _mistaken(text)
    if doubtful(text) and numerals(tokens(text, _grammar()[1]), text)[1]:
        return _mistaken(text)
    problems = measure(tree)
    return (None if problems else tree), problems


def other_readings(text: str, told: int) -> Iterator[tuple[Node, list[Finding]]]:
    """Where a parenthesis is missing or too much: the text with it in, or left out of, other places, and what is wrong
    besides. ``told``: how many problems the text has as ``read`` reads it."""
    lark, scan = _grammar()
    found, mended = mend(tokens(text, scan), text)
    missing = sum((token.type == "LPAR") - (token.type == "RPAR") for token in found)
    if missing > 0:
        ways = [
            [*found[:at], Symbol("RPAR", "", found[at - 1].end_pos or 0), *found[at:]]
            for at in range(1, len(found))
            if found[at - 1].type in ENDS
        ]
    else:
        ways = [found[:at] + found[at + 1 :] for at, token in enumerate(found) if missing and token.type == "RPAR"]
    # a plain reading takes a tenth of the time
    most = _MOST_WAYS if told == 1 else _MOST_WAYS // 4
    for way in ways if len(ways) <= most else ():
        try:
            guess: Node | None = _parsed(way, text)
            left = mended
        except UnexpectedToken:
            recovery = Recovery(text, lark.parse_interactive)
            guess = recovery.read(way) if told > 1 else None
            left = [*mended, *recovery.findings]
        if guess is not None and len(left) <= told - (abs(missing) == 1) and not measure(guess):
            yield guess, left


def _tree(text: str) -> Node:
    """Raises UnexpectedToken."""
    return _parsed(tokens(text, _grammar()[1]), text)


def _parsed(found: Iterable[Symbol], text: str) -> Node:
    parser = _grammar()[0].parse_interactive()
    for token in found:
        parser.feed_token(token)
    tree: Node = parser.feed_token(end_of(text))
    return tree


def _mistaken(text: str) -> tuple[Node | None, list[Finding]]:
    guess, findings = _judged(text)
    return guess, list(findings)


@lru_cache(maxsize=64)
def _judged(text: str) -> tuple[Node | None, tuple[Finding, ...]]:
    """Kept, for one check of a document asks several times what is wrong with a text."""
    guess, findings = _with_mistakes(text)
    return guess, tuple(findings)


def _with_mistakes(text: str) -> tuple[Node | None, list[Finding]]:
    lark, scan = _grammar()
    found = tokens(text, scan)
    alike, mixed = closed_alike(text)
    # a quote of the wrong kind swallows what follows: where with the right ones all is well or every text ends, that
    # is what was meant
    meant = tokens(alike, scan) if mixed else found
    if mixed and not (_sound(meant, text) or (_open_text(found) and not _open_text(meant))):
        mixed, meant = [], found
    meant, mended = mend(meant, alike if mixed else text)
    recovery = Recovery(alike if mixed else text, lark.parse_interactive)
    guess = recovery.read(meant)
    if guess is not None and recovery.doubtful:
        guess = loosened(guess)
    findings = sorted([*mixed, *mended, *recovery.findings], key=lambda one: one.position or (0, 0))
    return (None if guess is None or measure(guess) else guess), findings


def _sound(found: Iterable[Symbol], text: str) -> bool:
    try:
        _parsed(found, text)
    except UnexpectedToken:
        return False
    return True


def _open_text(found: Iterable[Symbol]) -> bool:
    return any(token.type == "UNCLOSED" for token in found)


def loosened(node: Node) -> Node:
    """The same names and functions, without what would be asked of their values."""
    match node:
        case Call(function=name, args=args):
            inside = Call(GAP, tuple(map(loosened, args)), span=node.span)
            return Call(name, (inside,), span=node.span) if name[0].isalpha() and name not in {"IN", "neg"} else inside
        case ListOf(items=items):
            return Call(GAP, tuple(map(loosened, items)), span=node.span)
        case _:
            return node


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
            return [_chain_beyond(tree) or _beyond(TOO_DEEP, MAX_DEPTH, node)]
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


def _chain_beyond(tree: Node) -> Finding | None:
    """Where most of the depth is one long chain of operators, which groups to the left: the sign it is too long at."""
    for top in walk(tree):
        links: list[Call] = []
        node = top
        while isinstance(node, Call) and node.function in _INSTEAD and len(node.args) == 2:
            links.append(node)
            node = node.args[0]
        if len(links) <= MAX_DEPTH // 2:
            continue
        # the first operand stands deepest
        link = links[-min(len(links), MAX_DEPTH)]
        left, right = link.args
        if not (isinstance(left.span, tuple) and isinstance(right.span, tuple)):
            return None
        sign, between = link.function, (left.span[1], right.span[0])
        return CHAIN_TOO_LONG.at("", sign=sign, instead=_INSTEAD[sign], limit=MAX_DEPTH, position=between)
    return None


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
