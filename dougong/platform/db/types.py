"""Column types that mean the same on both databases.

``Id`` is text in Python and a native uuid on PostgreSQL. ``Moment`` is an aware UTC datetime, kept on SQLite as text of
one width so that text order is time order. ``Scaled`` is an exact decimal, kept on SQLite as an integer of its smallest
unit so that sums stay exact. ``Json`` is JSONB on PostgreSQL and text on SQLite.
"""

from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any

import orjson
from sqlalchemy import BigInteger, Dialect, Numeric, String, Text, TypeDecorator
from sqlalchemy.dialects import postgresql
from sqlalchemy.types import TypeEngine

from dougong.errors import Failure
from dougong.errors import Text as Words

# SQLite keeps integers in 64 bits; 18 digits leave room for several to be added without an overflow
LARGEST_SCALED = 10**18 - 1
_WIDE = Context(prec=60, rounding=ROUND_HALF_UP)


class NumberTooLarge(Failure):
    """A decimal that the database cannot keep exactly."""

    code, status, title = "overflow", 422, Words("数值超出可保存的范围", "The number is too large to be kept exactly")


class Id(TypeDecorator[str]):
    """A UUID, canonical text in Python. PostgreSQL refuses anything else: ask ``ids.is_id`` first."""

    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(postgresql.UUID(as_uuid=False))
        return dialect.type_descriptor(String(36))


class Moment(TypeDecorator[datetime]):
    """An aware datetime, always UTC when read."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(postgresql.TIMESTAMP(timezone=True))
        return dialect.type_descriptor(Text())

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC) if dialect.name == "postgresql" else moment_text(value)

    def process_result_value(self, value: datetime | str | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if isinstance(value, str):
            return datetime.fromisoformat(value)
        return value.astimezone(UTC)


def moment_text(value: datetime) -> str:
    """``YYYY-MM-DDTHH:MM:SS.ffffffZ``: how SQLite keeps a moment."""
    return value.astimezone(UTC).isoformat(timespec="microseconds")[:-6] + "Z"


class Scaled(TypeDecorator[Decimal]):
    """A decimal with exactly ``scale`` places; more places are rounded half away from zero. Raises NumberTooLarge."""

    impl = Numeric
    cache_ok = True

    def __init__(self, scale: int) -> None:
        super().__init__(38, scale)
        self.scale = scale

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(Numeric(38, self.scale))
        return dialect.type_descriptor(BigInteger())

    def process_bind_param(self, value: Decimal | int | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        exact = Decimal(value)
        if dialect.name == "postgresql":
            if exact.adjusted() + 1 > 38 - self.scale:
                raise NumberTooLarge
            return exact
        return to_scaled(exact, self.scale)

    def process_result_value(self, value: Decimal | int | None, dialect: Dialect) -> Decimal | None:
        if value is None:
            return None
        if isinstance(value, int):
            return from_scaled(value, self.scale)
        return value


def to_scaled(value: Decimal, scale: int) -> int:
    """The whole number of smallest units. Raises NumberTooLarge beyond 64 bits."""
    if value.adjusted() + scale > 20:
        raise NumberTooLarge
    number = int(value.scaleb(scale, _WIDE).quantize(Decimal(1), context=_WIDE))
    if abs(number) > LARGEST_SCALED:
        raise NumberTooLarge
    return number


def from_scaled(number: int, scale: int) -> Decimal:
    """The inverse of ``to_scaled``: from whole smallest units to a decimal of ``scale`` places."""
    return Decimal(number).scaleb(-scale, _WIDE)


class Json(TypeDecorator[Any]):
    """Any JSON value; SQL NULL is ``None``."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(postgresql.JSONB(none_as_null=True))
        return dialect.type_descriptor(Text())

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        if value is None or dialect.name == "postgresql":
            return value
        return json_text(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        if value is None or dialect.name == "postgresql":
            return value
        return orjson.loads(value)


def json_text(value: object) -> str:
    """JSON text; decimals as text with their own places, sets sorted."""
    return orjson.dumps(value, default=_plain).decode()


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, frozenset | set):
        return sorted(value)
    if isinstance(value, str):  # SQLAlchemy's quoted names
        return str.__str__(value)
    raise TypeError(f"{type(value).__name__} has no place in JSON")
