"""Records as a sheet: the rows and fields somebody may see, under a view or a filter, page by page.

Nothing is held in memory but one page; the file is written as it is read and read to its end by the client.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dougong.engines.document import Name
from dougong.engines.finding import Invalid, message
from dougong.engines.form.fields import CompiledField
from dougong.engines.record.definition import SYSTEM_FIELDS
from dougong.errors import Forbidden
from dougong.platform.storage.reached import Reached
from dougong.platform.storage.titles import TitleBook
from dougong.runtime.services.desk import Desk
from dougong.runtime.services.portal import words
from dougong.runtime.services.records_reading import Asked, page_of, reached_of
from dougong.runtime.services.records_shape import titles_with
from dougong.runtime.services.report_forms import forms_of
from dougong.runtime.services.sheet_writer import Cell

PAGE = 500
MOST = 200_000
UNKNOWN_FIELD = message("unknown_field", "没有可导出的字段“{field}”", "There is no field “{field}” to export")


@dataclass(frozen=True)
class Column:
    """``field``: what its values are like, None for what every record has; ``reached``: it lies behind a reference."""

    key: str
    field: CompiledField | None = None
    reached: Reached | None = None


def columns_of(desk: Desk, form: str, asked: Asked) -> list[Column]:
    """The columns asked for, those of the view, or every field that shows. Raises Forbidden, Invalid."""
    stored, compiled = desk.stored(form), desk.form(form)
    rights = desk.door.rights(stored)
    if "export" not in rights.actions:
        raise Forbidden
    fields = {key: one for key, one in compiled.fields.items() if one.stored and not one.children}
    shown = {key: Column(key, one) for key, one in fields.items() if not rights.hidden(key)}
    shown |= {key: Column(key) for key in SYSTEM_FIELDS if key not in fields and not rights.hidden(key)}
    behind = reached_of(desk, form, asked)
    found = shown | {one.key: Column(one.key, forms_of(desk.app).field(form, one.path), one) for one in behind}
    wanted: Sequence[str] = asked.fields or ()
    if not wanted and asked.view is not None and asked.view in compiled.views:
        wanted = [path for path in compiled.views[asked.view].definition.paths if path in found]
    wanted = wanted or [key for key in [*fields, "owner", "department", "created_at"] if key in shown]
    unknown = [(index, key) for index, key in enumerate(wanted) if key not in found]
    if unknown:
        raise Invalid([UNKNOWN_FIELD.at(f"/fields/{index}", field=key) for index, key in unknown])
    return [found[key] for key in wanted]


def header(desk: Desk, form: str, columns: Sequence[Column]) -> list[str]:
    names = [forms_of(desk.app).shown(form, column.key) for column in columns]
    return [name.in_locale(desk.actor.locale) for name in names]


def rows(desk: Desk, form: str, asked: Asked, columns: Sequence[Column]) -> Iterator[list[Cell]]:
    """At most ``MOST`` rows, in the order of the list."""
    stored, cursor, count = desk.stored(form), None, 0
    options = {column.key: _names(desk, form, column.key) for column in columns if column.field is not None}
    fields = tuple(column.key for column in columns if column.field is not None and column.reached is None)
    reached = [column.reached for column in columns if column.reached is not None]
    while count < MOST:
        asking = replace(asked, fields=fields, limit=PAGE, cursor=cursor, count="none")
        page = page_of(desk, form, asking, reached)
        book = titles_with(desk, stored, page.items, reached)
        for item in page.items:
            yield [_cell(item.values.get(column.key), column, book, options.get(column.key)) for column in columns]
        count += len(page.items)
        cursor = page.next
        if cursor is None:
            return


def _names(desk: Desk, form: str, key: str) -> dict[str, str] | None:
    found = {one.value: words(one.name, desk.actor.locale) for one in forms_of(desk.app).options(form, key)}
    return found or None


def _cell(value: Any, column: Column, book: TitleBook, options: dict[str, str] | None) -> Cell:
    """A value as people read it in a sheet; numbers and dates stay what they are."""
    if value is None or value == []:
        return None
    if options is not None:
        return ", ".join(options.get(one) or one for one in _flat(value))
    if column.reached is not None:
        shown = column.reached.dump(value, book)
    elif column.field is not None:
        shown = column.field.dump(value, book)
    else:
        return _system(value, book)
    if isinstance(shown, dict | list):
        return ", ".join(_title(one) for one in (shown if isinstance(shown, list) else [shown]))
    plain: Cell = value
    return plain


def _flat(value: Any) -> Iterator[str]:
    """The choices of a value, of one or several rows."""
    for one in value if isinstance(value, list) else [value]:
        yield from _flat(one) if isinstance(one, list) else [one]


def _title(one: Any) -> str:
    if not isinstance(one, dict):
        return str(one)
    named = one.get("title") or one.get("name") or ""
    return str(named if not isinstance(named, Name) else named.zh)


def _system(value: Any, book: TitleBook) -> Cell:
    plain: Cell = value
    if not isinstance(plain, str):
        return plain
    return book.organisation.name_of(plain) or book.organisation.department_name(plain) or plain
