"""Every field type reads and shows values as the vectors say, and keeps them whole in its column."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from dougong.engines.form.definition import FormDef
from dougong.engines.form.fields import AppForms, CompiledField
from dougong.engines.form.submit import coerce
from dougong.engines.form.validator import RecordValidator
from dougong.engines.record.columns import Column, ColumnType
from dougong.engines.record.facts import AppFacts
from dougong.engines.record.options import OptionDef
from dougong.kinds import Kinds, load_kinds

VECTORS = Path(__file__).parents[2] / "vectors" / "record"
FILES = sorted(VECTORS.glob("*.json"))
CASES = [
    pytest.param(path.stem, case, id=f"{path.stem}-{number}")
    for path in FILES
    for number, case in enumerate(json.loads(path.read_text(encoding="utf-8")))
]
KEPT = {
    ColumnType.TEXT: str,
    ColumnType.INTEGER: int,
    ColumnType.BOOLEAN: bool,
    ColumnType.ID: str,
}


@cache
def kinds() -> Kinds:
    return load_kinds()


class Form:
    """A form with one field, just enough of a compiled one for ``coerce``."""

    def __init__(self, type_: str, settings: dict[str, Any]) -> None:
        raw = {"key": "form", "fields": [{"key": "one", "type": type_, **settings}]}
        self.definition = FormDef.model_validate(raw, context=kinds())
        level = (OptionDef(value="A"), OptionDef(value="B"))
        facts = AppFacts(types=kinds().field_types, option_sets={"level": level})
        self.fields = AppForms({"form": self.definition}, facts).fields("form")
        names = {key: field.name for key, field in self.fields.items()}
        self.validator = RecordValidator(self.definition, facts, frozenset(), names)

    @property
    def field(self) -> CompiledField:
        return self.fields["one"]

    @property
    def rows(self) -> dict[str, CompiledField]:
        return {key: field for key, field in self.fields.items() if field.children}

    def read(self, given: object) -> tuple[Any, list[str]]:
        values, findings = coerce(self, {"one": given})
        return values.get("one"), [one.code for one in findings]


@pytest.mark.parametrize(("type_", "case"), CASES)
def test_a_field_reads_and_shows_values_as_its_vectors_say(type_: str, case: dict[str, Any]) -> None:
    form = Form(type_, case["field"])
    value, problems = form.read(case["given"])
    if "problem" in case:
        assert problems == [case["problem"]]
        return
    assert problems == []
    shown = form.field.dump(value)
    assert shown == case["value"]
    assert type(shown) is type(case["value"])


@pytest.mark.parametrize(("type_", "case"), [case for case in CASES if "value" in case.values[1]])
def test_what_was_shown_can_be_sent_back_and_reads_the_same(type_: str, case: dict[str, Any]) -> None:
    form = Form(type_, case["field"])
    value, _ = form.read(case["given"])
    shown = form.field.dump(value)
    again, problems = form.read(shown)
    assert problems == []
    assert form.field.dump(again) == shown


@pytest.mark.parametrize(("type_", "case"), [case for case in CASES if "value" in case.values[1]])
def test_a_value_survives_its_column(type_: str, case: dict[str, Any]) -> None:
    form = Form(type_, case["field"])
    value, _ = form.read(case["given"])
    if not isinstance(form.field.place, Column):
        return
    kept = form.field.to_column(value)
    if kept is not None and form.field.place.type in KEPT:
        assert type(kept) is KEPT[form.field.place.type]
    if form.field.place.type is ColumnType.JSON:
        kept = json.loads(json.dumps(kept))
    assert form.field.from_column(kept) == value


@pytest.mark.parametrize(("type_", "case"), [case for case in CASES if "value" in case.values[1]])
def test_settling_a_value_that_was_read_changes_nothing(type_: str, case: dict[str, Any]) -> None:
    form = Form(type_, case["field"])
    value, _ = form.read(case["given"])
    settled = form.field.settled(value)
    if type_ == "subtable":
        settled = [
            {key: one for key, one in row.items() if key in given} for row, given in zip(settled, value, strict=True)
        ]
    assert settled == value


def test_every_field_type_that_takes_values_has_vectors() -> None:
    types = kinds().field_types
    silent = {"formula", "lookup", "rollup", "serial"}
    assert {key for key, one in types.items() if one.stored} - silent == {path.stem for path in FILES}
