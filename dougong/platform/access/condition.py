"""The few boolean trees that access is made of: true, false, either, and the words for rows."""

from collections.abc import Iterable
from dataclasses import replace

from dougong.engines.expression.kinds import BOOLEAN, DEPARTMENT, USER, list_of
from dougong.engines.expression.tree import Call, ListOf, Lit, Node, Path
from dougong.platform.access.principal import Principal

TRUE = Lit(True, BOOLEAN)
FALSE = Lit(False, BOOLEAN)

_OWNER = Path(("owner",), USER)
_DEPARTMENT = Path(("department",), DEPARTMENT)


def is_true(node: Node) -> bool:
    return isinstance(node, Lit) and node.value is True


def is_false(node: Node) -> bool:
    return isinstance(node, Lit) and node.value is False


def either(nodes: Iterable[Node]) -> Node:
    """Their disjunction, without repeats; false when there is none."""
    found: list[Node] = []
    for node in nodes:
        if is_true(node):
            return TRUE
        if not is_false(node) and node not in found:
            found.append(node)
    if not found:
        return FALSE
    return found[0] if len(found) == 1 else Call("OR", tuple(found), BOOLEAN)


def both(left: Node, right: Node) -> Node:
    """Their conjunction."""
    if is_false(left) or is_false(right):
        return FALSE
    if is_true(left):
        return right
    if is_true(right) or left == right:
        return left
    return Call("AND", (left, right), BOOLEAN)


def rows_word(word: str, principal: Principal) -> Node:
    """The condition a word for rows stands for. Somebody without a department has no department's rows."""
    match word:
        case "all":
            return TRUE
        case "own":
            return _equals(_OWNER, principal.user)
        case "department":
            return _equals(_DEPARTMENT, principal.department)
        case "department_tree":
            below = principal.departments_below | ({principal.department} if principal.department else set())
            return _among(_DEPARTMENT, below)
        case "team":
            return _among(_OWNER, principal.team | ({principal.user} if principal.user else set()))
        case _:
            raise ValueError(word)


def _equals(path: Path, value: str | None) -> Node:
    return FALSE if value is None else Call("=", (path, Lit(value, path.kind)), BOOLEAN)


def _among(path: Path, values: Iterable[str]) -> Node:
    ordered = sorted(values)
    if not ordered:
        return FALSE
    if len(ordered) == 1:
        return _equals(path, ordered[0])
    assert path.kind is not None
    chosen = ListOf(tuple(Lit(value, path.kind) for value in ordered), list_of(path.kind))
    return Call("IN", (path, chosen), BOOLEAN)


def bind(node: Node, principal: Principal) -> Node:
    """The tree with ``ME()``, ``DEPARTMENT()`` and ``TEAM()`` replaced by whoever asks."""
    match node:
        case Call(function="ME", args=()):
            return Lit(principal.user, USER)
        case Call(function="DEPARTMENT", args=()):
            return Lit(principal.department, DEPARTMENT)
        case Call(function="TEAM", args=()):
            return ListOf(tuple(Lit(user, USER) for user in sorted(principal.team)), list_of(USER))
        case Call():
            return replace(node, args=tuple(bind(arg, principal) for arg in node.args))
        case ListOf():
            return replace(node, items=tuple(bind(item, principal) for item in node.items))
        case _:
            return node
