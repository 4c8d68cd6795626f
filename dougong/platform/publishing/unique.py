"""Unique sets that the records which are there already break: such a version cannot be published."""

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import Connection

from dougong.engines.finding import Finding, message
from dougong.errors import Text
from dougong.platform.definitions.index import AppIndex
from dougong.platform.publishing import counts
from dougong.platform.publishing.difference import FormPair
from dougong.platform.publishing.side import Side
from dougong.platform.publishing.step import listed
from dougong.platform.storage.ddl import FoundTable

REPEATED = message(
    "unique_broken",
    "已有 {times} 组重复的 {fields}，请先合并或修改这些记录",
    "{times} sets of records repeat {fields} already; merge or change them first",
)


def duplicate_findings(
    connection: Connection, old: Side, new: Side, pairs: Sequence[FormPair], found: Mapping[str, FoundTable]
) -> Iterator[Finding]:
    """One finding for each new unique index that would fail."""
    index = AppIndex(new.app, new.forms)
    standing = {table.name: table for table in old.all_tables()}
    for pair in pairs:
        if pair.new is None or pair.old is None:
            continue
        tables = new.tables[pair.new.key]
        keys = {column.name: key for key, column in tables.columns.items()}
        table, real = standing.get(tables.table.name), found.get(tables.table.name)
        for one in tables.table.indexes:
            if not one.unique or table is None or real is None or str(one.name) in real.indexes:
                continue
            names = [column.name for column in one.columns]
            if not all(name in table.c and name in real.columns for name in names):
                continue  # a column that is new holds nothing yet
            times = counts.repeated(connection, table, [table.c[name] for name in names])
            if times:
                fields = [keys[name] for name in names]
                at = _place(index, pair.new.key, fields)
                yield REPEATED.at(at, times=times, fields=_named(new, pair.new.key, fields))


def _named(new: Side, form: str, fields: list[str]) -> Text:
    known = new.forms.fields(form)
    return listed(known[key].name for key in fields)


def _place(index: AppIndex, form: str, fields: list[str]) -> str:
    """The unique set in the document, or the field that is unique by itself."""
    definition = next(one for one in index.app.forms if one.key == form)
    at = index.where(("form", form)) or ""
    for number, together in enumerate(definition.unique):
        if list(together) == fields:
            return f"{at}/unique/{number}"
    return (index.where(("field", f"{form}.{fields[0]}")) or at) + "/unique"
