"""The way of a flow: decisions, conditions, joins, returns, jumps, withdrawals."""

from typing import Any

import pytest
from support.flow_case import Case, approval, edge, fill, one

from dougong.engines.flow import events
from dougong.engines.flow.acting import return_targets
from dougong.engines.flow.refusals import AlreadyDecided, BadTarget, CannotWithdraw, FlowEnded, NotAllowedHere, NotYours


def test_an_approval_opens_a_task_and_approving_it_ends_the_flow() -> None:
    case = one("bo")
    assert case.asked == ["boss:bo"]
    assert case.says("bo").result == "approved"
    assert case.now_state.flow_state == "approved"


def test_a_rejection_without_an_edge_for_it_ends_the_flow_rejected() -> None:
    assert one("bo").says("bo", "rejected").result == "rejected"


def test_a_rejection_ends_an_all_approval_at_once_and_cancels_the_rest() -> None:
    case = one("bo", "cy", mode="all").says("bo", "rejected")
    assert case.result == "rejected"
    assert [task.status for task in case.now_state.tasks.values()] == ["done", "cancelled"]


def test_an_all_approval_that_collects_waits_for_everybody() -> None:
    case = one("bo", "cy", mode="all", collect=True).says("bo", "rejected")
    assert case.asked == ["boss:cy"]
    assert case.says("cy").result == "rejected"


def test_a_sequence_asks_one_after_another() -> None:
    case = one("bo", "cy", mode="sequence")
    assert case.asked == ["boss:bo"]
    assert case.says("bo").asked == ["boss:cy"]
    assert case.says("cy").result == "approved"


def test_twenty_three_percent_of_ten_are_three() -> None:
    people = [f"p{number}" for number in range(10)]
    case = one(*people, mode="ratio", ratio=0.23)
    case.says("p0").says("p1")
    assert case.result is None
    assert case.says("p2").result == "approved"


def test_a_ratio_fails_as_soon_as_it_cannot_pass() -> None:
    case = one("bo", "cy", "di", mode="ratio", ratio=0.67).says("bo", "rejected")
    assert case.result == "rejected"


def test_the_second_of_two_alternative_approvers_is_too_late() -> None:
    case = Case([approval("boss", "bo", "cy"), approval("cfo", "ed")], ["start>boss", "boss>cfo", "cfo>end"]).start()
    case.says("bo")
    with pytest.raises(AlreadyDecided):
        case.says("cy")


def test_nobody_decides_what_is_not_his() -> None:
    case = one("bo")
    with pytest.raises(NotYours):
        case.apply(events.Decide, by="cy", task=case.task("bo"), outcome="approved")


def test_the_first_condition_that_holds_wins_else_otherwise() -> None:
    nodes = [approval("boss", "bo"), approval("legal", "le"), approval("cfo", "ed")]
    edges = [edge("start>boss"), edge("boss>legal", "big"), edge("boss>cfo", "odd"), edge("boss>end", otherwise=True)]
    case = Case(nodes, [*edges, "legal>end", "cfo>end"]).start()
    case.facts |= {"big": True, "odd": True}
    assert case.says("bo").asked == ["legal:le"]
    other = Case(nodes, [*edges, "legal>end", "cfo>end"]).start()
    assert other.says("bo").result == "approved"
    assert other.now_state.nodes["legal"].status == "skipped"


def parallel(**flow: Any) -> Case:
    nodes = [approval("law", "la"), approval("tax", "ta"), approval("sum", "su")]
    edges = ["start>law", "start>tax", "law>sum", "tax>sum", "sum>end"]
    return Case(nodes, edges, split={"start": "many"}, **flow).start()


def test_a_join_waits_for_all_its_branches() -> None:
    case = parallel()
    assert case.asked == ["law:la", "tax:ta"]
    assert case.says("la").asked == ["tax:ta"]
    assert case.says("ta").asked == ["sum:su"]


def test_a_join_of_the_first_cancels_what_could_only_have_led_to_it() -> None:
    case = parallel(join={"sum": "first"})
    assert case.says("la").asked == ["sum:su"]
    assert case.now_state.nodes["tax"].status == "cancelled"
    assert case.says("su").result == "approved"


def test_a_join_is_reached_when_a_branch_dies_elsewhere() -> None:
    nodes = [approval("law", "la"), approval("tax", "ta"), approval("sum", "su"), {"key": "no", "type": "gate"}]
    edges: list[Any] = [
        "start>law",
        "start>tax",
        "law>sum",
        "tax>sum",
        "sum>end",
        edge("tax>no", on="rejected"),
        "no>sum",
    ]
    case = Case(nodes, edges, split={"start": "many"}).start()
    assert case.says("ta", "rejected").asked == ["law:la"]
    assert case.says("la").asked == ["sum:su"]


def test_a_return_inside_one_branch_leaves_the_other_alone() -> None:
    nodes = [approval("a1", "an"), approval("a2", "bo"), approval("b1", "cy"), approval("z", "ze")]
    edges = ["start>a1", "start>b1", "a1>a2", "a2>z", "b1>z", "z>end"]
    case = Case(nodes, edges, split={"start": "many"}).start()
    case.says("an").back("bo", "a1")
    assert case.asked == ["b1:cy", "a1:an"]
    case.says("cy").says("an").says("bo")
    assert case.asked == ["z:ze"]


def test_only_what_people_decided_before_can_be_returned_to() -> None:
    nodes = [approval("a", "an"), approval("b", "bo"), approval("c", "cy")]
    case = Case(nodes, ["start>a", "a>b", "b>c", "c>end"]).start().says("an").says("bo")
    assert return_targets(case.flow, case.now_state, "c") == ["start", "a", "b"]
    with pytest.raises(BadTarget):
        case.back("cy", "c")


def test_returning_to_the_start_asks_the_initiator_and_walks_the_way_again() -> None:
    nodes = [approval("a", "an"), approval("b", "bo")]
    case = Case(nodes, ["start>a", "a>b", "b>end"]).start().says("an").back("bo")
    assert case.asked == ["start:ina"]
    assert case.now_state.flow_state == "returned"
    assert case.says("ina", "done").asked == ["a:an"]
    assert case.now_state.nodes["a"].round == 2


def jumping(**more: Any) -> Case:
    nodes = [approval("a", "an"), approval("b", "bo"), approval("c", "cy", resume="jump", **more)]
    edges: list[Any] = ["start>a", edge("a>b", "big"), edge("a>c", otherwise=True), "b>c", "c>end"]
    case = Case(nodes, edges)
    case.facts["big"] = True
    return case.start().says("an").says("bo").back("cy", "a")


def test_a_return_that_jumps_comes_straight_back_to_who_returned_it() -> None:
    case = jumping().says("an")
    assert case.asked == ["c:cy"]
    assert case.now_state.nodes["b"].why == "carried"


def test_a_changed_condition_sends_a_jumping_return_the_whole_way() -> None:
    case = jumping()
    case.facts["big"] = False
    assert case.says("an").asked == ["c:cy"]
    assert case.now_state.nodes["b"].status == "skipped"


def test_the_initiator_withdraws_until_somebody_has_decided() -> None:
    case = parallel()
    assert case.apply(events.Withdraw, by="ina").result == "withdrawn"
    late = parallel().says("la")
    with pytest.raises(CannotWithdraw):
        late.apply(events.Withdraw, by="ina")


def test_an_ended_flow_refuses_everything() -> None:
    case = one("bo").says("bo")
    with pytest.raises(FlowEnded):
        case.apply(events.Terminate, by="admin", admin=True)


def test_a_jump_leaves_out_what_lies_before() -> None:
    case = Case([approval("a", "an"), approval("b", "bo")], ["start>a", "a>b", "b>end"]).start()
    case.apply(events.Jump, by="admin", admin=True, to="b")
    assert case.asked == ["b:bo"]
    assert case.now_state.nodes["a"].status == "cancelled"
    assert case.says("bo").result == "approved"


def test_an_instance_can_have_a_time_limit() -> None:
    case = Case([approval("a", "an")], ["start>a", "a>end"], timeout="30d").start()
    assert case.apply(events.TimerFired, timer=min(case.now_state.timers)).result == "terminated"


def test_a_node_allows_only_what_it_lists() -> None:
    case = one("bo", allow=["return"])
    with pytest.raises(NotAllowedHere):
        case.apply(events.Transfer, by="bo", task=case.task("bo"), to="di")


def test_a_rejection_can_go_back_to_the_initiator() -> None:
    assert one("bo", on_reject="return_to_initiator").says("bo", "rejected").asked == ["start:ina"]


def test_a_rejection_takes_its_own_edge() -> None:
    nodes = [approval("a", "an"), fill("mend", "me"), {"key": "no", "type": "end", "result": "rejected"}]
    edges: list[Any] = ["start>a", "a>end", edge("a>mend", on="rejected"), "mend>no"]
    case = Case(nodes, edges).start().says("an", "rejected")
    assert case.asked == ["mend:me"]
    assert case.says("me", "done").result == "rejected"
