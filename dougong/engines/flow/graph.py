"""A flow as a graph: built once for each published version, never changed.

Edges are known by ``from:outcome>to``, so a state survives a new order of the document's edges.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import networkx as nx

from dougong.engines.expression.definition import Condition
from dougong.engines.flow.definition import END, START, FlowDef, HumanNodeDef, NodeDef
from dougong.engines.flow.node import AnyNodeKind, Asks, NodeKind


class StartNodeDef(HumanNodeDef):
    """The implicit start. It opens as a fill task for the initiator when something is returned to it."""

    type: Literal["start"] = "start"


class EndNodeDef(NodeDef):
    """The implicit end."""

    type: Literal["end"] = "end"
    result: str = "approved"


class _Start(NodeKind[StartNodeDef]):
    key, definition, asks = "start", StartNodeDef, Asks("tasks", "fill")


@dataclass(frozen=True, slots=True)
class Edge:
    """``place``: its index among the document's edges."""

    id: str
    source: str
    target: str
    outcome: str
    when: Condition | None
    otherwise: bool
    place: int


class Flow:
    """A compiled flow. The graph may be wrong (rings, loose ends) as long as nobody advances it: ``check`` looks
    first."""

    def __init__(self, definition: FlowDef, kinds: Mapping[str, AnyNodeKind]) -> None:
        self.definition = definition
        self.key = definition.key
        self.nodes: dict[str, NodeDef] = {START: StartNodeDef(key=START)}
        for node in definition.nodes:
            self.nodes.setdefault(node.key, node)
        self.nodes.setdefault(END, EndNodeDef(key=END))
        self._kinds = kinds
        self.edges = self._edges()
        self.edge = {edge.id: edge for edge in self.edges}
        self.out: dict[str, list[Edge]] = {key: [] for key in self.nodes}
        self.into: dict[str, list[Edge]] = {key: [] for key in self.nodes}
        for edge in self.edges:
            self.out[edge.source].append(edge)
            self.into[edge.target].append(edge)
        self._below: dict[str, frozenset[str]] = {}
        self._above: dict[str, frozenset[str]] = {}

    def _edges(self) -> tuple[Edge, ...]:
        found: dict[str, Edge] = {}
        for place, edge in enumerate(self.definition.edges):
            if edge.from_ not in self.nodes or edge.to not in self.nodes:
                continue
            outcome = edge.on or self.usual_outcome(edge.from_)
            name = f"{edge.from_}:{outcome}>{edge.to}"
            found.setdefault(name, Edge(name, edge.from_, edge.to, outcome, edge.when, edge.otherwise, place))
        return tuple(found.values())

    def kind(self, node: str) -> AnyNodeKind:
        return _START if node == START else self._kinds[self.nodes[node].type]

    def human(self, node: str) -> HumanNodeDef | None:
        """The settings of a node that asks people; None for all others, and for one that is not there any more."""
        found = self.nodes.get(node)
        return found if isinstance(found, HumanNodeDef) else None

    def outcomes(self, node: str) -> tuple[str, ...]:
        return self.kind(node).outcomes(self.nodes[node])

    def usual_outcome(self, node: str) -> str:
        return next(iter(self.outcomes(node)), "done")

    def ways(self, node: str, outcome: str) -> list[Edge]:
        """The edges out of a node for an outcome, in the order of the document."""
        return [edge for edge in self.out[node] if edge.outcome == outcome]

    def splits_many(self, node: str) -> bool:
        return self.definition.split.get(node) == "many"

    def joins_first(self, node: str) -> bool:
        return self.definition.join.get(node) == "first"

    @cached_property
    def graph(self) -> "nx.DiGraph[str]":
        graph: nx.DiGraph[str] = nx.DiGraph()
        graph.add_nodes_from(self.nodes)
        graph.add_edges_from((edge.source, edge.target) for edge in self.edges)
        return graph

    @cached_property
    def order(self) -> dict[str, int]:
        """Each node's place in a topological order. Raises networkx.NetworkXUnfeasible for a ring."""
        return {node: index for index, node in enumerate(nx.topological_sort(self.graph))}

    @cached_property
    def ends(self) -> frozenset[str]:
        return frozenset(key for key in self.nodes if key != START and self.kind(key).asks.opens == "end")

    def below(self, node: str) -> frozenset[str]:
        """Everything that can be reached from a node, without it."""
        if node not in self._below:
            self._below[node] = frozenset(nx.descendants(self.graph, node))
        return self._below[node]

    def above(self, node: str) -> frozenset[str]:
        """Everything that leads to a node, without it."""
        if node not in self._above:
            self._above[node] = frozenset(nx.ancestors(self.graph, node))
        return self._above[node]

    def only_to(self, node: str) -> frozenset[str]:
        """Nodes whose every way to an end leads through ``node``."""
        without = nx.restricted_view(self.graph, [node], [])
        free: set[str] = set()
        for end in self.ends - {node}:
            free |= {end, *nx.ancestors(without, end)}
        return frozenset(self.above(node) - free)


_START = _Start()


def named(keys: Sequence[str]) -> str:
    """Nodes as a person reads them in a message."""
    return "、".join(keys)
