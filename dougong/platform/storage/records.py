"""The one door to records. Whoever comes through it is a ``Principal``, and his rights are part of every statement.

``Records`` belongs to one connection and one moment. What it hands out are plain dictionaries: field keys and the
reserved words of a record, with Python values; a field that shows nowhere is absent, one that is hidden here is blank.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Select, bindparam, literal_column, select
from sqlalchemy.exc import OperationalError, StatementError

from dougong.engines.expression.tree import Lit
from dougong.engines.participant.organisation import Organisation
from dougong.engines.record.definition import SYSTEM_FIELDS
from dougong.errors import Failure, NotFound
from dougong.ids import is_id
from dougong.platform.access.condition import is_true
from dougong.platform.access.principal import Principal
from dougong.platform.access.rights import FormRights
from dougong.platform.db.types import Id
from dougong.platform.storage.catalog import Catalog, StoredForm
from dougong.platform.storage.children import fill_many
from dougong.platform.storage.estimate import estimated
from dougong.platform.storage.held import held_tasks
from dougong.platform.storage.keyset import after_parameters, bad_cursor, read_cursor, write_cursor
from dougong.platform.storage.lower import DialectName
from dougong.platform.storage.paths import World
from dougong.platform.storage.reached import Reached, fill_reached
from dougong.platform.storage.select import Count, ListQuery, counting, one, page, readable, selection
from dougong.platform.storage.titles import TitleBook, load_titles, wanted_titles

T = TypeVar("T")
MOST_ROWS = 500


@dataclass(slots=True)
class Found:
    """A record as one person may see it, and what he may do to it."""

    values: dict[str, Any]
    can: tuple[str, ...] = ()
    draft: bool = False

    @property
    def id(self) -> str:
        return str(self.values["id"])

    @property
    def rev(self) -> int:
        return int(self.values["rev"])


@dataclass(frozen=True, slots=True)
class Page:
    items: list[Found]
    next: str | None = None
    total: int | None = None


@dataclass
class Records:
    """``now`` is one moment for everything done through this door."""

    connection: Connection
    catalog: Catalog
    principal: Principal
    organisation: Organisation
    now: datetime
    world: World = field(init=False)

    def __post_init__(self) -> None:
        dialect: DialectName = "sqlite" if self.connection.dialect.name == "sqlite" else "postgresql"
        self.world = World(self.catalog, self.principal, dialect, self.now)

    def form(self, name: str) -> StoredForm:
        """Raises NotFound for a form there is not."""
        try:
            return self.catalog.form(name)
        except KeyError:
            raise NotFound from None

    def rights(self, form: StoredForm) -> FormRights:
        return self.world.rights(form)

    # reading

    def get(self, form: StoredForm, id_: str, *, lock: bool = False, deleted: bool = False) -> Found:
        """One record. Raises NotFound, also for one he may not read. ``lock``: held to the end of the transaction."""
        if not is_id(id_):
            raise NotFound
        world = self.world
        found = self._get(world, form, id_, lock=lock, deleted=deleted)
        if found is None or not sees_all(world.rights(form), form):
            with_tasks = self._with_tasks(form, id_)
            found = self._get(with_tasks, form, id_, lock=lock, deleted=deleted) if with_tasks != world else found
        if found is None:
            raise NotFound
        return found

    def _get(self, world: World, form: StoredForm, id_: str, *, lock: bool, deleted: bool) -> Found | None:
        if "read" not in world.rights(form).actions:
            return None
        chosen, query = self._kept(
            ("one", form.name, lock, deleted, _hidden(world)),
            lambda fresh: one(replace(fresh, held=world.held), form, lock=lock, deleted=deleted),
        )
        row = self.connection.execute(query, {"id": id_}).first()
        if row is None:
            return None
        values, can = chosen.record(row)
        fill_many(self.connection, world.row(form), [values], None)
        return Found(values, can, bool(row[-1]))

    def many(
        self,
        form: StoredForm,
        ids: Sequence[str],
        *,
        lock: bool = False,
        drafts: bool = False,
        deleted: bool = False,
        fields: Sequence[str] | None = None,
    ) -> dict[str, Found]:
        """Those of the records that are there and may be read, by id; locked in the order of their ids. ``drafts``:
        drafts too, whosever; ``deleted``: those in the bin instead; ``fields``: just these."""
        wanted = sorted({id_ for id_ in ids if is_id(id_)})
        if not wanted or "read" not in self.rights(form).actions:
            return {}
        row = self.world.row(form)
        chosen, columns = selection(row, fields)
        place = "bin" if deleted else "any" if drafts else "live"
        query = select(*columns, row.table.c.draft).where(row.raw("id").in_(wanted), *readable(row, place=place))
        if lock and self.world.dialect == "postgresql":
            query = query.with_for_update(of=row.table)
        lines = self.connection.execute(query.order_by(row.raw("id"))).all()
        found = [Found(*chosen.record(line), bool(line[-1])) for line in lines]
        fill_many(self.connection, row, [item.values for item in found], fields)
        return {item.id: item for item in found}

    def page(
        self,
        form: StoredForm,
        query: ListQuery,
        *,
        limit: int = 20,
        cursor: str | None = None,
        count: Count = "none",
        reached: Sequence[Reached] = (),
    ) -> Page:
        """One page of a list; ``limit`` is cut to 500. ``reached``: columns behind references, beside the fields."""
        self.see(form)
        limit = max(1, min(limit, MOST_ROWS))
        sort = _complete(query.sort)
        after = None if cursor is None else read_cursor(cursor, sort)
        blanks = None if after is None else tuple(value is None for value in after)
        statements = self._kept(("page", form.name, query, blanks), lambda world: page(world, form, query, blanks))
        begins = after_parameters(after or ())
        rows: list[Any] = []
        for statement in statements.statements:
            rows += self._run(statement, {**begins, "most": limit + 1 - len(rows)}, sent=after is not None)
            if len(rows) > limit:
                break
        more, rows = len(rows) > limit, rows[:limit]
        found = [Found(*statements.selection.record(row)) for row in rows]
        fill_many(self.connection, self.world.row(form), [item.values for item in found], query.fields)
        fill_reached(self.connection, form, [item.values for item in found], reached, self._kept)
        following = write_cursor(sort, rows[-1][statements.sorted_at :]) if more else None
        return Page(found, following, self._total(form, query, count))

    def _run(self, statement: Any, parameters: dict[str, Any], *, sent: bool) -> Sequence[Any]:
        """``sent``: the parameters come from a cursor that anybody may have written."""
        try:
            return self.connection.execute(statement, parameters).all()
        except (StatementError, OverflowError) as problem:
            if not sent or isinstance(problem, OperationalError) or isinstance(problem.__cause__, Failure):
                raise
            raise bad_cursor() from problem

    def count(self, form: StoredForm, query: ListQuery) -> int:
        """How many rows there are that he may see."""
        self.see(form)
        statement = self._kept(("count", form.name, query), lambda world: counting(world, form, query))
        return int(self.connection.execute(statement).scalar_one())

    def titles(self, form: StoredForm, records: Iterable[Mapping[str, Any]]) -> TitleBook:
        """What the references of these records show as."""
        return self.titles_of(form.app, wanted_titles(form, records))

    def titles_of(self, app: str, wanted: dict[str, set[str]]) -> TitleBook:
        """Titles by app/form and id, for the fields of ``app``."""
        book = TitleBook(app, self.organisation)
        load_titles(self.connection, self.world, wanted, book)
        return book

    def shown(self, form: StoredForm, id_: str, action: str = "read", *, need: str = "read") -> dict[str, bool]:
        """By field (and ``lines.cost``): whether it shows on this very row, which is known to be his to read, or may be
        written with ``need="edit"``.
        At most one statement, and none where rights do not depend on the row."""
        world = self.world
        if action == "read" and not sees_all(world.rights(form), form):
            world = self._with_tasks(form, id_)
        rights, row = world.rights(form), world.row(form)
        scopes = {
            key: rights.field_scope(key, action, need="edit" if need == "edit" else "read") for key in _keys(form)
        }
        fixed = {key: bool(node.value) for key, node in scopes.items() if isinstance(node, Lit)}
        open_ = {key: node for key, node in scopes.items() if key not in fixed}
        if not open_:
            return fixed
        columns = [world.scope(row, node).label(f"f{index}") for index, node in enumerate(open_.values())]
        line = self.connection.execute(select(*columns).where(row.raw("id") == id_)).first()
        return fixed | {key: bool(line is not None and line[index]) for index, key in enumerate(open_)}

    def allows(self, form: StoredForm, id_: str, action: str) -> bool:
        """Whether ``action`` may be done to this very row."""
        row = self.world.row(form)
        allowed = row.allowed(action)
        if allowed is None:
            return True
        return self.holds(form, id_, allowed)

    def holds(self, form: StoredForm, id_: str, condition: ColumnElement[bool]) -> bool:
        """Whether a condition made for the form's own table holds on one row."""
        if not is_id(id_):
            return False
        own = form.tables.columns["id"] == bindparam("id", id_, Id())
        query: Select[Any] = select(literal_column("1")).select_from(form.tables.table).where(own, condition)
        return self.connection.execute(query).first() is not None

    def _with_tasks(self, form: StoredForm, id_: str) -> World:
        """The world in which the reader's own tasks of this record count."""
        tasks = held_tasks(self.connection, self.principal.user, id_)
        return replace(self.world, held=(form.name, self.catalog.held(form, tasks))) if tasks else self.world

    def see(self, form: StoredForm) -> None:
        """Raises NotFound for a form he has no right on."""
        if not self.rights(form).actions:
            raise NotFound

    def _kept(self, key: tuple[Hashable, ...], build: Callable[[World], T]) -> T:
        """What ``build`` makes, made once for everybody with the same rights, unless its meaning moves with time."""
        whole = (*key, self.principal.fingerprint)
        held: T | None = self.catalog.statements.get(whole)
        if held is None:
            world = replace(self.world, moving=[])
            held = build(world)
            if not world.moving:
                self.catalog.statements[whole] = held
        return held

    def _total(self, form: StoredForm, query: ListQuery, count: Count) -> int | None:
        match count:
            case "none":
                return None
            case "estimate":
                statement = counting(self.world, form, query)
                guessed = estimated(self.connection, statement)
                return self.count(form, query) if guessed is None else guessed
            case "exact":
                return self.count(form, query)


def sees_all(rights: FormRights, form: StoredForm) -> bool:
    """Whether he reads every row, and nothing of a row hides from him."""
    return is_true(rights.row_scope("read")) and hides_nothing(rights, form)


def hides_nothing(rights: FormRights, form: StoredForm) -> bool:
    """Whether nothing of a row he may read hides from him."""
    return all(is_true(rights.field_scope(key)) for key in _keys(form))


def _hidden(world: World) -> Hashable:
    """What tells one set of tasks from another."""
    return None if world.held is None else tuple(tuple(sorted(grant.fields)) for grant in world.held[1])


def _complete(sort: Sequence[str]) -> tuple[str, ...]:
    """The order with the id at its end, as the statements have it."""
    keys = tuple(term for term in sort if term.removeprefix("-") != "id")
    last = keys[-1].startswith("-") if keys else "-id" in sort
    return (*keys, "-id" if last else "id")


def _keys(form: StoredForm) -> list[str]:
    inner = [f"{key}.{column}" for key, item in form.fields.items() for column in item.fields]
    return [*SYSTEM_FIELDS, *form.fields, *inner]
