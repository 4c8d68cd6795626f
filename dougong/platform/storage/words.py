"""Keyword search within a form: every word must stand in some text of the record that the reader may see.

On PostgreSQL trigram indexes serve the patterns. SQLite has a table of grams (every two neighbouring characters of the
searched texts, lower-cased): it only narrows down which rows are looked at, the texts themselves decide.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, false, func, insert, or_, select

from dougong.platform.storage.catalog import StoredForm
from dougong.platform.storage.rows import FormRow
from dougong.platform.storage.tables import search_gram

MOST_WORDS, LONGEST_WORD, LONGEST_TEXT = 8, 60, 2000


def words_of(text: str) -> tuple[str, ...]:
    """Lower-cased, without repeats, bounded."""
    plain = text.lower().replace("\x00", " ")
    return tuple(dict.fromkeys(word[:LONGEST_WORD] for word in plain.split()))[:MOST_WORDS]


def holding(row: FormRow, words: Sequence[str], dialect: str) -> list[ColumnElement[bool]]:
    """The conditions for rows that hold every word in a text that shows."""
    searched = [key for key in row.form.tables.searched if not row.rights.hidden(key)]
    if not words:
        return []
    if not searched:
        return [false()]
    found: list[ColumnElement[bool]] = []
    for word in words:
        grams = grams_of([word]) if dialect == "sqlite" else ()
        if grams:
            found.append(_with_grams(row, grams))
        found.append(or_(*[_holds(row, key, word, dialect) for key in searched]))
    return found


def _holds(row: FormRow, key: str, word: str, dialect: str) -> ColumnElement[bool]:
    column = row.raw(key)
    escaped = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    pattern = f"%{escaped}%"
    like = column.ilike(pattern, escape="\\") if dialect == "postgresql" else column.like(pattern, escape="\\")
    shows = row.shows(key)
    # the rights stand beside the pattern, not inside the column, so that the index serves
    return like if shows is None else and_(like, shows)


def _with_grams(row: FormRow, grams: Iterable[str]) -> ColumnElement[bool]:
    table = search_gram
    wanted = sorted(grams)
    query = select(table.c.record_id).where(table.c.form_table == row.form.tables.table.name, table.c.gram.in_(wanted))
    if len(wanted) > 1:
        query = query.group_by(table.c.record_id).having(func.count() == len(wanted))
    return row.raw("id").in_(query)


def grams_of(texts: Iterable[str]) -> frozenset[str]:
    """Every two neighbouring characters, ends of words included with no mark: a single character has no gram."""
    found: set[str] = set()
    for text in texts:
        for word in text[:LONGEST_TEXT].lower().split():
            found.update(word[at : at + 2] for at in range(len(word) - 1))
    return frozenset(found)


def index_words(connection: Connection, form: StoredForm, records: Iterable[Mapping[str, Any]], *, new: bool) -> None:
    """Keep the grams of these records (each with ``id``) right. Nothing to do on PostgreSQL."""
    searched = form.tables.searched
    if connection.dialect.name != "sqlite" or not searched:
        return
    table, name = search_gram, form.tables.table.name
    gathered = list(records)
    if not new:
        ids = [record["id"] for record in gathered]
        connection.execute(delete(table).where(table.c.record_id.in_(ids)))
    rows = [
        {"form_table": name, "gram": gram, "record_id": record["id"]}
        for record in gathered
        for gram in grams_of(str(record[key]) for key in searched if record.get(key))
    ]
    if rows:
        connection.execute(insert(table), rows)


def forget_words(connection: Connection, ids: Sequence[str]) -> None:
    """The records are gone for good."""
    if connection.dialect.name == "sqlite":
        connection.execute(delete(search_gram).where(search_gram.c.record_id.in_(ids)))
