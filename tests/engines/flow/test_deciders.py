"""Who decides: transfers, added signers, claims, stand-ins, and what happens when nobody is found."""

import pytest
from support.flow_case import Case, approval, one

from dougong.engines.flow import events


def test_whoever_gets_a_transferred_task_decides_in_the_same_place() -> None:
    case = one("bo", "cy", mode="all")
    case.apply(events.Transfer, by="bo", task=case.task("bo"), to="di")
    assert case.asked == ["boss:cy", "boss:di"]
    assert case.says("di").says("cy").result == "approved"


def test_a_task_passed_to_another_voter_of_the_node_is_merged_with_his() -> None:
    case = one("bo", "cy", mode="all")
    case.apply(events.Transfer, by="bo", task=case.task("bo"), to="cy")
    assert case.says("cy").result == "approved"


@pytest.mark.parametrize(
    ("where", "turns"),
    [
        ("before", [["boss:di"], ["boss:bo"]]),
        ("after", [["boss:bo"], ["boss:di"]]),
        ("beside", [["boss:bo", "boss:di"]]),
    ],
)
def test_added_signers_sign_before_after_or_beside(where: str, turns: list[list[str]]) -> None:
    case = one("bo")
    case.apply(events.AddSign, by="bo", task=case.task("bo"), to=["di"], where=where)
    for turn in turns:
        assert case.asked == turn
        for line in turn:
            case.says(line.split(":")[1])
    assert case.result == "approved"


def test_a_no_of_somebody_added_before_is_a_no() -> None:
    case = one("bo")
    case.apply(events.AddSign, by="bo", task=case.task("bo"), to=["di"], where="before")
    assert case.says("di", "rejected").result == "rejected"


def test_taking_an_added_signer_away_decides_what_waited_for_him() -> None:
    case = one("bo", "cy", mode="all")
    case.apply(events.AddSign, by="cy", task=case.task("cy"), to=["di"], where="before").says("bo")
    assert case.asked == ["boss:di"]
    case.apply(events.SubtractSign, by="cy", admin=True, task=case.task("di"), to=["cy"])
    assert case.now_state.nodes["boss"].slots


def test_a_claimed_task_hides_from_the_others_until_it_is_released() -> None:
    case = one("bo", "cy")
    case.apply(events.Claim, by="bo", task=case.task("bo"))
    assert case.asked == ["boss:bo"]
    case.apply(events.Release, by="bo", task=case.task("bo"))
    assert sorted(case.asked) == ["boss:bo", "boss:cy"]


@pytest.mark.parametrize(
    ("policy", "asked", "result"),
    [("admin", ["boss:admin"], None), ("skip", [], "approved"), ("reject", [], "rejected"),
     ("superior", ["boss:ina+1"], None)],
)  # fmt: skip
def test_what_happens_when_nobody_is_found(policy: str, asked: list[str], result: str | None) -> None:
    case = one(when_empty=policy)
    assert (case.asked, case.result) == (asked, result)


def test_a_node_that_must_not_be_empty_becomes_an_incident() -> None:
    assert [job.reason for job in one(when_empty="fail").now_state.jobs.values()] == ["nobody"]


def test_the_same_person_in_two_adjacent_approvals_is_asked_at_the_later_one() -> None:
    nodes = [approval("a", "bo"), approval("b", "bo"), approval("c", "cy")]
    case = Case(nodes, ["start>a", "a>b", "b>c", "c>end"]).start()
    assert case.asked == ["b:bo"]
    assert case.now_state.nodes["a"].why == "asked_next:b"
    assert case.says("bo").asked == ["c:cy"]


def test_nobody_is_passed_over_for_a_later_approval_that_may_not_ask_him() -> None:
    case = Case([approval("a", "bo"), approval("b", "bo", "cy")], ["start>a", "a>b", "b>end"]).start()
    assert case.asked == ["a:bo"]
    assert case.says("bo").result == "approved"
    assert case.now_state.nodes["b"].why == "approved:a"


def test_nobody_is_passed_over_where_he_must_fill_something_in() -> None:
    nodes = [approval("a", "bo"), approval("b", "bo", fields={"amount": "require"})]
    case = Case(nodes, ["start>a", "a>b", "b>end"]).start()
    assert case.asked == ["b:bo"]
    both = [approval("a", "bo", fields={"x": "edit"}), approval("b", "bo", fields={"amount": "require"})]
    assert Case(both, ["start>a", "a>b", "b>end"]).start().says("bo").asked == ["b:bo"]


@pytest.mark.parametrize(
    ("policy", "asked", "result"),
    [("allow", ["boss:ina"], None), ("skip", [], "approved"), ("superior", ["boss:ina+1"], None)],
)
def test_the_initiator_among_the_approvers(policy: str, asked: list[str], result: str | None) -> None:
    case = one("ina", self_approval=policy)
    assert (case.asked, case.result) == (asked, result)


def test_whoever_decided_there_may_not_decide_here() -> None:
    nodes = [approval("a", "bo", same_person="off"), approval("b", "bo", "cy", differs_from=["a"], same_person="off")]
    case = Case(nodes, ["start>a", "a>b", "b>end"]).start().says("bo")
    assert case.asked == ["b:cy"]


def test_somebody_absent_is_stood_in_for_and_both_can_act() -> None:
    case = Case([approval("boss", "bo")], ["start>boss", "boss>end"])
    case.facts["substitute:bo"] = "di"
    case.start()
    task = case.now_state.open_tasks()[0]
    assert (task.user, task.delegate) == ("bo", "di")
    assert case.says("di").result == "approved"


def test_the_initiator_never_stands_in_for_his_own_approver() -> None:
    case = Case([approval("boss", "bo")], ["start>boss", "boss>end"])
    case.facts["substitute:bo"] = "ina"
    case.start()
    assert case.now_state.open_tasks()[0].delegate is None
