"""Whether the database can keep a number exactly: SQLite has integers of 64 bits for them."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from dougong.engines.finding import Finding, message
from dougong.engines.record.columns import Column, ColumnType
from dougong.platform.db.types import LARGEST_SCALED
from dougong.platform.storage.catalog import StoredField, StoredForm
from dougong.runtime.services.desk import Desk
from dougong.runtime.services.records_work import Work, able

TOO_LONG = message(
    "overflow",
    "SQLite 最多保存 18 位数字（含小数），更长的数字需要 PostgreSQL",
    "SQLite keeps at most 18 digits, decimals included; longer numbers want PostgreSQL",
)


def judge_numbers(desk: Desk, stored: StoredForm, works: Sequence[Work]) -> None:
    """Each number that would not fit, at its place."""
    if desk.writing.dialect != "sqlite":
        return
    scales = {key: scale for key, field in stored.fields.items() if (scale := _scale(field)) is not None}
    rows = {key: field.fields for key, field in stored.fields.items() if field.fields}
    for work in able(works):
        if work.settled is None:
            continue
        values = work.settled.values
        work.findings += _too_long(values, scales, "/values")
        for key, fields in rows.items():
            inner = {column: scale for column, field in fields.items() if (scale := _scale(field)) is not None}
            for index, row in enumerate(values.get(key) or () if inner else ()):
                work.findings += _too_long(row, inner, f"/values/{key}/{index}/values")


def _scale(field: StoredField) -> int | None:
    place = field.place
    return (place.scale or 0) if isinstance(place, Column) and place.type is ColumnType.DECIMAL else None


def _too_long(values: Mapping[str, Any], scales: Mapping[str, int], at: str) -> Iterable[Finding]:
    for key, scale in scales.items():
        value = values.get(key)
        if isinstance(value, Decimal) and abs(value) * 10**scale > LARGEST_SCALED:
            yield TOO_LONG.at(f"{at}/{key}")
