"""An app from a spreadsheet: one form whose fields are guessed from the columns. A start to draw on, nothing more."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from dougong.engines.finding import Invalid, message
from dougong.platform.definitions.keys import RESERVED_FIELDS
from dougong.platform.definitions.reading import Document

NO_HEADER = message("no_header", "第 {row} 行没有列名", "Row {row} holds no names of columns")
TOO_MANY_COLUMNS = message(
    "too_many_columns", "最多 {most} 列，这里有 {found} 列", "At most {most} columns, not {found}"
)
MOST_COLUMNS = 200
# as many rows are looked at
SAMPLE = 500
MOST_OPTIONS, LONGEST_OPTION, LONG_TEXT = 12, 40, 200
_EMAIL = re.compile(r"^[^@\s]+@[^@\s]+\.[A-Za-z]{2,}$")
_DAY = re.compile(r"^\d{4}-\d{1,2}-\d{1,2}$")
_BOOLEANS = frozenset({"true", "false", "yes", "no", "是", "否"})


def document_of(key: str, name: Any, rows: Sequence[Sequence[object]], header_row: int = 1) -> Document:
    """``rows`` as they stand in the sheet; ``header_row`` counts from 1. Raises Invalid."""
    header = rows[header_row - 1] if header_row <= len(rows) else ()
    named = [(index, str(cell).strip()) for index, cell in enumerate(header) if cell not in (None, "")]
    if not named:
        raise Invalid([NO_HEADER.at("/spreadsheet/header_row", row=header_row)])
    if len(named) > MOST_COLUMNS:
        raise Invalid([TOO_MANY_COLUMNS.at("/spreadsheet", most=MOST_COLUMNS, found=len(named))])
    body = rows[header_row : header_row + SAMPLE]
    taken: set[str] = set()
    fields = [
        {"key": _key(title, taken), "name": title[:100], **_guess([row[index] for row in body if index < len(row)])}
        for index, title in named
    ]
    title = next((field["key"] for field in fields if field["type"] == "text"), fields[0]["key"])
    form = {"key": "record", "name": name, "title": title, "fields": fields}
    return {
        "dougong": 1,
        "key": key,
        "name": name,
        "forms": [form],
        "roles": [{"key": "member", "name": {"zh-CN": "成员", "en": "Member"}}],
        "grants": [
            {"role": "member", "form": "record", "can": ["create", "read", "update", "delete", "import", "export"]}
        ],
        "menu": [{"group": name, "items": [{"form": "record"}]}],
    }


def _key(title: str, taken: set[str]) -> str:
    """A key for a column's name: its letters, Chinese by sound."""
    if not title.isascii():
        from pypinyin import lazy_pinyin  # noqa: PLC0415  its tables take 50 MB, so only where they are needed

        title = "_".join(lazy_pinyin(title, errors="default"))
    plain = re.sub(r"[^a-z0-9]+", "_", title.lower()).strip("_")[:34].strip("_")
    plain = plain if plain[:1].isalpha() and plain not in RESERVED_FIELDS else f"c_{plain}".rstrip("_")
    found, number = plain, 2
    while found in taken or found == "c":
        found, number = f"{plain}_{number}", number + 1
    taken.add(found)
    return found


def _guess(cells: Sequence[object]) -> dict[str, Any]:
    """The type that all cells have in common; text where there is none."""
    values = [cell for cell in cells if cell is not None and str(cell).strip()]
    if not values:
        return {"type": "text"}
    texts = [str(value).strip() for value in values]
    if all(isinstance(value, bool) for value in values) or {text.lower() for text in texts} <= _BOOLEANS:
        return {"type": "boolean"}
    if all(isinstance(value, date) or _DAY.match(text) for value, text in zip(values, texts, strict=True)):
        return {"type": "datetime" if any(_has_time(value) for value in values) else "date"}
    places = [_places(value) for value in values]
    if all(place is not None for place in places):
        return {"type": "number", "decimals": min(max(place or 0 for place in places), 6)}
    if all(_EMAIL.match(text) for text in texts):
        return {"type": "email"}
    return _text(texts)


def _text(texts: Sequence[str]) -> dict[str, Any]:
    if any(len(text) > LONG_TEXT or "\n" in text for text in texts):
        return {"type": "textarea"}
    distinct = list(dict.fromkeys(texts))
    few = len(distinct) <= MOST_OPTIONS and len(texts) >= 3 * len(distinct)
    if few and max(map(len, distinct)) <= LONGEST_OPTION:
        return {"type": "select", "options": [{"value": value, "name": value} for value in distinct]}
    return {"type": "text"}


def _has_time(value: object) -> bool:
    return isinstance(value, datetime) and (value.hour, value.minute, value.second) != (0, 0, 0)


def _places(value: object) -> int | None:
    """Decimals of a number; None for what is none. A code with a leading zero or many digits stays text."""
    if isinstance(value, bool):
        return None
    text = str(value).strip()
    if isinstance(value, str) and (re.match(r"^[+-]?0\d", text) or len(text) > 15):
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    exponent = number.normalize().as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else None
