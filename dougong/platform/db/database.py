"""One database, whichever it is: ``read`` for looking, ``write`` for the only transactions that commit."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Literal, Protocol, TypeVar

from sqlalchemy import URL, Connection, make_url
from sqlalchemy.exc import StatementError

from dougong import clock as wall
from dougong.clock import Clock
from dougong.engines.expression.registry import Functions
from dougong.errors import Failure
from dougong.platform.db.guard import ServingGuard
from dougong.platform.db.limits import BRIEF
from dougong.platform.db.postgresql import PostgresqlBackend
from dougong.platform.db.sqlite import SqliteBackend
from dougong.platform.db.unit import Unit

T = TypeVar("T")

ServerDialect = Literal["sqlite", "postgresql"]


class Backend(Protocol):
    """What each of the two databases can do."""

    def read(self, *, consistent: bool, briefly: bool) -> AbstractContextManager[Connection]: ...

    def write(self, work: Callable[[Unit], T], before_commit: Callable[[Unit], None]) -> T: ...

    def maintain(self, work: Callable[[Connection], T]) -> T: ...

    def close(self) -> None: ...


class Database:
    """The door to one database. Safe to use from many threads."""

    def __init__(self, url: URL, dialect: ServerDialect, backend: Backend) -> None:
        self.url = url
        self.dialect: ServerDialect = dialect
        self._backend = backend
        self._hooks: list[Callable[[Unit], None]] = []
        self._closing: list[Callable[[], None]] = []
        self._guard: ServingGuard | None = None

    def read(self, *, consistent: bool = False, briefly: bool = False) -> AbstractContextManager[Connection]:
        """A connection for reading. Each statement sees what is committed by then; with ``consistent`` all of them
        see one moment. ``briefly``: for somebody who waits; a statement has less time (see ``limits``)."""
        return self._backend.read(consistent=consistent, briefly=briefly)

    def write(self, work: Callable[[Unit], T]) -> T:
        """Run ``work`` in one transaction, commit it and give its result; whatever it raises takes everything back.

        ``work`` may run more than once (a deadlock, a serialisation failure), so it must start from the unit each
        time. It must not call ``write`` itself."""
        try:
            return self._backend.write(work, self._before_commit)
        except StatementError as failure:
            # SQLAlchemy wraps what a column type raises
            if isinstance(failure.orig, Failure):
                raise failure.orig from None
            raise

    def maintain(self, work: Callable[[Connection], T]) -> T:
        """Long work such as building an index: on PostgreSQL outside of a transaction and without a time limit, on
        SQLite an ordinary transaction of the writer."""
        return self._backend.maintain(work)

    def before_commit(self, hook: Callable[[Unit], None]) -> None:
        """Call ``hook`` with every unit just before it commits (the carrier of promised jobs)."""
        self._hooks.append(hook)

    def migrate(self) -> None:
        """Bring the kernel's own tables to the newest shape, one process at a time."""
        from dougong.platform.db.migrate import migrate  # noqa: PLC0415  Alembic is slow to import

        migrate(self)

    def serve(self) -> None:
        """Claim the right to serve this database. On SQLite a second process raises AlreadyServing."""
        if self.dialect == "sqlite" and self._guard is None:
            assert self.url.database is not None
            guard = ServingGuard(Path(self.url.database))
            guard.take()
            self._guard = guard

    def before_close(self, hook: Callable[[], None]) -> None:
        """Call ``hook`` before the database is closed, while it can still be written to."""
        self._closing.append(hook)

    def close(self) -> None:
        for hook in self._closing:
            hook()
        self._closing.clear()
        self._backend.close()
        if self._guard is not None:
            self._guard.release()
            self._guard = None

    def _before_commit(self, unit: Unit) -> None:
        for hook in self._hooks:
            hook(unit)


def open_database(
    url: str,
    *,
    clock: Clock = wall.now,
    durable: bool = True,
    functions: Functions | None = None,
    brief: float = BRIEF,
) -> Database:
    """Open ``sqlite:///path`` or ``postgresql://...``. Raises ValueError for any other. ``functions``: those that
    expressions may call inside SQLite, ours unless plugins bring more. ``brief``: seconds that a statement has for
    somebody who waits."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        if not parsed.database or parsed.database == ":memory:":
            raise ValueError("a SQLite database needs a file: sqlite:///path/to/file.db")
        path = Path(parsed.database)
        return Database(parsed, "sqlite", SqliteBackend(path, clock, durable=durable, functions=functions, brief=brief))
    if parsed.get_backend_name() == "postgresql":
        return Database(parsed, "postgresql", PostgresqlBackend(parsed, clock, brief=brief))
    raise ValueError(f"unknown database {parsed.get_backend_name()!r}: use sqlite or postgresql")
