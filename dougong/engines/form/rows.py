"""Rows of a sub-table as a client sends them: with an id they change one, without they add one; what is absent goes."""

from collections.abc import Mapping, Sequence
from typing import Any

from dougong.engines.finding import Finding
from dougong.engines.form.compile import CompiledForm
from dougong.engines.form.fields import CompiledField
from dougong.engines.record.problems import finding

Row = dict[str, Any]


def blank_row(fields: Mapping[str, CompiledField]) -> Row:
    return {"id": None, **{key: one.blank() for key, one in fields.items() if one.stored}}


def merged(
    form: CompiledForm, rows: str, stored: Sequence[Mapping[str, Any]], sent: Sequence[Mapping[str, Any]]
) -> tuple[list[Row], list[Finding]]:
    """The rows as they will be. A row that is not among the stored ones is a problem."""
    fields = form.rows[rows].fields
    known = {row["id"]: row for row in stored}
    result, findings, seen = [], [], set()
    for index, row in enumerate(sent):
        id_ = row.get("id")
        if id_ is not None and (id_ not in known or id_ in seen):
            findings.append(
                finding("unknown_row" if id_ not in known else "repeated", f"/values/{rows}/{index}/id", value=id_)
            )
        seen.add(id_)
        before = known.get(id_, {})
        made = {key: one for key, one in row.items() if key not in fields or not fields[key].computed}
        result.append({**blank_row(fields), **before, **made})
    return result, findings
