"""."""

from dougong.engines.expression.sqlforms.form import Form

FORMS: dict[str, Form] = {}
