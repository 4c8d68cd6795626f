"""Grants and what they come to for one person."""

import pytest

from dougong.engines.expression.kinds import BOOLEAN, TEXT, USER
from dougong.engines.expression.printing import print_
from dougong.engines.expression.registry import load_functions
from dougong.engines.expression.scope import Names
from dougong.engines.finding import Invalid
from dougong.platform.access.compile import Access, compile_access
from dougong.platform.access.condition import is_false, is_true
from dougong.platform.access.definition import GrantDef, RoleDef
from dougong.platform.access.principal import Principal, app_principal

ANN = Principal("ann", department="north", team=frozenset({"bob"}), departments_below=frozenset({"north", "far"}))
SCOPE = Names({("owner",): USER, ("open",): BOOLEAN, ("region",): TEXT})


def _access(*grants: dict[str, object], roles: tuple[dict[str, object], ...] = ()) -> Access:
    return compile_access(
        "shop",
        [RoleDef.model_validate({"name": "x", **role}) for role in roles],
        [GrantDef.model_validate({"form": "deal", **grant}) for grant in grants],
        lambda form: SCOPE,
        load_functions(),
    )


def _with(*roles: str) -> Principal:
    return Principal(
        ANN.user,
        department=ANN.department,
        team=ANN.team,
        departments_below=ANN.departments_below,
        roles=frozenset(("shop", role) for role in roles),
    )


def test_no_grant_is_no_right() -> None:
    access = _access({"role": "rep", "can": ["read"]})
    assert not access.allows(_with(), "deal", "read")
    assert is_false(access.row_scope(_with(), "deal", "read"))
    assert not access.allows(Principal("ann", roles=frozenset({("other", "rep")})), "deal", "read")


def test_everyone_is_a_role_of_everybody_who_is_somebody() -> None:
    access = _access({"role": "everyone", "can": ["read"]})
    assert access.allows(_with(), "deal", "read")
    assert not access.allows(Principal(None), "deal", "read")


def test_a_role_has_what_it_inherits_through_any_number_of_roles() -> None:
    access = _access(
        {"role": "rep", "can": ["read"], "rows": "own"},
        roles=({"key": "rep"}, {"key": "manager", "inherits": ["rep"]}, {"key": "director", "inherits": ["manager"]}),
    )
    assert access.allows(_with("director"), "deal", "read")
    assert not access.allows(_with("director"), "deal", "update")


def test_a_ring_of_inheritance_ends() -> None:
    access = _access(
        {"role": "a", "can": ["read"]}, roles=({"key": "a", "inherits": ["b"]}, {"key": "b", "inherits": ["a"]})
    )
    assert access.allows(_with("b"), "deal", "read")


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        ("own", 'owner = "ann"'),
        ("department", 'department = "north"'),
        ("department_tree", 'department IN ["far", "north"]'),
        ("team", 'owner IN ["ann", "bob"]'),
        ('owner = ME() OR region = "east"', 'owner = "ann" OR region = "east"'),
    ],
)
def test_rows_are_bound_to_whoever_asks(rows: str, text: str) -> None:
    access = _access({"role": "rep", "can": ["read"], "rows": rows})
    assert print_(access.row_scope(_with("rep"), "deal", "read")) == text


def test_somebody_without_a_department_has_no_departments_rows() -> None:
    access = _access({"role": "everyone", "can": ["read"], "rows": "department"})
    assert is_false(access.row_scope(Principal("ann"), "deal", "read"))
    assert not access.allows(Principal("ann"), "deal", "read")


def test_a_person_has_what_any_grant_gives_on_that_row() -> None:
    access = _access(
        {"role": "rep", "can": ["read", "update"], "rows": "own"},
        {"role": "clerk", "can": ["read"], "rows": "all", "fields": {"cost": "hide"}},
    )
    both = access.rights(_with("rep", "clerk"), "deal")
    assert is_true(both.row_scope("read"))
    assert print_(both.row_scope("update")) == 'owner = "ann"'
    assert print_(both.field_scope("cost")) == 'owner = "ann"'
    assert is_true(both.field_scope("name"))
    clerk = access.rights(_with("clerk"), "deal")
    assert clerk.hidden("cost")
    assert (clerk.right("cost"), clerk.right("name")) == ("hide", "read")
    assert both.right("cost") == "edit"


def test_a_column_of_a_sub_table_has_at_most_what_its_sub_table_has() -> None:
    access = _access(
        {
            "role": "rep",
            "can": ["read", "update"],
            "fields": {"lines": "read", "lines.cost": "hide", "lines.item": "edit"},
        }
    )
    rights = access.rights(_with("rep"), "deal")
    assert (rights.right("lines.item"), rights.right("lines.cost")) == ("read", "hide")


def test_the_app_may_do_everything_to_its_own_forms_and_nothing_elsewhere() -> None:
    access = _access({"role": "rep", "can": ["read"]})
    assert access.allows(app_principal("shop"), "deal", "purge")
    assert not access.allows(app_principal("other"), "deal", "read")


def test_a_wrong_condition_is_told_at_its_place() -> None:
    with pytest.raises(Invalid) as refused:
        _access({"role": "rep", "can": ["read"]}, {"role": "rep", "can": ["read"], "rows": "regoin = 1"})
    assert [finding.pointer for finding in refused.value.findings] == ["/grants/1/rows"]
