"""What SQL can say of an expression: a small neutral tree that ``platform/storage/lower`` turns into SQLAlchemy.

Expressions, field types, charts and plugins state their SQL in it; no engine imports a database library. Every value
is nullable, blank is NULL, and every boolean part is meant two-valued: the lowering sees to it that a comparison with
a blank is true or false. A list-kinded ``Column`` is a to-many path; expressions over it are meant row by row.

Primitive operations (``Op.name``), with the blank rule each back end keeps:
| operations | arguments | a blank argument |
|---|---|---|
| ``and or not`` | booleans; AND and OR stop where the answer is known | counts as false |
| ``all_of any_of`` | booleans, all of them computed | counts as false |
| ``eq ne`` | two of one kind | null-safe |
| ``lt le gt ge`` | two of one kind | false |
| ``add sub mul pow neg mod`` | numbers | counts as 0 |
| ``div`` | two numbers, rounded to 12 places | a blank or zero divisor gives blank |
| ``join`` | texts | counts as empty |
| ``join_with`` | what stands between, texts | skipped |
| ``is_blank`` | anything | true |
| ``if_error`` | values of one kind | skipped, and what cannot be computed too |
| ``trouble`` | none | cannot be computed |
| ``coalesce least greatest`` | values of one kind | skipped |
| ``or_empty`` | text | becomes empty text, which only texts inside may be |
| all others | see ``PRIMITIVES`` | the result is blank |
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal as OneOf

from dougong.engines.expression.kinds import BOOLEAN, Kind
from dougong.engines.expression.tree import LiteralValue

AggregateName = OneOf["sum", "avg", "min", "max", "count", "count_distinct", "product", "any", "all", "join", "sorted"]
ParameterName = OneOf["now", "today", "zone", "me", "department", "team", "period_start", "period_end"]

# name -> what its arguments are; all are blank when an argument is
PRIMITIVES: dict[str, str] = {
    "abs": "number",
    "sign": "number",
    "round": "number, places: half away from zero; negative places round before the point",
    "trunc": "number, places: toward zero",
    "round_up": "number, places: away from zero",
    "ratio": "number, number not zero: a quotient to 40 places at least",
    "quotient": "number, number: the whole part; blank when the divisor is zero",
    "floor": "number, to a whole number",
    "ceil": "number, to a whole number",
    "nearest": "ratio, to a whole number: half away from zero",
    "sqrt": "number, not negative, to 12 places",
    "item": "``sorted`` values, place from 1; blank where there is none",
    "interpolated": "``sorted`` values, part from 0 to 1: what lies there between two of them, to 12 places",
    "length": "text, in code points",
    "lower": "text",
    "upper": "text",
    "left": "text, count not negative",
    "right": "text, count not negative",
    "substring": "text, start from 1, count not negative",
    "position": "needle, text: from 1, 0 when it is not there",
    "replace": "text, old, new (may be empty text)",
    "repeat": "text, count",
    "clean": "text: without signs below a space",
    "folded": "text: letters of ASCII small, whatever sign is their capital",
    "number_of": "text, empty where it is blank: the number people write so, or blank",
    "card_birthday": "number of an identity card; blank where it is none",
    "card_order": "number of an identity card that has a birthday: the digit that tells the sex",
    "trim": "text: spaces off both ends, runs inside to one",
    "starts_with": "text, beginning",
    "ends_with": "text, end",
    "like": "text, pattern: % any text, _ one character, a backslash before one of the three takes it as it is",
    "but_last": "text, count not negative: without so many characters at its end",
    "digits": "number not negative, count: its digits before the point, zeros in front up to so many",
    "places": "number not negative, places, least: its digits behind the point, without zeros at the end beyond least",
    "thousands": "text of digits: with commas",
    "year": "date",
    "quarter": "date",
    "month": "date",
    "day": "date",
    "iso_weekday": "date: Monday is 1",
    "iso_week": "date",
    "hour": "datetime in the zone, or time",
    "minute": "datetime in the zone, or time",
    "second": "datetime in the zone, or time",
    "add_days": "date, whole days",
    "add_months": "date, whole months: clamps to the month's end",
    "start_of_week": "date: its Monday",
    "start_of_month": "date",
    "start_of_quarter": "date",
    "start_of_year": "date",
    "end_of_month": "date",
    "start_of_hour": "datetime, by the clock in the zone",
    "start_of_minute": "datetime",
    "start_of_second": "datetime",
    "time_of": "whole hours, minutes and seconds, beyond a day begun again; blank below zero",
    "moment_at": "date, time: as the clock in the zone shows",
    "add_days_at": "datetime, whole days: keeps the time of day in the zone",
    "days_between": "earlier date, later date",
    "working_days": "date, date: those of the bound calendar among them, both ends included; negative backwards",
    "add_seconds": "datetime, seconds",
    "seconds_between": "earlier datetime, later datetime",
    "date_of": "datetime: its date in the zone",
    "datetime_of": "date: its midnight in the zone",
    "add_months_at": "datetime, months: keeps the time of day in the zone",
}


@dataclass(frozen=True, slots=True)
class Column:
    """A path from the record, resolved by whoever lowers it. List-kinded: one value per row behind the path."""

    path: tuple[str, ...]
    kind: Kind


@dataclass(frozen=True, slots=True)
class Literal:
    value: LiteralValue
    kind: Kind


@dataclass(frozen=True, slots=True)
class Parameter:
    """Bound once a run: the moment, today in the zone, the person who asks, and the bounds of the period ``word``
    (``this_month``): as dates its first and last day, as datetimes its first moment and the first behind it."""

    name: ParameterName
    kind: Kind
    word: str = ""


@dataclass(frozen=True, slots=True)
class Op:
    name: str
    args: tuple["Expr", ...]
    kind: Kind


@dataclass(frozen=True, slots=True)
class Cast:
    """The same value as another kind (number to text, text to number): blank when it cannot be."""

    arg: "Expr"
    kind: Kind


@dataclass(frozen=True, slots=True)
class Case:
    branches: tuple[tuple["Expr", "Expr"], ...]
    otherwise: "Expr"
    kind: Kind


@dataclass(frozen=True, slots=True)
class Items:
    """A list written out."""

    items: tuple["Expr", ...]
    kind: Kind


@dataclass(frozen=True, slots=True)
class In:
    """Whether ``item`` equals one of the written ``items``, null-safe."""

    item: "Expr"
    items: tuple["Expr", ...]
    kind: Kind = BOOLEAN


@dataclass(frozen=True, slots=True)
class Contains:
    """Whether the list-kinded ``many`` (a stored list or a to-many path) holds ``item``, null-safe: a column of rows
    may hold a blank, a stored list never does."""

    many: "Expr"
    item: "Expr"
    kind: Kind = BOOLEAN


@dataclass(frozen=True, slots=True)
class Aggregate:
    """One value over the rows behind the list-kinded columns in ``arg`` and ``where`` (all of one source).
    ``count`` counts the rows whose ``arg`` is not blank, ``any`` and ``all`` take a boolean ``arg``;
    ``sorted`` gives the values that are not blank, the least first, to ``item`` and ``interpolated`` alone."""

    name: AggregateName
    arg: "Expr"
    where: "Expr | None"
    kind: Kind
    separator: str = ""


@dataclass(frozen=True, slots=True)
class Exists:
    """Whether there is a row behind the path of ``source``, or a value in that list, whatever it holds."""

    source: Column
    kind: Kind = BOOLEAN


@dataclass(frozen=True, slots=True)
class Registered:
    """A function (or operator) of the registry. Where the database can call Python (SQLite) it is called there;
    elsewhere ``form`` says it in primitives, and without a form it cannot be said. ``each``: its list arguments are
    meant row by row, and so is it; a list without it (the parts of a split text) is one value."""

    name: str
    args: tuple["Expr", ...]
    kind: Kind
    form: "Expr | None" = None
    each: str | None = None


Expr = (
    Column | Literal | Parameter | Op | Cast | Case | Items | In | Contains | Aggregate | Exists | Registered
)  # fmt: skip


def children(expr: Expr) -> tuple[Expr, ...]:
    """The parts directly below; of a ``Registered`` its arguments, not its form."""
    match expr:
        case Column() | Literal() | Parameter():
            return ()
        case Op(args=args) | Registered(args=args):
            return args
        case Cast(arg=arg):
            return (arg,)
        case Case(branches=branches, otherwise=otherwise):
            return (*(part for branch in branches for part in branch), otherwise)
        case Items(items=items):
            return items
        case In(item=item, items=items):
            return (item, *items)
        case Contains(many=many, item=item):
            return (many, item)
        case Aggregate(arg=arg, where=where):
            return (arg,) if where is None else (arg, where)
        case Exists(source=source):
            return (source,)


def walk(expr: Expr) -> Iterator[Expr]:
    """The tree from the top down."""
    pending = [expr]
    while pending:
        part = pending.pop()
        yield part
        pending.extend(reversed(children(part)))


def columns(expr: Expr) -> list[tuple[str, ...]]:
    """Every path the tree reads, once, in order."""
    return list(dict.fromkeys(part.path for part in walk(expr) if isinstance(part, Column)))
