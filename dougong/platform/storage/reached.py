"""Columns of a list that lie behind references: ``project.region``, ``owner.department.name``, ``lines.price``.

They are fetched for a whole page at once: all paths to one value by a single statement of LEFT JOINs with the reader's
rights in each, every path through several rows by one more. What he may not see on the way is blank.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, bindparam, select

from dougong.engines.record.columns import ChildTable, Target
from dougong.engines.record.definition import SYSTEM_FIELDS
from dougong.platform.db.types import Id
from dougong.platform.storage.catalog import Catalog, StoredField, StoredForm
from dougong.platform.storage.paths import MAX_DEPTH, MAX_JOINS, Paths, World, paths_of
from dougong.platform.storage.people import target_of_person
from dougong.platform.storage.rows import FormRow, target_of_system
from dougong.platform.storage.titles import TitleBook, Wanted, qualified

Record = dict[str, Any]
Keep = Callable[[tuple[Hashable, ...], Callable[[World], Select[Any]]], Select[Any]]


@dataclass(frozen=True)
class Reached:
    """What stands at the end of a path. ``item``: the field, None for what every record or person has; ``app``: whose
    form it belongs to; ``several``: its value is a list of what the rows on the way have."""

    path: tuple[str, ...]
    app: str
    item: StoredField | None = None
    target: Target | None = None
    several: bool = False

    @property
    def key(self) -> str:
        return ".".join(self.path)

    def read(self, value: Any) -> Any:
        """A column as its Python value."""
        links = self.item is not None and not self.item.single
        return value if self.item is None or self.item.read is None or links else self.item.read(value)

    def dump(self, value: Any, book: TitleBook) -> object:
        """As API JSON, with the titles of ``book``."""
        inner = book if book.app == self.app else TitleBook(self.app, book.organisation, book.records)
        if self.several:
            return [self._dump(one, inner) for one in value or ()]
        return self._dump(value, inner)

    def _dump(self, value: Any, book: TitleBook) -> object:
        if value is None:
            return None
        if self.target is not None:
            return book(self.target, value)
        return value if self.item is None or self.item.dump is None else self.item.dump(value, book)


def reach(catalog: Catalog, form: StoredForm, path: str) -> Reached | None:
    """What a path of at least two names leads to; None when it leads nowhere, or to what no column can show."""
    parts = tuple(path.split("."))
    if not 2 <= len(parts) <= MAX_DEPTH:
        return None
    place: StoredForm | StoredField | str = form
    app, several = form.app, False
    for index, part in enumerate(parts):
        found = _step(place, part)
        if found is None:
            return None
        item, target = found
        last = index + 1 == len(parts)
        if item is not None and not item.single:
            if several or (last and isinstance(item.place, ChildTable)):
                return None
            several = True
        if last:
            return Reached(parts, app, item, target, several)
        if item is not None and item.fields:
            place = item
        elif target is None:
            return None
        elif target.table == "record":
            try:
                place = catalog.form(qualified(app, target.form or ""))
            except KeyError:
                return None
            app = place.app
        else:
            place = target.table
    return None


def _step(place: StoredForm | StoredField | str, part: str) -> tuple[StoredField | None, Target | None] | None:
    """The field and the target behind one name; None when there is no such name."""
    if isinstance(place, str):
        known = target_of_person(place, part)
        return None if known is None else (None, known[0])
    item = place.fields.get(part)
    if item is not None:
        return item, item.target
    if isinstance(place, StoredForm) and part in SYSTEM_FIELDS:
        return None, target_of_system(part)
    return None


def fill_reached(
    connection: Connection, form: StoredForm, records: Sequence[Record], wanted: Sequence[Reached], keep: Keep
) -> None:
    """Put the values at these paths into ``records`` (each with its ``id``), under the whole path. ``keep`` gives the
    world to build in, and keeps what was built."""
    if not records:
        return
    ids = [record["id"] for record in records]
    for group in _together(wanted):
        statement = keep(("reached", form.name, tuple(one.path for one in group)), partial(_singles, form, group))
        found: dict[str, Any] = {line[0]: line[1:] for line in connection.execute(statement, {"ids": ids})}
        for record in records:
            line = found.get(record["id"])
            record.update({one.key: line and one.read(line[index]) for index, one in enumerate(group)})
    for one in (one for one in wanted if one.several):
        statement = keep(("reached", form.name, one.path), partial(_several, form, one))
        lists: dict[str, list[Any]] = {id_: [] for id_ in ids}
        pairs: Iterable[Any] = connection.execute(statement, {"ids": ids})
        for line in pairs:
            if line[1] is not None:
                lists[line[0]].append(one.read(line[1]))
        for record in records:
            record[one.key] = lists[record["id"]]


def _together(wanted: Iterable[Reached]) -> Iterator[tuple[Reached, ...]]:
    """The paths to one value in groups, none of which needs more joins than a statement may have."""
    group: list[Reached] = []
    joins: set[tuple[str, ...]] = set()
    for one in wanted:
        if one.several:
            continue
        needed = {one.path[:size] for size in range(1, len(one.path) + 1)}
        if group and len(joins | needed) > MAX_JOINS:
            yield tuple(group)
            group, joins = [], set()
        group.append(one)
        joins |= needed
    if group:
        yield tuple(group)


def _singles(form: StoredForm, group: Sequence[Reached], world: World) -> Select[Any]:
    paths = paths_of(world, form)
    columns = [paths.part(one.path).element.label(f"r{index}") for index, one in enumerate(group)]
    own = _own_id(paths)
    return select(own, *columns).select_from(paths.source()).where(own.in_(_ids()))


def _several(form: StoredForm, one: Reached, world: World) -> Select[Any]:
    paths = paths_of(world, form)
    many = paths.rows(one.path)
    assert many is not None
    own = _own_id(paths)
    element = many.inside.part(one.path[len(many.prefix) :] or ("id",)).element
    joined = paths.source().join(many.source(), many.condition())
    query = select(own, element.label("value")).select_from(joined).where(own.in_(_ids()))
    order = many.order()
    return query.order_by(own) if order is None else query.order_by(own, order)


def _own_id(paths: Paths) -> ColumnElement[Any]:
    row = paths.root
    assert isinstance(row, FormRow)
    return row.raw("id")


def _ids() -> Any:
    return bindparam("ids", expanding=True, type_=Id())


def wanted_behind(paths: Iterable[Reached], records: Iterable[Mapping[str, Any]], wanted: Wanted) -> None:
    """Add the ids of records at these paths to those whose titles are looked up."""
    links = [one for one in paths if one.target is not None and one.target.table == "record"]
    for record in records:
        for one in links:
            value = record.get(one.key)
            if value and one.target is not None:
                ids = wanted.setdefault(qualified(one.app, one.target.form or ""), set())
                ids.update(value if isinstance(value, list) else (value,))
