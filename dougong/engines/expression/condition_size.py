"""How large a condition tree may be, said before any of it is read: what comes from outside may be megabytes."""

from collections.abc import Iterator, Mapping, Sequence

from dougong.engines.document import Def
from dougong.engines.expression.limits import MAX_DEPTH, MAX_LENGTH, MAX_LIST, MAX_NODES, MAX_TEXT
from dougong.engines.expression.parse import LIST_TOO_LONG, TOO_DEEP, TOO_LONG, TOO_MANY_NODES
from dougong.engines.finding import Finding, message, pointer

# of all lists of one tree together, and the keys of one object
MAX_VALUES, MAX_KEYS = 2 * MAX_LIST, 64
TOO_MANY_VALUES = message(
    "too_many_values", "条件里的值一共超过 {limit} 个", "The condition holds more than {limit} values altogether"
)
TEXT_TOO_LONG = message("text_too_long", "文本超过 {limit} 个字符", "The text is longer than {limit} characters")
TOO_MANY_KEYS = message("too_many_keys", "一个对象最多 {limit} 个键", "An object has at most {limit} keys")
_NAMES, _GROUPS = ("field", "op", "any_row", "all_rows"), ("all", "any")


def oversize(tree: object) -> Finding | None:
    """The first limit that a tree, of JSON or read, exceeds."""
    conditions = values = characters = 0
    waiting: list[tuple[object, str, int]] = [(tree, "", 1)]
    while waiting:
        part, at, depth = waiting.pop()
        inside = _inside(part)
        if depth > MAX_DEPTH and not isinstance(part, str):
            return TOO_DEEP.at("", limit=MAX_DEPTH)
        if isinstance(inside, Mapping):
            # a person or a record as the API writes it is one value
            conditions += "id" not in inside
            characters += _length(inside.get("formula"))
        elif isinstance(inside, Sequence):
            values += len(inside)
        problem = _beyond(inside, at) or _altogether(conditions, values, characters, at)
        if problem is not None:
            return problem
        waiting.extend((item, at + pointer(key), depth + 1) for key, item in _items(inside))
    return None


def _inside(part: object) -> object:
    """An object or a list; of a model what it is in JSON."""
    if isinstance(part, Def):
        return {field.alias or name: getattr(part, name) for name, field in type(part).model_fields.items()}
    return part


def _items(inside: object) -> Iterator[tuple[str | int, object]]:
    """What is worth a look: lists, objects, texts that may be long."""
    if isinstance(inside, Mapping):
        yield from ((str(key)[:MAX_KEYS], item) for key, item in inside.items())
    elif isinstance(inside, list | tuple):
        for index, item in enumerate(inside):
            if isinstance(item, list | tuple | Mapping | Def) or (isinstance(item, str) and len(item) > MAX_TEXT):
                yield index, item


def _beyond(inside: object, at: str) -> Finding | None:
    match inside:
        case str() if len(inside) > MAX_TEXT:
            return TEXT_TOO_LONG.at(at, limit=MAX_TEXT)
        case Mapping() if len(inside) > MAX_KEYS:
            return TOO_MANY_KEYS.at(at, limit=MAX_KEYS)
        case Mapping() if any(_length(inside.get(key)) > MAX_LENGTH for key in _NAMES):
            return TOO_LONG.at(at, limit=MAX_LENGTH)
        case Mapping() if any(_size(inside.get(key)) > MAX_NODES for key in _GROUPS):
            return TOO_MANY_NODES.at(at, limit=MAX_NODES)
        case list() | tuple() if len(inside) > MAX_LIST:
            return LIST_TOO_LONG.at(at, limit=MAX_LIST)
        case _:
            return None


def _size(group: object) -> int:
    return len(group) if isinstance(group, list | tuple) else 0


def _length(text: object) -> int:
    return len(text) if isinstance(text, str) else 0


def _altogether(conditions: int, values: int, characters: int, at: str) -> Finding | None:
    if conditions > MAX_NODES:
        return TOO_MANY_NODES.at("", limit=MAX_NODES)
    if values > MAX_VALUES:
        return TOO_MANY_VALUES.at("", limit=MAX_VALUES)
    return TOO_LONG.at(at, limit=MAX_LENGTH) if characters > MAX_LENGTH else None
