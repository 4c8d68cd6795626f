"""A value that an expression needs more than once, computed once: PostgreSQL names it by a subquery's column.

Written out as often as it is needed, a chain of such expressions would double with each link.
"""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

Element = ColumnElement[Any]


class Held(FunctionElement[Any]):
    """Its first part is the value, its second what is made of ``held.v``."""

    name = "held"
    inherit_cache = True


@compiles(Held, "postgresql")
def _held(element: Held, compiler: SQLCompiler, **options: Any) -> str:
    """OFFSET keeps the planner from writing the value out again."""
    value, made = (compiler.process(part, **options) for part in element.clauses)
    return f"(SELECT {made} FROM (SELECT {value} AS v OFFSET 0) AS held)"  # noqa: S608  both are SQLAlchemy's text


def held(value: Element, make: Callable[[Element], Element]) -> Element:
    """What ``make`` makes of the value, which is computed once however often it stands in there."""
    made = make(sa.literal_column("held.v", value.type))
    return sa.type_coerce(Held(value, made), made.type)
