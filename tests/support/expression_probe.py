"""Records of the test vectors in real tables, and an expression computed over one of them by a real database."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from dougong.engines.expression.env import Env
from dougong.engines.expression.kinds import Kind, list_of
from dougong.engines.expression.registry import load_functions
from dougong.engines.expression.samples import SampleScope, dump
from dougong.engines.expression.sql import to_sqltree
from dougong.engines.expression.tree import Node
from dougong.platform.db.sqlite_functions import encode
from dougong.platform.storage.lower import Binding, DialectName, LoweredColumn, Rows, lower
from dougong.platform.storage.lower.types import DecimalText

FUNCTIONS = load_functions()
WIDTH = 20
NUMBERS = ("number", "money", "percent", "duration")
# types of one thing with fields behind it
ONE = ("fields", "user", "department")
# the first letter of a column says what it holds
LETTERS = {**dict.fromkeys(NUMBERS, "n"), "boolean": "b", "date": "d", "datetime": "m", "time": "c", "list": "j"}
TYPES: dict[str, dict[str, Any]] = {
    "postgresql": {
        "n": sa.Numeric(), "x": sa.Numeric(), "b": sa.Boolean(), "d": sa.Date(), "m": sa.DateTime(timezone=True),
        "c": sa.Time(), "t": sa.Text(), "j": pg.JSONB(none_as_null=True),
    },
    "sqlite": {
        "n": sa.BigInteger(), "x": DecimalText(), "b": sa.Boolean(), "d": sa.Text(), "m": sa.Text(), "c": sa.Text(),
        "t": sa.Text(), "j": sa.Text(),
    },
}  # fmt: skip


def tables(dialect: str) -> tuple[sa.MetaData, sa.Table, sa.Table]:
    """A table of records and one of rows, with ``WIDTH`` columns of every type."""
    metadata = sa.MetaData()

    def columns() -> Iterator[sa.Column[Any]]:
        for letter, type_ in TYPES[dialect].items():
            for at in range(WIDTH):
                yield sa.Column(f"{letter}{at}", type_)

    records = sa.Table("records", metadata, sa.Column("id", sa.Integer, primary_key=True), *columns())
    rows = sa.Table(
        "rows", metadata, sa.Column("parent", sa.Integer), sa.Column("list", sa.Text),
        sa.Column("position", sa.Integer), sa.Column("row_id", sa.Text), *columns(),
    )  # fmt: skip
    return metadata, records, rows


@dataclass
class Layout:
    """Which column holds which path, and the values to store."""

    table: sa.Table
    dialect: str
    used: dict[str, int] = field(default_factory=dict)
    places: dict[tuple[str, ...], tuple[str, Kind, int | None]] = field(default_factory=dict)

    def place(self, path: tuple[str, ...], kind: Kind, values: list[Any]) -> list[Any]:
        """Give the path a column that can hold all of ``values``; they come back as they are stored."""
        letter, scale = LETTERS.get(kind.name, "t"), None
        if letter == "n" and self.dialect == "sqlite":
            scale = max((-value.as_tuple().exponent for value in values if value is not None), default=2)
            scale = max(scale, 0)
            if any(value is not None and abs(value) * 10**scale >= 10**18 for value in values):
                letter, scale = "x", None
        at = self.used.get(letter, 0)
        self.used[letter] = at + 1
        self.places[path] = (f"{letter}{at}", kind, scale)
        return [self._stored(value, scale, letter) for value in values]

    def _stored(self, value: Any, scale: int | None, letter: str) -> Any:
        if isinstance(value, Mapping):
            value = value.get("id")
        if value is None or value == "" or (letter == "j" and not value):
            return None
        if self.dialect == "postgresql" or letter == "x":
            return (
                value
                if letter != "j"
                else [encode(item) if not isinstance(item, Decimal) else str(item) for item in value]
            )
        return int(value.scaleb(scale)) if scale is not None else encode(value)

    def column(self, path: tuple[str, ...]) -> LoweredColumn:
        name, kind, scale = self.places[path]
        return LoweredColumn(self.table.c[name], kind, scale)


class ProbeRows:
    """The stored rows of one list."""

    def __init__(self, prefix: tuple[str, ...], parent: sa.ColumnElement[Any], layout: Layout) -> None:
        self.prefix = prefix
        self._parent = parent
        self._table = layout.table.alias()
        self._layout = layout

    def column(self, path: tuple[str, ...]) -> LoweredColumn:
        if path in {(), ("id",)}:
            return LoweredColumn(self._table.c.row_id, Kind("text"))
        name, kind, scale = self._layout.places[path]
        return LoweredColumn(self._table.c[name], kind, scale)

    def source(self) -> sa.FromClause:
        return self._table

    def condition(self) -> sa.ColumnElement[bool]:
        return sa.and_(self._table.c.parent == self._parent, self._table.c.list == ".".join(self.prefix))

    def order(self) -> sa.ColumnElement[Any]:
        return self._table.c.position


class Probe:
    """One connection with the two tables; ``value`` stores a record and computes an expression over it."""

    def __init__(self, connection: sa.Connection) -> None:
        self.connection = connection
        self.dialect: DialectName = "postgresql" if connection.dialect.name == "postgresql" else "sqlite"
        metadata, self.records, self.rows = tables(self.dialect)
        metadata.create_all(connection)
        self._last = 0

    def value(self, node: Node, kind: Kind, types: Mapping[str, Any], env: Env) -> object:
        """What the database makes of it, as API JSON."""
        resolver = self.store(types, env.values)
        me = env.me or {}
        department = me.get("department")
        binding = Binding(
            env.now,
            str(env.zone),
            me.get("id"),
            department.get("id") if isinstance(department, Mapping) else department,
            tuple(me.get("team", ())),
            env.calendar,
        )  # fmt: skip
        element = lower(to_sqltree(node, FUNCTIONS), resolver, self.dialect, binding)
        query = sa.select(element).select_from(self.records).where(self.records.c.id == self._last)
        return self._shown(self.connection.execute(query).scalar_one(), kind)

    def store(self, types: Mapping[str, Any], values: Mapping[str, Any]) -> "ProbeResolver":
        self._last += 1
        resolver = ProbeResolver(self, Layout(self.records, self.dialect))
        stored: dict[str, Any] = {"id": self._last}
        self._record((), types, values, resolver, stored)
        self.connection.execute(self.records.insert(), [stored])
        return resolver

    def _record(
        self, prefix: tuple[str, ...], types: Mapping[str, Any], values: Mapping[str, Any],
        resolver: "ProbeResolver", stored: dict[str, Any],
    ) -> None:  # fmt: skip
        for name, written in types.items():
            path, value = (*prefix, name), values.get(name)
            if isinstance(written, dict) and ("rows" in written or "records" in written):
                self._many(path, written.get("rows") or written.get("records"), value or [], resolver)
                continue
            kind = SampleScope(types).resolve((name,))
            assert kind is not None
            (stored_value,) = resolver.layout.place(path, kind, [value])
            stored[resolver.layout.places[path][0]] = stored_value
            fields = next((written[key] for key in ONE if key in written), None) if isinstance(written, dict) else None
            if fields is not None:
                behind = value if isinstance(value, Mapping) else {}
                self._record(path, {"id": "text", **fields}, behind, resolver, stored)

    def _many(
        self, path: tuple[str, ...], types: Mapping[str, Any], items: list[Any], resolver: "ProbeResolver"
    ) -> None:
        layout = Layout(self.rows, self.dialect)
        resolver.lists[path] = layout
        stored: list[dict[str, Any]] = [
            {"parent": self._last, "list": ".".join(path), "position": at, "row_id": item.get("id") or f"r{at}"}
            for at, item in enumerate(items)
        ]
        self._columns((), types, items, layout, stored)
        if stored:
            self.connection.execute(self.rows.insert(), stored)

    def _columns(
        self, prefix: tuple[str, ...], types: Mapping[str, Any], items: list[Any], layout: Layout,
        stored: list[dict[str, Any]],
    ) -> None:  # fmt: skip
        """The values of all rows, those behind their references too."""
        for name, written in types.items():
            kind = SampleScope(types).resolve((name,))
            assert kind is not None
            values, path = [item.get(name) for item in items], (*prefix, name)
            for at, value in enumerate(layout.place(path, kind, values)):
                stored[at][layout.places[path][0]] = value
            fields = next((written[key] for key in ONE if key in written), None) if isinstance(written, dict) else None
            if fields is not None:
                behind = [value if isinstance(value, Mapping) else {} for value in values]
                self._columns(path, {"id": "text", **fields}, behind, layout, stored)

    def _shown(self, value: Any, kind: Kind) -> object:
        if kind.name == "list":
            return [] if value is None else self._items(json.loads(value) if isinstance(value, str) else value, kind)
        if isinstance(value, int) and not isinstance(value, bool) and kind.name in {"blank", "any"}:
            return value
        return dump(value)

    def _items(self, items: list[Any], kind: Kind) -> list[object]:
        return [dump(self._read(item, kind.of or Kind("any"))) for item in items]

    def _read(self, item: Any, kind: Kind) -> Any:
        if item is None:
            return None
        readers: dict[str, Any] = {
            "boolean": bool, "date": date.fromisoformat, "datetime": datetime.fromisoformat, "time": time.fromisoformat,
            **dict.fromkeys(NUMBERS, Decimal),
        }  # fmt: skip
        return readers.get(kind.name, str)(item)


@dataclass
class ProbeResolver:
    probe: Probe
    layout: Layout
    lists: dict[tuple[str, ...], Layout] = field(default_factory=dict)

    def column(self, path: tuple[str, ...]) -> LoweredColumn:
        return self.layout.column(path)

    def rows(self, path: tuple[str, ...]) -> Rows | None:
        for prefix, layout in self.lists.items():
            if path[: len(prefix)] == prefix:
                return ProbeRows(prefix, self.probe.records.c.id, layout)
        return None


__all__ = ["FUNCTIONS", "Probe", "list_of"]
