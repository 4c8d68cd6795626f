"""A value as people read it in one cell of a sheet; numbers, dates and booleans stay what they are."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from dougong.engines.document import Name
from dougong.engines.form.fields import CompiledField
from dougong.platform.storage.titles import TitleBook
from dougong.runtime.services.sheet_writer import Cell

Options = Mapping[str, Mapping[str, str]]

# of a composite value, by the type of its field
_WORDS: dict[str, Callable[[Any], str]] = {
    "region": lambda value: "/".join(value["names"]),
    "address": lambda value: " ".join([*value["names"], value.get("detail") or ""]).strip(),
    "geo": lambda value: " ".join(filter(None, [f"{value['lat']},{value['lng']}", value.get("text")])),
}


def cell(value: Any, field: CompiledField, options: Options, dump: Callable[[Any], Any]) -> Cell:
    """``options``: the names of choices by the path of their field; ``dump`` gives a value as the API shows it, with
    titles."""
    if value is None or value == []:
        return None
    if field.children:
        return "\n".join(_row(one["values"], field, options) for one in dump(value))
    if field.key in options:
        return _chosen(value, options[field.key])
    return _shown(dump(value), value, field.held.type)


def _row(values: Mapping[str, Any], field: CompiledField, options: Options) -> str:
    """A row of a sub-table on one line: what it holds, in the order of its fields."""
    cells = []
    for key, shown in values.items():
        if shown is None or shown == []:
            continue
        names = options.get(f"{field.key}.{key}")
        cells.append(_chosen(shown, names) if names else str(_shown(shown, shown, field.children[key].held.type)))
    return ", ".join(cells)


def _shown(shown: Any, value: Any, type_: str) -> Cell:
    listed = shown if isinstance(shown, list) else [shown]
    if type_ == "json":
        return json.dumps(shown, ensure_ascii=False)
    if type_ in _WORDS:
        return ", ".join(_WORDS[type_](one) for one in listed if one is not None)
    if isinstance(shown, dict | list):
        return ", ".join(_title(one) for one in listed)
    plain: Cell = value
    return plain


def _chosen(value: Any, names: Mapping[str, str]) -> str:
    return ", ".join(names.get(one) or one for one in _flat(value))


def _flat(value: Any) -> Iterator[str]:
    """The choices of a value, of one or several rows."""
    for one in value if isinstance(value, list) else [value]:
        yield from _flat(one) if isinstance(one, list) else [one]


def _title(one: Any) -> str:
    if not isinstance(one, dict):
        return str(one)
    named = one.get("title") or one.get("name") or ""
    return str(named if not isinstance(named, Name) else named.zh)


def system_cell(value: Any, book: TitleBook) -> Cell:
    """Of what every record has: people and departments by name."""
    plain: Cell = value
    if not isinstance(plain, str):
        return plain
    return book.organisation.name_of(plain) or book.organisation.department_name(plain) or plain
