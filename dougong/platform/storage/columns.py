"""SQL types of neutral columns, the same values on both databases."""

from datetime import time
from typing import Any

from sqlalchemy import BigInteger, Boolean, Date, Dialect, Text, Time, TypeDecorator
from sqlalchemy.dialects import postgresql
from sqlalchemy.types import TypeEngine

from dougong.engines.record.columns import Column, ColumnType
from dougong.platform.db.sqlite_functions import time_text
from dougong.platform.db.types import Id, Json, Moment, Scaled


class TimeOfDay(TypeDecorator[time]):
    """TIME on PostgreSQL; on SQLite the text that expressions compute with."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(Time() if dialect.name == "postgresql" else Text())

    def process_bind_param(self, value: time | None, dialect: Dialect) -> Any:
        return value if value is None or dialect.name == "postgresql" else time_text(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> time | None:
        return time.fromisoformat(value) if isinstance(value, str) else value


# text is compared and sorted by code point everywhere; SQLite does so by itself
PLAIN_TEXT = Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")

_TYPES: dict[ColumnType, TypeEngine[Any]] = {
    ColumnType.TEXT: PLAIN_TEXT,
    ColumnType.INTEGER: BigInteger(),
    ColumnType.BOOLEAN: Boolean(),
    ColumnType.DATE: Date(),
    ColumnType.DATETIME: Moment(),
    ColumnType.TIME: TimeOfDay(),
    ColumnType.ID: Id(),
    ColumnType.JSON: Json(),
}


def sql_type(column: Column) -> TypeEngine[Any]:
    """Money and decimals are NUMERIC on PostgreSQL and integers of their smallest unit on SQLite."""
    if column.type is ColumnType.DECIMAL:
        return Scaled(column.scale or 0)
    return _TYPES[column.type]
