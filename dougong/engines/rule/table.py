"""Decision tables: rows of tests to outputs. A subset of DMN's unary tests, which people know from spreadsheets.

A cell of an input column is blank (anything), a plain value (equal), ``"> 100"`` and its kin, ``"= \\"A\\""``,
a list in parentheses ``"(\\"A\\", \\"B\\")"`` or a range ``"[10..20)"`` whose brackets say which end belongs.
Source: OMG DMN 1.5, unary tests and hit policies.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Literal

Policy = Literal["first", "unique", "collect"]
Value = Decimal | str | bool | None

_COMPARISON = re.compile(r"^\s*(<>|<=|>=|=|<|>)\s*(.+?)\s*$", re.DOTALL)
_RANGE = re.compile(r"^\s*([\[(])\s*(.*?)\s*\.\.\s*(.*?)\s*([\])])\s*$", re.DOTALL)
_LIST = re.compile(r"^\s*\((.*)\)\s*$", re.DOTALL)
_ITEM = re.compile(r'\s*("(?:[^"]|"")*"|[^,]+?)\s*(?:,|$)')


class BadTest(ValueError):
    """A cell that is no test; the message is the cell."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Numbers between ``low`` and ``high`` (None: open ended); the flags say whether an end belongs."""

    low: Decimal | None
    high: Decimal | None
    low_in: bool
    high_in: bool

    def holds(self, value: Value) -> bool:
        if not isinstance(value, Decimal):
            return False
        above = self.low is None or value > self.low or (self.low_in and value == self.low)
        below = self.high is None or value < self.high or (self.high_in and value == self.high)
        return above and below


@dataclass(frozen=True, slots=True)
class Among:
    """One of ``values``, or with ``negated`` none of them."""

    values: tuple[Value, ...]
    negated: bool = False

    def holds(self, value: Value) -> bool:
        return (value in self.values) is not self.negated


Test = Interval | Among | None  # None: anything


@dataclass(frozen=True, slots=True)
class Row:
    tests: tuple[Test, ...]
    outputs: tuple[Value, ...]


class NotUnique(Exception):
    """Two rows hold where the policy allows one; the message names both (from 1)."""


def plain(cell: object) -> Value:
    """A cell's own value: numbers as ``Decimal``, empty text as blank."""
    if isinstance(cell, bool) or cell is None:
        return cell
    if isinstance(cell, int | float):
        return Decimal(str(cell))
    if isinstance(cell, Decimal):
        return cell
    return str(cell) or None


def literal(text: str) -> Value:
    """``100`` a number, ``"A"`` or ``A`` a text, ``true`` a boolean, ``blank`` nothing."""
    if text.startswith('"') and text.endswith('"') and len(text) > 1:
        return text[1:-1].replace('""', '"') or None
    if text in ("true", "false"):
        return text == "true"
    if text == "blank":
        return None
    try:
        return Decimal(text)
    except InvalidOperation:
        return text


def parse_test(cell: object) -> Test:
    """The test of one input cell. Raises BadTest."""
    if cell is None or cell == "":
        return None
    if not isinstance(cell, str):
        return Among((plain(cell),))
    if found := _RANGE.match(cell):
        opening, low, high, closing = found.groups()
        return Interval(_bound(low, cell), _bound(high, cell), opening == "[", closing == "]")
    if found := _COMPARISON.match(cell):
        return _comparison(found[1], found[2], cell)
    if found := _LIST.match(cell):
        return Among(tuple(literal(item) for item in _ITEM.findall(found[1])))
    return Among((literal(cell.strip()),))


def _comparison(operator: str, text: str, cell: str) -> Test:
    value = literal(text)
    if operator in ("=", "<>"):
        return Among((value,), negated=operator == "<>")
    if not isinstance(value, Decimal):
        raise BadTest(cell)
    if operator[0] == "<":
        return Interval(None, value, low_in=False, high_in=operator == "<=")
    return Interval(value, None, low_in=operator == ">=", high_in=False)


def _bound(text: str, cell: str) -> Decimal | None:
    if not text:
        return None
    value = literal(text)
    if not isinstance(value, Decimal):
        raise BadTest(cell)
    return value


def parse_rows(rows: Sequence[Sequence[object]], inputs: int) -> list[Row]:
    """The table, compiled. Raises BadTest for the first cell that is no test."""
    return [Row(tuple(map(parse_test, row[:inputs])), tuple(map(plain, row[inputs:]))) for row in rows]


def decide(rows: Sequence[Row], policy: Policy, values: Sequence[Value]) -> list[tuple[Value, ...]]:
    """The outputs of the rows that hold: at most one for first and unique, all for collect. Raises NotUnique."""
    held = [
        index
        for index, row in enumerate(rows)
        if all(test is None or test.holds(value) for test, value in zip(row.tests, values, strict=True))
    ]
    if policy == "unique" and len(held) > 1:
        raise NotUnique(f"{held[0] + 1}, {held[1] + 1}")
    return [rows[index].outputs for index in (held if policy == "collect" else held[:1])]


def named(rows: Sequence[tuple[Value, ...]], outputs: Sequence[str]) -> list[Mapping[str, Value]]:
    return [dict(zip(outputs, row, strict=True)) for row in rows]


def overlaps(rows: Sequence[Row]) -> list[tuple[int, int]]:
    """Pairs of rows (from 0) that can hold together; only what is sure is reported."""
    return [
        (one, other)
        for one in range(len(rows))
        for other in range(one + 1, len(rows))
        if all(_meet(a, b) for a, b in zip(rows[one].tests, rows[other].tests, strict=True))
    ]


def _meet(one: Test, other: Test) -> bool:
    if one is None or other is None:
        return True
    if isinstance(one, Interval) and isinstance(other, Interval):
        return _intervals_meet(one, other)
    if isinstance(one, Among) and isinstance(other, Among) and one.negated and other.negated:
        return True
    few, many = (one, other) if isinstance(one, Among) and not one.negated else (other, one)
    if isinstance(few, Among) and not few.negated:
        return any(many.holds(value) for value in few.values)
    return True  # an interval and "none of these" always share a number


def _intervals_meet(one: Interval, other: Interval) -> bool:
    def before(a: Interval, b: Interval) -> bool:
        if a.high is None or b.low is None:
            return False
        return a.high < b.low or (a.high == b.low and not (a.high_in and b.low_in))

    return not before(one, other) and not before(other, one)


def unreachable(rows: Sequence[Row]) -> list[int]:
    """Rows (from 0) that a first-hit table can never reach: an earlier row has the same tests or none."""
    return [index for index, row in enumerate(rows) if any(_covers(earlier, row) for earlier in rows[:index])]


def _covers(earlier: Row, later: Row) -> bool:
    return all(a is None or a == b for a, b in zip(earlier.tests, later.tests, strict=True))
