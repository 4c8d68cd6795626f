"""A person, a department or a record beside its name written out: it is known by its id alone, so they never match."""

import re
from collections.abc import Sequence

from dougong.engines.expression import check_messages as say
from dougong.engines.expression.check_messages import kind_words, shortened
from dougong.engines.expression.kinds import Kind
from dougong.engines.expression.printing import print_
from dougong.engines.expression.reporting import Reporting
from dougong.engines.expression.scope import Scope
from dougong.engines.expression.tree import Call, ListOf, Lit, Node, Path, without_kinds

_KNOWN_BY_ID = frozenset({"user", "department", "record"})
_ID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)
# what names are called, the likeliest first
_NAMES = ("name", "title", "subject", "code")


def judge_names(reporting: Reporting, scope: Scope, call: Call, kinds: Sequence[Kind]) -> None:
    """Warn where an operand of a comparison (``kinds``: what they are) is named by a text."""
    for at, kind in enumerate(kinds):
        texts = _texts(call.args[1 - at])
        if kind.item.name not in _KNOWN_BY_ID or not texts:
            continue
        named, place = _named(scope, call.args[at]), call.args[at]
        hint = None if named is None else print_(named)
        if reporting.role(place) != "field":
            # in a formula the whole comparison is written anew, in a condition's line its field
            place, hint = call, None if named is None else _instead(call, at, named)
        reporting.report(say.NAMED_BY_TEXT, place, hint=hint, kind=kind_words(kind.item), found=shortened(texts[0]))
        return


def _texts(node: Node) -> list[str]:
    """The texts written out here that are no ids."""
    items = node.items if isinstance(node, ListOf) else (node,)
    return [
        item.value
        for item in items
        if isinstance(item, Lit) and isinstance(item.value, str) and not _ID.fullmatch(item.value)
    ]


def _instead(call: Call, at: int, named: Path) -> str:
    args = (named, call.args[1]) if at == 0 else (call.args[0], named)
    return print_(without_kinds(Call(call.function, args)))


def _named(scope: Scope, node: Node) -> Path | None:
    """The path to the name of what this one leads to."""
    if not isinstance(node, Path):
        return None
    for name in _NAMES:
        kind = scope.resolve((*node.parts, name))
        if kind is not None and kind.item.name == "text":
            return Path((*node.parts, name))
    return None
