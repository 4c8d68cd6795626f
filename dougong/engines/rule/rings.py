"""Rules that answer each other: the graph of who writes what another one listens to.

At run time a chain ends by itself (see ``event``); here the builder is told before, with the ring shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import networkx as nx

# a field of a form; "+" stands for a record being created, "-" for one being deleted, "*" for any change
Place = tuple[str, str]
CREATED, DELETED, ANY = "+", "-", "*"


@dataclass(frozen=True)
class RuleTraffic:
    """What one rule listens to and what it writes. ``conditional``: whether a condition can end the ring."""

    key: str
    listens: frozenset[Place]
    writes: frozenset[Place]
    conditional: bool


@dataclass(frozen=True)
class Ring:
    """Rules in the order they call each other. ``endless``: none of them has a condition that could end it."""

    rules: tuple[str, ...]
    endless: bool


def rings(traffic: Sequence[RuleTraffic]) -> list[Ring]:
    """Every group of rules that can call each other without end, one ring a group, in the order of the document.

    A rule that only changes the record it runs for does not call itself: it runs once for a record in a chain. One that
    makes new records of the form it listens to does.
    """
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(rule.key for rule in traffic)
    for one in traffic:
        for other in traffic:
            if one.key == other.key:
                if any(place[1] == CREATED for place in one.writes & one.listens):
                    graph.add_edge(one.key, one.key)
            elif _reaches(one, other):
                graph.add_edge(one.key, other.key)
    order = {rule.key: index for index, rule in enumerate(traffic)}
    conditional = {rule.key: rule.conditional for rule in traffic}
    found = []
    for group in nx.strongly_connected_components(graph):
        if len(group) == 1 and not graph.has_edge(*tuple(group) * 2):
            continue
        first = min(group, key=order.__getitem__)
        ring = [edge[0] for edge in nx.find_cycle(graph.subgraph(group), first)]
        found.append(Ring(tuple(ring), not any(conditional[key] for key in ring)))
    return sorted(found, key=lambda ring: order[ring.rules[0]])


def _reaches(one: RuleTraffic, other: RuleTraffic) -> bool:
    for form, field in one.writes:
        if (form, field) in other.listens:
            return True
        if field not in (CREATED, DELETED) and (form, ANY) in other.listens:
            return True
    return False
