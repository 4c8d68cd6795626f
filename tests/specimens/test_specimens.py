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
BASE = HERE / "base.json"
VALID = [path for path in FILES if path.name.startswith("valid_")]
INVALID = [path for path in FILES if path.name.startswith("invalid_")]

# folder -> the list of the document that the part is added to
PARTS = {
    "form": "forms", "option_set": "option_sets", "flow": "flows", "rule": "rules", "report": "reports",
    "dashboard": "dashboards", "role": "roles", "grant": "grants", "calendar": "calendars", "connection": "connections",
    "page": "pages", "menu": "menu", "table": "tables", "score": "scores", "pool": "pools", "segment": "segments",
    "template": "templates", "module": "modules", "test": "tests", "chart": "reports",
}  # fmt: skip
# these bring the forms they need themselves; all others stand in ``base.json``
ALONE = {"field", "form", "option_set"}
# folder of an open kind -> (its set, the list its bearer is added to)
KINDS = {
    "field": ("field_types", "forms"),
    "node": ("nodes", "flows"),
    "trigger": ("triggers", "rules"),
    "action": ("actions", "rules"),
    "participant": ("participants", "rules"),
    "chart": ("charts", "reports"),
}


@cache
def kinds() -> Kinds:
    return load_kinds()


@cache
def schema() -> Any:
    return validator(document_schema(kinds()))


def bearer(folder: str, part: dict[str, Any], extra: list[dict[str, Any]]) -> tuple[dict[str, Any], str]:
    """What carries a part that does not stand in a list of the document itself, and where it lies in it."""
    if folder == "field":
        named = [] if any(field["key"] == "name" for field in extra) else [{"key": "name", "type": "text"}]
        return {"key": "specimen", "fields": [part, *named, *extra]}, "/fields/0"
    if folder == "node":
        ends = part["type"] == "end"
        edges = [{"from": "start", "to": part["key"]}, *([] if ends else [{"from": part["key"], "to": "end"}])]
        return {"key": "specimen", "form": "deal", "nodes": [part], "edges": edges}, "/nodes/0"
    notify = {"action": "notify", "to": [{"by": "field", "field": "owner"}], "text": "x"}
    rule: dict[str, Any] = {"key": "specimen", "form": "deal", "on": {"type": "saved"}, "do": [notify]}
    match folder:
        case "trigger":
            return {**rule, "on": part}, "/on"
        case "action":
            before = part["action"] in {"set", "refuse", "warn"}
            return {**rule, "do": [part], "timing": "before" if before else "after"}, "/do/0"
        case "participant":
            flow_only = part["by"] in {"initiator", "initiator_picks", "decider"}
            if flow_only:
                first = {"key": "one", "type": "approval", "who": [{"by": "role", "role": "legal"}]}
                second = {"key": "two", "type": "approval", "who": [part]}
                edges = [("start", "one"), ("one", "two"), ("two", "end")]
                lines = [{"from": start, "to": to} for start, to in edges]
                return {"key": "specimen", "form": "deal", "nodes": [first, second], "edges": lines}, "/nodes/1/who/0"
            return {**rule, "do": [{**notify, "to": [part]}]}, "/do/0/to/0"
        case _:
            return part, ""


def in_document(path: Path) -> tuple[dict[str, Any], str, dict[str, Any]]:
    """The document around a specimen, the pointer of the part in it, and the specimen."""
    specimen = json.loads(path.read_text(encoding="utf-8"))
    folder, around = path.parent.name, dict(specimen.get("around", {}))
    extra = around.pop("fields", [])
    part, inside = bearer(folder, specimen["part"], extra)
    where = "flows" if inside == "/nodes/1/who/0" else KINDS[folder][1] if folder in KINDS else PARTS[folder]
    document = {"dougong": 1, "key": "app", "name": "App"} if folder in ALONE else json.loads(BASE.read_text("utf-8"))
    document.update(around)
    document[where] = [part, *document.get(where, [])]
    return document, f"/{where}/0{inside}", specimen


def of(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def problems(document: dict[str, Any]) -> tuple[Def | None, list[Finding]]:
    app, findings = shape(document, kinds(), AppDef)
    return app, [*findings] if app is None else [*check(document, kinds())]


@pytest.mark.parametrize("path", VALID, ids=of)
def test_a_valid_specimen_is_accepted_by_models_schema_and_check(path: Path) -> None:
    document, _, _ = in_document(path)
    app, found = problems(document)
    assert [(one.pointer, one.code, one.message.en) for one in found if one.severity == "error"] == []
    assert app is not None
    assert [error.message for error in schema().iter_errors(document)] == []


@pytest.mark.parametrize("path", INVALID, ids=of)
def test_an_invalid_specimen_has_its_problem_at_its_place(path: Path) -> None:
    document, pointer, specimen = in_document(path)
    app, found = problems(document)
    told = {(one.code, one.pointer): one for one in found}
    for problem in specimen["problems"]:
        at = (problem["code"], problem["at"] if "at" in problem else pointer + problem["pointer"])
        assert at in told
        assert "hint" not in problem or told[at].hint == problem["hint"]
        assert told[at].message.zh
        assert told[at].message.en
    assert (app is None) == (not schema().is_valid(document))


@pytest.mark.parametrize("folder", KINDS)
def test_every_kind_has_a_valid_specimen_and_one_that_the_schema_refuses(folder: str) -> None:
    for kind in kinds().of(KINDS[folder][0]):
        assert (HERE / folder / f"valid_{kind}.json").is_file()
        document, _, _ = in_document(HERE / folder / f"invalid_{kind}.json")
        assert not schema().is_valid(document)


@pytest.mark.parametrize("folder", PARTS)
def test_every_part_has_a_valid_specimen_and_one_that_the_schema_refuses(folder: str) -> None:
    assert [path for path in VALID if path.parent.name == folder]
    assert [path for path in INVALID if path.parent.name == folder and not schema().is_valid(in_document(path)[0])]


def test_the_app_around_the_specimens_is_right_itself() -> None:
    document = json.loads(BASE.read_text(encoding="utf-8"))
    app, found = problems(document)
    assert [(one.pointer, one.code, one.message.en) for one in found] == []
    assert app is not None
    assert [error.message for error in schema().iter_errors(document)] == []
