"""Keyset pages: a deep page costs what the first one costs.

Rows are ordered by the sort keys and then by id; blanks come last in both directions. Because the databases disagree on
where blanks stand, the rows are read in two phases: first those whose leading key is not blank, in the order an index
has natively, then those where it is blank. Within a phase the leading key narrows the range (so an index is entered in
the middle) and the exact rule for the remaining keys is a filter.
"""

import base64
import binascii
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import orjson
from sqlalchemy import BindParameter, ColumnElement, and_, bindparam, false, or_

from dougong.engines.finding import Invalid, message

CURSOR_INVALID = message(
    "cursor", "翻页标记无效，请从第一页开始", "This page marker is not valid; start from the first page"
)

# a key of the row after which a page begins; None where it is blank
Bound = BindParameter[Any] | None

# how a value travels inside a cursor, by the first letter of its text
_TEXT: Mapping[str, Callable[[str], object]] = {
    "n": Decimal,
    "i": int,
    "d": date.fromisoformat,
    "t": datetime.fromisoformat,
    "c": time.fromisoformat,
    "s": str,
    "b": lambda text: text == "1",
}


@dataclass(frozen=True)
class SortKey:
    """One key of the order. ``nullable``: whether rows may be blank here."""

    expression: ColumnElement[Any]
    descending: bool = False
    nullable: bool = True

    def order(self, *, phase_lead: bool) -> list[ColumnElement[Any]]:
        """The ORDER BY terms; the leading key of a phase is never blank and follows the index as it is."""
        direction = self.expression.desc() if self.descending else self.expression.asc()
        return [direction] if phase_lead or not self.nullable else [direction.nulls_last()]

    def beyond(self, value: Bound) -> ColumnElement[bool]:
        """Rows that come strictly after ``value`` (None: a blank) by this key alone."""
        if value is None:
            return false()
        after = self.expression < value if self.descending else self.expression > value
        return or_(after, self.expression.is_(None)) if self.nullable else after

    def same(self, value: Bound) -> ColumnElement[bool]:
        return self.expression.is_(None) if value is None else self.expression == value

    def from_here(self, value: Bound) -> ColumnElement[bool]:
        """The range an index can be entered at: ``value`` and what comes after it, blanks left out."""
        return self.expression <= value if self.descending else self.expression >= value


@dataclass(frozen=True)
class Phase:
    """One statement of a page: its extra condition and its order."""

    where: tuple[ColumnElement[bool], ...]
    order: tuple[ColumnElement[Any], ...]


def phases(keys: Sequence[SortKey], blanks: Sequence[bool] | None) -> list[Phase]:
    """The statements, in order, that together give the rows after some row (all rows when None). ``blanks``: which of
    that row's keys are blank; the others are the parameters of ``after_parameters``."""
    after = (
        None
        if blanks is None
        else [
            None if blank else bindparam(f"after{index}", type_=key.expression.type)
            for index, (key, blank) in enumerate(zip(keys, blanks, strict=True))
        ]
    )
    lead, rest = keys[0], keys[1:]
    blank = Phase((lead.expression.is_(None),), _order(rest, lead_native=False))
    if after is not None and after[0] is None:
        return [Phase((*blank.where, _after(rest, after[1:])), blank.order)]
    where: list[ColumnElement[bool]] = [lead.expression.is_not(None)] if lead.nullable else []
    if after is not None:
        where = [lead.from_here(after[0]), _after(_filled(keys), after)]
    filled = Phase(tuple(where), (*lead.order(phase_lead=True), *_order(rest, lead_native=False)))
    return [filled, blank] if lead.nullable else [filled]


def after_parameters(values: Sequence[object]) -> dict[str, object]:
    """What the statements of ``phases`` are run with."""
    return {f"after{index}": value for index, value in enumerate(values) if value is not None}


def _filled(keys: Sequence[SortKey]) -> list[SortKey]:
    return [SortKey(keys[0].expression, keys[0].descending, nullable=False), *keys[1:]]


def _order(keys: Sequence[SortKey], *, lead_native: bool) -> tuple[ColumnElement[Any], ...]:
    return tuple(term for key in keys for term in key.order(phase_lead=lead_native))


def _after(keys: Sequence[SortKey], values: Sequence[Bound]) -> ColumnElement[bool]:
    """The lexicographic rule: after by the first key, or equal there and after by the second, and so on."""
    choices: list[ColumnElement[bool]] = []
    equal: list[ColumnElement[bool]] = []
    for key, value in zip(keys, values, strict=True):
        choices.append(and_(*equal, key.beyond(value)))
        equal.append(key.same(value))
    return or_(*choices)


def write_cursor(sort: Sequence[str], values: Sequence[object]) -> str:
    """A cursor holds the order it belongs to and the last row's keys, all of which its reader has been shown."""
    return base64.urlsafe_b64encode(orjson.dumps([list(sort), [_to_text(value) for value in values]])).decode()


def read_cursor(text: str, sort: Sequence[str]) -> list[object]:
    """Raises Invalid when it is not one of ours or belongs to another order."""
    try:
        for_sort, values = orjson.loads(base64.urlsafe_b64decode(text.encode()))
        if for_sort != list(sort) or len(values) != len(for_sort) or "\\u0000" in str(orjson.dumps(values)):
            raise ValueError(text)
        return [_from_text(value) for value in values]
    except (ValueError, TypeError, KeyError, ArithmeticError, binascii.Error) as problem:
        raise bad_cursor() from problem


def bad_cursor() -> Invalid:
    """A cursor that we did not write, or for another order."""
    return Invalid([CURSOR_INVALID.at("/cursor")])


def _to_text(value: object) -> str | None:
    match value:
        case None:
            return None
        case bool():
            return "b1" if value else "b0"
        case int():
            return f"i{value}"
        case Decimal():
            return f"n{value}"
        case datetime():
            return f"t{value.isoformat()}"
        case date():
            return f"d{value.isoformat()}"
        case time():
            return f"c{value.isoformat()}"
        case _:
            return f"s{value}"


def _from_text(text: str | None) -> object:
    return None if text is None else _TEXT[text[0]](text[1:])
