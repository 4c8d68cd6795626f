"""Checks on settings that several field types share; pointers are relative to the field."""

from collections.abc import Sequence
from typing import Any, Protocol, TypeVar

from dougong.engines.finding import Finding, message
from dougong.engines.record.options import OptionDef
from dougong.engines.record.patterns import NotShared, check_pattern

BOUNDS = message(
    "reversed_bounds", "最小值大于最大值，任何值都填不进去", "The lower bound is above the upper one: no value fits"
)
PATTERN = message(
    "bad_pattern",
    "正则表达式有误，或用了浏览器与服务器不共有的写法：{reason}",
    "The pattern is faulty or uses what browser and server do not share: {reason}",
)
REPEATED_OPTION = message("duplicate_option", "选项“{value}”重复", "The option {value} appears twice")
NO_OPTIONS = message("no_options", "请给出选项，或指定一个选项集", "Give options or name an option set")
BOTH_OPTIONS = message("both_options", "选项与选项集只能用一个", "Give options or an option set, not both")
UNKNOWN_SET = message("unknown_option_set", "没有选项集“{key}”", "There is no option set {key}")

LENGTHS = ("min_length", "max_length")
RANGE = ("min", "max")


class Ordered(Protocol):
    def __le__(self, other: Any, /) -> bool: ...


B = TypeVar("B", bound=Ordered)


def bad_bounds(low: B | None, high: B | None, low_key: str, high_key: str) -> list[Finding]:
    """A lower bound above the upper one, told at ``low_key``; one that is left out bounds nothing."""
    if low is None or high is None or low <= high:
        return []
    return [BOUNDS.at(f"/{low_key}")]


def bad_pattern(pattern: str | None) -> list[Finding]:
    if pattern is None:
        return []
    try:
        check_pattern(pattern)
    except NotShared as reason:
        return [PATTERN.at("/pattern", reason=str(reason))]
    return []


def repeated_options(options: Sequence[OptionDef], at: str = "/options") -> list[Finding]:
    seen: set[str] = set()
    findings = []
    for index, option in enumerate(options):
        if option.value in seen:
            findings.append(REPEATED_OPTION.at(f"{at}/{index}/value", value=option.value))
        seen.add(option.value)
    return findings
