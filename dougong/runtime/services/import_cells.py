"""From a cell of somebody's spreadsheet to the value the record API takes, as people write things.

What cannot be read is handed on as it stands: the form's own validator refuses it at its place with its own words.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation

from dougong.runtime.services.sheets import Cell

_TRUE = frozenset({"true", "yes", "y", "1", "是", "对", "√", "on"})
_FALSE = frozenset({"false", "no", "n", "0", "否", "错", "×", "off"})
_SEPARATORS = re.compile(r"[,，;；、|]")
_DATE = re.compile(
    r"^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T](\d{1,2}):(\d{2})(?::(\d{2}))?)?$"
)
# the letters of a builder's format, as in PHP and most import dialogs -> strptime
_FORMAT = {
    "Y": "%Y", "y": "%y", "m": "%m", "n": "%m", "d": "%d", "j": "%d", "H": "%H", "G": "%H", "i": "%M", "s": "%S",
    "M": "%b", "F": "%B",
}  # fmt: skip
_NUMBERS = frozenset({"number", "money", "percent", "rating", "duration"})
_LISTS = frozenset({"multiselect", "tags", "users", "departments", "references"})


def normal(text: str) -> str:
    """A name as people compare names: width, case, blanks and punctuation do not count."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(letter for letter in folded if letter.isalnum())


def guess(column: str, fields: Mapping[str, Sequence[str]]) -> str | None:
    """The field a column most likely means; ``fields`` gives each field's names, its key among them."""
    wanted = normal(column)
    if not wanted:
        return None
    for key, names in fields.items():
        if wanted in {normal(name) for name in names}:
            return key
    inside = [
        key for key, names in fields.items() if any(len(normal(name)) > 2 and normal(name) in wanted for name in names)
    ]
    return inside[0] if len(inside) == 1 else None


def plain(cell: Cell) -> str | None:
    """A cell as the text a person sees: whole numbers without ``.0``, no blanks around; blank is None."""
    if cell is None:
        return None
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell).strip() or None


def convert(type_: str, cell: Cell, format_: str | None = None) -> object:
    """The API value of one cell for a field of this type; names of options, people and records stay names."""
    text = plain(cell)
    if text is None:
        return None
    if type_ in _NUMBERS:
        return _number(cell, text)
    if type_ in ("date", "datetime"):
        return _moment(type_, cell, text, format_)
    if type_ == "time" and isinstance(cell, datetime | time):
        return cell.strftime("%H:%M:%S")
    if type_ == "boolean":
        return _boolean(text)
    if type_ in _LISTS:
        return [part for part in (part.strip() for part in _SEPARATORS.split(text)) if part]
    return text


def _number(cell: Cell, text: str) -> object:
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return text
    digits = unicodedata.normalize("NFKC", text).replace(",", "").replace(" ", "").strip("¥￥$€£元")
    negative = digits.startswith("(") and digits.endswith(")")
    digits = digits.strip("()")
    share = digits.endswith("%")
    try:
        value = Decimal(digits.rstrip("%"))
    except InvalidOperation:
        return text
    if not value.is_finite():
        return text
    value = value.scaleb(-2) if share else value
    return f"{-value if negative else value:f}"


def _moment(type_: str, cell: Cell, text: str, format_: str | None) -> object:
    if isinstance(cell, datetime):
        found: datetime | None = cell
    elif isinstance(cell, date):
        found = datetime(cell.year, cell.month, cell.day)  # noqa: DTZ001  in the app's zone, given later
    else:
        found = _by_format(text, format_) if format_ else _by_habit(text)
    if found is None:
        return text
    return found.date().isoformat() if type_ == "date" else found.isoformat()


def _by_format(text: str, format_: str) -> datetime | None:
    pattern = "".join(_FORMAT.get(letter, letter.replace("%", "%%")) for letter in format_)
    try:
        return datetime.strptime(text, pattern)  # noqa: DTZ007  in the app's zone, given later
    except ValueError:
        return None


def _by_habit(text: str) -> datetime | None:
    found = _DATE.match(text)
    if found is None:
        return None
    try:
        year, month, day, hour, minute, second = (int(part) for part in found.groups(default="0"))
        return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001  in the app's zone, given later
    except ValueError:
        return None


def _boolean(text: str) -> object:
    word = text.casefold()
    return True if word in _TRUE else False if word in _FALSE else text


def option_finder(options: Sequence[tuple[str, Sequence[str]]]) -> Callable[[str], str]:
    """Finds an option by its value or one of its names; what is neither stays as it is, to be refused."""
    known = {normal(name): value for value, names in reversed(options) for name in (*names, value)}
    exact = {value for value, _ in options}
    return lambda text: text if text in exact else known.get(normal(text), text)
