"""Checks 2, 3 and 11 and what else can be seen without looking into conditions."""

from collections import Counter
from collections.abc import Iterator

import networkx as nx

from dougong.engines.finding import Finding, message, nearest
from dougong.engines.flow.definition import END, START
from dougong.engines.flow.graph import Flow, named
from dougong.engines.flow.nodes.approval import ApprovalDef

RESERVED = message(
    "reserved_key",
    "“{node}”是保留的节点名，开始和结束节点不用写",
    "“{node}” is reserved: start and end are there without being written",
)
TWICE = message("duplicate_key", "有两个节点都叫“{node}”", "Two nodes are called “{node}”")
UNKNOWN_NODE = message("unknown_node", "没有名为“{node}”的节点", "There is no node “{node}”")
INTO_START = message("edge_into_start", "连线不能指向开始节点", "No edge may lead back to the start")
OUT_OF_END = message("edge_out_of_end", "结束节点“{node}”之后不能再有连线", "No edge may leave the end “{node}”")
EDGE_TWICE = message(
    "duplicate_edge",
    "“{source}”到“{target}”有两条相同的连线",
    "There are two equal edges from “{source}” to “{target}”",
)
RING = message(
    "ring",
    "流程绕成了圈：{ring}。要回到前面的节点请用“退回”",
    "The flow runs in a ring: {ring}. Use “return” to go back to an earlier node",
)
UNREACHED = message("unreachable_node", "从开始节点走不到“{node}”", "“{node}” cannot be reached from the start")
NO_END = message("no_way_to_end", "从“{node}”走不到任何结束节点", "“{node}” leads to no end")
UNKNOWN_OUTCOME = message(
    "unknown_outcome",
    "“{node}”不会有结果“{outcome}”，只有：{outcomes}",
    "“{node}” never ends with “{outcome}”, only with: {outcomes}",
)
DEAD_OUTCOME = message(
    "outcome_without_way",
    "“{node}”的结果为“{outcome}”时没有连线，流程会停在这里",
    "“{node}” has no edge for the outcome “{outcome}”, so the flow would stop there",
)
NO_REJECT_EDGE = message(
    "no_edge_for_rejection",
    "“{node}”设置为拒绝后走分支，但没有拒绝的连线",
    "“{node}” is to branch on rejection but has no edge for it",
)


def shape_findings(flow: Flow) -> list[Finding]:
    """Nothing else is worth checking while one of these is an error."""
    found = [*_nodes(flow), *_edges(flow), *_maps(flow)]
    if found:
        return found
    if not nx.is_directed_acyclic_graph(flow.graph):
        ring = [source for source, _ in nx.find_cycle(flow.graph)]
        first = next(edge.place for edge in flow.edges if (edge.source, edge.target) in set(nx.find_cycle(flow.graph)))
        return [RING.at(f"/edges/{first}", ring=" → ".join([*ring, ring[0]]))]
    return [*_paths(flow), *_outcomes(flow)]


def _nodes(flow: Flow) -> Iterator[Finding]:
    counts = Counter(node.key for node in flow.definition.nodes)
    for index, node in enumerate(flow.definition.nodes):
        if node.key in (START, END):
            yield RESERVED.at(f"/nodes/{index}/key", node=node.key)
        elif counts[node.key] > 1:
            counts[node.key] = 0
            yield TWICE.at(f"/nodes/{index}/key", node=node.key)


def _edges(flow: Flow) -> Iterator[Finding]:
    seen: set[tuple[str, str, str]] = set()
    for index, edge in enumerate(flow.definition.edges):
        unknown = [(side, key) for side, key in (("from", edge.from_), ("to", edge.to)) if key not in flow.nodes]
        for side, key in unknown:
            yield UNKNOWN_NODE.at(f"/edges/{index}/{side}", hint=nearest(key, flow.nodes), node=key)
        if unknown:
            continue
        if edge.to == START:
            yield INTO_START.at(f"/edges/{index}/to")
        if edge.from_ in flow.ends:
            yield OUT_OF_END.at(f"/edges/{index}/from", node=edge.from_)
            continue
        outcome = edge.on or flow.usual_outcome(edge.from_)
        outcomes = flow.outcomes(edge.from_)
        if outcome not in outcomes:
            yield UNKNOWN_OUTCOME.at(
                f"/edges/{index}/on", node=edge.from_, outcome=outcome, outcomes=named(outcomes), hint=outcomes[0]
            )
        if (edge.from_, edge.to, outcome) in seen:
            yield EDGE_TWICE.at(f"/edges/{index}", source=edge.from_, target=edge.to)
        seen.add((edge.from_, edge.to, outcome))


def _maps(flow: Flow) -> Iterator[Finding]:
    for name, keys in (("split", flow.definition.split), ("join", flow.definition.join)):
        for key in keys:
            if key not in flow.nodes:
                yield UNKNOWN_NODE.at(f"/{name}/{key}", hint=nearest(key, flow.nodes), node=key)


def _paths(flow: Flow) -> Iterator[Finding]:
    reached = {START, *flow.below(START)}
    leading = {key for end in flow.ends for key in (end, *flow.above(end))}
    if START not in leading:
        yield NO_END.at("/edges", node=START)
    for index, node in enumerate(flow.definition.nodes):
        if node.key not in reached:
            yield UNREACHED.at(f"/nodes/{index}", node=node.key)
        elif node.key not in leading:
            yield NO_END.at(f"/nodes/{index}", node=node.key)


def _outcomes(flow: Flow) -> Iterator[Finding]:
    """Where each outcome leads. A rejection may go without an edge: it ends the instance."""
    for index, node in enumerate(flow.definition.nodes):
        taken = {edge.outcome for edge in flow.out[node.key]}
        for outcome in flow.outcomes(node.key):
            if outcome not in taken and outcome != "rejected" and flow.out[node.key]:
                yield DEAD_OUTCOME.at(f"/nodes/{index}", node=node.key, outcome=outcome)
        if isinstance(node, ApprovalDef) and node.on_reject == "branch" and "rejected" not in taken:
            yield NO_REJECT_EDGE.at(f"/nodes/{index}/on_reject", node=node.key)
