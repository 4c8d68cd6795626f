"""One unit of work: a connection inside a transaction that somebody else commits."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection


class Unit:
    """What a writer gets. ``now`` is one moment for the whole unit; ``promised`` is filled by the outbox."""

    __slots__ = ("_callbacks", "_endings", "connection", "now", "promised")

    def __init__(self, connection: Connection, now: datetime) -> None:
        self.connection = connection
        self.now = now
        self.promised: list[tuple[str, datetime]] = []
        self._callbacks: list[Callable[[], None]] = []
        self._endings: list[Callable[[], None]] = []

    @property
    def dialect(self) -> str:
        return self.connection.dialect.name

    def after_commit(self, callback: Callable[[], None]) -> None:
        """Run ``callback`` once this unit is committed, in the thread that asked for the write; never if it is not."""
        self._callbacks.append(callback)

    def when_over(self, callback: Callable[[], None]) -> None:
        """Run ``callback`` once this unit is committed or refused (a ``Failure``), in the thread that asked for the
        write; not when it ends in any other way (a bug, a trial that is given up)."""
        self._endings.append(callback)

    def committed(self) -> None:
        """Whoever committed it says so."""
        for callback in (*self._callbacks, *self._endings):
            callback()

    def refused(self) -> None:
        """Whoever took it back after a ``Failure`` says so."""
        for callback in tuple(self._endings):
            callback()
