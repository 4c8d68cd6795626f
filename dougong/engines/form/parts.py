"""The compiled parts of a form beside its fields: what is hidden, required and locked when, checks, buttons, views."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dougong.engines.form.definition import ButtonDef, CheckDef, LinkageDef, ViewDef
from dougong.engines.form.expression import Expression
from dougong.engines.form.fields import CompiledField
from dougong.errors import Text


@dataclass(frozen=True)
class FieldConditions:
    """The conditions in a field's own definition."""

    visible: Expression | None = None
    required: Expression | None = None
    readonly: Expression | None = None


@dataclass(frozen=True)
class CompiledLine:
    """One line of the linkage; sections and tabs are spelt out as their fields."""

    definition: LinkageDef
    when: Expression
    show: frozenset[str]
    hide: frozenset[str]
    require: frozenset[str]
    readonly: frozenset[str]
    set: Mapping[str, Expression]
    options: Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class CompiledCheck:
    definition: CheckDef
    when: Expression
    message: Text


@dataclass(frozen=True)
class CompiledDefault:
    """``value`` as it is, or what ``formula`` gives."""

    value: Any = None
    formula: Expression | None = None


@dataclass(frozen=True)
class CompiledBound:
    """``min`` and ``max`` of a day or moment that are formulas (or the day itself)."""

    low: Expression | Any = None
    high: Expression | Any = None


@dataclass(frozen=True)
class CompiledButton:
    """``ask``: the fields that pressing asks for."""

    definition: ButtonDef
    when: Expression | None
    guards: tuple[tuple[Expression, Text], ...]
    ask: Mapping[str, CompiledField]


@dataclass(frozen=True)
class CompiledView:
    definition: ViewDef
    filter: Expression | None
    colors: tuple[tuple[Expression, str], ...]


@dataclass(frozen=True)
class RowFields:
    """What concerns the rows of one sub-table. ``min_rows`` is judged on the whole record."""

    fields: Mapping[str, CompiledField]
    conditions: Mapping[str, FieldConditions]
    defaults: Mapping[str, CompiledDefault]
    bounds: Mapping[str, CompiledBound]
    fills: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
