"""Records written as JSON beside their types: for trying an expression out, and for the test vectors.

A type is the JSON of a kind, or what has something behind it: ``{"fields": {...}}`` one reference, ``{"user": {...}}``
a person, ``{"department": {...}}``, ``{"rows": {...}}`` a sub-table, ``{"records": {...}}`` several references. Inside,
types nest the same way; in a row ``fields`` and its like take several, too.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, tzinfo
from decimal import Decimal
from typing import Any

from dougong.engines.expression.canonical import dump_literal
from dougong.engines.expression.dates import to_utc
from dougong.engines.expression.kinds import TEXT, Kind, KindName, kind_from_json, list_of
from dougong.engines.expression.limits import MAX_DIGITS, MAX_LIST, MAX_TEXT
from dougong.engines.expression.numbers import exact
from dougong.engines.expression.problems import DateOutOfRange, ListTooLong, Overflow, TextTooLong

_BEHIND: dict[str, KindName] = {
    "fields": "record",
    "user": "user",
    "department": "department",
    "rows": "row",
    "records": "record",
}
_MANY = frozenset({"rows", "records"})


class SampleScope:
    """The names of such a record."""

    def __init__(self, types: Mapping[str, Any]) -> None:
        self._types = types

    def resolve(self, parts: tuple[str, ...]) -> Kind | None:
        many, types, kind = False, self._types, None
        for part in parts:
            found = types.get(part)
            if found is None:
                return None
            kind = kind_of(found)
            types = _behind(found)
            inner = list_of(kind) if many and kind.name != "list" else kind
            many = many or kind.name == "list"
            kind = inner
        return kind

    def names(self, prefix: tuple[str, ...]) -> Iterable[str]:
        types = self._types
        for part in prefix:
            types = _behind(types.get(part))
        return types


def kind_of(written: Any) -> Kind:
    """The kind of a written type. Raises ValueError."""
    key = _key(written)
    if key is None:
        return kind_from_json(written)
    kind = Kind(_BEHIND[key])
    return list_of(kind) if key in _MANY else kind


def _key(written: Any) -> str | None:
    if isinstance(written, Mapping) and len(written) == 1:
        key = next(iter(written))
        return key if key in _BEHIND and isinstance(written[key], Mapping) else None
    return None


def _behind(written: Any) -> Mapping[str, Any]:
    key = _key(written)
    found: Mapping[str, Any] = {"id": "text", **written[key]} if key else {}
    return found


def record(types: Mapping[str, Any], values: Mapping[str, Any], zone: tzinfo) -> dict[str, Any]:
    """The Python values of a record in API JSON; a name without a value is blank. Raises ValueError, and
    EvaluationProblem for what is too long."""
    return {name: _value(written, values.get(name), zone) for name, written in types.items()}


def _value(written: Any, raw: Any, zone: tzinfo, *, in_row: bool = False) -> Any:
    key = _key(written)
    if raw is None:
        return None
    if key is None:
        return load(kind_of(written), raw, zone)
    if key in _MANY or (in_row and isinstance(raw, list)):
        return [_one(written[key], item, zone, in_row=True) for item in _listed(raw)]
    return _one(written[key], raw, zone, in_row=in_row)


def _listed(raw: Any) -> Iterable[Any]:
    if not isinstance(raw, list | tuple):
        raise ValueError(f"no list: {raw!r}")
    if len(raw) > MAX_LIST:
        raise ListTooLong
    return raw


def _one(types: Mapping[str, Any], raw: Any, zone: tzinfo, *, in_row: bool) -> dict[str, Any]:
    if isinstance(raw, str):
        raw = {"id": raw}
    if not isinstance(raw, Mapping):
        raise ValueError(f"no record: {raw!r}")
    inner = {name: _value(written, raw.get(name), zone, in_row=in_row) for name, written in types.items()}
    return {"id": raw.get("id"), **inner}


def load(kind: Kind, raw: Any, zone: tzinfo) -> Any:
    """A value in API JSON as its Python form. Raises ValueError (also for a number that is none), and
    EvaluationProblem for what is too long."""
    if raw is None or raw == "":
        return None
    name = kind.name
    if name == "list":
        return [load(kind.of or TEXT, item, zone) for item in _listed(raw)]
    if kind.quantity:
        try:
            number = Decimal(str(raw))
        except ArithmeticError:
            raise ValueError(f"no number: {raw!r}") from None
        if not number.is_finite():
            raise ValueError(f"no number: {raw!r}")
        if number.adjusted() >= MAX_DIGITS or exact(number) != number:
            raise Overflow
        return number
    if name == "date":
        return date.fromisoformat(raw)
    if name == "time":
        return time.fromisoformat(raw)
    if name == "datetime":
        return _moment(datetime.fromisoformat(raw), zone)
    if name in {"user", "department", "record"} and isinstance(raw, Mapping):
        return dict(raw)
    wanted = _PLAIN.get(name)
    if wanted is not None and not isinstance(raw, wanted):
        raise ValueError(f"no {name}: {raw!r}")
    if isinstance(raw, str) and len(raw) > MAX_TEXT:
        raise TextTooLong
    return raw


def _moment(written: datetime, zone: tzinfo) -> datetime:
    try:
        return written.astimezone(UTC) if written.tzinfo else to_utc(written, zone)
    except (OverflowError, DateOutOfRange):
        raise ValueError(f"no moment of a calendar: {written}") from None


# the JSON type of what needs no conversion
_PLAIN: Mapping[str, type] = {"boolean": bool, **dict.fromkeys(("text", "option", "user", "department", "record"), str)}


def dump(value: Any) -> object:
    """A value as API JSON: numbers, dates and times as text."""
    if isinstance(value, list | tuple):
        return [dump(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): dump(item) for key, item in value.items()}
    return dump_literal(value)
