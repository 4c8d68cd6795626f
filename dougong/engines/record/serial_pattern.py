"""The pattern of a serial number, taken apart."""

import re
from dataclasses import dataclass
from typing import Literal

from dougong.engines.finding import Finding, message

PartName = Literal["text", "yyyy", "yy", "mm", "dd", "hh", "seq", "field", "random", "check"]

NO_COUNTER = message(
    "serial_without_seq", "编号规则里要有一个 {{seq:位数}}", "A serial number needs one {{seq:digits}}"
)
UNKNOWN_PART = message("unknown_serial_part", "编号规则里没有“{part}”这种写法", "A serial number knows no part {part}")
AMBIGUOUS = message(
    "serial_repeats",
    "编号按{resets}重新计数，但规则里没有写明{missing}，编号会重复",
    "The number starts over each {resets} but does not show {missing}: numbers would repeat",
)

_PART = re.compile(r"\{([a-z]+)(?::([A-Za-z0-9_]+))?\}")
_NEEDED = {"never": (), "year": ("y",), "month": ("y", "mm"), "day": ("y", "mm", "dd")}


@dataclass(frozen=True, slots=True)
class Part:
    """``text`` is the literal text, the field's key, or empty; ``width`` counts digits."""

    name: PartName
    text: str = ""
    width: int = 0


class BadPart(ValueError):
    """A part the pattern may not hold; the text shows it."""


def parts_of(pattern: str) -> tuple[Part, ...]:
    """Raises BadPart."""
    parts, at = [], 0
    for found in _PART.finditer(pattern):
        parts += _literal(pattern[at : found.start()])
        parts.append(_part(found.group(1), found.group(2), found.group()))
        at = found.end()
    return (*parts, *_literal(pattern[at:]))


def _literal(text: str) -> list[Part]:
    if "{" in text or "}" in text:
        raise BadPart(text)
    return [Part("text", text)] if text else []


def _part(name: str, argument: str | None, shown: str) -> Part:
    match name:
        case "yyyy" | "yy" | "mm" | "dd" | "hh" | "check" if argument is None:
            return Part(name)
        case "seq" | "random" if argument is None or argument.isdigit():
            width = int(argument or (1 if name == "seq" else 4))
            if 1 <= width <= 12:
                return Part(name, width=width)
        case "field" if argument is not None:
            return Part("field", argument)
    raise BadPart(shown)


def check_serial_pattern(pattern: str, resets: str) -> list[Finding]:
    """Pointers are relative to the field."""
    try:
        parts = parts_of(pattern)
    except BadPart as bad:
        return [UNKNOWN_PART.at("/pattern", part=str(bad))]
    names = [part.name for part in parts]
    if names.count("seq") != 1:
        return [NO_COUNTER.at("/pattern")]
    shown = {"y" if name in ("yyyy", "yy") else name for name in names}
    missing = [needed for needed in _NEEDED[resets] if needed not in shown]
    if missing:
        shown_missing = ", ".join("{yyyy}" if part == "y" else "{" + part + "}" for part in missing)
        return [AMBIGUOUS.at("/pattern", resets=resets, missing=shown_missing)]
    return []
