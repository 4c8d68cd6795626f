"""A node with its kind, and with the rows it runs along when it is a column of a list."""

from dataclasses import dataclass

from dougong.engines.expression.kinds import Kind
from dougong.engines.expression.tree import Lit, Node


@dataclass(frozen=True, slots=True)
class Typed:
    """``rows``: the path of the list whose rows give one value each (``lines`` for ``lines.price``); None for single
    values and for lists that are values themselves. ``period``: the word of a relative date such as ``this_month``."""

    node: Node
    kind: Kind
    rows: str | None = None
    period: str | None = None

    @property
    def is_written(self) -> bool:
        """Whether it stands in the text as it is."""
        return isinstance(self.node, Lit)
