"""What happened to the records of one form in a stretch of time, for looking back over all of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from dougong.platform.storage.catalog import StoredForm
from dougong.platform.storage.history import changes_by_key, keys_by_name
from dougong.platform.storage.tables import record_history


@dataclass(frozen=True)
class PastEvent:
    """``changes``: [old, new] by field key, as filed; of a sub-table by row. Nothing is hidden yet."""

    record_id: str
    event: str
    at: datetime
    by: str | None
    changes: Mapping[str, Any]


def past_events(
    connection: Connection, form: StoredForm, *, since: datetime | None, until: datetime | None, limit: int
) -> list[PastEvent]:
    """In [since, until), newest first, at most ``limit``."""
    table = record_history
    query = select(table).where(table.c.app == form.app, table.c.form == form.key)
    if since is not None:
        query = query.where(table.c.at >= since)
    if until is not None:
        query = query.where(table.c.at < until)
    keys = keys_by_name(form.tables.names)
    return [
        PastEvent(row.record_id, row.event, row.at, row.by, changes_by_key(form, row.changes, keys))
        for row in connection.execute(query.order_by(table.c.id.desc()).limit(limit))
    ]
