"""Which nodes may be open at the same moment."""

from functools import cached_property

from dougong.engines.flow.graph import Flow


class Parallel:
    """Two nodes may be open at once when neither leads to the other and some node that goes several ways leads to them
    by different ones. Sets of nodes are bits of one number each, so large graphs stay quick."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self._bit = {key: 1 << index for key, index in flow.order.items()}

    @cached_property
    def _below(self) -> dict[str, int]:
        below: dict[str, int] = {}
        for node in reversed(list(self._flow.order)):
            below[node] = self._bit[node]
            for edge in self._flow.out[node]:
                below[node] |= below[edge.target]
        return below

    @cached_property
    def _with(self) -> dict[str, int]:
        """For each node, everything that may be open beside it."""
        beside = dict.fromkeys(self._flow.nodes, 0)
        for node in self._flow.nodes:
            if not self._flow.splits_many(node):
                continue
            for outcome in {edge.outcome for edge in self._flow.out[node]}:
                ways = [self._below[edge.target] for edge in self._flow.ways(node, outcome) if not edge.otherwise]
                self._cross(beside, ways)
        return beside

    def _cross(self, beside: dict[str, int], ways: list[int]) -> None:
        for index, way in enumerate(ways):
            others = 0
            for number, other in enumerate(ways):
                if number != index:
                    others |= other
            for key, bit in self._bit.items():
                if way & bit:
                    beside[key] |= others

    def together(self, one: str, other: str) -> bool:
        leads = self._below[one] & self._bit[other] or self._below[other] & self._bit[one]
        return not leads and bool(self._with[one] & self._bit[other])
