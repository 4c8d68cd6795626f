"""The organisation as a snapshot: superiors, teams, roles, delegates."""

from datetime import UTC, datetime

import pytest

from dougong.engines.participant.organisation import Absence, Department, Organisation, Person, RoleMember

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def firm() -> Organisation:
    """group (head boss) > sales (head sue) > north; bob and ann in north, carl left."""
    people = [
        Person("boss", "boss", "Boss", "group"),
        Person("sue", "sue", "Sue", "sales"),
        Person("bob", "bob", "Bob", "north"),
        Person("ann", "ann", "Ann", "north", superior="bob", absence=Absence(NOON, NOON.replace(hour=13), "bob")),
        Person("carl", "carl", "Carl", "north", active=False),
    ]
    departments = [
        Department("group", "Group", None, "boss"),
        Department("sales", "Sales", "group", "sue"),
        Department("north", "North", "sales"),
    ]
    return Organisation(
        1,
        {person.id: person for person in people},
        {department.id: department for department in departments},
        [
            RoleMember("crm", "rep", department="sales"),
            RoleMember("crm", "rep", user="carl"),
            RoleMember("crm", "vip", user="boss"),
        ],
    )


def test_the_nearest_head_stands_above_whoever_has_no_superior_of_his_own(firm: Organisation) -> None:
    assert [firm.superior_of(user) for user in ("ann", "bob", "sue", "boss")] == ["bob", "sue", "boss", None]


def test_a_team_is_everybody_below_in_the_chain(firm: Organisation) -> None:
    assert firm.team("sue") == {"bob", "ann", "carl"}
    assert firm.team("boss") == {"sue", "bob", "ann", "carl"}
    assert firm.team("ann") == frozenset()


def test_a_ring_of_superiors_ends(firm: Organisation) -> None:
    ring = Organisation(1, {"a": Person("a", "a", "A", superior="b"), "b": Person("b", "b", "B", superior="a")})
    assert ring.team("a") == {"b"}


def test_a_role_of_a_department_reaches_all_below_and_no_leaver(firm: Organisation) -> None:
    assert firm.members("crm", "rep") == ["ann", "bob", "sue"]
    assert firm.roles_of("ann") == {("crm", "rep")}
    assert firm.roles_of("carl") == frozenset()
    assert firm.in_app("other").role_members("rep") == []


def test_departments_are_found_by_path_and_by_a_name_only_one_bears(firm: Organisation) -> None:
    assert firm.find_department("Group/Sales/North") == "north"
    assert firm.find_department("North") == "north"
    assert firm.find_department("East") is None
    assert firm.department_tree("sales") == {"sales", "north"}


def test_a_delegate_acts_only_while_somebody_is_away(firm: Organisation) -> None:
    assert firm.delegate_of("ann", NOON) == "bob"
    assert firm.delegate_of("ann", NOON.replace(hour=13)) is None
    assert firm.delegate_of("bob", NOON) is None
