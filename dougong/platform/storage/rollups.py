"""What many records that point at one come to: the values of roll-ups, for many of those ones at once."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, func, literal, select
from sqlalchemy import Text as SqlText

from dougong.engines.expression.numbers import divide
from dougong.engines.expression.tree import Node
from dougong.engines.record.columns import ColumnType, LinkTable
from dougong.platform.storage.catalog import StoredForm
from dougong.platform.storage.paths import Paths, paths_of
from dougong.platform.storage.records import Records
from dougong.platform.storage.rows import FormRow, Part
from dougong.platform.storage.select import readable
from dougong.platform.storage.titles import TitleBook, title_text

MOST_JOINED = 10_000
LONGEST_JOINED = 2_000


@dataclass(frozen=True)
class Rolling:
    """``form``'s records that point at others by ``through``; ``field`` of those that fulfil ``when``, folded."""

    form: StoredForm
    through: str
    function: str
    field: str | None = None
    when: Node | None = None


def rolled_up(records: Records, rolling: Rolling, ids: Sequence[str]) -> dict[str, Any]:
    """By the id pointed at; ids that nothing points at are absent. What the door's principal may not see counts for
    nothing."""
    if not ids or "read" not in records.rights(rolling.form).actions:
        return {}
    source = _Source(records, rolling)
    match rolling.function:
        case "join":
            return source.joined(ids)
        case "first" | "last":
            return source.ends(ids, last=rolling.function == "last")
        case _:
            return source.folded(ids)


class _Source:
    """The rows that count, and the id each points at."""

    def __init__(self, records: Records, rolling: Rolling) -> None:
        self.records, self.rolling = records, rolling
        self.paths: Paths = paths_of(records.world, rolling.form)
        row = self.paths.root
        assert isinstance(row, FormRow)
        self.row = row
        self.where = readable(row)
        self.key = self._key()
        self.part: Part | None = row.part(rolling.field) if rolling.field is not None else None
        if rolling.when is not None:
            self.where.append(records.world.condition(rolling.when, self.paths))

    def _key(self) -> ColumnElement[Any]:
        item = self.rolling.form.fields[self.rolling.through]
        shows = self.row.shows(item.key)
        if shows is not None:
            self.where.append(shows)
        if not isinstance(item.place, LinkTable):
            self._extra: FromClause | None = None
            return self.row.raw(item.key)
        link = self.rolling.form.tables.links[item.key]
        self._extra = link
        self.where.append(link.c.record_id == self.row.raw("id"))
        return link.c.target_id

    def select(self, ids: Sequence[str], *columns: ColumnElement[Any]) -> Select[Any]:
        froms = [self.paths.source()] if self._extra is None else [self.paths.source(), self._extra]
        return select(self.key, *columns).select_from(*froms).where(self.key.in_(list(ids)), *self.where)

    def folded(self, ids: Sequence[str]) -> dict[str, Any]:
        """Count, sum, average, least, greatest: one grouped statement."""
        function, part = self.rolling.function, self.part
        if part is None:
            query = self.select(ids, func.count()).group_by(self.key)
            return {id_: Decimal(count) for id_, count in self.records.connection.execute(query)}
        element = part.element
        match function:
            case "count":
                aggregate: list[ColumnElement[Any]] = [func.count(element)]
            case "count_distinct":
                aggregate = [func.count(element.distinct())]
            case "sum":
                aggregate = [func.sum(element, type_=element.type)]
            case "avg":
                aggregate = [func.sum(element, type_=element.type), func.count(element)]
            case "min":
                aggregate = [func.min(element, type_=element.type)]
            case _:
                aggregate = [func.max(element, type_=element.type)]
        query = self.select(ids, *aggregate).group_by(self.key)
        return {row[0]: self._value(list(row[1:])) for row in self.records.connection.execute(query)}

    def _value(self, values: list[Any]) -> Any:
        if self.rolling.function == "avg":
            return None if not values[1] else divide(Decimal(values[0]), Decimal(values[1]))
        if self.rolling.function in ("count", "count_distinct"):
            return Decimal(values[0])
        return self._read(values[0])

    def _read(self, value: Any) -> Any:
        item = self.rolling.form.fields.get(self.rolling.field or "")
        whole = self.part is not None and self.part.type is ColumnType.INTEGER
        if value is not None and (whole or self.rolling.function == "sum"):
            # a sum may be too long for the field it is made of; the roll-up's own field judges it
            return Decimal(value)
        return value if item is None or item.read is None or value is None else item.read(value)

    def ends(self, ids: Sequence[str], *, last: bool) -> dict[str, Any]:
        """The value of the first or last record by creation."""
        assert self.part is not None
        made, own = self.row.raw("created_at"), self.row.raw("id")
        order = (made.desc(), own.desc()) if last else (made.asc(), own.asc())
        place = func.row_number().over(partition_by=self.key, order_by=order).label("place")
        ranked = self.select(ids, self.part.element.label("value"), place).subquery()
        query = select(ranked.c[0], ranked.c.value).where(ranked.c.place == 1)
        return {id_: self._read(value) for id_, value in self.records.connection.execute(query)}

    def joined(self, ids: Sequence[str]) -> dict[str, Any]:
        """Their texts, in the order of creation."""
        field = self.rolling.field
        shown = self.part.element if self.part is not None else literal(None, SqlText())
        query = self.select(ids, shown).order_by(self.row.raw("created_at"), self.row.raw("id")).limit(MOST_JOINED)
        rows = self.records.connection.execute(query).all()
        item = self.rolling.form.fields.get(field or "")
        book = (
            self.records.titles(self.rolling.form, [{field: value} for _, value in rows])
            if field is not None
            else TitleBook(self.rolling.form.app, self.records.organisation)
        )
        found: dict[str, list[str]] = defaultdict(list)
        for id_, value in rows:
            text = title_text(item, value, book)
            if text:
                found[id_].append(text)
        return {id_: ", ".join(texts)[:LONGEST_JOINED] for id_, texts in found.items()}
