"""Texts with places for values: ``{path}`` of the record in hand."""

import re
from collections.abc import Callable, Iterator

from dougong.engines.document import Name, ShownName

_PLACE = re.compile(r"\{([a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*)\}")


def filled(text: str, value: Callable[[str], str]) -> str:
    """The text with every place filled by what ``value`` gives for its path."""
    return _PLACE.sub(lambda found: value(found[1]), text)


def texts(words: ShownName | None) -> Iterator[tuple[str, str]]:
    """Each language's text with the pointer it stands at; one text for both stands at ``""``."""
    match words:
        case str():
            yield "", words
        case Name(zh=zh, en=en):
            yield "/zh-CN", zh
            yield "/en", en


def paths_in(text: str) -> Iterator[tuple[tuple[str, ...], tuple[int, int]]]:
    """Each path, and the characters it stands at."""
    for found in _PLACE.finditer(text):
        yield tuple(found[1].split(".")), found.span(1)
