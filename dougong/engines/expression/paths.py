"""Walking a path through a record: mappings by key, lists item by item; what has an id counts as its id at the end."""

from collections.abc import Callable, Mapping

from dougong.engines.expression.env import Env, Value
from dougong.engines.expression.kinds import Kind
from dougong.engines.expression.tree import Path

# values of these kinds may be mappings that stand for their id
_IDENTIFIED = frozenset({"user", "department", "record", "any"})


def path(node: Path) -> Callable[[Env], Value]:
    """The value of a path in the record."""
    kind = node.kind
    if len(node.parts) == 1 and kind is not None and kind.name not in _IDENTIFIED and kind.name != "list":
        (name,) = node.parts
        if kind.name in {"text", "option"}:
            return lambda env: env.values.get(name) or None
        return lambda env: env.values.get(name)
    walk = _walk(node.parts, kind)
    return lambda env: walk(env, env.values)


def before(node: Path) -> Callable[[Env], Value]:
    """The value of a path in the record before it was changed; blank when there was none."""
    walk = _walk(node.parts, node.kind)
    return lambda env: None if env.old is None else walk(env, env.old)


def _walk(parts: tuple[str, ...], kind: Kind | None) -> Callable[[Env, Mapping[str, Value]], Value]:
    many = kind is not None and kind.name == "list"
    rows = kind is not None and kind.of is not None and kind.of.name in {"row", "json"}
    last = len(parts) - 1

    def walk(env: Env, values: Mapping[str, Value]) -> Value:
        value: Value = values
        for at, part in enumerate(parts):
            value = _step(env, value, part, at == last)
            if value is None:
                break
        if isinstance(value, list | tuple):
            return value if rows else [_plain(item) for item in value]
        if many:
            # a single value behind a list of one
            return [] if value is None else [_plain(value)]
        return _plain(value)

    return walk


def _step(env: Env, value: Value, part: str, last: bool) -> Value:
    if isinstance(value, Mapping):
        return value.get(part)
    if isinstance(value, list | tuple):
        env.spend(len(value))
        items: list[Value] = []
        for item in value:
            found = _step(env, item, part, last)
            if isinstance(found, list | tuple):
                items.extend(found)
            else:
                items.append(found)
        return items
    # an id by itself, nothing behind it was loaded
    return value if part == "id" and isinstance(value, str) else None


def _plain(value: Value) -> Value:
    if isinstance(value, Mapping):
        return value.get("id")
    return None if value == "" else value
