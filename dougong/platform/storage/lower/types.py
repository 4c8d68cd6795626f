"""How lowered values come back to Python."""

from datetime import time
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Dialect

from dougong.platform.db.sqlite_functions import canonical


class DecimalText(sa.TypeDecorator[Decimal]):
    """A decimal that SQLite computed and carries as canonical text."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        return None if value is None else canonical(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value)


class TimeText(sa.TypeDecorator[time]):
    """A time of day that SQLite carries as text."""

    impl = sa.Text
    cache_ok = True

    def process_result_value(self, value: Any, dialect: Dialect) -> time | None:
        return time.fromisoformat(value) if isinstance(value, str) else value
