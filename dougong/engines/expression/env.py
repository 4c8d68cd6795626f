"""What an expression is evaluated with: a record's values, a moment, a person, and doors to what lies outside.

An engine opens nothing itself. Whoever evaluates fills the doors with what it fetched before (``Checked.depends`` and
``Checked.uses`` say what is needed), or with functions that raise when something is missing.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from decimal import Decimal
from functools import cached_property
from random import Random
from typing import Any, Protocol

from dougong.engines.expression.dates import local
from dougong.engines.expression.limits import MAX_STEPS
from dougong.engines.expression.problems import NotAvailableHere, StepsExceeded

# see ``kinds`` for the Python form of each kind
Value = Any


class WorkCalendar(Protocol):
    """Which days are worked."""

    @property
    def working_week(self) -> tuple[bool, ...]:
        """Whether Monday to Sunday are worked."""
        ...

    @property
    def exceptions(self) -> tuple[date, ...]:
        """The days for which the week does not tell it, in order."""
        ...

    def is_working_day(self, day: date) -> bool: ...


# the functions that ask a calendar
BY_CALENDAR = frozenset({"NETWORKDAYS", "WORKDAY"})


class MondayToFriday:
    """The calendar of an app that has none."""

    working_week = (True, True, True, True, True, False, False)
    exceptions: tuple[date, ...] = ()

    def is_working_day(self, day: date) -> bool:
        return day.weekday() < 5


@dataclass(frozen=True)
class Workdays:
    """A calendar by what is known of it."""

    working_week: tuple[bool, ...]
    exceptions: tuple[date, ...]

    @cached_property
    def _differing(self) -> frozenset[date]:
        return frozenset(self.exceptions)

    def is_working_day(self, day: date) -> bool:
        return self.working_week[day.weekday()] != (day in self._differing)


@dataclass(frozen=True, slots=True)
class Doors:
    """What lies outside the record. A door that is None is not available here."""

    # form, field, ((field, value), ...) -> the field of the first record that matches, or None
    lookup: Callable[[str, str, Sequence[tuple[str, Value]]], Value] | None = None
    # how many records of a form (None: of this record's form) the person owns
    count_owned: Callable[[str | None], int] | None = None
    # user id, attribute -> value
    user_attribute: Callable[[str, str], Value] | None = None
    # department id -> id of the department above
    parent_department: Callable[[str], str | None] | None = None
    # from currency, to currency, day -> rate, or None
    rate: Callable[[str, str, date], Decimal | None] | None = None
    random: Random | None = None
    new_id: Callable[[], str] | None = None


@dataclass(slots=True)
class Env:
    """``values`` and ``old`` are records by field key; ``me`` is ``{"id", "name", "department": {"id", ...}, "team"}``.
    ``steps`` is the budget left; one Env serves one run."""

    values: Mapping[str, Value]
    now: datetime
    zone: tzinfo
    me: Mapping[str, Value] | None = None
    old: Mapping[str, Value] | None = None
    calendar: WorkCalendar = field(default_factory=MondayToFriday)
    # the number of the sub-table row whose formula is evaluated, from 1
    row: int | None = None
    doors: Doors = field(default_factory=Doors)
    steps: int = MAX_STEPS

    @property
    def today(self) -> date:
        """The day of ``now`` in the app's zone. Raises DateOutOfRange."""
        return local(self.now, self.zone).date()

    def spend(self, steps: int) -> None:
        """Take from the budget; lists cost their length. Raises StepsExceeded."""
        self.steps -= steps
        if self.steps < 0:
            raise StepsExceeded()

    def person(self) -> Mapping[str, Value]:
        """Who is asking. Raises NotAvailableHere where nobody is."""
        if self.me is None:
            raise NotAvailableHere()
        return self.me
