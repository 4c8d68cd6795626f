"""What the lowering asks of its caller, and what it hands back.

A caller resolves paths to columns (making the joins they need) and to-many paths to rows. On SQLite a stored decimal
is an INTEGER of value x 10^scale: the resolver hands out the raw integer column and says its scale; money without a
scale would be read as whole numbers.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal, Protocol
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, FromClause

from dougong.engines.expression.env import MondayToFriday, WorkCalendar
from dougong.engines.expression.kinds import Kind
from dougong.errors import Failure, Text
from dougong.platform.db.types import Scaled
from dougong.platform.storage.lower.digits import ANY_NUMBER, Digits

DialectName = Literal["postgresql", "sqlite"]


class NotLowerable(Failure):
    """This database cannot say that part; the planner should have kept it for Python."""

    code, status = "not_in_sql", 422
    title = Text("该表达式不能在数据库中计算", "This expression cannot be computed in the database")


@dataclass(frozen=True, slots=True)
class LoweredColumn:
    """A stored column as the expression sees it.

    ``scale``: on SQLite the places of a scaled INTEGER column; may be left out where the element's type is ``Scaled``
    (its own) or an integer (0).
    ``kind``: what one value is; ``list_of(...)`` for a stored JSON array.
    Elements by kind: numbers NUMERIC on PostgreSQL; booleans BOOLEAN (0/1 on SQLite); dates DATE (ISO text on SQLite);
    datetimes TIMESTAMPTZ (``YYYY-MM-DDTHH:MM:SS.ffffffZ`` text on SQLite); times TIME (``HH:MM:SS[.ffffff]`` text on
    SQLite); ids UUID or text; options and texts text; lists JSONB (JSON text on SQLite).
    """

    element: ColumnElement[Any]
    kind: Kind
    scale: int | None = None

    def places(self) -> int:
        """The scale of a number on SQLite; the type of a stored column tells it by itself."""
        if self.scale is not None:
            return self.scale
        return self.element.type.scale if isinstance(self.element.type, Scaled) else 0


class Rows(Protocol):
    """The rows behind a to-many path, correlated with the row outside. ``source``, ``condition`` and ``order`` are
    asked last, so that joins which ``column`` needed are in them. Tables must be aliased apart from those outside."""

    @property
    def prefix(self) -> tuple[str, ...]:
        """The part of the path that leads to the rows."""
        ...

    def column(self, path: tuple[str, ...]) -> LoweredColumn:
        """A column of one row; ``path`` is what follows the prefix, empty for the row (or linked id) itself."""
        ...

    def source(self) -> FromClause: ...

    def condition(self) -> ColumnElement[bool]:
        """Which rows belong to the row outside (and may be seen)."""
        ...

    def order(self) -> ColumnElement[Any] | None:
        """The order of the rows, where they have one."""
        ...


class Resolver(Protocol):
    """Where the paths of an expression lead."""

    def column(self, path: tuple[str, ...]) -> LoweredColumn:
        """The column of a to-one path, or of a stored list. Raises KeyError for a path there is not."""
        ...

    def rows(self, path: tuple[str, ...]) -> Rows | None:
        """The rows behind a to-many path; None when the path is a stored list (a JSON column)."""
        ...


@dataclass(frozen=True, slots=True)
class Binding:
    """What is bound once a run: the moment (aware, UTC), the app's zone, who asks and which days are worked."""

    now: datetime
    zone: str = "UTC"
    me: str | None = None
    department: str | None = None
    team: tuple[str, ...] = field(default=())
    calendar: WorkCalendar = field(default_factory=MondayToFriday)

    @property
    def today(self) -> date:
        return self.now.astimezone(ZoneInfo(self.zone)).date()


@dataclass(frozen=True, slots=True)
class Value:
    """A lowered value.

    ``nullable`` is False only when the element can never be NULL. ``known``: a literal, ``constant`` as bound (for
    ids and scaled integers; None for blank). ``scale``: on SQLite the places of a scaled integer, None for a decimal
    as text; ``limit`` the largest magnitude that integer can reach. ``digits``: on PostgreSQL those a number can have.
    ``troubled``: on SQLite this may be ``TROUBLE``, which stands for what cannot be computed.
    """

    element: ColumnElement[Any]
    kind: Kind
    nullable: bool = True
    scale: int | None = None
    limit: int = 0
    known: bool = False
    constant: Any = None
    digits: Digits = ANY_NUMBER
    troubled: bool = False

    @property
    def blank(self) -> bool:
        """Whether this is the literal blank."""
        return self.known and self.nullable
