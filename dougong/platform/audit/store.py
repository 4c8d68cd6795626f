"""Writing the audit log in the transaction of what it tells, and reading it newest first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from dougong.ids import new_id
from dougong.platform.audit.tables import audit
from dougong.platform.db import Unit


@dataclass(frozen=True, slots=True)
class Entry:
    id: str
    at: datetime
    actor: str | None
    via: str | None
    action: str
    target: str
    detail: Any


def record(
    unit: Unit,
    actor: str | None,
    action: str,
    target: str,
    detail: Mapping[str, object] | None = None,
    *,
    via: str | None = None,
) -> None:
    """``action`` is ``thing.verb`` (``user.created``); ``target`` names the thing (``user:<id>``). Never secrets."""
    unit.connection.execute(
        insert(audit).values(
            id=new_id(),
            at=unit.now,
            actor=actor,
            via=via,
            action=action,
            target=target[:200],
            detail=dict(detail) if detail is not None else None,
        )
    )


def page(
    connection: Connection,
    *,
    limit: int,
    before: str | None = None,
    actor: str | None = None,
    action: str | None = None,
    target: str | None = None,
) -> list[Entry]:
    """Up to ``limit`` entries older than the one with id ``before``, newest first."""
    chosen = select(audit).order_by(audit.c.id.desc()).limit(limit)
    if before is not None:
        chosen = chosen.where(audit.c.id < before)
    for column, wanted in ((audit.c.actor, actor), (audit.c.action, action), (audit.c.target, target)):
        if wanted is not None:
            chosen = chosen.where(column == wanted)
    return [
        Entry(row.id, row.at, row.actor, row.via, row.action, row.target, row.detail)
        for row in connection.execute(chosen)
    ]
