"""What points at a record: how many rows of each form, and their totals, as one person may see them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Label, bindparam, func, select

from dougong.engines.record.columns import ColumnType, LinkTable
from dougong.platform.db.types import Id
from dougong.platform.storage.catalog import StoredField, StoredForm
from dougong.platform.storage.paths import Paths, paths_of
from dougong.platform.storage.records import Records
from dougong.platform.storage.rows import FormRow
from dougong.platform.storage.select import ListQuery, matching, readable
from dougong.platform.storage.titles import qualified


@dataclass(frozen=True)
class Relation:
    """A field of a form whose ids point at another form."""

    form: StoredForm
    field: StoredField


@dataclass(frozen=True)
class Related:
    """Of one relation: the rows that point at the record, and the sums of their money fields by key."""

    relation: Relation
    count: int
    totals: dict[str, Any]


def pointing_at(forms: Iterable[StoredForm], target: StoredForm) -> list[Relation]:
    """The fields of ``forms`` that point at ``target``, in the order of the forms."""
    return [
        Relation(form, item)
        for form in forms
        for item in form.fields.values()
        if item.target is not None
        and item.target.table == "record"
        and qualified(form.app, item.target.form or "") == target.name
    ]


def related(records: Records, relations: Sequence[Relation], id_: str) -> list[Related]:
    """One statement for each relation whose form and field show. What shows nowhere is left out."""
    found: list[Related] = []
    for relation in relations:
        rights = records.rights(relation.form)
        if "read" not in rights.actions or rights.hidden(relation.field.key):
            continue
        paths = paths_of(records.world, relation.form)
        row = paths.root
        assert isinstance(row, FormRow)
        sums = _sums(paths, [key for key, item in relation.form.fields.items() if item.kind.name == "money"])
        points = _points(paths, row, relation.field, id_)
        statement = select(func.count(), *sums.values()).where(*readable(row), points)
        line = records.connection.execute(statement.select_from(paths.source())).one()
        totals = dict(zip(sums, line[1:], strict=True))
        found.append(Related(relation, int(line[0]), totals))
    return found


def totals(records: Records, form: StoredForm, query: ListQuery, fields: Sequence[str]) -> dict[str, Any]:
    """Sums of numeric fields over a whole list, blank where there is nothing to add."""
    paths = paths_of(records.world, form)
    sums = _sums(paths, fields)
    if not sums:
        return {}
    where = matching(records.world, paths, query)
    line = records.connection.execute(select(*sums.values()).where(*where).select_from(paths.source())).one()
    return dict(zip(sums, line, strict=True))


def _sums(paths: Paths, fields: Iterable[str]) -> dict[str, Label[Any]]:
    row = paths.root
    assert isinstance(row, FormRow)
    found: dict[str, Label[Any]] = {}
    for key in fields:
        item = row.form.fields.get(key)
        if item is None or not item.single or row.rights.hidden(key):
            continue
        part = row.part(key)
        if part.type is ColumnType.DECIMAL:
            found[key] = func.sum(part.element, type_=part.element.type).label(f"t{len(found)}")
    return found


def _points(paths: Paths, row: FormRow, field: StoredField, id_: str) -> ColumnElement[bool]:
    if isinstance(field.place, LinkTable):
        many = paths.rows((field.key,))
        assert many is not None
        target = many.inside.part(("id",)).element
        inner = select(target).select_from(many.source()).where(many.condition(), target == id_)
        return inner.correlate(row.table).exists()
    return paths.part((field.key,)).element == bindparam(None, id_, Id())
