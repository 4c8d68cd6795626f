"""Conditions of the visual builder by chance: trees of JSON, read as the builder's are."""

from typing import TYPE_CHECKING, Any

from dougong.engines.expression.condition_trees import read_condition
from dougong.engines.expression.conditions import OPERATORS, read_tree
from dougong.engines.expression.periods import WORDS
from dougong.engines.expression.tree import Node, without_kinds
from support import expression_world as world

if TYPE_CHECKING:
    from support.expression_shapes import Shaper

_ORDERED = ("lt", "lte", "gt", "gte", "between")
_PLAIN = ("is", "is_not", "in", "not_in", "blank", "not_blank")
_TEXTUAL = ("contains", "not_contains", "starts_with", "ends_with")
_CHANGING = ("changed", "was")
# kind -> the operators the builder offers there
_OPS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("number", "money", "percent", "duration", "time"), (*_PLAIN, *_ORDERED)),
    **dict.fromkeys(("date", "datetime"), (*_PLAIN, *_ORDERED, "within", "not_within", "within")),
    "text": (*_PLAIN, *_ORDERED, *_TEXTUAL, "matches"), "option": (*_PLAIN, *_TEXTUAL),
    "boolean": ("is", "is_not", "blank"),
    "user": (*_PLAIN, "is_me", "is_not_me", "in_my_team"), "department": (*_PLAIN, "is_my_department"),
    "record": _PLAIN, "list": ("contains", "not_contains", "blank", "not_blank"),
}  # fmt: skip


def drawn(maker: "Shaper", depth: int) -> Node:
    """The expression of a tree, as it was before it is checked."""
    tree = _tree(maker, depth, None)
    node, _ = read_tree(read_condition(tree, ""), world.SCOPE)
    return without_kinds(node)


def _tree(maker: "Shaper", depth: int, rows: str | None) -> dict[str, Any]:
    choice = maker.random.random()
    if depth > 0 and choice < 0.45:
        return {maker.some(("all", "any")): [_tree(maker, depth - 1, rows) for _ in range(maker.random.randint(0, 3))]}
    if depth > 0 and choice < 0.55:
        return {"not": _tree(maker, depth - 1, rows)}
    if depth > 0 and choice < 0.75 and rows is None:
        many = maker.some(("lines", "lines", "stops", "others", "account.contacts"))
        return {maker.some(("any_row", "all_rows")): many, "when": _tree(maker, depth - 1, many)}
    return _line(maker, rows)


def _line(maker: "Shaper", rows: str | None) -> dict[str, Any]:
    field, kind = _field(maker, rows)
    op = maker.some(_OPS[kind.partition(" ")[0]])
    if rows is None and kind in world.SINGLE and "." not in field and maker.chance(0.05):
        op = maker.some(_CHANGING)
    takes = OPERATORS[op].value
    line: dict[str, Any] = {"field": field, "op": op}
    if takes == "one":
        line["value"] = _value(maker, kind.rpartition(" ")[2], op)
    elif takes in ("list", "pair"):
        count = 2 if takes == "pair" else maker.random.randint(0, 3)
        line["value"] = [_value(maker, kind, op) for _ in range(count)]
    elif takes == "period":
        line["value"] = maker.some(WORDS)
    elif takes == "change":
        line["value"] = {key: _value(maker, kind, op) for key in ("from", "to") if maker.chance(0.4)}
    return line


def _field(maker: "Shaper", rows: str | None) -> tuple[str, str]:
    """A field and its kind (of a stored list ``list`` and the kind of its items)."""
    prefix = () if rows is None else tuple(rows.split("."))
    if rows is not None and maker.chance(0.15):
        # a field of the record, asked of every row
        prefix = ()
    names = [name for name in world.SCOPE.names(prefix) if name != "id"]
    while True:
        parts = (maker.some(names),)
        kind = world.SCOPE.resolve((*prefix, *parts))
        if kind is None:
            continue
        behind = [name for name in world.SCOPE.names((*prefix, *parts)) if name != "id"]
        if behind and kind.name != "list" and maker.chance(0.6):
            parts = (*parts, maker.some(behind))
            kind = world.SCOPE.resolve((*prefix, *parts)) or kind
        name, of = kind.name, kind.of.name if kind.of else ""
        if prefix and name == "list":
            name = of
        if name in world.SINGLE:
            return ".".join(parts), name
        if name == "list" and of in world.SINGLE and not prefix and len(parts) == 1:
            return parts[0], f"list {of}"


def _value(maker: "Shaper", kind: str, op: str) -> Any:
    if op in (*_TEXTUAL, "matches") and kind in ("text", "option"):
        return maker.some(("a", "岛", "won", "b", "é", "o"))
    if maker.chance(0.1) and op in ("is", "lt", "gte"):
        found = [name for name, written in world.TYPES.items() if written == kind]
        if found:
            return {"field": maker.some(found)}
    if maker.chance(0.1) and kind in ("date", "number"):
        return {"formula": {"date": "TODAY() - 3", "number": "n * 2 + COUNT(lines)"}[kind]}
    if kind == "boolean":
        return maker.chance(0.5)
    if kind == "datetime":
        return maker.some(("2026-03-08T07:00:00Z", "2026-03-15T02:30:00Z", "2026-03-05 10:00"))
    value = maker.value(kind)
    return "2026-03-05" if kind == "date" and value is None else value
