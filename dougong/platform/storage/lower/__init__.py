"""Neutral SQL trees into SQLAlchemy, for PostgreSQL and SQLite. Values are always bound; no SQL is written as text.

``lower`` gives an expression to select, sort or group by; ``lower_condition`` one for WHERE. Where Python has a problem
(an overflow, a date beyond the calendar) the expression is NULL, and a condition does not hold.
"""

from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement

from dougong.engines.expression.sqltree import Expr
from dougong.platform.db.sqlite_functions import DECIMAL_COLLATION
from dougong.platform.db.types import Moment, Scaled
from dougong.platform.storage.lower.lowering import Lowering
from dougong.platform.storage.lower.parts import TooLarge, measured
from dougong.platform.storage.lower.postgresql import PostgreSQL
from dougong.platform.storage.lower.sqlite import SQLite
from dougong.platform.storage.lower.types import DecimalText, TimeText
from dougong.platform.storage.lower.values import (
    Binding,
    DialectName,
    LoweredColumn,
    NotLowerable,
    Resolver,
    Rows,
    Value,
)


def lowering(resolver: Resolver, dialect: DialectName, binding: Binding) -> Lowering:
    """For several expressions of one statement: ``.outcome(expr)`` and ``.verdict(expr)``."""
    return (PostgreSQL if dialect == "postgresql" else SQLite)(resolver, binding)


def lower(expr: Expr, resolver: Resolver, dialect: DialectName, binding: Binding) -> ColumnElement[Any]:
    """The expression; fetched, it is the Python value of its kind (``Decimal``, ``date``, aware ``datetime``, ...).
    Raises NotLowerable."""
    lowered = lowering(resolver, dialect, binding)
    return fetched(lowered.outcome(expr), lowered)


def lower_condition(expr: Expr, resolver: Resolver, dialect: DialectName, binding: Binding) -> ColumnElement[bool]:
    """A condition for WHERE: rows where it is blank are left out, as those where it is false. Raises NotLowerable."""
    condition = lowering(resolver, dialect, binding).verdict(expr)
    measured(condition)
    return condition


def fetched(value: Value, lowered: Lowering) -> ColumnElement[Any]:
    """The element with a type that reads it back; decimals in text sort as numbers by a collation of ours."""
    element = value.element
    measured(element)
    if lowered.dialect == "postgresql":
        return element
    if isinstance(element, sa.BindParameter):
        # what is bound already must not be converted again on the way in
        element = sa.func.coalesce(element, sa.null())
    match value.kind.name:
        case "number" | "money" | "percent" | "duration" if value.scale is not None:
            return sa.type_coerce(element, Scaled(value.scale))
        case "number" | "money" | "percent" | "duration":
            return sa.type_coerce(sa.type_coerce(element, sa.Text()).collate(DECIMAL_COLLATION), DecimalText())
        case "date":
            return sa.type_coerce(element, sa.Date())
        case "datetime":
            return sa.type_coerce(element, Moment())
        case "time":
            return sa.type_coerce(element, TimeText())
        case "boolean":
            return sa.type_coerce(element, sa.Boolean())
        case _:
            return element


__all__ = [
    "Binding",
    "DialectName",
    "LoweredColumn",
    "Lowering",
    "NotLowerable",
    "Resolver",
    "Rows",
    "TooLarge",
    "Value",
    "fetched",
    "lower",
    "lower_condition",
    "lowering",
]
