"""The guide for people who write formulas: what it shows is so, in both languages."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from vectors import guide

from dougong.engines.expression.condition_trees import from_node
from dougong.engines.expression.problems import EvaluationProblem
from dougong.engines.expression.vectors import run


def test_the_vectors_of_the_guide_are_fresh() -> None:
    assert guide.VECTORS.read_text("utf-8") == guide.written()


def test_both_languages_show_the_same_examples() -> None:
    for table, least in (("result", 60), ("builder", 10), ("message", 10), ("place", 10), ("server", 3)):
        shown: dict[str, list[str]] = {"zh-CN": [], "en": []}
        for row in guide.rows(table):
            # texts are each in their own language
            shown[row.locale].append(re.sub(r'"[^"]*"', '""', " ".join(re.findall(r"`([^`]+)`", row.cells[0]))))
        assert shown["zh-CN"] == shown["en"]
        assert len(shown["en"]) >= least


@pytest.mark.parametrize("row", guide.rows("message"), ids=lambda row: f"{row.locale} {row.formula}")
def test_a_mistake_is_told_as_the_guide_says(row: Any) -> None:
    assert told(row) == row.cells[1]


def told(row: Any) -> str:
    findings = row.checked().findings
    if findings:
        hint = findings[0].hint
        brackets = "（{}）" if row.locale == "zh-CN" else " ({})"
        said: str = findings[0].message.in_locale(row.locale)
        return said + (brackets.format(hint) if hint else "")
    outcome = run(row.vector(), guide.kinds().functions)
    titles = {problem.code: problem.title for problem in EvaluationProblem.__subclasses__()}
    return titles[str(outcome["problem"])].in_locale(row.locale)


@pytest.mark.parametrize("row", guide.rows("builder"), ids=lambda row: f"{row.locale} {row.formula}")
def test_the_builder_opens_what_the_guide_says(row: Any) -> None:
    tree = from_node(row.checked().node, guide.scope(row.form), guide.kinds().functions)
    assert (tree is None) == (row.cells[1] == "—")


def test_every_place_has_an_example_of_the_crm() -> None:
    written = set(texts(json.loads(guide.CRM.read_text("utf-8"))))
    assert [row.cells[2] for row in guide.rows("place") if row.cells[2].strip("`") not in written] == []


def texts(part: Any) -> Iterator[str]:
    match part:
        case str():
            yield part
        case list() | dict():
            for inner in part.values() if isinstance(part, dict) else part:
                yield from texts(inner)


def test_what_the_guide_leaves_to_the_server_is_not_in_the_browser() -> None:
    functions = guide.kinds().functions
    named = [name for row in guide.rows("server") for name in re.findall(r"\w+", row.cells[0])]
    assert [name for name in named if "browser" in functions[name].back_ends] == []
