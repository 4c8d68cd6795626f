"""What was most likely meant: the nearest name, the key of what is called so, what to write instead."""

import re
from collections.abc import Sequence
from dataclasses import replace

from dougong.engines.expression.check_messages import UNKNOWN_NAME
from dougong.engines.expression.kinds import ANY, NUMERIC, Kind
from dougong.engines.expression.operator_kinds import ARITHMETIC
from dougong.engines.expression.periods import WORDS
from dougong.engines.expression.scope import Scope, TitledScope
from dougong.engines.expression.tree import Lit, Path, located
from dougong.engines.expression.typed import Typed
from dougong.engines.finding import Finding, nearest

_NUMBER = re.compile(r"-?[0-9]{1,20}(\.[0-9]{1,10})?")


def of_path(scope: Scope, parts: tuple[str, ...]) -> str | None:
    """For a path that leads nowhere: what is called so, else the way as far as it leads and the nearest name there."""
    found: tuple[str, ...] = ()
    for part in parts:
        titles = scope.titles(found) if isinstance(scope, TitledScope) else {}
        name = part if scope.resolve((*found, part)) is not None else titles.get(part)
        if name is None:
            names = [*scope.names(found), *(() if found else WORDS)]
            close = nearest(part, [*names, *titles]) or nearest(part.lower(), names)
            return ".".join((*found, titles.get(close, close))) if close else None
        found = (*found, name)
    return ".".join(found)


def of_option(kind: Kind, word: str) -> str | None:
    """The value of the option that is called so, else of the nearest."""
    titles = dict(kind.titles)
    close = nearest(word, [*(kind.options or ()), *titles])
    return titles.get(word) or (titles.get(close, close) if close else None)


def of_operands(operator: str, left: Typed, right: Typed) -> str | None:
    """What to write instead where two operands do not go together."""
    names = {left.kind.name, right.kind.name}
    for side in (left.node, right.node):
        if operator != "&" and isinstance(side, Lit) and isinstance(side.value, str) and _NUMBER.fullmatch(side.value):
            # a number in quotes
            return side.value
    if "text" in names and (operator in ARITHMETIC or names & NUMERIC):
        return "a & b" if operator == "+" else "VALUE(…)"
    if "datetime" in names and names & NUMERIC:
        return 'DATEADD(…, 1, "day")'
    return None


def quoted(findings: Sequence[Finding], beside: Typed, word: Typed) -> list[Finding]:
    """An unknown name beside an option may be one of its values, or what one is called, without quotes."""
    kind = beside.kind.of if beside.kind.name == "list" and beside.kind.of else beside.kind
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
