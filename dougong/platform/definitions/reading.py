"""From text to a raw document: JSON with every slip named at its place.

Refused: what is no JSON, a key given twice in one object, numbers that are none (``NaN``), and text no database keeps
(the NUL character, halves of surrogate pairs).
"""

import json
import math
from collections.abc import Iterator
from typing import Any

from dougong.engines.finding import Finding, Invalid, message, pointer

Document = dict[str, Any]

DEEPEST = 100

BAD_JSON = message(
    "bad_json", "第 {line} 行第 {column} 列不是合法的 JSON", "Line {line}, column {column} is not valid JSON"
)
REPEATED_KEY = message("repeated_key", "键 {key} 在同一处出现了多次", "The key {key} is given more than once here")
BAD_TEXT = message(
    "bad_text",
    "文本中含有无法保存的字符",
    "The text holds characters that cannot be kept (NUL or half a surrogate pair)",
)
NO_NUMBER = message("bad_number", "这不是一个有限的数值", "This is not a finite number")
TOO_DEEP = message("too_deep", "嵌套层数过多（最多 {most} 层）", "Nested too deeply (at most {most} levels)")
NO_OBJECT = message("wrong_type", "应用文档必须是一个 JSON 对象", "An app document has to be a JSON object")


class _Repeated(dict[str, Any]):
    """An object in which ``keys`` were given more than once."""

    repeated: list[str]


def read_document(text: str | bytes) -> Document:
    """The object a text holds. Raises Invalid with every slip found."""
    try:
        decoded = text.decode("utf-8-sig") if isinstance(text, bytes) else text
    except UnicodeDecodeError as failure:
        raise Invalid([BAD_JSON.at("", line=1, column=failure.start + 1)]) from failure
    try:
        found = json.loads(decoded, object_pairs_hook=_object)
    except json.JSONDecodeError as failure:
        raise Invalid([_bad_json(decoded, failure)]) from failure
    except RecursionError as failure:
        raise Invalid([TOO_DEEP.at("", most=DEEPEST)]) from failure
    return accept(found)


def accept(found: object) -> Document:
    """The same for what a JSON library has read already. Raises Invalid."""
    if not isinstance(found, dict):
        raise Invalid([NO_OBJECT.at("")])
    slips = list(_slips(found))
    if slips:
        raise Invalid(slips)
    return found


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) == len(pairs):
        return made
    marked = _Repeated(made)
    names = [name for name, _ in pairs]
    marked.repeated = sorted({name for name in names if names.count(name) > 1})
    return marked


def _bad_json(text: str, failure: json.JSONDecodeError) -> Finding:
    at = "" if failure.msg.startswith("Extra data") else place_of(text, failure.pos)
    return BAD_JSON.at(
        at, hint=failure.msg, position=(failure.pos, failure.pos + 1), line=failure.lineno, column=failure.colno
    )


def _slips(found: object) -> Iterator[Finding]:
    """Walks without recursion, so that depth cannot hurt."""
    waiting: list[tuple[object, tuple[str | int, ...]]] = [(found, ())]
    while waiting:
        value, path = waiting.pop()
        if len(path) > DEEPEST:
            yield TOO_DEEP.at(pointer(*path[:3]), most=DEEPEST)
            return
        if isinstance(value, _Repeated):
            for key in value.repeated:
                yield REPEATED_KEY.at(pointer(*path, key), key=key)
        if isinstance(value, dict):
            if any(not _keepable(key) for key in value):
                yield BAD_TEXT.at(pointer(*path))
            waiting.extend((inner, (*path, key)) for key, inner in value.items())
        elif isinstance(value, list):
            waiting.extend((inner, (*path, index)) for index, inner in enumerate(value))
        elif isinstance(value, str) and not _keepable(value):
            yield BAD_TEXT.at(pointer(*path))
        elif isinstance(value, float) and not math.isfinite(value):
            yield NO_NUMBER.at(pointer(*path))


def _keepable(text: str) -> bool:
    return "\0" not in text and not any("\ud800" <= char <= "\udfff" for char in text)


def place_of(text: str, end: int) -> str:
    """The JSON pointer of the value that stands open at character ``end``."""
    stack: list[tuple[str, str | int]] = []  # ("{", key in hand) or ("[", index in hand)
    index, in_text, begin, naming = 0, False, 0, False
    while index < min(end, len(text)):
        char = text[index]
        if in_text:
            if char == "\\":
                index += 1
            elif char == '"':
                in_text = False
                if naming and stack:
                    stack[-1] = ("{", _unquoted(text[begin : index + 1]))
        elif char == '"':
            in_text, begin = True, index
        elif char == "{":
            stack.append(("{", ""))
            naming = True
        elif char == "[":
            stack.append(("[", 0))
            naming = False
        elif char in "}]" and stack:
            stack.pop()
            naming = False
        elif char == ":":
            naming = False
        elif char == "," and stack:
            kind, at = stack[-1]
            stack[-1] = (kind, at + 1 if isinstance(at, int) else "")
            naming = kind == "{"
        index += 1
    return pointer(*(at for _, at in stack if at != ""))


def _unquoted(text: str) -> str:
    try:
        return str(json.loads(text))
    except ValueError:
        return text.strip('"')
