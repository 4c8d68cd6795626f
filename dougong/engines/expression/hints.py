"""What was most likely meant: the nearest name, the key of what is called so, what to write instead."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from dougong.engines.expression.check_messages import UNKNOWN_NAME
from dougong.engines.expression.dates import has_offset, read_date
from dougong.engines.expression.foreign import FUNCTIONS, INSTEAD, VALUES
from dougong.engines.expression.kinds import ANY, NUMERIC, Kind, KindName
from dougong.engines.expression.numerals import chinese, day_of
from dougong.engines.expression.operator_kinds import ARITHMETIC, COMPARISON, EQUALITY
from dougong.engines.expression.periods import WORDS
from dougong.engines.expression.printing import literal, print_
from dougong.engines.expression.scope import Scope, TitledScope
from dougong.engines.expression.signs import spoken_in
from dougong.engines.expression.tree import Call, ListOf, Lit, Node, Path, located, without_kinds
from dougong.engines.expression.typed import Typed
from dougong.engines.finding import Finding, nearest

_NUMBER = re.compile(r"-?[0-9]{1,20}(\.[0-9]{1,10})?")


_NAME = re.compile(r"[^\W\d]\w*")
_RAISED = re.compile(r"(\w+?)([²³])")
# no name of a field with an operator beside it is longer
_LONGEST = 200
# of a list that is written out for somebody
_MOST_MEMBERS = 20
# by how much a word for a period may be mistyped
_FAR = 2
_LOOKING_UP = frozenset({"PROP", "FIELD", "GETFIELD", "GETVALUE", "COLUMN", "字段"})
_SIZES = frozenset({"length", "len", "size", "count"})
_TRUE = frozenset({"1", "是", "真", "对", "true", "yes", "y", "t"})
_FALSE = frozenset({"0", "否", "假", "错", "false", "no", "n", "f"})


def of_path(scope: Scope, parts: tuple[str, ...]) -> str | None:
    """For a path that leads nowhere: what is called so, what others mean by it, else the way as far as it leads and the
    nearest name there."""
    known = _called(scope, parts) or _called(scope, tuple(part.lower() for part in parts))
    if known is not None:
        return known
    meant = _of_word(scope, parts[0]) if len(parts) == 1 else _of_parts(scope, parts)
    return meant or _nearest(scope, parts) or (_apart(scope, parts[0]) if len(parts) == 1 else None)


def _called(scope: Scope, parts: tuple[str, ...]) -> str | None:
    """The path by what its parts are called."""
    found: tuple[str, ...] = ()
    for part in parts:
        titles = scope.titles(found) if isinstance(scope, TitledScope) else {}
        name = part if scope.resolve((*found, part)) is not None else titles.get(part)
        if name is None:
            return None
        found = (*found, name)
    return ".".join(found)


def _nearest(scope: Scope, parts: tuple[str, ...]) -> str | None:
    found: tuple[str, ...] = ()
    for part in parts:
        titles = scope.titles(found) if isinstance(scope, TitledScope) else {}
        name = part if scope.resolve((*found, part)) is not None else titles.get(part)
        if name is None:
            names = list(scope.names(found))
            close = nearest(part, [*names, *titles]) or nearest(part.lower(), names)
            period = None if close or found else nearest(part.lower(), WORDS)
            if period is not None and abs(len(period) - len(part)) <= _FAR:
                close = period
            return ".".join((*found, titles.get(close, close))) if close else None
        found = (*found, name)
    return ".".join(found)


def _of_word(scope: Scope, word: str) -> str | None:
    """null, 今天, 一百, ½, amount²."""
    if word.casefold() in VALUES:
        return VALUES[word.casefold()]
    raised = _RAISED.fullmatch(word)
    if raised is not None and (base := _called(scope, (raised[1],))):
        return f"{base} ^ {unicodedata.digit(raised[2])}"
    if len(word) == 1 and not word.isascii() and unicodedata.numeric(word, None) is not None:
        return format(Decimal(str(round(unicodedata.numeric(word), 6))).normalize(), "f")
    return chinese(word)


def _of_parts(scope: Scope, parts: tuple[str, ...]) -> str | None:
    """name.length, and deal.amount where the record itself is meant."""
    before = _called(scope, parts[:-1])
    if before is not None and parts[-1].casefold() in _SIZES:
        kind = scope.resolve(tuple(before.split(".")))
        return f"{'COUNT' if kind and kind.name == 'list' else 'LEN'}({before})"
    return _called(scope, parts[1:]) if before is None else None


def _apart(scope: Scope, word: str) -> str | None:
    """金额大于100 and 客户的级别, whose parts are names."""
    owner, of, name = word.partition("的")
    if of and name and (path := _called(scope, (owner, name))):
        return path
    return _spoken(scope, word) if len(word) <= _LONGEST else None


def _spoken(scope: Scope, word: str) -> str | None:
    parts = spoken_in(word)
    left = _value(scope, parts[0]) if parts else None
    if parts is None or left is None:
        return None
    _, sign, right = parts
    return f"{left} {sign} {_value(scope, right) or _spoken(scope, right) or right}"


def _value(scope: Scope, word: str) -> str | None:
    number = re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", word)
    return word if number else _called(scope, (word,)) or _of_word(scope, word)


def of_members(call: Call) -> str | None:
    """IN(stage, "won", "lost"), where what is asked for stands in a list."""
    if not 2 < len(call.args) < _MOST_MEMBERS:
        return None
    value, *items = call.args
    return f"{print_(value)} IN ({', '.join(map(print_, items))})"


def of_call(scope: Scope, call: Call, names: Iterable[str]) -> str | None:
    """The function that others call so, else the nearest; for prop("Amount") the field."""
    known = list(names)
    match call.args:
        case (Lit(value=str() as title),) if call.function in _LOOKING_UP:
            return of_path(scope, tuple(title.split(".")))
    if call.function.casefold() in INSTEAD:
        return INSTEAD[call.function.casefold()]
    meant = FUNCTIONS.get(call.function.casefold())
    return meant if meant in known or (meant and not meant.isalpha()) else nearest(call.function, known)


def of_condition(before: Node, node: Node) -> str | None:
    """``stage = "won" OR "lost"``, where what is compared stands once only, and ``amount AND done``."""
    if isinstance(before, Call) and before.function in EQUALITY and not isinstance(node, Call):
        return print_(without_kinds(Call(before.function, (before.args[0], node))))
    return _asked(node, node.kind or ANY)


def of_argument(word: str, typed: Typed) -> str | None:
    """What to write for an argument of another kind."""
    name = typed.kind.name
    if word == "boolean":
        return _asked(typed.node, typed.kind)
    if word == "text" and name not in {"list", "record", "user"}:
        return "TEXT(…)"
    if word == "countable":
        return "COUNTA(…)"
    return "VALUE(…)" if word in {"number", "N", "quantity"} and name == "text" else None


def _asked(node: Node, kind: Kind) -> str | None:
    """A value as a condition: a number that is not 0, anything else that is there."""
    if not isinstance(node, Path) or kind == ANY:
        return None
    return f"{print_(node)} <> 0" if kind.quantity else f"NOT(ISBLANK({print_(node)}))"


def of_date(found: str) -> str | None:
    """The date that a text was meant to write, or the word for a day."""
    day = day_of(found.strip())
    word = VALUES.get(found.strip())
    return f'"{day.isoformat()}"' if day else word or nearest(found, WORDS)


def of_timed(found: str, *, whole: bool) -> str | None:
    """What to write where a date is needed for a text with a time. ``whole``: a formula may stand there."""
    if not whole:
        day = read_date(found)
        return f'"{day.isoformat()}"' if day else None
    text = literal(found)
    return f"DATEVALUE(TIMESTAMP({text}))" if has_offset(found) else f"DATEVALUE({text})"


_OPERATORS = {
    "is": "= == === eq equal equals 等于 是 为", "is_not": "!= !== <> ne neq not_equal not_equals 不等于 不是 isnot",
    "gt": "> greater greater_than 大于 晚于 after", "gte": ">= ge greater_or_equal 大于等于 不小于 on_or_after",
    "lt": "< less less_than 小于 早于 before", "lte": "<= le less_or_equal 小于等于 不大于 on_or_before",
    "contains": "like includes 包含 has", "not_contains": "not_like excludes 不包含", "in": "one_of any_of 属于",
    "not_in": "nin none_of 不属于", "blank": "null is_null isnull is_blank empty is_empty 为空",
    "not_blank": "not_null notnull is_not_null is_not_blank not_empty is_not_empty 不为空 exists",
    "starts_with": "startswith begins_with 开头是", "ends_with": "endswith 结尾是", "matches": "regex regexp",
    "between": "range 介于", "within": "during",
}  # fmt: skip
_OPERATOR = {name: ours for ours, names in _OPERATORS.items() for name in names.split()}


def of_operator(word: str, known: Iterable[str]) -> str | None:
    """The operator of a condition's line that others call so, else the nearest."""
    return _OPERATOR.get("_".join(word.casefold().split())) or nearest(word, known)


def by_title(text: str, scope: Scope, findings: Sequence[Finding]) -> list[Finding]:
    """What is wrong within what a field is called, where that has blanks or signs in it, is that one name."""
    left = list(findings)
    titles = scope.titles(()) if left and isinstance(scope, TitledScope) else {}
    for title in sorted((title for title in titles if not _NAME.fullmatch(title)), key=len, reverse=True):
        for place in re.finditer(re.escape(title), text) if title.strip() else ():
            inside = [one for one in left if one.position and _within(one.position, place.span())]
            if inside:
                told = UNKNOWN_NAME.at("", name=title, hint=titles[title], position=place.span())
                left = [told if one is inside[0] else one for one in left if one is inside[0] or one not in inside]
    return left


def _within(position: tuple[int, int], place: tuple[int, int]) -> bool:
    # a comma or brace of a title may be blamed for what surrounds it
    return place[0] - 1 <= position[0] and position[1] <= place[1] + 1 and position[0] < place[1]


def of_option(kind: Kind, word: str) -> str | None:
    """The value of the option that is called so, else of the nearest."""
    titles = dict(kind.titles)
    close = nearest(word, [*(kind.options or ()), *titles])
    return titles.get(word) or (titles.get(close, close) if close else None)


def of_operands(operator: str, left: Typed, right: Typed) -> str | None:
    """What to write instead where two operands do not go together."""
    names = {left.kind.name, right.kind.name}
    if operator in COMPARISON:
        chain = _chain(operator, left.node, right.node)
        if chain is not None:
            return chain
        if "boolean" in names and (truth := _truth(left.node) or _truth(right.node)):
            return truth
    if operator in EQUALITY and left.kind.name == "list" and right.kind.name == "text":
        return f"CONTAINS({print_(without_kinds(left.node))}, {print_(without_kinds(right.node))})"
    for side in (left.node, right.node):
        if isinstance(side, ListOf) and len(side.items) == 1 and isinstance(side.items[0], Path):
            # a name in brackets, as other tools have it
            return print_(without_kinds(side.items[0]))
    for side in (left.node, right.node):
        if isinstance(side, Lit) and isinstance(side.value, str) and (meant := _meant(operator, side.value, names)):
            return meant
    if "text" in names and (operator in ARITHMETIC or names & NUMERIC):
        return "a & b" if operator == "+" else "VALUE(…)"
    if "datetime" in names and names & NUMERIC:
        return 'DATEADD(…, 1, "day")'
    return None


def _meant(operator: str, text: str, names: set[KindName]) -> str | None:
    """The number or the date that stands in quotes."""
    if operator != "&" and _NUMBER.fullmatch(text):
        return text
    return f"DATEVALUE({literal(text)})" if operator in {"+", "-"} and names & NUMERIC and day_of(text) else None


def _chain(operator: str, left: Node, right: Node) -> str | None:
    """``1 < a < 5`` as two comparisons."""
    if not isinstance(left, Call) or left.function not in COMPARISON:
        return None
    middle = print_(without_kinds(left.args[1]))
    return f"{print_(without_kinds(left))} AND {middle} {operator} {print_(without_kinds(right))}"


def _truth(node: Node) -> str | None:
    """What is written beside a condition for yes or no."""
    if not isinstance(node, Lit) or isinstance(node.value, bool) or node.value is None:
        return None
    word = str(node.value).casefold()
    return "true" if word in _TRUE else "false" if word in _FALSE else None


def quoted(scope: Scope, findings: Sequence[Finding], beside: Typed, word: Typed) -> list[Finding]:
    """An unknown name beside an option may be one of its values, or what one is called, without quotes."""
    kind = beside.kind
    if kind == ANY and isinstance(beside.node, Path) and (path := _called(scope, beside.node.parts)):
        # the field is only told by what it is called
        kind = scope.resolve(tuple(path.split("."))) or kind
    kind = kind.of if kind.name == "list" and kind.of else kind
    if kind.name == "option" and isinstance(word.node, ListOf):
        told = list(findings)
        for item in word.node.items:
            told = quoted(scope, told, Typed(beside.node, kind), Typed(item, item.kind or ANY))
        return told
    if kind.name != "option" or not isinstance(word.node, Path) or word.kind != ANY:
        return list(findings)
    name, place = ".".join(word.node.parts), located(word.node.span)
    value = name if name in (kind.options or ()) else dict(kind.titles).get(name)
    return [
        replace(one, hint=f'"{value}"')
        if value is not None and one.code == UNKNOWN_NAME.code and (one.pointer, one.position) == place
        else one
        for one in findings
    ]
