"""Patterns of people, matched in linear time by RE2, so that none can hang a server."""

from functools import lru_cache
from typing import Any

import re2

MAX_PATTERN = 1_000


class InvalidPattern(ValueError):
    """RE2 does not accept it: a mistake in the pattern, or something that cannot be matched in linear time."""


def _options(ignore_case: bool = False) -> Any:
    options = re2.Options()
    options.log_errors = False
    options.max_mem = 2 << 20
    options.case_sensitive = not ignore_case
    options.dot_nl = True
    return options


def pattern(text: str) -> Any:
    """The compiled pattern. Raises InvalidPattern."""
    if len(text) > MAX_PATTERN:
        raise InvalidPattern(text[:40])
    return _compiled(text, ignore_case=False)


@lru_cache(maxsize=128)
def _compiled(text: str, *, ignore_case: bool) -> Any:
    try:
        return re2.compile(text, options=_options(ignore_case))
    except re2.error:  # its words are English bytes; the pattern itself says more to whoever wrote it
        raise InvalidPattern(text[:40]) from None


def wildcard(text: str, ignore_case: bool = False) -> Any:
    """Excel's wildcards: ``*`` any text, ``?`` one character, ``~`` before one of the three takes it as it is.
    Raises InvalidPattern for one that is too long."""
    if len(text) > MAX_PATTERN:
        raise InvalidPattern(text[:40])
    parts: list[str] = []
    at = 0
    while at < len(text):
        sign = text[at]
        if sign == "~" and text[at + 1 : at + 2] in {"*", "?", "~"}:
            at += 1
            parts.append(re2.escape(text[at]))
        else:
            parts.append({"*": ".*?", "?": "."}.get(sign) or re2.escape(sign))
        at += 1
    return _compiled("".join(parts), ignore_case=ignore_case)
