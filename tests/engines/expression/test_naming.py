"""A person beside his name written out: told with what to write, where an id is meant nothing is."""

from typing import Any

import pytest

from dougong.engines.expression.check import Names, check
from dougong.engines.expression.condition_trees import read_condition
from dougong.engines.expression.kinds import DEPARTMENT, TEXT, USER, Kind, list_of
from dougong.engines.expression.registry import load_functions

FUNCTIONS = load_functions()
ID = "01a20414-27e3-7bd0-8c01-5d4ace68dd47"
NAMES = Names(
    {
        ("owner",): USER,
        ("owner", "name"): TEXT,
        ("department",): DEPARTMENT,
        ("account",): Kind("record", form="account"),
        ("account", "title"): TEXT,
        ("people",): list_of(USER),
        ("people", "name"): list_of(TEXT),
    }
)


@pytest.mark.parametrize(
    ("source", "pointer", "hint"),
    [
        ('owner = "张三"', "", 'owner.name = "张三"'),
        ('"张三" <> owner', "", '"张三" <> owner.name'),
        (f'owner IN ["张三", "{ID}"]', "", f'owner.name IN ["张三", "{ID}"]'),
        ('"张三" IN people', "", '"张三" IN people.name'),
        ('account = "海尔"', "", 'account.title = "海尔"'),
        ('department = "销售部"', "", None),
        ('ME() = "张三"', "", None),
        ({"field": "owner", "op": "is", "value": "张三"}, "/field", "owner.name"),
        ({"all": [{"field": "people", "op": "contains", "value": "张三"}]}, "/all/0/field", "people.name"),
    ],
)
def test_a_person_named_by_a_text_is_told_with_what_to_write(source: Any, pointer: str, hint: str | None) -> None:
    found = check(source if isinstance(source, str) else read_condition(source, ""), NAMES, None, FUNCTIONS)
    assert [(one.code, one.severity) for one in found.findings] == [("named_by_text", "warning")]
    told = found.findings[0]
    assert (told.pointer, told.hint) == (pointer, hint)
    if isinstance(source, str):
        # what is to be written stands for what is marked
        assert told.position == (0, len(source))


@pytest.mark.parametrize(
    "source",
    [
        f'owner = "{ID}"', f'owner IN ["{ID}"]', 'owner = ""', "owner = blank", 'owner.name = "张三"', "owner = ME()",
    ],
)  # fmt: skip
def test_an_id_and_what_is_blank_are_no_names(source: str) -> None:
    assert check(source, NAMES, None, FUNCTIONS).findings == ()
