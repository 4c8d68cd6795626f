"""Every fault of the table is told at its place, and the schema and the models agree on shape."""

import copy
import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from support import document_faults as faults

from dougong.kinds import Kinds, load_kinds
from dougong.platform.definitions.check import check
from dougong.platform.definitions.json_patch import apply_patch
from dougong.platform.definitions.json_schema import document_schema, validator

ROOT = Path(__file__).parents[3]
LEAVE = json.loads((ROOT / "examples" / "leave_app.json").read_text(encoding="utf-8"))


@cache
def kinds() -> Kinds:
    return load_kinds()


@cache
def schema() -> Any:
    return validator(document_schema(kinds()))


def broken(path: str, value: Any) -> Any:
    document = copy.deepcopy(LEAVE)
    if value == faults.GONE:
        return apply_patch(document, [{"op": "remove", "path": path}])
    parts = path.split("/")
    here = document
    for part in parts[1:-1]:
        here = here[int(part)] if isinstance(here, list) else here[part]
    if parts[-1] == "-":
        here.append(value)
    else:
        here[int(parts[-1]) if isinstance(here, list) else parts[-1]] = value
    return document


def told(document: Any) -> dict[tuple[str, str], Any]:
    return {(one.pointer, one.code): one for one in check(document, kinds())}


def named(fault: Any) -> str:
    return f"{fault[0]}={json.dumps(fault[1])[:30]}"


def test_the_sound_document_has_no_problem_and_fits_the_schema() -> None:
    assert check(LEAVE, kinds()) == []
    assert list(schema().iter_errors(LEAVE)) == []
    schema().check_schema(schema().schema)


def test_the_table_holds_more_than_fifty_kinds_of_fault() -> None:
    assert len({(code, path) for path, _, _, code in [*faults.SHAPE, *faults.MEANING]}) >= 50


@pytest.mark.parametrize("fault", faults.SHAPE, ids=named)
def test_a_fault_of_shape_is_told_at_its_place_and_refused_by_the_schema(fault: Any) -> None:
    path, value, pointer, code = fault
    document = broken(path, value)
    found = told(document)
    assert (pointer, code) in found
    assert found[pointer, code].message.zh != found[pointer, code].message.en
    assert not schema().is_valid(document)


@pytest.mark.parametrize("fault", faults.DATABASE, ids=named)
def test_what_a_database_cannot_compute_is_told_where_only_a_database_asks(fault: Any) -> None:
    path, value, pointer, code = fault
    document = broken(path, value)
    found = told(document)
    at = pointer.replace("/-/", f"/{len(document['forms'][0]['fields']) - 1}/")
    assert (at, code) in found
    assert found[at, code].severity == "error"
    assert schema().is_valid(document)


def test_a_person_s_own_count_may_stand_where_python_judges() -> None:
    document = copy.deepcopy(LEAVE)
    document["forms"][0]["checks"][0]["when"] = "COUNT_OWNED() > 200"
    document["forms"][0]["views"][0]["color_when"] = [{"when": "CHANGED(days)", "color": "red"}]
    assert [one for one in check(document, kinds()) if one.severity == "error"] == []


@pytest.mark.parametrize("fault", [*faults.MEANING, *faults.SENSE], ids=named)
def test_a_fault_of_meaning_is_told_at_its_place(fault: Any) -> None:
    path, value, pointer, code = fault
    document = broken(path, value)
    found = told(document)
    assert (pointer, code) in found
    assert found[pointer, code].severity == "error"


@pytest.mark.parametrize("fault", faults.IDLE, ids=named)
def test_what_nothing_acts_on_yet_is_a_warning_at_its_place(fault: Any) -> None:
    path, value, pointer, code = fault
    document = broken(path, value)
    found = told(document)
    assert found[pointer, code].severity == "warning"
    assert schema().is_valid(document)


def test_all_problems_are_told_at_once_over_broken_and_sound_parts() -> None:
    document = copy.deepcopy(LEAVE)
    document["reports"][0]["chart"] = "barr"
    document["forms"][0]["fields"][5]["max_length"] = "500"
    document["menu"][0]["items"][0]["form"] = "leave"
    document["flows"][0]["edges"][1]["when"] = "dayz > 10"
    document["rules"].insert(0, {"key": "bad"})
    found = told(document)
    assert {
        ("/reports/0/chart", "unknown_kind"),
        ("/forms/0/fields/5/max_length", "wrong_type"),
        ("/menu/0/items/0/form", "unknown_form"),
        ("/flows/0/edges/1/when", "unknown_name"),
        ("/rules/0/on", "missing"),
        ("/rules/0/do", "missing"),
    } <= set(found)
    # a part that could not be read is not also told to be missing, and what stands after it keeps its place
    assert ("/dashboards/0/tiles/0/report", "unknown_report") not in found
    assert not any(pointer.startswith("/rules/1") for pointer, _ in found)


def test_a_fault_of_shape_hides_nothing_else_of_its_part_and_every_entry_of_a_list_is_told() -> None:
    document = copy.deepcopy(LEAVE)
    form = document["forms"][0]
    form["unique"] = [["zz"], ["kind", "kind"], [], 7]
    form["fields"][5]["max_length"] = "x"
    form["fields"][5]["visible_when"] = "qq"
    form["fields"][4]["formula"] = "dayz + 1"
    form["checks"][0]["when"] = "foo > 1"
    form["title"] = "nono"
    document["rules"][0] |= {"when": "zz > 1", "name": 7}
    document["rules"][0]["do"].append({**document["rules"][0]["do"][0], "text": 5})
    document["reports"][0] |= {
        "limit": "x",
        "filter": "zz",
        "sort": [],
        "measures": [{"fn": "total"}, {"fn": "sum", "field": "nah"}],
    }
    document["grants"][0] |= {"fields": {"zz": "hide", "kind": "nope"}, "rows": "yy"}
    document["dashboards"][0]["tiles"][0] = {"report": 5, "at": [0, 0, 1, 1]}
    assert {(one.pointer, one.code) for one in check(document, kinds())} == {
        ("/forms/0/unique/0/0", "unknown_field"),
        ("/forms/0/unique/1/1", "named_twice"),
        ("/forms/0/unique/2", "too_short"),
        ("/forms/0/unique/3", "wrong_type"),
        ("/forms/0/fields/5/max_length", "wrong_type"),
        ("/forms/0/fields/5/visible_when", "unknown_name"),
        ("/forms/0/fields/4/formula", "unknown_name"),
        ("/forms/0/checks/0/when", "unknown_name"),
        ("/forms/0/title", "unknown_field"),
        ("/rules/0/when", "unknown_name"),
        ("/rules/0/name", "wrong_type"),
        ("/rules/0/do/1/text", "wrong_type"),
        ("/reports/0/limit", "wrong_type"),
        ("/reports/0/filter", "unknown_name"),
        ("/reports/0/measures/0/fn", "not_one_of"),
        ("/reports/0/measures/1/field", "unknown_field"),
        ("/grants/0/fields/kind", "not_one_of"),
        ("/grants/0/fields/zz", "unknown_field"),
        ("/grants/0/rows", "unknown_name"),
        ("/dashboards/0/tiles/0/report", "wrong_type"),
    }
