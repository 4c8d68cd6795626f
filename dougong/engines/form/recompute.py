"""Computed values of one record, in the order in which they can be made."""

from collections.abc import Mapping
from typing import Any

from pydantic_core import PydanticCustomError

from dougong.engines.form.computed import Computed
from dougong.engines.form.expression import Expression
from dougong.engines.form.fields import CompiledField
from dougong.engines.form.working import Working
from dougong.engines.record.numbers import TooManyDigits
from dougong.engines.record.problems import finding

# a roll-up over nothing
_NOTHING = frozenset({"count", "count_distinct", "sum"})


def recompute(working: Working, stored: Mapping[str, Any] | None) -> None:
    """Makes every formula and look-up anew. Roll-ups keep their value: what points here did not change with this
    record; a snapshot keeps its value while its reference stays the same."""
    for one in working.form.computed:
        if one.rows is not None:
            for index in range(len(working.rows(one.rows))):
                _row(working, one, one.rows, index, stored)
        elif one.rollup is not None:
            _rollup(working, one)
        elif one.expression is not None and not _kept(one, working.values, stored):
            at = f"/values/{one.field.key}"
            value = working.evaluate(one.expression, working.env(), at)
            working.set(one.field.key, settled(working, one.field, value, at))


def _rollup(working: Working, one: Computed) -> None:
    rollup = one.rollup
    if rollup is None or f"/values/{one.field.key}" in working.findings:
        return
    if working.values.get(one.field.key) is None and rollup.function in _NOTHING:
        working.set(one.field.key, one.field.settled(0))


def _row(working: Working, one: Computed, rows: str, index: int, stored: Mapping[str, Any] | None) -> None:
    row = working.rows(rows)[index]
    before = next((old for old in (stored or {}).get(rows) or () if old.get("id") == row.get("id")), None)
    if one.expression is None or _kept(one, row, before):
        return
    at = f"/values/{rows}/{index}/values/{one.field.key}"
    value = working.evaluate(one.expression, working.row_env(rows, index), at)
    working.set_in_row(rows, index, one.field.key, settled(working, one.field, value, at))


def _kept(one: Computed, values: Mapping[str, Any], stored: Mapping[str, Any] | None) -> bool:
    lookup = one.lookup
    if lookup is None or lookup.mode != "snapshot" or stored is None:
        return False
    return bool(values.get(lookup.through) == stored.get(lookup.through))


def settled(working: Working, field: CompiledField, value: Any, at: str) -> Any:
    """A value as its field keeps it; blank, and a finding, where it does not fit."""
    try:
        return field.settled(value)
    except TooManyDigits:
        working.findings[at] = finding("overflow", at)
    except PydanticCustomError as problem:
        working.findings[at] = finding(problem.type, at)
    return field.blank()


def given(working: Working, expression: Expression, field: CompiledField, at: str) -> Any:
    """What a formula of the record gives for a field."""
    return settled(working, field, working.evaluate(expression, working.env(), at), at)
