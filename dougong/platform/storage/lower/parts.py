"""What one expression may become in SQL.

A value that is needed twice stands there twice, and once more in the condition that tells its trouble, so that nested
calls can double with each level: a filter of a hundred characters would keep a server busy for hours. So what is
lowered is counted, and so is what it was lowered to.
"""

import sys

from sqlalchemy import ClauseElement, Table

from dougong.errors import Text
from dougong.platform.storage.lower.values import NotLowerable

MOST_STEPS = 8_000
MOST_PARTS = 100_000
MOST_DEPTH = 450
# SQLAlchemy writes its elements out by recursion, some calls for each level
sys.setrecursionlimit(max(sys.getrecursionlimit(), 4_000))


class TooLarge(NotLowerable):
    """It would become a statement that no database should be asked for."""

    code, status = "too_complex", 422
    title = Text(
        "表达式过于复杂，数据库无法计算；请简化", "The expression is too complex for the database; make it simpler"
    )


class Parts:
    """The budget of one lowering, shared by those of its rows."""

    __slots__ = ("left",)

    def __init__(self) -> None:
        self.left = MOST_STEPS

    def spend(self, parts: int = 1) -> None:
        """Raises TooLarge."""
        self.left -= parts
        if self.left < 0:
            raise TooLarge


def measured(element: ClauseElement) -> None:
    """Count what would be written, parts that stand there twice twice. Raises TooLarge."""
    known: dict[int, tuple[int, int]] = {}
    waiting: list[tuple[ClauseElement, bool]] = [(element, False)]
    while waiting:
        part, below = waiting.pop()
        if id(part) in known:
            continue
        inner = [] if isinstance(part, Table) else list(part.get_children())
        if not below:
            waiting.append((part, True))
            waiting.extend((one, False) for one in inner if id(one) not in known)
            continue
        found = [known[id(one)] for one in inner if id(one) in known]
        size, depth = 1 + sum(one for one, _ in found), 1 + max((one for _, one in found), default=0)
        if size > MOST_PARTS or depth > MOST_DEPTH:
            raise TooLarge
        known[id(part)] = size, depth
