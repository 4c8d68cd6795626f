"""Trees as canonical JSON, which the database stores and the browser interprets. Shape: see ``tree``."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation

from dougong.engines.expression.kinds import Kind, kind_from_json
from dougong.engines.expression.limits import MAX_DEPTH
from dougong.engines.expression.parse import measure
from dougong.engines.expression.printing import plain_number
from dougong.engines.expression.tree import GRAMMAR, Call, ListOf, Lit, LiteralValue, Node, Path, lit
from dougong.engines.finding import Invalid, message

MALFORMED = message("malformed_expression", "表达式的结构有误", "The tree of the expression is malformed")

_NAME = re.compile(r"[^\W\d]\w*")
_FUNCTION = re.compile(r"[A-Z][A-Z0-9_]*|neg|[-+*/^&%]|<>|<=|>=|[=<>]")


def to_json(node: Node) -> dict[str, object]:
    """Canonical JSON of a tree; the same tree gives the same JSON."""
    kind = {} if node.kind is None else {"k": node.kind.as_json()}
    match node:
        case Lit(value=value):
            return {"t": "lit", **kind, "v": dump_literal(value)}
        case Path(parts=parts):
            return {"t": "path", **kind, "p": list(parts)}
        case ListOf(items=items):
            return {"t": "list", **kind, "a": [to_json(item) for item in items]}
        case Call(function=function, args=args, each=each):
            row = {} if each is None else {"e": each}
            return {"t": "call", **kind, "f": function, "a": [to_json(arg) for arg in args], **row}


def envelope(node: Node, kind: Kind, depends: frozenset[tuple[str, ...]]) -> dict[str, object]:
    """What is stored beside the text and given to the browser."""
    return {
        "grammar": GRAMMAR,
        "kind": kind.as_json(),
        "ast": to_json(node),
        "depends": sorted(".".join(path) for path in depends),
    }


def dump_literal(value: LiteralValue) -> object:
    """A value as API JSON: numbers, dates and times as text."""
    match value:
        case bool() | None | str():
            return value
        case Decimal():
            return plain_number(value)
        case datetime():
            return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case date() | time():
            return value.isoformat()


def from_json(raw: object) -> Node:
    """The tree that ``to_json`` wrote, judged like a parsed one. Raises Invalid."""
    try:
        node = _read(raw, MAX_DEPTH + 1)
    except (ValueError, KeyError, TypeError, InvalidOperation):
        raise Invalid([MALFORMED.at("")]) from None
    problems = measure(node)
    if problems:
        raise Invalid(problems)
    return node


def _read(raw: object, depth: int) -> Node:
    if not isinstance(raw, Mapping) or depth < 0:
        raise ValueError("no node")
    kind = kind_from_json(raw["k"]) if "k" in raw else None
    match raw["t"]:
        case "lit":
            return Lit(_literal(raw["v"], kind), kind) if kind else lit(_literal(raw["v"], kind))
        case "path":
            parts = tuple(raw["p"])
            if not parts or not all(isinstance(part, str) and _NAME.fullmatch(part) for part in parts):
                raise ValueError("no path")
            return Path(parts, kind)
        case "list":
            return ListOf(tuple(_read(item, depth - 1) for item in raw["a"]), kind)
        case "call":
            return _read_call(raw, kind, depth)
        case _:
            raise ValueError("no node")


def _read_call(raw: Mapping[str, object], kind: Kind | None, depth: int) -> Node:
    function, args, each = raw["f"], raw["a"], raw.get("e")
    if not isinstance(function, str) or not _FUNCTION.fullmatch(function) or not isinstance(args, list):
        raise ValueError("no call")
    if each is not None and not isinstance(each, str):
        raise ValueError("no row source")
    call = Call(function, tuple(_read(arg, depth - 1) for arg in args), kind, each=each)
    if function == "neg" and len(call.args) == 1:
        (operand,) = call.args
        # the parser reads a minus before a number as a negative number
        if isinstance(operand, Lit) and isinstance(operand.value, Decimal):
            return replace(operand, value=operand.value.copy_negate() if operand.value else operand.value)
    return call


def _literal(value: object, kind: Kind | None) -> LiteralValue:
    if value is None or isinstance(value, bool):
        return value
    if not isinstance(value, str):
        raise ValueError("no literal")
    match kind.name if kind else "text":
        case "number" | "money" | "percent" | "duration":
            number = Decimal(value)
            if not number.is_finite():
                raise ValueError("no number")
            return number
        case "date":
            return date.fromisoformat(value)
        case "datetime":
            moment = datetime.fromisoformat(value)
            if moment.tzinfo is None:
                raise ValueError("a moment without offset")
            return moment.astimezone(UTC)
        case "time":
            return time.fromisoformat(value)
        case _:
            return value or None
