"""Readers that several field types share: from JSON (or a Python value) to the Python value, and their JSON Schema.

A reader raises one of the problems of ``problems.py``. What a schema cannot say is marked ``x-dougong-server``.
"""

import math
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from pydantic_core import CoreSchema, core_schema

from dougong.engines.record.numbers import NUMBER_PATTERN, TooManyDigits, TooManyPlaces, exactly
from dougong.engines.record.patterns import MAX_SUBJECT, matcher
from dougong.engines.record.problems import problem

JsonSchema = dict[str, Any]

TRIMMED = " \t\r\n\u00a0\u3000\ufeff"
NOT_BLANK_PATTERN = f"[^{TRIMMED}]"
ID_PATTERN = r"^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$"
DATE_PATTERN = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
DATETIME_PATTERN = (
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})?$"
)
TIME_PATTERN = r"^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$"

_number = re.compile(NUMBER_PATTERN).match
_id = re.compile(ID_PATTERN).match
_datetime = re.compile(DATETIME_PATTERN).match
_time = re.compile(TIME_PATTERN).match


def reader(read: Callable[[Any], object]) -> CoreSchema:
    """A schema that is one Python function."""
    return core_schema.no_info_plain_validator_function(read)


def text_schema(
    *, min_length: int | None = None, max_length: int, pattern: str | None = None, trim: bool = True,
    then: Callable[[str], str] | None = None,
) -> CoreSchema:  # fmt: skip
    """Text as it was sent is judged by length (in code points) and pattern; then it is trimmed."""

    fits_pattern = matcher(pattern) if pattern is not None else None

    def finish(text: str) -> str | None:
        if "\x00" in text:
            raise problem("bad_text")
        if fits_pattern is not None and not fits_pattern(text):
            raise problem("pattern")
        text = text.strip(TRIMMED) if trim else text
        return (then(text) if then and text else text) or None

    limit = min(max_length, MAX_SUBJECT) if pattern is not None else max_length
    shape = core_schema.str_schema(strict=True, min_length=min_length, max_length=limit)
    return core_schema.no_info_after_validator_function(finish, shape)


def text_json(
    *, min_length: int | None = None, max_length: int, pattern: str | None = None, server: str | None = None
) -> JsonSchema:
    schema: JsonSchema = {"type": "string", "maxLength": max_length, "not": {"pattern": r"\x00"}}
    if min_length:
        schema["minLength"] = min_length
    if pattern is not None:
        schema["pattern"] = pattern
        schema["maxLength"] = min(max_length, MAX_SUBJECT)
    if server is not None:
        schema["x-dougong-server"] = server
    return schema


def decimal_of(raw: object) -> Decimal:
    """A number from text, int, float or Decimal. Raises the problem ``not_number``."""
    if type(raw) is int or (type(raw) is str and _number(raw)):
        return Decimal(raw)
    if type(raw) is Decimal and raw.is_finite():
        return raw
    if type(raw) is float and math.isfinite(raw):
        # the shortest text that reads back as the same float is what the sender meant
        return Decimal(repr(raw))
    raise problem("not_number")


def number_schema(decimals: int, low: Decimal | None, high: Decimal | None) -> CoreSchema:
    def read(raw: object) -> Decimal:
        try:
            # what is sent most, first
            number = exactly(Decimal(raw) if type(raw) is str and _number(raw) else decimal_of(raw), decimals)
        except TooManyDigits:
            raise problem("overflow") from None
        except TooManyPlaces:
            raise (problem("too_many_places", limit=decimals) if decimals else problem("not_whole")) from None
        if low is not None and number < low:
            raise problem("too_small", limit=low)
        if high is not None and number > high:
            raise problem("too_large", limit=high)
        return number

    return reader(read)


def number_json(decimals: int, low: Decimal | None, high: Decimal | None) -> JsonSchema:
    bounds: JsonSchema = {"decimals": decimals}
    if low is not None:
        bounds["minimum"] = format(low, "f")
    if high is not None:
        bounds["maximum"] = format(high, "f")
    return {"type": ["number", "string"], "pattern": NUMBER_PATTERN, "x-dougong-range": bounds}


def read_date(raw: object) -> date:
    if type(raw) is date:
        return raw
    # fromisoformat knows other forms too (weeks, no hyphens), none of which has its hyphens here
    if type(raw) is str and len(raw) == 10 and raw[4] == raw[7] == "-":
        try:
            return date.fromisoformat(raw)
        except ValueError:
            pass
    raise problem("not_date")


# a day within the calendar on both sides: what lies here can be shown in every zone
FIRST_MOMENT = datetime(1, 1, 2, tzinfo=UTC)
LAST_MOMENT = datetime(9999, 12, 30, 23, 59, 59, 999999, tzinfo=UTC)


def datetime_in(zone: ZoneInfo) -> Callable[[object], datetime]:
    """Reads RFC 3339; without an offset the moment is in ``zone``. The result is in UTC."""

    def read(raw: object) -> datetime:
        try:
            if type(raw) is str and _datetime(raw):
                raw = datetime.fromisoformat(raw)
            moment = raw if type(raw) is not datetime else _utc(raw, zone)
        except OverflowError:
            raise problem("beyond_calendar") from None
        except ValueError:
            raise problem("not_datetime") from None
        if not isinstance(moment, datetime):
            raise problem("not_datetime")
        return showable(moment)

    return read


def _utc(moment: datetime, zone: ZoneInfo) -> datetime:
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)


def showable(moment: datetime) -> datetime:
    """Raises the problem ``beyond_calendar`` for a moment that some zone cannot show."""
    if not FIRST_MOMENT <= moment <= LAST_MOMENT:
        raise problem("beyond_calendar")
    return moment


def read_time(raw: object) -> time:
    if type(raw) is time:
        return raw.replace(tzinfo=None, microsecond=0)
    if type(raw) is str and _time(raw):
        return time.fromisoformat(raw)
    raise problem("not_time")


def rfc3339(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def read_id(raw: object) -> str:
    """An id, bare or as ``{"id": ...}``."""
    if type(raw) is dict:
        raw = raw.get("id")
    if type(raw) is str and _id(raw):
        return raw.lower()
    raise problem("not_id")


ID_TEXT: JsonSchema = {"type": "string", "pattern": ID_PATTERN}
ID_JSON: JsonSchema = {
    "anyOf": [ID_TEXT, {"type": "object", "properties": {"id": ID_TEXT}, "required": ["id"]}],
    "x-dougong-server": "exists",
}


def ids_schema(limit: int) -> CoreSchema:
    """Several ids in their order, none twice."""
    items = core_schema.list_schema(reader(read_id), max_length=limit, strict=True)
    return core_schema.no_info_after_validator_function(_distinct, items)


def ids_json(limit: int) -> JsonSchema:
    return {"type": "array", "items": ID_JSON, "maxItems": limit}


def _distinct(values: list[str]) -> list[str]:
    return list(dict.fromkeys(values))
