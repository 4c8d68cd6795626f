"""Types for values in JSON that no form tells: what each looks like, and what the expression makes of it.

A text of digits may be a number or a code, and of a blank or an empty list nobody sees what lies behind it; the
expression says what it takes them for.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from dougong.engines.expression.check import Checked, check
from dougong.engines.expression.definition import Condition
from dougong.engines.expression.kinds import BOOLEAN, NUMBER, TEXT, Kind
from dougong.engines.expression.registry import Functions
from dougong.engines.expression.samples import SampleScope

_Path = tuple[str, ...]

# a number of a card or a part: nobody writes an amount with a zero before it
_CODE = re.compile(r"0\d+")
# texts of digits that are tried one by one
_MOST_TRIED = 40


def guess(source: Condition, values: Mapping[str, Any], functions: Functions) -> tuple[SampleScope, Checked]:
    """The names of these values, and the expression over them; with the fewest problems where none is without."""
    asking = _Asking(types_of(values))
    check(source, asking, None, functions)
    asked = frozenset(asking.asked)

    def tried(texts: Collection[_Path]) -> tuple[SampleScope, Checked]:
        scope = SampleScope(types_of(values, asked, texts))
        return scope, check(source, scope, None, functions)

    first = best = tried(())
    digits = [] if first[1].ok else [path for path in dict.fromkeys(_digits(values, ())) if path in asked]
    if digits and not best[1].ok:
        best = tried(digits)
    if best[1].ok:
        return best
    best, texts = first, set[_Path]()
    for path in digits[:_MOST_TRIED]:
        other = tried(texts | {path})
        if len(other[1].findings) < len(best[1].findings):
            best, texts = other, texts | {path}
    return best


class _Asking(SampleScope):
    """Remembers which paths an expression has."""

    def __init__(self, types: Mapping[str, Any]) -> None:
        super().__init__(types)
        self.asked: set[_Path] = set()

    def resolve(self, parts: _Path) -> Kind | None:
        self.asked.add(parts)
        return super().resolve(parts)


def types_of(
    values: Mapping[str, Any], asked: Collection[_Path] = (), texts: Collection[_Path] = (), at: _Path = ()
) -> dict[str, Any]:
    """Types guessed from JSON values. ``asked``: the paths that an expression has, which tell what lies behind a
    blank; ``texts``: those whose digits are no number."""
    return {name: _guess(value, asked, texts, (*at, name)) for name, value in values.items() if not at or name != "id"}


def _guess(value: Any, asked: Collection[_Path], texts: Collection[_Path], at: _Path) -> Any:
    match value:
        case bool():
            return BOOLEAN.as_json()
        case int() | float() | Decimal():
            return NUMBER.as_json()
        case str() if value:
            return _guess_text(value, TEXT if at in texts else NUMBER)
        case list() if value and all(isinstance(item, dict) for item in value):
            return {"rows": types_of(_merged(value), asked, texts, at) or _behind(asked, at)}
        case list():
            behind = {} if value else _behind(asked, at)
            if behind:
                return {"rows": behind}
            first = next((item for item in value if item is not None), None)
            # of what is neither rows nor plain values nothing is read
            return {"list": "text" if isinstance(first, dict | list) else _guess(first, (), texts, at)}
        case dict():
            return {"fields": types_of(value, asked, texts, at) or _behind(asked, at)}
        case _:
            behind = _behind(asked, at)
            return {"fields": behind} if behind else "any"


def _merged(rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """One value of every column, where some row has one."""
    merged: dict[str, Any] = {}
    for row in rows:
        merged.update({key: inner for key, inner in row.items() if merged.get(key) is None})
    return merged


def _behind(asked: Collection[_Path], at: _Path) -> dict[str, Any]:
    """What an expression expects behind this path, of whatever kind."""
    size = len(at)
    names = dict.fromkeys(path[size] for path in sorted(asked) if len(path) > size and path[:size] == at)
    deeper = {name: _behind(asked, (*at, name)) for name in names if name != "id"}
    return {name: {"fields": inner} if inner else "any" for name, inner in deeper.items()}


def _digits(value: Any, at: _Path) -> Iterator[_Path]:
    """Where texts stand that could be numbers."""
    match value:
        case str() if _guess_text(value, NUMBER) == NUMBER.name:
            yield at
        case dict():
            for name, inner in value.items():
                yield from _digits(inner, (*at, name))
        case list():
            for item in value:
                yield from _digits(item, at)


def _guess_text(text: str, digits: Kind) -> str:
    for name, reads in (("date", date.fromisoformat), ("datetime", datetime.fromisoformat), ("number", _decimal)):
        try:
            reads(text)
        except (ValueError, ArithmeticError):
            continue
        if name == "number":
            return "text" if _CODE.fullmatch(text) else digits.name
        # 20260305 is a number to people; a date has its hyphens
        if "-" in text:
            return name
    return "text"


def _decimal(text: str) -> Decimal:
    number = Decimal(text)
    if not number.is_finite():
        raise ValueError(text)
    return number
