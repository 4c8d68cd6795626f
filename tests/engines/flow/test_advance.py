"""One flow at a time: what each event means."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from dougong.engines.flow import events
from dougong.engines.flow.acting import return_targets
from dougong.engines.flow.advance import advance
from dougong.engines.flow.definition import FlowDef
from dougong.engines.flow.effects import RunActions, Tell
from dougong.engines.flow.graph import Flow
from dougong.engines.flow.refusals import AlreadyDecided, BadTarget, CannotWithdraw, FlowEnded, NotAllowedHere, NotYours
from dougong.engines.flow.state import State
from dougong.engines.flow.world import Question
from dougong.kinds import load_kinds

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


KINDS = load_kinds()


def approval(key: str, *who: str, **more: Any) -> dict[str, Any]:
    return {"key": key, "type": "approval", "who": [{"by": "user", "users": list(who) or ["nobody"]}], **more}


def fill(key: str, *who: str, **more: Any) -> dict[str, Any]:
    return approval(key, *who, **more) | {"type": "fill"}


def edge(line: str, when: str | None = None, *, otherwise: bool = False, on: str | None = None) -> dict[str, Any]:
    source, target = line.split(">")
    found: dict[str, Any] = {"from": source, "to": target}
    return (
        found
        | ({"when": when} if when else {})
        | ({"otherwise": True} if otherwise else {})
        | ({"on": on} if on else {})
    )


class Case:
    """A running instance with a world that answers from plain settings: people are those named in ``who``."""

    def __init__(self, nodes: list[dict[str, Any]], edges: list[dict[str, Any] | str], **flow: Any) -> None:
        drawn = [edge(one) if isinstance(one, str) else one for one in edges]
        raw = {"key": "f", "form": "x", "nodes": nodes, "edges": drawn, **flow}
        self.flow = Flow(FlowDef.model_validate(raw, context=KINDS), KINDS.nodes)
        self.facts: dict[str, Any] = {}
        self.state: State | None = None
        self.effects: list[Any] = []
        self.now = NOON
        self.number = 0

    def answer(self, question: Question, state: State) -> Any:
        if str(question) in self.facts:
            return self.facts[str(question)]
        match question.asked:
            case "edge":
                when = self.flow.edge[question.subject].when
                assert isinstance(when, str)
                return self.facts.get(when, False)
            case "people" if question.part == "admins":
                return ["admin"]
            case "people":
                node: Any = self.flow.nodes[question.subject]
                users = [user for line in node.who for user in line.users]
                return [] if users == ["nobody"] else users
            case "due":
                return (self.now + timedelta(hours=1)).isoformat()
            case "filled":
                return False
            case _:
                return {"superior": f"{question.subject}+1"}.get(question.asked)

    def apply(self, kind: Any, **given: Any) -> "Case":
        self.number += 1
        event = kind(**{"id": f"e{self.number}", "at": self.now, **given})
        step = advance(self.flow, self.state, event, self)
        self.state, self.effects = step.state, step.effects
        return self

    def start(self, by: str = "ina") -> "Case":
        return self.apply(events.Start, by=by, initiator=by)

    @property
    def now_state(self) -> State:
        assert self.state is not None
        return self.state

    def task(self, user: str) -> int:
        """The open task of a person, else the last one he had."""
        mine = [task for task in self.now_state.tasks.values() if task.asks(user) and task.kind != "cc"]
        return next((task.id for task in mine if task.status == "open"), mine[-1].id)

    def says(self, user: str, outcome: str = "approved") -> "Case":
        return self.apply(events.Decide, by=user, task=self.task(user), outcome=outcome)

    def back(self, user: str, to: str = "start", **more: Any) -> "Case":
        return self.apply(events.Return, by=user, task=self.task(user), to=to, **more)

    @property
    def asked(self) -> list[str]:
        """Who is asked now, in which node."""
        return [f"{task.node}:{task.user}" for task in self.now_state.open_tasks()]

    @property
    def result(self) -> str | None:
        return self.now_state.result


def one(*who: str, **more: Any) -> Case:
    return Case([approval("boss", *who, **more)], ["start>boss", "boss>end"]).start()


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


def test_a_copy_never_gates() -> None:
    nodes = [{"key": "tell", "type": "cc", "who": [{"by": "user", "users": ["fi"]}]}, approval("boss", "bo")]
    case = Case(nodes, ["start>tell", "tell>boss", "boss>end"]).start()
    assert case.asked == ["boss:bo"]
    copy = next(task for task in case.now_state.tasks.values() if task.kind == "cc")
    case.says("bo").apply(events.Read, by="fi", task=copy.id)
    assert case.now_state.tasks[copy.id].status == "read"


def test_actions_are_run_by_the_runtime_before_it_goes_on() -> None:
    nodes = [{"key": "book", "type": "action", "do": [{"action": "tag", "field": "t", "add": ["x"]}]}]
    case = Case(nodes, ["start>book", "book>end"]).start()
    run = next(effect for effect in case.effects if isinstance(effect, RunActions))
    assert case.apply(events.JobDone, job=run.job).result == "approved"


def test_failed_actions_are_an_incident_that_can_be_retried() -> None:
    nodes = [{"key": "book", "type": "action", "do": [{"action": "tag", "field": "t", "add": ["x"]}]}]
    case = Case(nodes, ["start>book", "book>end"]).start()
    run = next(effect for effect in case.effects if isinstance(effect, RunActions))
    case.apply(events.JobDone, job=run.job, error="no such form")
    assert [job.kind for job in case.now_state.jobs.values()] == ["incident"]
    case.apply(events.Retry, by="admin", admin=True)
    again = next(effect for effect in case.effects if isinstance(effect, RunActions))
    assert case.apply(events.JobDone, job=again.job).result == "approved"


def test_a_wait_goes_on_when_its_timer_fires() -> None:
    case = Case([{"key": "rest", "type": "wait", "for": "3d"}], ["start>rest", "rest>end"]).start()
    assert case.result is None
    assert case.apply(events.TimerFired, timer=min(case.now_state.timers)).result == "approved"


def test_a_rejected_subflow_is_a_rejection() -> None:
    case = Case([{"key": "sub", "type": "subflow", "flow": "g"}], ["start>sub", "sub>end"]).start()
    assert case.apply(events.ChildEnded, child=min(case.now_state.children), result="rejected").result == "rejected"


@pytest.mark.parametrize(
    ("do", "asked", "result"),
    [("remind", ["boss:bo"], None), ("escalate", ["boss:bo+1"], None), ("approve", [], "approved"),
     ("reject", [], "rejected"), ("return", ["start:ina"], None)],
)  # fmt: skip
def test_what_a_timer_does(do: str, asked: list[str], result: str | None) -> None:
    case = one("bo", timers=[{"after": "1h", "do": do}])
    case.apply(events.TimerFired, timer=min(case.now_state.timers))
    assert (case.asked, case.result) == (asked, result)


def test_time_does_not_approve_what_wants_input_but_escalates() -> None:
    case = one("bo", timers=[{"after": "1h", "do": "approve"}], fields={"amount": "require"})
    assert case.apply(events.TimerFired, timer=min(case.now_state.timers)).asked == ["boss:bo+1"]


def test_reminders_repeat_as_often_as_asked_and_a_late_one_changes_nothing() -> None:
    case = one("bo", timers=[{"after": "1h", "do": "remind", "every": "1h", "times": 2}])
    first = min(case.now_state.timers)
    case.apply(events.TimerFired, timer=first)
    assert any(isinstance(effect, Tell) and effect.what == "remind" for effect in case.effects)
    case.apply(events.TimerFired, timer=min(case.now_state.timers))
    assert not case.now_state.timers
    assert case.apply(events.TimerFired, timer=first).effects == []


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
