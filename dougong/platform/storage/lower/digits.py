"""Numbers of at most 38 digits on PostgreSQL, whose NUMERIC would go on.

Most of what is computed cannot have more: the digits that columns and literals can have tell. Only where it could, the
value is cut as Python does it: rounded to the places that are left beside the digits before the point, and NULL beyond.
"""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy import ColumnElement
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from dougong.engines.expression.limits import MAX_DIGITS
from dougong.engines.expression.numbers import PLACES

Element = ColumnElement[Any]


class Digits(NamedTuple):
    """At most so many digits before and behind the point."""

    before: int
    places: int

    @property
    def fits(self) -> bool:
        return self.before + self.places <= MAX_DIGITS

    @property
    def overflows(self) -> bool:
        return self.before > MAX_DIGITS


# of a number that was cut, or that nothing is known of
ANY_NUMBER = Digits(MAX_DIGITS, MAX_DIGITS)
COUNTED = Digits(10, 0)
# as many rows as there can be add so many digits to their sum
ROWS = 12


class Fitted(FunctionElement[Decimal]):
    """A number cut to 38 digits, NULL where there are more before the point."""

    name = "fitted"
    inherit_cache = True
    type = sa.Numeric()


@compiles(Fitted, "postgresql")
def _fitted(element: Fitted, compiler: SQLCompiler, **options: Any) -> str:
    """The subquery only gives the value a name, so that it is computed once; OFFSET keeps it from being undone."""
    value = compiler.process(element.clauses, **options)
    return (
        "(SELECT CASE WHEN scale(v) <= 18 AND abs(v) < 1e20 THEN v "  # noqa: S608  the value is SQLAlchemy's text
        "WHEN abs(v) < 99999999999999999999999999999999999999.5 "
        "THEN round(v, 38 - CASE WHEN abs(v) < 1 THEN 0 ELSE length(trunc(abs(v))::text) END) END "
        f"FROM (SELECT {value} AS v OFFSET 0) AS fitted)"
    )


def digits_of_type(type_: object) -> Digits:
    if isinstance(type_, sa.types.TypeDecorator):
        type_ = type_.impl_instance
    if isinstance(type_, sa.Numeric) and type_.precision is not None:
        places = type_.scale or 0
        return Digits(type_.precision - places, places)
    return ANY_NUMBER


def digits_of(value: Decimal) -> Digits:
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)
    return Digits(max(0, value.adjusted() + 1), max(0, -exponent))


def widest(found: Sequence[Digits]) -> Digits:
    """What any of them can have."""
    return Digits(max(one.before for one in found), max(one.places for one in found))


def _mul(one: Digits, other: Digits) -> Digits:
    return Digits(one.before + other.before, one.places + other.places)


def _add(one: Digits, other: Digits) -> Digits:
    wide = widest([one, other])
    return Digits(wide.before + 1, wide.places)


# what an operation can give of the digits of its numbers, before it is cut
RESULTS: dict[str, Callable[[Digits, Digits], Digits]] = {
    "add": _add,
    "sub": _add,
    "mul": _mul,
    "div": lambda one, other: Digits(one.before + other.places, PLACES),
    "quotient": lambda one, other: Digits(one.before + other.places, 0),
    "mod": lambda one, other: Digits(other.before, max(one.places, other.places)),
    "interpolated": lambda one, other: Digits(one.before, max(one.places, PLACES)),
    "pow": lambda one, other: Digits(MAX_DIGITS + 1, MAX_DIGITS),
}
SAME = frozenset({"neg", "abs", "trunc", "item"})


def result_of(name: str, args: Sequence[Digits], written: Decimal | None) -> tuple[Digits, bool]:
    """The digits of what ``name`` gives, and whether it could have to be cut; ``written``: its second argument, where
    that is a literal."""
    if name in RESULTS:
        found = RESULTS[name](args[0], args[1])
        return found, not found.fits
    if name == "number_of":
        return Digits(MAX_DIGITS + 1, MAX_DIGITS), True
    if name in SAME:
        return args[0], False
    if name in ("round", "round_up"):
        longer = written is None or written < 0
        return Digits(MAX_DIGITS + longer, args[0].places), longer
    if name in ("floor", "ceil"):
        return Digits(min(args[0].before + 1, MAX_DIGITS), 0), False
    return (Digits(1, 0) if name == "sign" else ANY_NUMBER), False


def sum_of(rows: Digits) -> Digits:
    return Digits(rows.before + ROWS, rows.places)
