"""Claiming a key, settling its answer, finding it again."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection, delete, insert, select, update

from dougong.platform.db import Unit
from dougong.platform.idempotency.tables import idempotency

KEPT = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Answer:
    """``body`` is None while the request is at work, and for ever when the process died in between."""

    request: str
    status: int
    body: bytes | None


def find(connection: Connection, holder: str, key: str) -> Answer | None:
    """What was answered under the key, as long as it is kept."""
    row = connection.execute(
        select(idempotency.c.request, idempotency.c.status, idempotency.c.answer).where(
            idempotency.c.holder == holder, idempotency.c.key == key
        )
    ).first()
    return Answer(row.request, row.status, row.answer) if row is not None else None


def claim(unit: Unit, holder: str, key: str, request: str, status: int) -> None:
    """Take the key for this request. Whoever takes the same key at the same moment waits, and then meets an
    IntegrityError."""
    unit.connection.execute(
        insert(idempotency).values(holder=holder, key=key, request=request, status=status, at=unit.now)
    )


def settle(unit: Unit, holder: str, key: str, status: int, body: bytes) -> None:
    """What is answered from now on."""
    unit.connection.execute(
        update(idempotency)
        .where(idempotency.c.holder == holder, idempotency.c.key == key)
        .values(status=status, answer=body)
    )


def release(unit: Unit, holder: str, key: str) -> None:
    """Give the key back: nothing was done under it."""
    unit.connection.execute(delete(idempotency).where(idempotency.c.holder == holder, idempotency.c.key == key))


def sweep(unit: Unit) -> None:
    """Forget answers older than ``KEPT``."""
    unit.connection.execute(delete(idempotency).where(idempotency.c.at < unit.now - KEPT))
