r"""Patterns on field values: what RE2 and JavaScript's ``u`` share, matched in linear time by RE2.

A pattern is searched for, as ``pattern`` in JSON Schema and ``test`` in JavaScript do; ``^`` and ``$`` pin it down.
"""

import re
from collections.abc import Callable
from functools import lru_cache

import re2

MAX_SUBJECT = 1000

_ESCAPABLE = set("^$\\.*+?()[]{}|/")
_CLASS_LETTERS = set("dDwWsSbBtnrfv")
_GROUP = re.compile(r"\(\?(?!:)")
_UNICODE_CLASS = re.compile(r"\\[pP]\{[A-Z][A-Za-z_=]*\}")


class NotShared(ValueError):
    """The pattern is faulty or uses what only one of the two engines knows; the text says what."""


def check_pattern(pattern: str) -> None:
    """Raises NotShared unless RE2 and JavaScript's ``u`` both read the pattern, and alike."""
    index, in_class = 0, False
    while index < len(pattern):
        char = pattern[index]
        if char == "\\":
            index += _escape(pattern, index, in_class)
            continue
        if not in_class and _GROUP.match(pattern, index):
            raise NotShared(pattern[index : index + 3])
        if in_class and char == "[":
            raise NotShared("[" + pattern[index : index + 2])
        if char in "[]":
            if char == "]" and not in_class:
                raise NotShared("]")
            in_class = char == "["
            # a bracket right after the opening one is a literal in RE2 and the end in JavaScript
            if in_class and (pattern.startswith("]", index + 1) or pattern.startswith("^]", index + 1)):
                raise NotShared("[]")
        elif not in_class and char == "{" and not re.match(r"\{\d{1,4}(,\d{0,4})?\}", pattern[index:]):
            raise NotShared("{")
        elif not in_class and char == "}" and not re.search(r"\{\d{1,4}(,\d{0,4})?$", pattern[:index]):
            raise NotShared("}")
        index += 1
    try:
        _compiled(pattern)
    except re2.error as error:
        said = error.args[0] if error.args else ""
        raise NotShared(said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)) from None


def _escape(pattern: str, index: int, in_class: bool) -> int:
    """How many characters the escape at ``index`` takes."""
    following = pattern[index + 1 : index + 2]
    if following in {"p", "P"}:
        found = _UNICODE_CLASS.match(pattern, index)
        if not found:
            raise NotShared(pattern[index : index + 3])
        return len(found.group())
    if following in _ESCAPABLE or (in_class and following == "-"):
        return 2
    if following and following in _CLASS_LETTERS and not (in_class and following in "bB"):
        return 2
    raise NotShared(pattern[index : index + 2])


def matcher(pattern: str) -> Callable[[str], bool]:
    """Whether the pattern is found in a text."""
    search = _compiled(pattern).search
    return lambda text: search(text) is not None


def matches(pattern: str, text: str) -> bool:
    """Whether the pattern, which ``check_pattern`` has passed, is found in the text."""
    return matcher(pattern)(text)


@lru_cache(maxsize=2048)
def _compiled(pattern: str) -> "re2._Regexp":
    options = re2.Options()
    options.log_errors = False
    options.max_mem = 8 << 20
    return re2.compile(pattern, options=options)
