"""SQLite: one writer thread with group commit, and a pool of readers, in WAL mode.

Works that wait while a commit runs are done together in the next transaction, each inside its own savepoint, so one
that fails takes back only itself. A caller is answered after the commit, never before.
"""

import queue
import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool

from dougong.clock import Clock
from dougong.engines.expression.registry import Functions
from dougong.errors import Failure, Text
from dougong.platform.db.limits import BRIEF, LONG, Deadline
from dougong.platform.db.sqlite_functions import register
from dougong.platform.db.types import json_text
from dougong.platform.db.unit import Unit

T = TypeVar("T")

MOST_IN_ONE_COMMIT = 64
BUSY_MILLISECONDS = 30_000
READERS = 24
DEADLINE = "deadline"


class StorageFull(Failure):
    """The disk has no room; nothing of this write was kept."""

    code, status, title = (
        "storage_full",
        507,
        Text("存储空间已满，本次修改未保存", "Storage is full; nothing was saved"),
    )


class _Order:
    """One work that waits for the writer."""

    __slots__ = ("future", "unit", "work")

    def __init__(self, work: Callable[[Unit], Any]) -> None:
        self.work = work
        self.future: Future[Any] = Future()
        self.unit: Unit | None = None


class SqliteBackend:
    """The file at ``path``, made when absent. ``durable=False`` gives up power-loss safety for speed (tests)."""

    dialect = "sqlite"

    def __init__(
        self,
        path: Path,
        clock: Clock,
        *,
        durable: bool = True,
        functions: Functions | None = None,
        brief: float = BRIEF,
    ) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self._clock = clock
        self._brief = brief
        self._reader = _engine(path, functions, durable=durable, reading=True)
        self._writer = _engine(path, functions, durable=durable, reading=False)
        self._orders: queue.SimpleQueue[_Order | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()
        self._closed = False

    @contextmanager
    def read(self, *, consistent: bool, briefly: bool) -> Iterator[Connection]:
        with self._reader.connect() as connection:
            connection.info[DEADLINE].seconds = self._brief if briefly else LONG
            driver = connection.connection.driver_connection
            assert isinstance(driver, sqlite3.Connection)
            if consistent:
                driver.execute("BEGIN")
            try:
                yield connection
            finally:
                if driver.in_transaction:
                    driver.rollback()

    def write(self, work: Callable[[Unit], T], before_commit: Callable[[Unit], None]) -> T:
        if self._closed:
            raise RuntimeError("the database is closed")
        self._start()
        if threading.current_thread() is self._thread:
            raise RuntimeError("a write inside a write: pass the unit on instead")

        def whole(unit: Unit) -> T:
            result = work(unit)
            before_commit(unit)
            return result

        order = _Order(whole)
        self._orders.put(order)
        try:
            result: T = order.future.result()
        except Failure:
            if order.unit is not None:
                order.unit.refused()
            raise
        assert order.unit is not None
        order.unit.committed()
        return result

    def maintain(self, work: Callable[[Connection], T]) -> T:
        def unhurried(unit: Unit) -> T:
            deadline: Deadline = unit.connection.info[DEADLINE]
            hurried, deadline.seconds = deadline.seconds, None
            try:
                return work(unit.connection)
            finally:
                deadline.seconds = hurried

        return self.write(unhurried, lambda unit: None)

    def close(self) -> None:
        self._closed = True
        if self._thread is not None:
            self._orders.put(None)
            self._thread.join()
        self._reader.dispose()
        self._writer.dispose()

    def _start(self) -> None:
        if self._thread is not None:
            return
        with self._starting:
            if self._thread is None:
                thread = threading.Thread(target=self._run, name="dougong-writer", daemon=True)
                thread.start()
                self._thread = thread

    def _run(self) -> None:
        stop = False
        while not stop:
            first = self._orders.get()
            if first is None:
                return
            batch = [first]
            while len(batch) < MOST_IN_ONE_COMMIT and not self._orders.empty():
                order = self._orders.get()
                if order is None:
                    stop = True
                    break
                batch.append(order)
            self._commit(batch)

    def _commit(self, batch: list[_Order]) -> None:
        """Do a batch in one transaction and answer everybody. Never raises: the thread must live."""
        answers: list[Callable[[], None]] = []
        try:
            with self._writer.connect() as connection, connection.begin():
                # whoever looks something up here keeps everybody else from writing
                connection.info[DEADLINE].seconds = self._brief
                for order in batch:
                    answers.append(self._one(connection, order))
        except BaseException as failure:  # noqa: BLE001  whatever it was, those who wait must hear it
            cause = _plain(failure)
            answers = [partial(order.future.set_exception, cause) for order in batch]
        for answer in answers:
            answer()

    def _one(self, connection: Connection, order: _Order) -> Callable[[], None]:
        """Run one work in its savepoint and give what answers its caller once the batch is committed: a refusal waits
        too, since it may rest on what a work before it wrote. Raises only when the whole transaction is lost."""
        driver = connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        driver.execute("SAVEPOINT work")
        order.unit = Unit(connection, self._clock())
        try:
            result = order.work(order.unit)
            driver.execute("RELEASE work")
        except BaseException as failure:  # whatever it was, whoever ordered the work hears it
            # a full disk or an I/O error rolls the whole transaction back, the works before this one with it
            if not driver.in_transaction:
                raise
            driver.execute("ROLLBACK TO work")
            driver.execute("RELEASE work")
            return partial(order.future.set_exception, _plain(failure))
        return partial(order.future.set_result, result)


def _plain(failure: BaseException) -> BaseException:
    """The failure callers should see: a full disk is an expected refusal."""
    original = failure.orig if isinstance(failure, DBAPIError) else failure
    if isinstance(original, sqlite3.OperationalError) and "full" in str(original):
        return StorageFull()
    return failure


def _engine(path: Path, functions: Functions | None, *, durable: bool, reading: bool) -> Engine:
    engine = create_engine(
        f"sqlite:///{path}",
        poolclass=QueuePool,
        pool_size=READERS if reading else 1,
        max_overflow=40 if reading else 0,
        connect_args={"isolation_level": None, "check_same_thread": False, "timeout": BUSY_MILLISECONDS / 1000},
        json_serializer=json_text,
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, record: ConnectionPoolEntry) -> None:
        # the driver must not begin transactions by itself: it would leave DDL outside of them
        connection.isolation_level = None
        (mode,) = connection.execute("PRAGMA journal_mode=WAL").fetchone()
        if mode != "wal":
            raise OperationalError("PRAGMA journal_mode=WAL", None, RuntimeError(f"{path} cannot use WAL (got {mode})"))
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute(f"PRAGMA synchronous={'FULL' if durable else 'OFF'}")
        connection.execute("PRAGMA temp_store=MEMORY")
        connection.execute("PRAGMA cache_size=-16000" if not reading else "PRAGMA cache_size=-4000")
        connection.execute("PRAGMA mmap_size=268435456")
        deadline = record.info[DEADLINE] = Deadline(connection)
        register(connection, functions, deadline)
        if reading:
            connection.execute("PRAGMA query_only=ON")

    @event.listens_for(engine, "before_cursor_execute")
    def clocked(connection: Connection, *told: Any) -> None:
        *_, context, _ = told
        # what a write changes is not cut short: SQLite would take the whole transaction back
        looks = context is not None and getattr(context.invoked_statement, "is_select", False)
        deadline: Deadline = connection.info[DEADLINE]
        deadline.begin(deadline.seconds if looks else None)

    if not reading:

        @event.listens_for(engine, "begin")
        def begin(connection: Connection) -> None:
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine
