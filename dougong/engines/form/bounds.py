"""Bounds of days and moments that may be formulas: ``TODAY() + 3``."""

from typing import Any

from pydantic_core import ValidationError

from dougong.engines.expression.registry import Functions
from dougong.engines.expression.scope import Scope
from dougong.engines.form.expression import Expression, compile_expression
from dougong.engines.form.fields import CompiledField
from dougong.engines.form.parts import CompiledBound
from dougong.engines.record.field_types.date import DateDef
from dougong.engines.record.field_types.datetime import DatetimeDef


def compile_bounds(field: CompiledField, scope: Scope, functions: Functions) -> CompiledBound | None:
    """None when the field has none. Raises Invalid."""
    d = field.definition
    if not isinstance(d, (DateDef, DatetimeDef)) or (d.min is None and d.max is None):
        return None
    return CompiledBound(_bound(d.min, field, scope, functions), _bound(d.max, field, scope, functions))


def _bound(bound: str | None, field: CompiledField, scope: Scope, functions: Functions) -> Expression | Any:
    if bound is None:
        return None
    try:
        return field.reader.validate_python(bound)
    except ValidationError:
        return compile_expression(bound, scope, field.kind, functions)
