"""Records as a sheet: the rows and fields somebody may see, under a view or a filter, page by page.

Nothing is held in memory but one page; the file is written as it is read and read to its end by the client.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from dougong.engines.document import Name
from dougong.engines.finding import Invalid, message
from dougong.engines.form.fields import CompiledField
from dougong.errors import Forbidden
from dougong.platform.storage.titles import TitleBook
from dougong.runtime.services.desk import Desk
from dougong.runtime.services.portal import words
from dougong.runtime.services.records_reading import Asked, page_of
from dougong.runtime.services.report_forms import SYSTEM_NAMES, forms_of
from dougong.runtime.services.sheet_writer import Cell

PAGE = 500
MOST = 200_000
UNKNOWN_FIELD = message("unknown_field", "没有可导出的字段“{field}”", "There is no field “{field}” to export")
Column = tuple[str, CompiledField | None]


def columns_of(desk: Desk, form: str, asked: Asked) -> list[Column]:
    """The columns asked for, those of the view, or every field that shows. Raises Forbidden, Invalid."""
    stored, compiled = desk.stored(form), desk.form(form)
    rights = desk.door.rights(stored)
    if "export" not in rights.actions:
        raise Forbidden
    fields = {key: one for key, one in compiled.fields.items() if one.stored and not one.children}
    shown = {key: one for key, one in fields.items() if not rights.hidden(key)}
    wanted: Sequence[str] = asked.fields or ()
    if not wanted and asked.view is not None and asked.view in compiled.views:
        given = [one if isinstance(one, str) else one.field for one in compiled.views[asked.view].definition.columns]
        named = [path.split(".")[0] for path in given]
        wanted = [key for key in named if key in shown or key in SYSTEM_NAMES]
    wanted = wanted or [*shown, "owner", "department", "created_at"]
    unknown = [key for key in wanted if key not in shown and key not in SYSTEM_NAMES]
    if unknown:
        raise Invalid([UNKNOWN_FIELD.at("/fields", field=key) for key in unknown])
    return [(key, shown.get(key)) for key in wanted]


def header(desk: Desk, columns: Sequence[Column]) -> list[str]:
    names = [field.name if field is not None else SYSTEM_NAMES[key] for key, field in columns]
    return [name.in_locale(desk.actor.locale) for name in names]


def rows(desk: Desk, form: str, asked: Asked, columns: Sequence[Column]) -> Iterator[list[Cell]]:
    """At most ``MOST`` rows, in the order of the list."""
    stored, cursor, count = desk.stored(form), None, 0
    options = {key: _names(desk, form, key) for key, field in columns if field is not None}
    fields = tuple(key for key, field in columns if field is not None)
    while count < MOST:
        page = page_of(desk, form, replace(asked, fields=fields, limit=PAGE, cursor=cursor, count="none"))
        book = desk.door.titles(stored, [item.values for item in page.items])
        for item in page.items:
            yield [_cell(item.values.get(key), field, book, options.get(key)) for key, field in columns]
        count += len(page.items)
        cursor = page.next
        if cursor is None:
            return


def _names(desk: Desk, form: str, key: str) -> dict[str, str] | None:
    found = {one.value: words(one.name, desk.actor.locale) for one in forms_of(desk.app).options(form, key)}
    return found or None


def _cell(value: Any, field: CompiledField | None, book: TitleBook, options: dict[str, str] | None) -> Cell:
    """A value as people read it in a sheet; numbers and dates stay what they are."""
    if value is None or value == []:
        return None
    if field is None:
        return _system(value, book)
    if options is not None:
        several = value if isinstance(value, list) else [value]
        return ", ".join(options.get(one) or one for one in several)
    shown = field.dump(value, book)
    if isinstance(shown, dict | list):
        return ", ".join(_title(one) for one in (shown if isinstance(shown, list) else [shown]))
    return value  # type: ignore[no-any-return]


def _title(one: Any) -> str:
    if not isinstance(one, dict):
        return str(one)
    named = one.get("title") or one.get("name") or ""
    return str(named if not isinstance(named, Name) else named.zh)


def _system(value: Any, book: TitleBook) -> Cell:
    if not isinstance(value, str):
        return value  # type: ignore[no-any-return]
    person = book.organisation.name_of(value)
    return person or book.organisation.department_name(value) or value
