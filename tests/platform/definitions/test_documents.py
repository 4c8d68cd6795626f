"""Reading, patching, comparing, merging and renaming documents: all of it without a database."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dougong.engines.finding import Invalid
from dougong.kinds import load_kinds
from dougong.platform.definitions.app import AppDef
from dougong.platform.definitions.changes import differences
from dougong.platform.definitions.check import check
from dougong.platform.definitions.json_patch import apply_patch
from dougong.platform.definitions.merging import merge
from dougong.platform.definitions.reading import read_document
from dougong.platform.definitions.renaming import carried

ROOT = Path(__file__).parents[3]
LEAVE = json.loads((ROOT / "examples" / "leave_app.json").read_text(encoding="utf-8"))
CRM = json.loads((ROOT / "examples" / "crm_app.json").read_text(encoding="utf-8"))


def refused(text: str | bytes) -> list[tuple[str, str]]:
    with pytest.raises(Invalid) as invalid:
        read_document(text)
    return [(one.pointer, one.code) for one in invalid.value.findings]


@pytest.mark.parametrize(
    ("text", "pointer", "code"),
    [
        ('{"forms": [{"key": "a"}, {"key": b}]}', "/forms/1/key", "bad_json"),
        ('{"forms": [{"key": "a" "name": "b"}]}', "/forms/0/key", "bad_json"),
        ('{"a~b/c": [1, 2,,]}', "/a~0b~1c/2", "bad_json"),
        ('{"name": "', "/name", "bad_json"),
        ("", "", "bad_json"),
        ("{} {}", "", "bad_json"),
        (b"\xff\xfe", "", "bad_json"),
        ("[1]", "", "wrong_type"),
        ('{"forms": [{"key": "a", "key": "b"}]}', "/forms/0/key", "repeated_key"),
        ('{"name": "a\\u0000"}', "/name", "bad_text"),
        ('{"name": "\\ud800"}', "/name", "bad_text"),
        ('{"rate": NaN}', "/rate", "bad_number"),
        ('{"a": ' * 300 + "1" + "}" * 300, "/a/a/a", "too_deep"),
    ],
)
def test_what_is_no_document_is_told_at_its_place(text: str | bytes, pointer: str, code: str) -> None:
    assert refused(text) == [(pointer, code)]


def test_a_document_deep_enough_to_hurt_a_parser_is_refused() -> None:
    assert refused('{"a":' + "[" * 200_000)[0][1] in ("too_deep", "bad_json")


_LINE = {"field": "days", "op": "gt", "value": 1}


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ({"all": [{"nonsense": 1}] * 80_000}, "expression_too_large"),
        ({"not": {"any": [_LINE] * 80_000}}, "expression_too_large"),
        (_LINE | {"op": "in", "value": [1] * 80_000}, "list_too_long"),
        (_LINE | {"value": "x" * 1_000_000}, "text_too_long"),
    ],
)
def test_a_condition_beyond_the_limits_is_told_once(rows: dict[str, Any], code: str) -> None:
    document = copy.deepcopy(LEAVE)
    document["grants"][0]["rows"] = rows
    found = check(document, load_kinds())
    assert [one.code for one in found] == [code]
    assert found[0].pointer.startswith("/grants/0/rows")


@pytest.mark.parametrize(
    ("at", "value", "code"),
    [
        (("timezone",), "Mars/Phobos", "unknown_timezone"),
        (("timezone",), "localtime", "unknown_timezone"),
        (("name",), "\u202egnp.exe", "direction_marks"),
        (("forms", 0, "name"), {"zh-CN": "请假", "en": "\u2067x"}, "direction_marks"),
    ],
)
def test_a_zone_that_is_none_and_a_name_that_turns_the_writing_around_are_told(
    at: tuple[str | int, ...], value: object, code: str
) -> None:
    document = copy.deepcopy(LEAVE)
    part: Any = document
    for key in at[:-1]:
        part = part[key]
    part[at[-1]] = value
    assert [one.code for one in check(document, load_kinds()) if one.severity == "error"] == [code]


@pytest.mark.parametrize(
    ("operations", "expected"),
    [
        ([{"op": "add", "path": "/b", "value": 2}], {"a": [1, {"x": 1}], "b": 2}),
        ([{"op": "add", "path": "/a/1", "value": 9}], {"a": [1, 9, {"x": 1}]}),
        ([{"op": "add", "path": "/a/-", "value": 9}], {"a": [1, {"x": 1}, 9]}),
        ([{"op": "remove", "path": "/a/0"}], {"a": [{"x": 1}]}),
        ([{"op": "replace", "path": "/a/1/x", "value": None}], {"a": [1, {"x": None}]}),
        ([{"op": "move", "from": "/a/1/x", "path": "/y"}], {"a": [1, {}], "y": 1}),
        ([{"op": "copy", "from": "/a", "path": "/b"}], {"a": [1, {"x": 1}], "b": [1, {"x": 1}]}),
        ([{"op": "replace", "path": "", "value": {}}], {}),
        ([{"op": "test", "path": "/a/0", "value": 1}, {"op": "remove", "path": "/a"}], {}),
    ],
)
def test_a_json_patch_is_applied_as_rfc_6902_says(operations: Any, expected: Any) -> None:
    document = {"a": [1, {"x": 1}]}
    assert apply_patch(document, operations) == expected
    assert document == {"a": [1, {"x": 1}]}


@pytest.mark.parametrize(
    ("operations", "pointer", "code"),
    [
        ({"op": "add"}, "", "bad_patch"),
        ([{"op": "adds", "path": "/a", "value": 1}], "/0", "bad_patch_operation"),
        ([{"op": "add", "path": "/b"}], "/0/value", "bad_patch_operation"),
        ([{"op": "add", "path": "b", "value": 1}], "/0/path", "bad_patch_operation"),
        ([{"op": "remove", "path": "/a/01"}], "/0/path", "patch_no_place"),
        ([{"op": "add", "path": "/a/7", "value": 1}], "/0/path", "patch_no_place"),
        ([{"op": "copy", "from": "/z", "path": "/b"}], "/0/from", "patch_no_place"),
        ([{"op": "move", "from": "/a", "path": "/a/0"}], "/0/path", "patch_no_place"),
        ([{"op": "test", "path": "/a/0", "value": True}], "/0", "patch_test_failed"),
    ],
)
def test_a_patch_that_does_not_fit_is_refused_at_its_operation(operations: Any, pointer: str, code: str) -> None:
    with pytest.raises(Invalid) as invalid:
        apply_patch({"a": [1]}, operations)
    assert [(one.pointer, one.code) for one in invalid.value.findings] == [(pointer, code)]


def test_a_difference_names_parts_as_people_do_and_sees_renames_and_moves() -> None:
    new = copy.deepcopy(LEAVE)
    fields = new["forms"][0]["fields"]
    fields[5].update(key="why", was="reason")
    fields.insert(0, fields.pop(7))
    del new["forms"][0]["views"][1]
    fields[8]["default"] = {"formula": "ME()"}
    del new["grants"][0]
    new["flows"][0]["nodes"][0]["mode"] = "all"
    found = {(one.kind, one.pointer): one.text.en for one in differences(LEAVE, new)}
    assert found == {
        ("moved", "/forms/0/fields/0"): "Moved field Handed over to",
        ("renamed", "/forms/0/fields/6"): "The key of field Reason is now why",
        ("removed", "/forms/0/views/1"): "Removed view All leave",
        ("changed", "/forms/0/fields/8/default"): "default of field Note of HR set: ME()",
        ("removed", "/grants/0"): "Removed grant Everyone / Leave request",
        ("changed", "/flows/0/nodes/0/mode"): "mode of node Superior set: all",
    }
    assert differences(CRM, copy.deepcopy(CRM)) == []


def test_a_merge_takes_what_only_they_changed_and_keeps_ours_in_a_conflict() -> None:
    ours, theirs = copy.deepcopy(LEAVE), copy.deepcopy(LEAVE)
    ours["forms"][0]["fields"][5]["max_length"] = 800
    theirs["forms"][0]["fields"][5]["max_length"] = 900
    theirs["forms"][0]["fields"][8]["max_length"] = 300
    del theirs["rules"][0]
    ours["key"] = "absence"
    merged = merge(LEAVE, ours, theirs)
    fields = merged.document["forms"][0]["fields"]
    assert (fields[5]["max_length"], fields[8]["max_length"]) == (800, 300)
    assert merged.document["rules"] == []
    assert merged.document["key"] == "absence"
    assert merged.conflicts == ["/forms/0/fields/5/max_length"]


documents = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(0, 3), st.sampled_from(["a", "b"])),
    lambda inner: st.one_of(
        st.dictionaries(st.sampled_from(["key", "name", "forms", "x"]), inner, max_size=3),
        st.lists(st.dictionaries(st.sampled_from(["key", "x"]), inner, max_size=2), max_size=3),
    ),
    max_leaves=8,
)
roots = st.dictionaries(st.sampled_from(["name", "forms", "x"]), documents, max_size=3).map(
    lambda one: {"key": "k", **one}
)


@given(roots, roots)
def test_merging_into_what_never_changed_gives_theirs_and_merging_nothing_gives_ours(base: Any, other: Any) -> None:
    untouched = merge(base, base, other).document
    assert untouched == {**other, "name": base.get("name", other.get("name"))}
    assert merge(base, other, base).conflicts == []


@given(roots)
def test_a_document_does_not_differ_from_itself(document: Any) -> None:
    assert differences(document, copy.deepcopy(document)) == []


def test_a_rename_is_carried_through_formulas_trees_and_names_and_nowhere_else() -> None:
    kinds = load_kinds()
    before = AppDef.model_validate(CRM, context=kinds)
    new = copy.deepcopy(CRM)
    opportunity = next(form for form in new["forms"] if form["key"] == "opportunity")
    amount = next(field for field in opportunity["fields"] if field["key"] == "amount")
    amount.update(key="worth", was="amount")
    made = carried(new, before, kinds)
    assert [one for one in check(made, kinds) if one.severity == "error"] == []
    # the documents differ in text only where the field is meant
    assert {one.kind for one in differences(new, made)} <= {"changed", "removed", "added", "renamed"}
    assert carried(CRM, before, kinds) is CRM
