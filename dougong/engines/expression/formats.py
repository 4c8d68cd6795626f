"""Values as text: the plain form that ``&`` joins, and the number and date formats of ``TEXT``."""

import re
from datetime import date, datetime, time, tzinfo
from decimal import Decimal
from typing import Any

from dougong.engines.expression.dates import local
from dougong.engines.expression.number_formats import bracket, formatted, sections
from dougong.engines.expression.printing import plain_number

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
CHINESE_DAYS = "一二三四五六日"
TOKEN = re.compile(
    r'"[^"]*"?|[\\_*].|\[[^\]]*\]|[Yy]+|[Mm]+|[Dd]+|[Hh]+|[Ss]+|AM/PM|am/pm|A/P|a/p|上午/下午|[Aa]{3,4}|.', re.DOTALL
)
HALVES = {"AM/PM": ("AM", "PM"), "A/P": ("A", "P"), "a/p": ("a", "p"), "上午/下午": ("上午", "下午")}
ELAPSED = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)
LONGEST = 200


def shown(value: Any, form: str | None, zone: tzinfo) -> str | None:
    """The value in a format; None for a blank one, and for a format that does not suit it."""
    if value is None:
        return None
    if form is None:
        return plain(value, zone)
    if len(form) > LONGEST:
        return None
    match value:
        case bool():
            return plain(value, zone)
        case Decimal():
            return formatted(value, form)
        case datetime():
            return _moment(local(value, zone), sections(form)[0])
        case date() | time():
            return _moment(value, sections(form)[0])
        case str():
            return _worded(value, sections(form))
        case _:
            return None


def _worded(text: str, found: list[str]) -> str:
    """A text in the fourth section, or in a last one with ``@``, which stands for the text; else as it is."""
    if len(found) < 4 and "@" not in found[-1]:
        return text
    section = found[3] if len(found) > 3 else found[-1]
    return "".join(text if sign == "@" else literal(sign) for sign in TOKEN.findall(section))


def literal(token: str) -> str:
    """What quotes, escapes, spaces left for a sign, fills and brackets stand for; anything else for itself."""
    match token[0]:
        case '"':
            return token.strip('"')
        case "[" if len(token) > 1:
            return bracket(token[1:-1])
        case "\\" | "_" | "*" if len(token) > 1:
            return {"\\": token[1], "_": " "}.get(token[0], "")
        case _:
            return token


def is_date_format(form: str) -> bool:
    """Whether it shows parts of a day and nothing of a number; letters that say neither make it words."""
    tokens = _told(form)
    return any(map(_is_day, tokens)) and not any(not _is_day(token) and _is_sign(token) for token in tokens)


def is_number_format(form: str) -> bool:
    """Whether it has places for digits and shows no part of a day."""
    tokens = _told(form)
    return any(token in {"0", "#"} for token in tokens) and not any(map(_is_day, tokens))


def _told(form: str) -> list[str]:
    """What a format has beside quotes, escapes and brackets; elapsed time stands in brackets."""
    return [token for token in TOKEN.findall(form) if token[0] not in '"\\_*[' or ELAPSED.fullmatch(token)]


def _is_day(token: str) -> bool:
    return token.upper() in HALVES or token[0] in "YyMmDdHhSs[" or (token[0] in "Aa" and len(token) > 2)


def _is_sign(token: str) -> bool:
    return token in set("0#?@%") or (token.isascii() and token.isalpha())


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


def _moment(value: date | time, form: str) -> str:
    tokens = TOKEN.findall(form)
    half = any(token.upper() in HALVES for token in tokens)
    text: list[str] = []
    for at, token in enumerate(tokens):
        if isinstance(value, time) and ELAPSED.fullmatch(token):
            text.append(_elapsed(value, token[1:-1]))
        elif token[0] in '"\\_*[':
            text.append(literal(token))
        elif token[0] in "Mm" and is_minute(tokens, at):
            text.append(_padded(_part(value, "minute"), len(token)))
        else:
            text.append(_date_token(value, token, half))
    return "".join(text)


def _elapsed(value: time, letters: str) -> str:
    """``[h]``, ``[mm]``, ``[s]``: all hours, minutes or seconds since midnight."""
    unit = {"h": 3600, "m": 60, "s": 1}[letters[0].lower()]
    seconds = value.hour * 3600 + value.minute * 60 + value.second
    return str(seconds // unit).rjust(len(letters), "0")


def is_minute(tokens: list[str], at: int) -> bool:
    """m behind hours or before seconds is minutes, as in Excel."""
    found = [(place, token[ELAPSED.fullmatch(token) is not None].lower()) for place, token in enumerate(tokens)]
    letters = [(place, letter) for place, letter in found if letter in "ymdhs"]
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
    if token.upper() in HALVES:
        return HALVES[token if token in HALVES else token.upper()][_part(value, "hour") >= 12]
    if letter == "h":
        hour = _part(value, "hour")
        return _padded((hour % 12 or 12) if half else hour, width)
    if letter == "s":
        return _padded(_part(value, "second"), width)
    if letter not in "ymda" or not isinstance(value, date):
        # a time has no day; what is no token stands for itself
        return "" if letter in "ymd" else token
    return day_token(value, letter, width, token)


def day_token(value: date, letter: str, width: int, token: str) -> str:
    if letter == "y":
        return f"{value.year:04d}" if width > 2 else f"{value.year % 100:02d}"
    if letter == "m":
        name = MONTHS[value.month - 1]
        return _padded(value.month, width) if width <= 2 else name[: {3: 3, 5: 1}.get(width)]
    if letter == "d":
        name = WEEKDAYS[value.weekday()]
        return _padded(value.day, width) if width <= 2 else name[:3] if width == 3 else name
    if width >= 3:
        day = CHINESE_DAYS[value.weekday()]
        return day if width == 3 else "星期" + day
    return token
