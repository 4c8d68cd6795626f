"""What is wrong with a flow before it is published, in the builder's words.

Dead-path elimination makes every join a local matter, so nothing can deadlock; what can still be wrong is found here,
in the order of the design: shape, ways, people. Names of fields, forms and roles and the types of conditions are
checked with the rest of the document. Pointers are inside the flow.
"""

from collections.abc import Mapping, Sequence

import networkx as nx

from dougong.engines.finding import Finding, message
from dougong.engines.flow.check_people import people_findings
from dougong.engines.flow.check_shape import shape_findings
from dougong.engines.flow.check_ways import ways_findings
from dougong.engines.flow.definition import FlowDef
from dougong.engines.flow.facts import FormFacts
from dougong.engines.flow.graph import Flow, named
from dougong.engines.flow.node import AnyNodeKind
from dougong.engines.flow.nodes.subflow import SubflowDef

SUBFLOW_RING = message(
    "subflow_ring",
    "这些流程互相作为子流程，永远不会结束：{ring}",
    "These flows start each other as subflows and never end: {ring}",
)


def check_flow(definition: FlowDef, kinds: Mapping[str, AnyNodeKind], facts: FormFacts | None = None) -> list[Finding]:
    """Everything wrong with one flow. ``kinds`` is the set ``nodes``; ``facts`` tells of the form's fields."""
    flow = Flow(definition, kinds)
    facts = facts or FormFacts()
    findings = shape_findings(flow)
    if any(finding.severity == "error" for finding in findings):
        return findings
    return [*findings, *ways_findings(flow, facts), *people_findings(flow, facts)]


def check_subflows(flows: Sequence[FlowDef]) -> list[Finding]:
    """Flows that start each other in a ring. Pointers are ``/<index of the flow>/nodes/<n>/flow``."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    places: dict[tuple[str, str], str] = {}
    for index, flow in enumerate(flows):
        for number, node in enumerate(flow.nodes):
            if isinstance(node, SubflowDef) and node.of is None:
                graph.add_edge(flow.key, node.flow)
                places.setdefault((flow.key, node.flow), f"/{index}/nodes/{number}/flow")
    findings = []
    for ring in nx.strongly_connected_components(graph):
        if len(ring) > 1 or any(graph.has_edge(key, key) for key in ring):
            inside = sorted((a, b) for a, b in graph.edges if a in ring and b in ring)
            findings.append(SUBFLOW_RING.at(places[inside[0]], ring=named(sorted(ring))))
    return findings
