"""Values as text: the plain form that ``&`` joins, and the number and date formats of ``TEXT``."""

import re
from datetime import date, datetime, time, tzinfo
from decimal import Decimal
from typing import Any

from dougong.engines.expression.dates import local
from dougong.engines.expression.numbers import HUNDRED, multiply, rounded
from dougong.engines.expression.printing import plain_number

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_CHINESE_DAYS = "一二三四五六日"
_NUMBER_BODY = re.compile(r"[#0,.]*[#0][#0,.]*")
_TOKEN = re.compile(r'"[^"]*"|\\.|[Yy]+|[Mm]+|[Dd]+|[Hh]+|[Ss]+|AM/PM|am/pm|A/P|a/p|[Aa]{3,4}|.', re.DOTALL)
_LONGEST = 200
_THOUSANDTH = Decimal("0.001")


def shown(value: Any, form: str | None, zone: tzinfo) -> str | None:
    """The value in a format; None for a blank one, and for a format that does not suit it."""
    if value is None:
        return None
    if form is None:
        return plain(value, zone)
    if len(form) > _LONGEST:
        return None
    match value:
        case bool():
            return plain(value, zone)
        case Decimal():
            return _number(value, form)
        case datetime():
            return _moment(local(value, zone), form)
        case date() | time():
            return _moment(value, form)
        case str():
            # as in Excel @ stands for the text itself
            return form.replace("@", value) if "@" in form else value
        case _:
            return None


def plain(value: Any, zone: tzinfo) -> str | None:
    """The canonical text of a value: ``1234.5``, ``2026-03-05``, ``2026-03-05 08:30:00``, ``TRUE``."""
    match value:
        case bool():
            return "TRUE" if value else "FALSE"
        case Decimal():
            return plain_number(value)
        case datetime():
            return local(value, zone).strftime("%Y-%m-%d %H:%M:%S").rjust(19, "0")
        case date():
            return value.isoformat()
        case time():
            return value.replace(microsecond=0).isoformat()
        case str():
            return value or None
        case _:
            return None


def _number(value: Decimal, form: str) -> str:
    """Sections ``positive;negative;zero``; digits, thousands, per cent; other characters stand for themselves."""
    sections = form.split(";")
    negative = value < 0
    if len(sections) > 1 and negative:
        section, value, negative = sections[1], value.copy_abs(), False
    elif len(sections) > 2 and not value:
        section = sections[2]
    else:
        section = sections[0]
    pieces = re.split(r'("[^"]*")', section)
    bare = [piece for piece in pieces if not piece.startswith('"')]
    for _ in range("".join(bare).count("%")):
        value = multiply(value, HUNDRED)
    body = next((found for piece in bare if (found := _NUMBER_BODY.search(piece))), None)
    if body is None:
        return "".join(piece.strip('"') for piece in pieces).replace("\\", "")
    digits = _digits(value.copy_abs(), body.group())
    sign = "-" if negative and digits.strip("0.,") else ""
    text: list[str] = []
    done = False
    for piece in pieces:
        if piece.startswith('"'):
            text.append(piece.strip('"'))
            continue
        found = None if done else _NUMBER_BODY.search(piece)
        if found:
            done = True
            piece = piece[: found.start()] + digits + piece[found.end() :]  # noqa: PLW2901
        text.append(piece.replace("\\", ""))
    return sign + "".join(text)


def _digits(value: Decimal, body: str) -> str:
    """``#,##0.00``: 0 shows a digit always, # when there is one; a comma between digits groups by thousands."""
    before, _, after = body.partition(".")
    grouped = "," in before.rstrip(",")
    # each comma behind the last digit, of all or before the point, divides by a thousand
    for part in (before, after):
        for _comma in range(len(part) - len(part.rstrip(","))):
            value = multiply(value, _THOUSANDTH)
    before, after = before.replace(",", ""), after.replace(",", "")
    text = format(rounded(value, len(after)), "f")
    integer, _, fraction = text.partition(".")
    fraction = fraction.ljust(len(after), "0")
    while fraction and fraction.endswith("0") and after[len(fraction) - 1] == "#":
        fraction = fraction[:-1]
    least = before.count("0")
    integer = integer.lstrip("0").rjust(least, "0")
    if grouped:
        integer = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", ",", integer)
    return integer + ("." + fraction if "." in body else "")


def _moment(value: date | time, form: str) -> str:
    tokens = _TOKEN.findall(form)
    half = any(token.upper() in {"AM/PM", "A/P"} for token in tokens)
    text: list[str] = []
    for at, token in enumerate(tokens):
        if token[0] == '"':
            text.append(token.strip('"'))
        elif token[0] == "\\" and len(token) > 1:
            text.append(token[1])
        elif token[0] in "Mm" and _is_minute(tokens, at):
            text.append(_padded(_part(value, "minute"), len(token)))
        else:
            text.append(_date_token(value, token, half))
    return "".join(text)


def _is_minute(tokens: list[str], at: int) -> bool:
    """m behind hours or before seconds is minutes, as in Excel."""
    letters = [(place, token[0].lower()) for place, token in enumerate(tokens) if token[0].lower() in "ymdhs"]
    here = next(index for index, (place, _) in enumerate(letters) if place == at)
    before = letters[here - 1][1] if here else ""
    after = letters[here + 1][1] if here + 1 < len(letters) else ""
    return (before == "h" or after == "s") and len(tokens[at]) <= 2


def _part(value: date | time, name: str) -> int:
    return int(getattr(value, name, 0))


def _padded(number: int, width: int) -> str:
    return str(number).rjust(min(width, 2), "0")


def _date_token(value: date | time, token: str, half: bool) -> str:
    letter, width = token[0].lower(), len(token)
    if token.upper() in {"AM/PM", "A/P"}:
        mark = "AM" if _part(value, "hour") < 12 else "PM"
        return mark if token.upper() == "AM/PM" else mark[0]
    if letter == "h":
        hour = _part(value, "hour")
        return _padded((hour % 12 or 12) if half else hour, width)
    if letter == "s":
        return _padded(_part(value, "second"), width)
    if letter not in "ymda" or not isinstance(value, date):
        # a time has no day; what is no token stands for itself
        return "" if letter in "ymd" else token
    return _day_token(value, letter, width, token)


def _day_token(value: date, letter: str, width: int, token: str) -> str:
    if letter == "y":
        return f"{value.year:04d}" if width > 2 else f"{value.year % 100:02d}"
    if letter == "m":
        name = MONTHS[value.month - 1]
        return _padded(value.month, width) if width <= 2 else name[:3] if width == 3 else name
    if letter == "d":
        name = WEEKDAYS[value.weekday()]
        return _padded(value.day, width) if width <= 2 else name[:3] if width == 3 else name
    if width >= 3:
        day = _CHINESE_DAYS[value.weekday()]
        return day if width == 3 else "星期" + day
    return token
