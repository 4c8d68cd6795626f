"""What is wrong with a flow is found before it is published, at its place."""

import time
from typing import Any

import pytest

from dougong.engines.flow.check import check_flow, check_subflows
from dougong.engines.flow.definition import FlowDef
from dougong.engines.flow.facts import FormFacts
from dougong.kinds import load_kinds

KINDS = load_kinds()
FACTS = FormFacts(options={"kind": ("a", "b")}, required=frozenset({"kind"}), computed=frozenset({"total"}))


def boss(key: str = "boss", **more: Any) -> dict[str, Any]:
    return {"key": key, "type": "approval", "who": [{"by": "superior"}], **more}


def edge(line: str, when: str | None = None, **more: Any) -> dict[str, Any]:
    source, target = line.split(">")
    return {"from": source, "to": target, **({"when": when} if when else {}), **more}


def found(nodes: list[dict[str, Any]], *edges: dict[str, Any] | str, **flow: Any) -> set[tuple[str, str]]:
    drawn = [edge(one) if isinstance(one, str) else one for one in edges]
    definition = FlowDef.model_validate(
        {"key": "f", "form": "x", "nodes": nodes, "edges": drawn, **flow}, context=KINDS
    )
    return {(finding.code, finding.pointer) for finding in check_flow(definition, KINDS.nodes, FACTS)}


def test_a_sound_flow_has_no_problems() -> None:
    nodes = [boss(), boss("legal")]
    edges = [edge("boss>legal", "amount > 100"), edge("boss>end", otherwise=True)]
    assert found(nodes, "start>boss", *edges, "legal>end") == set()


@pytest.mark.parametrize(
    ("problem", "nodes", "edges"),
    [
        (("reserved_key", "/nodes/0/key"), [boss("start")], ["start>end"]),
        (("duplicate_key", "/nodes/0/key"), [boss(), boss()], ["start>boss", "boss>end"]),
        (("unknown_node", "/edges/1/to"), [boss()], ["start>boss", "boss>ned"]),
        (("edge_into_start", "/edges/2/to"), [boss()], ["start>boss", "boss>end", "boss>start"]),
        (("edge_out_of_end", "/edges/2/from"), [boss()], ["start>boss", "boss>end", "end>boss"]),
        (("duplicate_edge", "/edges/2"), [boss()], ["start>boss", "boss>end", edge("boss>end", on="approved")]),
        (("ring", "/edges/1"), [boss("a"), boss("b")], ["start>a", "a>b", "b>a", "b>end"]),
        (("unreachable_node", "/nodes/1"), [boss(), boss("b")], ["start>boss", "boss>end", "b>end"]),
        (("no_way_to_end", "/nodes/1"), [boss(), boss("b")], ["start>boss", "boss>end", edge("boss>b", on="rejected")]),
        (("unknown_outcome", "/edges/1/on"), [boss()], ["start>boss", edge("boss>end", on="done")]),
        (("outcome_without_way", "/nodes/0"), [boss()], ["start>boss", edge("boss>end", on="rejected")]),
        (("no_edge_for_rejection", "/nodes/0/on_reject"), [boss(on_reject="branch")], ["start>boss", "boss>end"]),
        (("no_way_on", "/edges/1"), [boss()], ["start>boss", edge("boss>end", "amount > 1")]),
        (("two_otherwise", "/edges/3/otherwise"), [boss(), boss("b")],
         ["start>boss", edge("boss>b", "x > 1"), edge("boss>b", on="rejected"), edge("boss>end", otherwise=True)]),
        (("otherwise_with_condition", "/edges/1/when"), [boss()],
         ["start>boss", edge("boss>end", "x > 1", otherwise=True)]),
        (("edge_never_taken", "/edges/2"), [boss(), boss("b")], ["start>boss", "boss>end", "boss>b", "b>end"]),
        (("edge_never_taken", "/edges/2"), [boss(), boss("b")],
         ["start>boss", edge("boss>end", "x > 1"), edge("boss>b", "x > 5"), "b>end"]),
        (("dead_branch", "/edges/3/when"), [boss("a"), boss("b")],
         ["start>a", edge("a>b", "x > 100"), edge("a>end", otherwise=True), edge("b>end", "x < 50")]),
        (("nobody_named", "/nodes/0/who"), [{"key": "f", "type": "fill"}], ["start>f", "f>end"]),
        (("empty_to_missing", "/nodes/0/empty_to"), [boss(when_empty="user")], ["start>boss", "boss>end"]),
        (("not_before", "/nodes/0/on_reject"), [boss(on_reject="return_to:b"), boss("b")],
         ["start>boss", "boss>b", "b>end"]),
        (("not_before", "/nodes/0/who/0/node"), [boss(who=[{"by": "decider", "node": "b"}]), boss("b")],
         ["start>boss", "boss>b", "b>end"]),
        (("timer_without_time", "/nodes/0/timers/0"), [boss(timers=[{"do": "remind"}])], ["start>boss", "boss>end"]),
        (("timer_does_not_fit", "/nodes/0/timers/0/do"), [boss(timers=[{"after": "1h", "do": "submit"}])],
         ["start>boss", "boss>end"]),
        (("timer_to_missing", "/nodes/0/timers/0/to"), [boss(timers=[{"after": "1h", "do": "notify"}])],
         ["start>boss", "boss>end"]),
        (("required_but_computed", "/nodes/0/fields/total"), [boss(fields={"total": "require"})],
         ["start>boss", "boss>end"]),
        (("read_before_written", "/edges/1/when"),
         [boss("a"), {"key": "f", "type": "fill", "who": [{"by": "initiator"}], "fields": {"cost": "require"}}],
         ["start>a", edge("a>f", "cost > 1"), edge("a>end", otherwise=True), "f>end"]),
    ],
)  # fmt: skip
def test_each_fault_is_found_at_its_place(
    problem: tuple[str, str], nodes: list[dict[str, Any]], edges: list[dict[str, Any] | str]
) -> None:
    if problem[0] == "two_otherwise":
        edges = [*edges[:2], edge("boss>end", otherwise=True), edge("boss>b", on="approved", otherwise=True)]
        nodes = [boss(), boss("b"), boss("c")]
        edges = [edges[0], edge("boss>c", "x > 1"), edge("boss>end", otherwise=True), edge("boss>b", otherwise=True),
                 "b>end", "c>end"]  # fmt: skip
    assert problem in found(nodes, *edges)


def test_conditions_that_cover_every_option_need_no_otherwise() -> None:
    nodes = [boss(), boss("b")]
    both = [edge("boss>b", 'kind = "a"'), edge("boss>end", 'kind = "b"')]
    assert found(nodes, "start>boss", *both, "b>end") == set()
    one = [edge("boss>b", 'kind = "a"'), edge("boss>end", 'kind = "c"')]
    assert ("no_way_on", "/edges/2") in found(nodes, "start>boss", *one, "b>end")


def test_conditions_on_numbers_that_leave_a_blank_uncovered_need_one() -> None:
    edges = [edge("boss>b", "x > 1"), edge("boss>end", "x <= 1")]
    assert ("no_way_on", "/edges/2") in found([boss(), boss("b")], "start>boss", *edges, "b>end")
    covered = [edge("boss>b", "x > 1"), edge("boss>end", "NOT(x > 1)")]
    assert found([boss(), boss("b")], "start>boss", *covered, "b>end") == set()


def test_an_edit_on_the_way_may_make_a_condition_true_again() -> None:
    nodes = [boss("a"), boss("m", fields={"x": "edit"}), boss("b")]
    edges = [
        edge("a>m", "x > 100"),
        edge("a>end", otherwise=True),
        edge("m>b", "x < 50"),
        edge("m>end", otherwise=True),
    ]
    assert found(nodes, "start>a", *edges, "b>end") == set()


def test_two_nodes_open_at_once_should_not_edit_one_field() -> None:
    nodes = [boss("a", fields={"x": "edit"}), boss("b", fields={"x": "edit"})]
    problems = found(nodes, "start>a", "start>b", "a>end", "b>end", split={"start": "many"})
    assert problems == {("edited_at_once", "/nodes/1/fields/x")}


def test_a_first_join_that_orphans_work_or_waits_for_one_branch_only_is_told() -> None:
    nodes = [boss("a"), boss("b"), boss("c"), boss("j")]
    orphan = ["start>a", "start>b", "a>j", "b>j", "b>c", "c>end", "j>end"]
    codes = {code for code, _ in found(nodes, *orphan, split={"start": "many", "b": "many"}, join={"j": "first"})}
    assert codes == {"first_join_leaves_work"}
    alone = [edge("start>a", "x > 1"), edge("start>b", otherwise=True), "a>j", "b>j", "j>end"]
    assert found([boss("a"), boss("b"), boss("j")], *alone, join={"j": "first"}) == {
        ("first_join_without_parallel", "/join/j")
    }


def test_flows_that_start_each_other_for_ever_are_found() -> None:
    raw = [
        {"key": one, "form": "x", "nodes": [{"key": "s", "type": "subflow", "flow": two}], "edges": []}
        for one, two in (("f", "g"), ("g", "f"))
    ]
    flows = [FlowDef.model_validate(item, context=KINDS) for item in raw]
    assert [(finding.code, finding.pointer) for finding in check_subflows(flows)] == [
        ("subflow_ring", "/0/nodes/0/flow")
    ]


def test_five_hundred_nodes_are_checked_in_fifty_milliseconds() -> None:
    nodes = [boss(f"n{number}", fields={f"f{number}": "edit"}) for number in range(498)]
    edges: list[dict[str, Any]] = [edge("start>n0")]
    for number in range(497):
        edges.append(edge(f"n{number}>n{number + 1}", f"x > {number}"))
        edges.append(edge(f"n{number}>end", otherwise=True))
    raw = {"key": "f", "form": "x", "nodes": nodes, "edges": [*edges, edge("n497>end")]}
    definition = FlowDef.model_validate(raw, context=KINDS)
    check_flow(definition, KINDS.nodes, FACTS)
    best = 9.0
    for _ in range(5):
        begin = time.process_time()
        check_flow(definition, KINDS.nodes, FACTS)
        best = min(best, time.process_time() - begin)
    assert best < 0.05
