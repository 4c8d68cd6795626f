"""A field's default: a value, or a formula computed when a record is made.

A text that the field reads as a value is that value, else it is a formula. For fields of text every text is a value,
except one that begins with ``=``, is a call (``UPPER("a")``) or stands in quotes.
"""

import re
from typing import Any

from pydantic_core import ValidationError

from dougong.engines.expression.registry import Functions
from dougong.engines.expression.scope import Scope
from dougong.engines.finding import message
from dougong.engines.form.expression import Expression, compile_expression
from dougong.engines.form.fields import CompiledField
from dougong.engines.form.parts import CompiledDefault
from dougong.engines.record.definition import GivenFormula, GivenValue

BAD_DEFAULT = message("bad_default", "默认值不是“{name}”能填的值", "The default is not a value that {name} takes")

_CALL = re.compile(r"[A-Z][A-Z0-9_.]*\(.*\)", re.DOTALL)
_QUOTED = re.compile(r'"[^"]*"')


def formula_in(default: Any, *, texts: bool) -> str | None:
    """The formula, when a default can only be one."""
    if isinstance(default, GivenFormula):
        return default.formula
    if isinstance(default, str) and texts:
        text = default.strip()
        if text.startswith("="):
            return text[1:]
        return text if _CALL.fullmatch(text) or _QUOTED.fullmatch(text) else None
    return None


def read_value(field: CompiledField, raw: Any) -> Any:
    """A constant as the field's value. Raises ValueError."""
    if isinstance(raw, GivenValue):
        raw = raw.value
    return field.reader.validate_python(raw)


def compile_default(field: CompiledField, scope: Scope, functions: Functions) -> CompiledDefault | None:
    """None when there is none. Raises Invalid when it is no value and no formula of the right type."""
    default = field.definition.default
    if default is None:
        return None
    formula = formula_in(default, texts=field.type.texts)
    if formula is None:
        try:
            return CompiledDefault(value=read_value(field, default))
        except ValidationError:
            formula = default if isinstance(default, str) else None
    if formula is None:
        raise BadDefault
    return CompiledDefault(formula=_compiled(formula, field, scope, functions))


def _compiled(formula: str, field: CompiledField, scope: Scope, functions: Functions) -> Expression:
    return compile_expression(formula, scope, field.kind, functions)


class BadDefault(ValueError):
    """A default that is no value of its field, and no formula either."""
