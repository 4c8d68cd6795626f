"""The statements that read records: one record, or a page of a list.

What is selected of a form is fixed by who asks: every element comes from ``FormRow.part``, so a hidden value never
leaves the database. A field that shows on no row is not selected at all.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, case, func, or_, select
from sqlalchemy import Row as SqlRow

from dougong.engines.expression.tree import Node
from dougong.engines.finding import Invalid, message
from dougong.engines.record.columns import ColumnType
from dougong.engines.record.definition import SYSTEM_FIELDS
from dougong.platform.db.types import Id
from dougong.platform.storage.catalog import Convert, StoredForm
from dougong.platform.storage.keyset import SortKey, phases
from dougong.platform.storage.paths import Paths, World, paths_of
from dougong.platform.storage.readable import is_hidden
from dougong.platform.storage.rows import FormRow
from dougong.platform.storage.words import holding

Count = Literal["exact", "estimate", "none"]
# what a record says may be done to it
ROW_ACTIONS = ("update", "delete")
MOST = bindparam("most", type_=Integer())
NOT_SORTABLE = message("not_sortable", "不能按“{field}”排序", "A list cannot be sorted by {field}")
UNKNOWN_SORT = message("unknown_field", "没有可用的字段“{field}”", "There is no field {field} to use here")


@dataclass(frozen=True)
class ListQuery:
    """What a list is asked for. ``filter`` is checked already; ``words`` are lower-cased search words, all of which a
    record must hold; ``place``: the ordinary records, the bin, or the reader's own drafts."""

    filter: Node | None = None
    sort: tuple[str, ...] = ("-id",)
    words: tuple[str, ...] = ()
    fields: tuple[str, ...] | None = None
    place: Literal["live", "bin", "drafts"] = "live"
    # which records may be chosen: the builder's condition, which reads everything
    choice: Node | None = None
    # only among these
    ids: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Selection:
    """How a row of a statement becomes a record: its keys, how each is read, and the actions at its end."""

    keys: tuple[str, ...]
    readers: tuple[tuple[int, str, Convert], ...]
    actions: tuple[str, ...]
    always: tuple[str, ...]

    def record(self, row: SqlRow[Any] | Sequence[Any]) -> tuple[dict[str, Any], tuple[str, ...]]:
        """The record's flat values and what may be done to it."""
        values = dict(zip(self.keys, row, strict=False))
        for index, key, read in self.readers:
            values[key] = read(row[index])
        if not self.actions:
            return values, self.always
        flags = row[len(self.keys) : len(self.keys) + len(self.actions)]
        return values, self.always + tuple(action for action, on in zip(self.actions, flags, strict=True) if on)


def selection(row: FormRow, fields: Iterable[str] | None) -> tuple[Selection, list[ColumnElement[Any]]]:
    """What to select of a form: the system fields, then the wanted single fields that show anywhere."""
    form = row.form
    wanted = form.fields.keys() if fields is None else _with_title(form, fields)
    keys = [key for key in SYSTEM_FIELDS if not row.rights.hidden(key)]
    keys += [key for key in wanted if form.fields[key].single and not row.rights.hidden(key)]
    readers = [
        (index, key, read)
        for index, key in enumerate(keys)
        if key in form.fields and (read := form.fields[key].read) is not None
    ]
    columns: list[ColumnElement[Any]] = [row.part(key).element.label(f"c{index}") for index, key in enumerate(keys)]
    granted = [action for action in ROW_ACTIONS if action in row.rights.actions]
    always = tuple(action for action in granted if row.rights.covers(action, "read"))
    asked = tuple(action for action in granted if action not in always)
    for action in asked:
        allowed = row.allowed(action)
        assert allowed is not None
        columns.append(case((allowed, 1), else_=0).label(f"can_{action}"))
    return Selection(tuple(keys), tuple(readers), asked, ("read", *always)), columns


def _with_title(form: StoredForm, fields: Iterable[str]) -> list[str]:
    """The fields asked for, and the one a record goes by."""
    title = () if form.title is None else (form.title,)
    return [key for key in dict.fromkeys([*fields, *title]) if key in form.fields]


def readable(row: FormRow, action: str = "read", place: str = "live") -> list[ColumnElement[bool]]:
    """The conditions every statement about a form's rows has: where they lie, and the rows that are the reader's."""
    where: list[ColumnElement[bool]]
    match place:
        case "bin":
            where = [row.raw("deleted_at").is_not(None)]
        case "drafts":
            where = [row.raw("deleted_at").is_(None), row.table.c.draft.is_(True)]
        case "any":  # drafts too; whoever asks sees to it that they are his own
            where = [row.raw("deleted_at").is_(None)]
        case _:
            where = [row.alive()]
    allowed = row.allowed(action)
    return where if allowed is None else [*where, allowed]


def one(world: World, form: StoredForm, *, lock: bool = False, deleted: bool = False) -> tuple[Selection, Select[Any]]:
    """One record by the bound parameter ``id``; a draft only for whoever made it. ``lock``: held to the end of the
    transaction (SQLite's one writer needs no lock)."""
    row = world.row(form)
    chosen, columns = selection(row, None)
    raw = row.raw
    query = select(*columns, row.table.c.draft).where(raw("id") == bindparam("id", type_=Id()))
    query = query.where(raw("deleted_at").is_not(None) if deleted else raw("deleted_at").is_(None))
    if world.principal.app is None:
        mine = raw("created_by") == world.principal.user
        query = query.where(or_(row.table.c.draft.is_(False), mine))
    allowed = row.allowed("read")
    if allowed is not None:
        query = query.where(allowed)
    if lock and world.dialect == "postgresql":
        query = query.with_for_update(of=row.table)
    return chosen, query


@dataclass(frozen=True)
class PageStatements:
    """A page's statements in the order they are run until the page is full."""

    selection: Selection
    statements: tuple[Select[Any], ...]
    sorted_at: int


def page(world: World, form: StoredForm, query: ListQuery, blanks: Sequence[bool] | None) -> PageStatements:
    """The statements of one page; each ends with the sort keys. Parameters: ``most``, and where the page begins (see
    ``keyset.phases``)."""
    paths = paths_of(world, form)
    row = paths.root
    assert isinstance(row, FormRow)
    chosen, columns = selection(row, query.fields)
    where = matching(world, paths, query)
    keys = sort_keys(paths, query.sort)
    shown = [key.expression.label(f"s{index}") for index, key in enumerate(keys)]
    base = select(*columns, *shown).where(*where)
    statements = tuple(
        base.select_from(paths.source()).where(*phase.where).order_by(*phase.order).limit(MOST)
        for phase in phases(keys, blanks)
    )
    return PageStatements(chosen, statements, len(columns))


def matching(world: World, paths: Paths, query: ListQuery) -> list[ColumnElement[bool]]:
    """Every condition of a list on its rows."""
    row = paths.root
    assert isinstance(row, FormRow)
    where = readable(row, place=query.place)
    if query.place == "drafts":
        where.append(row.raw("created_by") == world.principal.user)
    if query.ids is not None:
        where.append(row.raw("id").in_(query.ids))
    if query.filter is not None:
        where.append(world.condition(query.filter, paths))
    if query.choice is not None:
        where.append(world.scope(row, query.choice))
    return where + holding(row, query.words, world.dialect)


def sort_keys(paths: Paths, sort: Sequence[str]) -> list[SortKey]:
    """The keys of an order, with the id at its end so that no two rows are equal. A reference sorts by its title."""
    found: list[SortKey] = []
    for term in sort:
        descending, path = term.startswith("-"), tuple(term.removeprefix("-").split("."))
        if path != ("id",):
            found.append(SortKey(sort_element(paths, path), descending, nullable=path not in _FILLED))
    row = paths.root
    last = found[-1].descending if found else any(term == "-id" for term in sort)
    found.append(SortKey(row.part("id").element, last, nullable=False))
    return found


_FILLED = {("created_at",), ("updated_at",), ("rev",)}


def sort_element(paths: Paths, path: tuple[str, ...]) -> ColumnElement[Any]:
    """What a list is sorted by. Raises Invalid for what has no order or does not show."""
    row = paths.root
    try:
        if isinstance(row, FormRow) and is_hidden(paths.world, row.form, path):
            raise KeyError(path[0])
        found = paths.part(path)
        if found.target is not None:
            behind = paths.row(path)
            title = behind.form.title if isinstance(behind, FormRow) else "name"
            return behind.part(title).element if title is not None else found.element
    except KeyError as problem:
        raise Invalid([UNKNOWN_SORT.at("/sort", field=".".join(path))]) from problem
    if found.type is ColumnType.JSON:
        raise Invalid([NOT_SORTABLE.at("/sort", field=".".join(path))])
    if found.type is ColumnType.BOOLEAN:  # booleans have no order of their own in SQLAlchemy
        return case((found.element.is_(True), 1), (found.element.is_(False), 0))
    return found.element


def counting(world: World, form: StoredForm, query: ListQuery) -> Select[Any]:
    """How many rows there are, of those the reader may see."""
    paths = paths_of(world, form)
    where = matching(world, paths, query)
    return select(func.count()).select_from(paths.source()).where(and_(*where))
