"""How functions and operators are said in SQL, by family. What is missing here runs in Python or not at all."""

from collections.abc import Mapping
from types import MappingProxyType

from dougong.engines.expression.sqlforms import (
    business,
    conditional,
    date,
    formatted,
    logic,
    number,
    operators,
    record,
    rows,
    statistics,
    text,
)
from dougong.engines.expression.sqlforms.form import Form, FormCall, form_call

FORMS: Mapping[str, Form] = MappingProxyType(
    {
        **operators.FORMS,
        **logic.FORMS,
        **number.FORMS,
        **text.FORMS,
        **formatted.FORMS,
        **date.FORMS,
        **business.FORMS,
        **rows.FORMS,
        **conditional.FORMS,
        **statistics.FORMS,
        **record.FORMS,
    }
)

__all__ = ["FORMS", "Form", "FormCall", "form_call"]
