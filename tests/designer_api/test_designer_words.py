"""Every setting and every kind of the app document has its word in both languages in the designer."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dougong.engines.expression.registry import load_functions
from dougong.kinds import KIND_SETS, load_kinds
from dougong.platform.definitions.json_schema import document_schema

WORDS = Path(__file__).resolve().parents[2] / "web" / "src" / "platform" / "i18n"
# settings that a panel never shows: what names the kind, what is drawn elsewhere
UNSEEN = {"dougong", "type", "by", "action", "was", "all", "any"}
NAMED = ("field_types", "nodes", "triggers", "actions", "participants", "charts")


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    return document_schema(load_kinds())


def models(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    yield "AppDef", schema
    yield from (
        (name, model) for name, model in schema["$defs"].items() if "properties" in model and "allOf" not in model
    )


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_every_setting_has_a_word(schema: dict[str, Any], locale: str) -> None:
    words = json.loads((WORDS / f"designer.{locale}.json").read_text())["setting"]
    missing = {
        f"{model}.{name}"
        for model, body in models(schema)
        for name in body["properties"]
        if name not in UNSEEN and name not in words and f"{model}_{name}" not in words
    }
    assert missing == set()


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
@pytest.mark.parametrize("kind_set", NAMED)
def test_every_kind_has_a_word(schema: dict[str, Any], kind_set: str, locale: str) -> None:
    assert kind_set in KIND_SETS
    words = json.loads((WORDS / f"designer.{locale}.json").read_text())["kind"][kind_set]
    assert [kind for kind in schema["$defs"][f"{kind_set}.by_name"]["enum"] if kind not in words] == []


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_what_a_function_takes_has_a_word(locale: str) -> None:
    words = json.loads((WORDS / f"expression.{locale}.json").read_text())
    functions = [one for one in load_functions().values() if one.family != "operators"]
    taken = {param.name for one in functions for param in (*one.parsed.first, *one.parsed.repeated, *one.parsed.last)}
    assert taken - set(words["param"]) == set()
    assert {one.family for one in functions} - set(words["family"]) == set()


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_what_an_example_reads_has_a_word(locale: str) -> None:
    words = json.loads((WORDS / f"expression.{locale}.json").read_text())["sample"]
    read = {name for one in load_functions().values() for shown in one.examples for name in shown.given}
    assert read - set(words) == set()
