"""Every part of an app document has a specimen that is right and one that is wrong; README.md tells their shape."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from dougong.engines.document import Def
from dougong.engines.finding import Finding
from dougong.kinds import Kinds, load_kinds
from dougong.platform.definitions.app import AppDef
from dougong.platform.definitions.check import check
from dougong.platform.definitions.json_schema import document_schema, validator
from dougong.platform.definitions.parsing import shape

HERE = Path(__file__).parent
FILES = sorted(HERE.glob("*/*.json"))
VALID = [path for path in FILES if path.name.startswith("valid_")]
INVALID = [path for path in FILES if path.name.startswith("invalid_")]

# folder -> the list of the document that the part is added to
PARTS = {"form": "forms", "option_set": "option_sets"}


@cache
def kinds() -> Kinds:
    return load_kinds()


@cache
def schema() -> Any:
    return validator(document_schema(kinds()))


def in_document(path: Path) -> tuple[dict[str, Any], str, dict[str, Any]]:
    """The document around a specimen, the pointer of the part in it, and the specimen."""
    specimen = json.loads(path.read_text(encoding="utf-8"))
    part, around = specimen["part"], dict(specimen.get("around", {}))
    extra = around.pop("fields", [])
    document = {"dougong": 1, "key": "app", "name": "App", **around}
    if path.parent.name == "field":
        named = [] if any(field["key"] == "name" for field in extra) else [{"key": "name", "type": "text"}]
        part = {"key": "specimen", "fields": [part, *named, *extra]}
        document["forms"] = [part, *around.get("forms", [])]
        return document, "/forms/0/fields/0", specimen
    where = PARTS[path.parent.name]
    document[where] = [part, *around.get(where, [])]
    return document, f"/{where}/0", specimen


def of(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def problems(document: dict[str, Any]) -> tuple[Def | None, list[Finding]]:
    app, findings = shape(document, kinds(), AppDef)
    return app, [*findings] if app is None else [*check(document, kinds())]


@pytest.mark.parametrize("path", VALID, ids=of)
def test_a_valid_specimen_is_accepted_by_models_schema_and_check(path: Path) -> None:
    document, _, _ = in_document(path)
    app, found = problems(document)
    assert app is not None
    assert [one for one in found if one.severity == "error"] == []
    assert [error.message for error in schema().iter_errors(document)] == []


@pytest.mark.parametrize("path", INVALID, ids=of)
def test_an_invalid_specimen_has_its_problem_at_its_place(path: Path) -> None:
    document, pointer, specimen = in_document(path)
    app, found = problems(document)
    told = {(one.code, one.pointer): one for one in found}
    for problem in specimen["problems"]:
        at = (problem["code"], pointer + problem["pointer"])
        assert at in told
        assert "hint" not in problem or told[at].hint == problem["hint"]
        assert told[at].message.zh
        assert told[at].message.en
    assert (app is None) == (not schema().is_valid(document))


@pytest.mark.parametrize(("folder", "kind_set"), [("field", "field_types")])
def test_every_kind_has_a_valid_specimen_and_one_that_the_schema_refuses(folder: str, kind_set: str) -> None:
    for kind in kinds().of(kind_set):
        assert (HERE / folder / f"valid_{kind}.json").is_file()
        document, _, _ = in_document(HERE / folder / f"invalid_{kind}.json")
        assert not schema().is_valid(document)
