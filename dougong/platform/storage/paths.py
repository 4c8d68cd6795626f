"""Where the paths of an expression lead, with the reader's rights in every step.

``Paths`` is for what somebody asks (filters, sorts, columns of lists and reports): each reference is a LEFT JOIN whose
condition holds the rights on the row joined, so a row he may not see joins as nothing. ``GrantPaths`` is for the
conditions of grants themselves: they read everything, by correlated subqueries, and so fit into any statement.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, FromClause, and_, select

from dougong.engines.expression.kinds import Kind
from dougong.engines.expression.registry import Functions
from dougong.engines.expression.sql import to_sqltree
from dougong.engines.expression.tree import Call, Node, walk
from dougong.engines.finding import Invalid, message
from dougong.engines.record.columns import ChildTable, ColumnType, LinkTable, Target
from dougong.platform.access.condition import is_true
from dougong.platform.access.principal import Principal
from dougong.platform.access.rights import EVERYTHING, BoundGrant, FormRights
from dougong.platform.storage.catalog import Catalog, StoredField, StoredForm
from dougong.platform.storage.lower import Binding, DialectName, LoweredColumn, NotLowerable, Rows, lower_condition
from dougong.platform.storage.people import people_row
from dougong.platform.storage.rows import ChildRow, FormRow, Part, Row

MAX_JOINS, MAX_DEPTH = 8, 4
TOO_MANY_JOINS = message(
    "too_many_paths", "涉及的关联过多或过深", "This reaches through too many references, or too deep"
)


@dataclass(frozen=True)
class World:
    """What every part of one statement shares."""

    catalog: Catalog
    principal: Principal
    dialect: DialectName
    now: datetime
    # for the conditions of grants themselves, which read everything
    opened: bool = False
    # one record is asked for: what its reader's tasks let him read of it, by app/form
    held: tuple[str, tuple[BoundGrant, ...]] | None = None
    # conditions that mean something else at another moment: a statement that holds one may not be used again
    moving: list[Node] = field(default_factory=list, compare=False)

    @property
    def binding(self) -> Binding:
        who = self.principal
        team, calendar = tuple(sorted(who.team)), self.catalog.calendar
        return Binding(self.now, self.catalog.zone, who.user, who.department, team, calendar)

    def form(self, name: str, within: str) -> StoredForm:
        """The form as ``within`` (an app) names it."""
        return self.catalog.form(name if "/" in name else f"{within}/{name}")

    def rights(self, form: StoredForm) -> FormRights:
        if self.opened:
            return EVERYTHING
        rights = self.catalog.rights(self.principal, form)
        if self.held is not None and self.held[0] == form.name:
            return rights.with_more(self.held[1])
        return rights

    def row(self, form: StoredForm, table: FromClause | None = None) -> FormRow:
        """A row of the form as the principal may see it."""
        return FormRow(form, form.tables.table if table is None else table, self.rights(form), self.scope)

    def scope(self, row: FormRow, node: Node) -> ColumnElement[bool]:
        """A condition of a grant as SQL on one row. Raises NotLowerable for a path that leads nowhere from there."""
        opened = replace(self, opened=True)
        try:
            return self.condition(node, GrantPaths(opened, opened.row(row.form, row.table)))
        except KeyError as path:
            raise NotLowerable from path

    def condition(self, node: Node, paths: "Paths | GrantPaths") -> ColumnElement[bool]:
        """A boolean expression as SQL; NULL may stand for false."""
        if not _lasting(node, self.catalog.functions()):
            self.moving.append(node)
        return lower_condition(to_sqltree(node, self.catalog.functions()), paths, self.dialect, self.binding)

    def target_row(self, target: Target, within: str) -> Row:
        """A row an id points at, under an alias of its own."""
        if target.table != "record":
            return people_row(target.table)
        assert target.form is not None
        form = self.form(target.form, within)
        return self.row(form, form.tables.table.alias())


def _lasting(node: Node, functions: Functions) -> bool:
    """Whether a condition means the same tomorrow."""
    calls = (part for part in walk(node) if isinstance(part, Call))
    return all(
        (known := functions.get(call.function)) is not None and known.volatility == "immutable" for call in calls
    )


class Paths:
    """A resolver of paths from one row; ``source`` has the joins that were needed, so it is asked last."""

    def __init__(self, world: World, root: Row, app: str) -> None:
        self.world = world
        self.root = root
        self.app = app
        self._rows: dict[tuple[str, ...], Row] = {(): root}
        self._source: FromClause = root.table

    def source(self) -> FromClause:
        return self._source

    def part(self, path: tuple[str, ...]) -> Part:
        """The column at a to-one path. Raises KeyError for a path there is not."""
        found = self.row(path[:-1]).part(path[-1])
        if found.target is None or found.target.table != "record":
            return found
        assert found.target.form is not None
        form = self.world.form(found.target.form, self._app_of(path[:-1]))
        if is_true(self.world.rights(form).row_scope("read")):
            return found
        # which record it is may only be known of records one may read
        behind = self.row(path).part("id")
        return Part(behind.element, found.kind, found.type, None, found.target)

    def column(self, path: tuple[str, ...]) -> LoweredColumn:
        return self.part(path).lowered(self.world.dialect)

    def row(self, path: tuple[str, ...]) -> Row:
        """The row a path of references leads to, joined once."""
        if path in self._rows:
            return self._rows[path]
        if len(path) > MAX_DEPTH or len(self._rows) > MAX_JOINS:
            raise Invalid([TOO_MANY_JOINS.at("")])
        from_row = self.row(path[:-1])
        part = from_row.part(path[-1])
        if part.target is None:
            raise KeyError(".".join(path))
        found = self.world.target_row(part.target, self._app_of(path[:-1]))
        self._source = self._source.outerjoin(found.table, _joined(found, part.element))
        self._rows[path] = found
        return found

    def rows(self, path: tuple[str, ...]) -> "ManyRows | None":
        """The rows behind the first part of the path that leads to several; None when its value is a stored list."""
        row: Row = self.root
        for depth, key in enumerate(path):
            many = row.many(key)
            if many is not None:
                return many_rows(self.world, row, many, path[: depth + 1], self._app_of(path[:depth]))
            if depth + 1 < len(path):
                row = self.row(path[: depth + 1])
        return None

    def _app_of(self, path: tuple[str, ...]) -> str:
        row = self.row(path)
        return row.form.app if isinstance(row, FormRow) else self.app


def _joined(row: Row, id_: ColumnElement[Any]) -> ColumnElement[bool]:
    same = row.part("id").element == id_
    if not isinstance(row, FormRow):
        return same
    allowed = row.allowed("read")
    return and_(row.raw("id") == id_, row.alive(), *([] if allowed is None else [allowed]))


class GrantPaths:
    """Paths as a grant's condition sees them: everything shows, references are subqueries."""

    def __init__(self, world: World, root: Row) -> None:
        self.world = world
        self.root = root

    def column(self, path: tuple[str, ...]) -> LoweredColumn:
        if len(path) == 1:
            return _plain(self.root, path[0]).lowered(self.world.dialect)
        behind, condition = self._behind(path[0])
        found = GrantPaths(self.world, behind).column(path[1:])
        query = select(found.element).select_from(behind.table).where(condition)
        return LoweredColumn(query.correlate_except(behind.table).scalar_subquery(), found.kind, found.scale)

    def rows(self, path: tuple[str, ...]) -> "Rows | None":
        many = self.root.many(path[0])
        if many is not None:
            app = self.root.form.app if isinstance(self.root, FormRow) else self.world.catalog.app
            return many_rows(self.world, self.root, many, path[:1], app)
        return None

    def _behind(self, key: str) -> tuple[Row, ColumnElement[bool]]:
        part = _plain(self.root, key)
        if part.target is None:
            raise KeyError(key)
        app = self.root.form.app if isinstance(self.root, FormRow) else self.world.catalog.app
        found = self.world.target_row(part.target, app)
        return found, _plain(found, "id").element == part.element


def _plain(row: Row, key: str) -> Part:
    return row.plain(key) if isinstance(row, FormRow) else row.part(key)


class ManyRows:
    """The rows behind a sub-table or a list of references, as the lowering asks for them."""

    def __init__(
        self, prefix: tuple[str, ...], inside: Paths, belongs: list[ColumnElement[bool]], order: ColumnElement[Any]
    ) -> None:
        self._prefix = prefix
        self.inside = inside
        self._belongs = belongs
        self._order = order

    @property
    def prefix(self) -> tuple[str, ...]:
        return self._prefix

    def column(self, path: tuple[str, ...]) -> LoweredColumn:
        return self.inside.column(path or ("id",))

    def source(self) -> FromClause:
        return self.inside.source()

    def condition(self) -> ColumnElement[bool]:
        return and_(*self._belongs)

    def order(self) -> ColumnElement[Any] | None:
        return self._order


class LinkRow(Row):
    """A row of a link table; what lies behind its id is reached as through a reference named ``id``."""

    def __init__(self, field: StoredField, table: FromClause, kind: Kind) -> None:
        self.field = field
        self._table = table
        self.kind = kind

    @property
    def table(self) -> FromClause:
        return self._table

    def part(self, key: str) -> Part:
        if key != "id":
            raise KeyError(key)
        return Part(self._table.c.target_id, self.kind, ColumnType.ID, None, self.field.target)

    def many(self, key: str) -> StoredField | None:
        return None


class LinkPaths(Paths):
    """Paths from a linked id: ``()`` or ``("id",)`` is the id itself, ``("name",)`` a column of what it points at."""

    def part(self, path: tuple[str, ...]) -> Part:
        return super().part(path if path == ("id",) else ("id", *path))


def many_rows(world: World, row: Row, field: StoredField, prefix: tuple[str, ...], app: str) -> ManyRows:
    """The rows of one field that holds several, correlated with ``row``."""
    tables: Any = row.form.tables if isinstance(row, FormRow) else _child_tables(row)
    parent = _plain(row, "id").element
    shows = row.shows(field.key) if isinstance(row, FormRow) else None
    extra = [] if shows is None else [shows]
    if isinstance(field.place, ChildTable):
        assert isinstance(row, FormRow)
        table = tables.children[field.key].table.alias()
        child = ChildRow(row, field, table)
        belongs = [table.c.parent_id == parent, *extra]
        return ManyRows(prefix, Paths(world, child, app), belongs, table.c.position)
    assert isinstance(field.place, LinkTable)
    link = tables.links[field.key].alias()
    inside = LinkPaths(world, LinkRow(field, link, field.kind.item), app)
    return ManyRows(prefix, inside, [link.c.record_id == parent, *extra], link.c.position)


def _child_tables(row: Row) -> Any:
    assert isinstance(row, ChildRow)
    return row.parent.form.tables.children[row.field.key]


def paths_of(world: World, form: StoredForm, table: FromClause | None = None) -> Paths:
    """Paths from a row of the form as the world's principal may see it."""
    return Paths(world, world.row(form, table), form.app)
