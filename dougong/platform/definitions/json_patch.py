"""JSON Patch (RFC 6902), whole or not at all, every refusal at the operation that caused it."""

import copy
from collections.abc import Mapping
from typing import Any

from dougong.engines.finding import Finding, Invalid, message

BAD_PATCH = message("bad_patch", "JSON Patch 应为操作的列表", "A JSON Patch is a list of operations")
BAD_OPERATION = message("bad_patch_operation", "这个操作不完整或不存在", "This operation is incomplete or unknown")
NO_PLACE = message("patch_no_place", "文档中没有 {path} 这个位置", "The document has no place {path}")
TEST_FAILED = message("patch_test_failed", "{path} 的内容与预期不同", "What stands at {path} is not what was expected")

_NEEDS = {
    "add": ("path", "value"),
    "remove": ("path",),
    "replace": ("path", "value"),
    "move": ("from", "path"),
    "copy": ("from", "path"),
    "test": ("path", "value"),
}


class _NoPlace(Exception):
    """A pointer that leads nowhere."""


class _TestFailed(Exception):
    """A ``test`` that does not hold."""


def apply_patch(document: Any, operations: object) -> Any:
    """A patched copy. Raises Invalid with the pointer of the operation (``/2/path``)."""
    if not isinstance(operations, list):
        raise Invalid([BAD_PATCH.at("")])
    made = copy.deepcopy(document)
    for index, operation in enumerate(operations):
        bad = _incomplete(index, operation)
        if bad is not None:
            raise Invalid([bad])
        path = operation["path"]
        try:
            made = _applied(made, operation)
        except _NoPlace as failure:
            at = "from" if operation.get("from") == str(failure) else "path"
            raise Invalid([NO_PLACE.at(f"/{index}/{at}", path=str(failure))]) from failure
        except _TestFailed as failure:
            raise Invalid([TEST_FAILED.at(f"/{index}", path=path)]) from failure
    return made


def _incomplete(index: int, operation: object) -> Finding | None:
    if not isinstance(operation, Mapping) or operation.get("op") not in _NEEDS:
        return BAD_OPERATION.at(f"/{index}")
    for name in _NEEDS[operation["op"]]:
        if name not in operation or (name != "value" and not _is_pointer(operation[name])):
            return BAD_OPERATION.at(f"/{index}/{name}")
    return None


def _is_pointer(given: object) -> bool:
    return isinstance(given, str) and (given == "" or given.startswith("/"))


def _applied(document: Any, operation: Mapping[str, Any]) -> Any:
    path = operation["path"]
    match operation["op"]:
        case "add":
            return _add(document, path, copy.deepcopy(operation["value"]))
        case "remove":
            return _remove(document, path)
        case "replace":
            return _replace(document, path, copy.deepcopy(operation["value"]))
        case "copy":
            return _add(document, path, copy.deepcopy(_value(document, operation["from"])))
        case "move":
            moved = _value(document, operation["from"])
            if path.startswith(operation["from"] + "/"):
                raise _NoPlace(path)
            return _add(_remove(document, operation["from"]), path, moved)
        case _:
            if not _equal(_value(document, path), operation["value"]):
                raise _TestFailed
            return document


def _equal(one: Any, other: Any) -> bool:
    """JSON equality: ``true`` is not 1."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(_equal(*pair) for pair in zip(one, other, strict=True))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_equal(one[key], other[key]) for key in one)
    return bool(one == other)


def _parts(path: str) -> list[str]:
    return [part.replace("~1", "/").replace("~0", "~") for part in path.split("/")[1:]]


def _value(document: Any, path: str) -> Any:
    found = document
    for part in _parts(path):
        if isinstance(found, dict) and part in found:
            found = found[part]
        elif isinstance(found, list) and (index := _index(part)) is not None and index < len(found):
            found = found[index]
        else:
            raise _NoPlace(path)
    return found


def _index(part: str) -> int | None:
    """An array index as RFC 6901 writes it: no sign, no leading zero."""
    plain = part.isascii() and part.isdigit() and (part == "0" or not part.startswith("0"))
    return int(part) if plain and len(part) < 10 else None


def _holder(document: Any, path: str) -> tuple[Any, str]:
    parts = _parts(path)
    above = "/".join(["", *(part.replace("~", "~0").replace("/", "~1") for part in parts[:-1])])
    try:
        return _value(document, above), parts[-1]
    except _NoPlace:
        raise _NoPlace(path) from None


def _add(document: Any, path: str, value: Any) -> Any:
    if not path:
        return value
    holder, last = _holder(document, path)
    if isinstance(holder, dict):
        holder[last] = value
    elif isinstance(holder, list):
        index = len(holder) if last == "-" else _index(last)
        if index is None or index > len(holder):
            raise _NoPlace(path)
        holder.insert(index, value)
    else:
        raise _NoPlace(path)
    return document


def _replace(document: Any, path: str, value: Any) -> Any:
    """In place, so that the order of an object's keys stays."""
    _value(document, path)
    if not path:
        return value
    holder, last = _holder(document, path)
    holder[last if isinstance(holder, dict) else int(last)] = value
    return document


def _remove(document: Any, path: str) -> Any:
    if not path:
        return None
    holder, last = _holder(document, path)
    if isinstance(holder, dict) and last in holder:
        del holder[last]
    elif isinstance(holder, list) and (index := _index(last)) is not None and index < len(holder):
        del holder[index]
    else:
        raise _NoPlace(path)
    return document
