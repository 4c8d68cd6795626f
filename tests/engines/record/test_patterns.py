"""Patterns keep to what RE2 and JavaScript's ``u`` share."""

import pytest

from dougong.engines.record.patterns import NotShared, check_pattern, matches


@pytest.mark.parametrize(
    "pattern",
    [
        r"^[A-Z]{2}\d+$",
        r"\p{Han}+",
        r"a|b",
        r"(?:x)?",
        r"[\w.-]+@[\w-]+\.[a-z]{2,}",
        r"^\+?[0-9 ()/-]{5,}$",
        r"\$\{\}",
        "中.文",
    ],
)
def test_a_shared_pattern_is_taken(pattern: str) -> None:
    check_pattern(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        r"(?=a)b", r"(?<!a)b", r"(a)\1", r"(?i)abc", r"(?P<x>a)", r"(?<x>a)", r"\Aabc\z", r"\x41", r"\pL",
        r"[[:alpha:]]",
        r"\-", r"[]a]", r"[^]a]", r"a{,3}", r"a{", r"a}", r"]", r"(", r"[a", "a\\", r"\q", r"[\b]", r"a{1001}",
    ],
)  # fmt: skip
def test_a_pattern_that_only_one_engine_reads_is_refused(pattern: str) -> None:
    with pytest.raises(NotShared):
        check_pattern(pattern)


def test_a_pattern_is_searched_for_and_takes_linear_time() -> None:
    assert matches("b+", "abc")
    assert not matches("^b", "abc")
    assert not matches("^(a+)+$", "a" * 50_000 + "b")
