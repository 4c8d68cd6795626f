"""Records as a sheet: the rows and fields somebody may see, under a view or a filter, page by page.

Nothing is held in memory but one page; the file is written as it is read and read to its end by the client.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dougong.engines.finding import Invalid, message
from dougong.engines.form.fields import CompiledField
from dougong.engines.record.definition import SYSTEM_FIELDS
from dougong.errors import Forbidden
from dougong.platform.storage.reached import Reached
from dougong.platform.storage.titles import TitleBook
from dougong.runtime.services.desk import Desk
from dougong.runtime.services.export_cells import Options, cell, system_cell
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
    """The columns asked for, those of the view, or every field that shows. Raises NotFound, Forbidden, Invalid."""
    stored, compiled = desk.stored(form), desk.form(form)
    desk.door.see(stored)
    rights = desk.door.rights(stored)
    if "export" not in rights.actions:
        raise Forbidden
    fields = {key: one for key, one in compiled.fields.items() if one.stored}
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
    options = _options(desk, form, columns)
    fields = tuple(column.key for column in columns if column.field is not None and column.reached is None)
    reached = [column.reached for column in columns if column.reached is not None]
    while count < MOST:
        asking = replace(asked, fields=fields, limit=PAGE, cursor=cursor, count="none")
        page = page_of(desk, form, asking, reached)
        book = titles_with(desk, stored, page.items, reached)
        for item in page.items:
            yield [_cell(item.values.get(column.key), column, book, options[column.key]) for column in columns]
        count += len(page.items)
        cursor = page.next
        if cursor is None:
            return


def _options(desk: Desk, form: str, columns: Sequence[Column]) -> dict[str, Options]:
    """Of each column the names of its choices, or of those in the fields of its rows."""
    found: dict[str, Options] = {}
    for column in columns:
        field = column.field
        children = field.children if field is not None else {}
        paths = {field.key: column.key} if field is not None else {}
        paths |= {f"{column.key}.{child}": f"{column.key}.{child}" for child in children}
        named = {key: forms_of(desk.app).options(form, path) for key, path in paths.items()}
        found[column.key] = {
            key: {one.value: words(one.name, desk.actor.locale) for one in several}
            for key, several in named.items()
            if several
        }
    return found


def _cell(value: Any, column: Column, book: TitleBook, options: Options) -> Cell:
    if column.field is None:
        return system_cell(value, book)
    source = column.reached or column.field
    return cell(value, column.field, options, lambda given: source.dump(given, book))
