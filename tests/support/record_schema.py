"""A plain ``jsonschema`` validator that judges the schema of a record like the server, as far as a schema can.

It adds what an outsider has to add: patterns by RE2, ``x-dougong-range`` and the two formats.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker, ValidationError, validators

from dougong.engines.record.facts import AppFacts
from dougong.engines.record.numbers import TooManyPlaces, exactly, fits
from dougong.engines.record.patterns import matches
from dougong.engines.record.shapes import JsonSchema, datetime_in, decimal_of, read_date


def judge_of(schema: JsonSchema) -> Any:
    """A validator; ``iter_errors`` tells what does not fit."""
    return _Extended(schema, format_checker=_formats)


def _pattern(_: Any, pattern: str, instance: object, __: Mapping[str, Any]) -> Iterator[ValidationError]:
    if isinstance(instance, str) and not matches(pattern, instance):
        yield ValidationError(f"{instance!r} does not match {pattern!r}")


def _range(_: Any, bounds: JsonSchema, instance: object, __: Mapping[str, Any]) -> Iterator[ValidationError]:
    wrong = _out_of(bounds, instance)
    if wrong is not None:
        yield ValidationError(f"{instance!r}: {wrong}")


def _out_of(bounds: JsonSchema, raw: object) -> str | None:
    try:
        number = decimal_of(raw)
    except ValueError:
        return None  # type and pattern say it
    if not fits(number, bounds["decimals"]):
        return "overflow"
    try:
        exactly(number, bounds["decimals"])
    except TooManyPlaces:
        return "too_many_places"
    if "minimum" in bounds and number < Decimal(bounds["minimum"]):
        return "too_small"
    if "maximum" in bounds and number > Decimal(bounds["maximum"]):
        return "too_large"
    return None


_formats = FormatChecker(formats=())


@_formats.checks("date", raises=ValueError)
def _is_date(instance: object) -> bool:
    return not isinstance(instance, str) or bool(read_date(instance))


@_formats.checks("x-dougong-datetime", raises=ValueError)
def _is_datetime(instance: object) -> bool:
    return not isinstance(instance, str) or bool(datetime_in(AppFacts().zone)(instance))


_extend: Any = validators.extend
_Extended = _extend(Draft202012Validator, {"pattern": _pattern, "x-dougong-range": _range})
