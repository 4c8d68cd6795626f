"""Serial numbers: which counter a record counts on, and how its number looks. The counting itself is the caller's.

A number that outgrows its width gets wider; it never starts over inside its period.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from decimal import Decimal

from dougong.engines.record.field_types.serial import SerialDef
from dougong.engines.record.serial_pattern import Part, parts_of

_PERIODS = {"year": "", "month": "%m", "day": "%m%d"}
# keeps values of several ``per`` fields apart; no text holds it
_BETWEEN = "\x1f"


@dataclass(frozen=True, slots=True)
class Counter:
    """The row of counters that a number is taken from: a key for each field, scope and period."""

    field: str
    scope: str
    period: str


def counter(d: SerialDef, values: Mapping[str, object], now: datetime, zone: tzinfo) -> Counter:
    """Which counter numbers a record with these values: ``d.per`` names its scope, ``d.resets`` its period, read on the
    clock of ``zone``."""
    scope = _BETWEEN.join(_shown(values.get(key)) for key in d.per)
    moment = _moment(d, values, now, zone)
    # strftime does not pad years below 1000, so the year is written by hand
    period = "" if d.resets == "never" else f"{moment.year:04}" + moment.strftime(_PERIODS[d.resets])
    return Counter(d.key, scope, period)


def first(d: SerialDef) -> int:
    """What a new counter gives first."""
    return d.start


def random_digits(d: SerialDef) -> int:
    """How many random digits a number of this pattern wants."""
    return sum(part.width for part in parts_of(d.pattern) if part.name == "random")


def number(
    d: SerialDef, count: int, values: Mapping[str, object], now: datetime, zone: tzinfo, *, random: str = ""
) -> str:
    """The number with this count. ``random``: as many digits as ``random_digits`` says."""
    moment = _moment(d, values, now, zone)
    shown, digits = [], random
    parts = parts_of(d.pattern)
    for part in parts:
        if part.name == "random":
            shown.append(digits[: part.width])
            digits = digits[part.width :]
        else:
            shown.append(_part(part, count, values, moment))
    # the check digit counts every digit of the rest, so it goes in last
    check = str(sum(int(char) for char in "".join(shown) if char in "0123456789") % 10)
    return "".join(check if part.name == "check" else text for part, text in zip(parts, shown, strict=True))


def _part(part: Part, count: int, values: Mapping[str, object], moment: datetime | date) -> str:
    match part.name:
        case "text":
            return part.text
        case "yyyy":
            return f"{moment.year:04}"
        case "yy":
            return f"{moment.year % 100:02}"
        case "mm":
            return f"{moment.month:02}"
        case "dd":
            return f"{moment.day:02}"
        case "hh":
            return f"{moment.hour:02}" if isinstance(moment, datetime) else "00"
        case "seq":
            return str(count).zfill(part.width)
        case "field":
            return _shown(values.get(part.text))
        case _:
            return ""


def _moment(d: SerialDef, values: Mapping[str, object], now: datetime, zone: tzinfo) -> datetime | date:
    chosen = values.get(d.date) if d.date else None
    if isinstance(chosen, datetime):
        return chosen.astimezone(zone)
    return chosen if isinstance(chosen, date) else now.astimezone(zone)


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f") if value else "0"
    return value.isoformat() if isinstance(value, (date, datetime)) else str(value)
