"""PostgreSQL through psycopg 3: pooled connections, and writes that are run again when the server asks for it.

Reads run in AUTOCOMMIT, which saves two round trips. A write that meets a serialisation failure, a deadlock, a row that
must be the only one or a lost connection *before* its commit is repeated; a connection lost *during* the commit is not,
because nobody can know whether it counted: the idempotency key of the request resolves that.
"""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import orjson
from psycopg import Connection as Driver
from psycopg import Error
from psycopg.types.string import TextLoader
from sqlalchemy import URL, Connection, Engine, create_engine, event, func, select
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError, DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry

from dougong.clock import Clock
from dougong.errors import Failure
from dougong.platform.db.limits import BRIEF, LONG
from dougong.platform.db.types import json_text
from dougong.platform.db.unit import Unit

T = TypeVar("T")

TRIES = 6
# serialization_failure, deadlock_detected, lock_not_available
RETRIED = frozenset({"40001", "40P01", "55P03"})
# somebody was quicker: done again, the work finds what is there by itself and refuses in its own words
UNIQUE_VIOLATION, UNIQUE_TRIES = "23505", 3
STATEMENT_MILLISECONDS = int(LONG * 1000)
IDLE_SECONDS = 2.0
AUTOCOMMIT: dict[str, Any] = {"isolation_level": "AUTOCOMMIT"}
SNAPSHOT: dict[str, Any] = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}


class PostgresqlBackend:
    """Two pools for a process: a statement has less time on the connections of those who wait, and saying so anew each
    time would cost a round trip."""

    dialect = "postgresql"

    def __init__(self, url: URL, clock: Clock, *, pool: int = 16, brief: float = BRIEF) -> None:
        self._clock = clock
        self._engine = _engine(url, pool, STATEMENT_MILLISECONDS)
        self._brief = _engine(url, pool, int(brief * 1000))
        self._autocommit = self._engine.execution_options(**AUTOCOMMIT)
        # by ``briefly`` and ``consistent``
        self._readers = {
            (False, False): self._autocommit,
            (False, True): self._engine.execution_options(**SNAPSHOT),
            (True, False): self._brief.execution_options(**AUTOCOMMIT),
            (True, True): self._brief.execution_options(**SNAPSHOT),
        }

    @contextmanager
    def read(self, *, consistent: bool, briefly: bool) -> Iterator[Connection]:
        with self._readers[briefly, consistent].connect() as connection:
            yield connection

    def write(self, work: Callable[[Unit], T], before_commit: Callable[[Unit], None]) -> T:
        tries = 0
        while True:
            tries += 1
            committing, unit = False, None
            try:
                with self._engine.connect() as connection:
                    transaction = connection.begin()
                    unit = Unit(connection, self._clock())
                    result = work(unit)
                    before_commit(unit)
                    committing = True
                    transaction.commit()
            except (DBAPIError, Failure) as failure:
                trouble = failure if isinstance(failure, DBAPIError) else failure.__cause__
                if isinstance(trouble, DBAPIError) and tries < _most_tries(trouble, committing=committing):
                    time.sleep(random.uniform(0, 0.01 * 2**tries))  # noqa: S311  spreading retries is no secret
                    continue
                if isinstance(failure, Failure) and unit is not None:
                    unit.refused()
                raise
            unit.committed()
            return result

    def maintain(self, work: Callable[[Connection], T]) -> T:
        with self._autocommit.connect() as connection:
            connection.execute(select(func.set_config("statement_timeout", "0", False)))
            try:
                return work(connection)
            finally:
                connection.execute(select(func.set_config("statement_timeout", str(STATEMENT_MILLISECONDS), False)))

    def close(self) -> None:
        self._engine.dispose()
        self._brief.dispose()


def _most_tries(failure: DBAPIError, *, committing: bool) -> int:
    """How often a work that met this is done in all."""
    state = getattr(failure.orig, "sqlstate", None)
    if state in RETRIED or (failure.connection_invalidated and not committing):
        return TRIES
    return UNIQUE_TRIES if state == UNIQUE_VIOLATION else 1


def _engine(url: URL, pool: int, milliseconds: int) -> Engine:
    # what is compiled for a large expression takes longer than it saves, and cannot be interrupted meanwhile
    options = f"-c statement_timeout={milliseconds} -c jit=off -c timezone=UTC -c application_name=dougong"
    engine = create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_size=pool,
        max_overflow=2 * pool,
        pool_timeout=15,
        pool_use_lifo=True,
        connect_args={"options": options},
        json_serializer=json_text,
        json_deserializer=orjson.loads,
        use_native_hstore=False,
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: "Driver[Any]", record: ConnectionPoolEntry) -> None:
        # ids are text everywhere in Python: no UUID object is made and thrown away for each one
        connection.adapters.register_loader("uuid", TextLoader)
        record.info["used"] = time.monotonic()

    @event.listens_for(engine, "checkin")
    def used(connection: object, record: ConnectionPoolEntry) -> None:
        record.info["used"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def awake(connection: DBAPIConnection, record: ConnectionPoolEntry, proxy: object) -> None:
        # a connection that slept may have been cut by a restart; asking costs a round trip, so only then
        if time.monotonic() - record.info.get("used", 0.0) > IDLE_SECONDS:
            try:
                engine.dialect.do_ping(connection)
            except Error as failure:
                raise DisconnectionError from failure

    return engine
