"""What ids show as: titles of records, looked up for a whole answer at once, and names of people and departments.

A record its reader may not see shows as hidden, and so does one that is gone: nobody can tell the two apart.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Select, literal, select, union_all
from sqlalchemy import Text as SqlText

from dougong.engines.participant.organisation import Organisation
from dougong.engines.record.columns import ColumnType, Target
from dougong.platform.storage.catalog import StoredField, StoredForm
from dougong.platform.storage.paths import World
from dougong.platform.storage.rows import FormRow
from dougong.platform.storage.select import readable

HIDDEN: Mapping[str, object] = {"id": None, "title": None, "hidden": True}
Wanted = dict[str, set[str]]


@dataclass
class TitleBook:
    """``Titles`` for the fields of one app. ``records``: by app/form and id; what is not in it is hidden."""

    app: str
    organisation: Organisation
    records: dict[tuple[str, str], str | None] = field(default_factory=dict)

    def __call__(self, target: Target, id_: str) -> dict[str, object]:
        match target.table:
            case "user":
                return {"id": id_, "title": self.organisation.name_of(id_)}
            case "department":
                return {"id": id_, "title": self.organisation.department_name(id_)}
            case "record":
                key = (qualified(self.app, target.form or ""), id_)
                return {"id": id_, "title": self.records[key]} if key in self.records else dict(HIDDEN)

    def knows(self, form: str, id_: str) -> bool:
        """Whether the record is there and may be read; ``form`` as a field names it."""
        return (qualified(self.app, form), id_) in self.records


def qualified(app: str, form: str) -> str:
    """``app/form``, whether or not the form was named so."""
    return form if "/" in form else f"{app}/{form}"


def wanted_titles(form: StoredForm, records: Iterable[Mapping[str, Any]]) -> Wanted:
    """The ids of records behind all references of these records, by app/form."""
    found: Wanted = {}
    links = [item for item in form.fields.values() if item.target is not None and item.target.table == "record"]
    tables = [(item, _links(item.fields.values())) for item in form.fields.values() if item.fields]
    if not links and not any(inner for _, inner in tables):
        return found
    for record in records:
        _gather(form.app, links, record, found)
        for item, inner in tables:
            for line in record.get(item.key) or ():
                _gather(form.app, inner, line, found)
    return found


def _links(fields: Iterable[StoredField]) -> list[StoredField]:
    return [item for item in fields if item.target is not None and item.target.table == "record"]


def _gather(app: str, links: Sequence[StoredField], record: Mapping[str, Any], found: Wanted) -> None:
    for item in links:
        value = record.get(item.key)
        if value and item.target is not None:
            ids = found.setdefault(qualified(app, item.target.form or ""), set())
            ids.update(value if isinstance(value, list) else (value,))


def load_titles(connection: Connection, world: World, wanted: Wanted, book: TitleBook) -> None:
    """One statement for all forms whose title is a text, one more for each other form. Unknown forms stay hidden."""
    texts: list[Select[Any]] = []
    for name, ids in wanted.items():
        missing = [id_ for id_ in ids if (name, id_) not in book.records]
        try:
            form = world.catalog.form(name)
        except KeyError:
            continue
        if not missing:
            continue
        row = world.row(form)
        if row.rights.hidden("id"):
            continue
        query, is_text = _titles(row, missing)
        if is_text:
            texts.append(query)
        else:
            _load_other(connection, world, form, query, book)
    if texts:
        whole = union_all(*texts) if len(texts) > 1 else texts[0]
        for name, id_, title in connection.execute(whole):
            book.records[(name, id_)] = title


def _titles(row: FormRow, ids: Sequence[str]) -> tuple[Select[Any], bool]:
    """(form, id, title) of those ids the reader may see."""
    form = row.form
    title = form.title if form.title is not None and not row.rights.hidden(form.title) else None
    part = row.part(title) if title is not None else None
    is_text = part is None or part.type is ColumnType.TEXT
    shown = literal(None, SqlText()) if part is None else part.element
    query = select(literal(form.name, SqlText()).label("form"), row.raw("id"), shown.label("title"))
    return query.where(row.raw("id").in_(ids), *readable(row)), is_text


def _load_other(connection: Connection, world: World, form: StoredForm, query: Select[Any], book: TitleBook) -> None:
    """A title that is a number, a date or itself a reference."""
    assert form.title is not None
    item = form.fields.get(form.title)
    found = {id_: value for _, id_, value in connection.execute(query)}
    if item is not None and item.target is not None and item.target.table == "record":
        further = wanted_titles(form, [{form.title: value} for value in found.values()])
        further = {name: ids for name, ids in further.items() if name != form.name}
        load_titles(connection, world, further, book)
    inner = TitleBook(form.app, book.organisation, book.records)
    for id_, value in found.items():
        book.records[(form.name, id_)] = title_text(item, value, inner)


def title_text(item: StoredField | None, value: Any, titles: TitleBook) -> str | None:
    """A value as a title."""
    if value is None:
        return None
    if item is not None:
        value = item.read(value) if item.read is not None and not isinstance(value, str) else value
        value = item.dump(value, titles) if item.dump is not None else value
    if isinstance(value, dict):
        value = value.get("title")
    return None if value is None else str(value)
