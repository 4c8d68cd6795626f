"""Tree to text: what ``print_`` writes, ``parse`` reads back as the same tree."""

from datetime import date, datetime, time
from decimal import Decimal

from dougong.engines.expression.signs import apart
from dougong.engines.expression.tree import Call, ListOf, Lit, Node, Path

_ATOM = 11
_UNARY = 9
_LEVELS: dict[str, int] = {
    "OR": 1, "AND": 2, "NOT": 3,
    "=": 4, "<>": 4, "<": 4, "<=": 4, ">": 4, ">=": 4, "IN": 4,
    "&": 5, "+": 6, "-": 6, "*": 7, "/": 7, "^": 8, "neg": _UNARY, "%": 10,
}  # fmt: skip
_WORDS = frozenset({"and", "or", "not", "in", "true", "false", "blank"})


def print_(node: Node) -> str:
    """The shortest usual way to write this tree; parentheses only where they matter."""
    return _write(node)[0]


def _write(node: Node) -> tuple[str, int]:
    """The text and how tightly it binds."""
    match node:
        case Lit(value=value):
            text = literal(value)
            return text, _UNARY if text.startswith("-") else _ATOM
        case Path(parts=parts):
            text = ".".join(parts)
            # in operators' words a name is only one in braces
            return ("{" + text + "}" if parts[0].lower() in _WORDS or apart(parts[0]) else text), _ATOM
        case ListOf(items=items):
            return "[" + ", ".join(print_(item) for item in items) + "]", _ATOM
        case Call():
            return _call(node)


def _call(node: Call) -> tuple[str, int]:
    name, args = node.function, node.args
    level = _LEVELS.get(name)
    if level is not None and len(args) == 2 and name not in {"AND", "OR"}:
        # every operator of two groups to the left
        return f"{_inside(args[0], level)} {name} {_inside(args[1], level + 1)}", level
    if name in {"AND", "OR"} and len(args) >= 2:
        assert level is not None
        return f" {name} ".join(_inside(arg, level + 1) for arg in args), level
    if name == "neg" and len(args) == 1:
        return "-" + _inside(args[0], _UNARY), _UNARY
    if name == "%" and len(args) == 1:
        return _inside(args[0], 10) + "%", 10
    if name == "NOT" and len(args) == 1:
        return f"NOT({print_(args[0])})", 3
    return f"{name}({', '.join(print_(arg) for arg in args)})", _ATOM


def _inside(node: Node, level: int) -> str:
    text, own = _write(node)
    return text if own >= level else f"({text})"


def literal(value: object) -> str:
    """A literal as it is written in an expression; dates and times are text that the checker reads as such."""
    match value:
        case None:
            return "blank"
        case bool():
            return "true" if value else "false"
        case Decimal():
            return plain_number(value)
        case datetime():
            return f'"{value.isoformat().replace("+00:00", "Z")}"'
        case date() | time():
            return f'"{value.isoformat()}"'
        case str():
            return '"' + value.replace('"', '""') + '"'
        case _:
            raise TypeError(f"no literal: {value!r}")


def plain_number(value: Decimal) -> str:
    """Digits without exponent and without trailing zeros; never ``-0``."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text
