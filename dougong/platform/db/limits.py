"""How long one statement may take, and how a database says that it was too much: the same promise on both.

Somebody who waits for an answer has ``BRIEF`` seconds for each statement, work behind the pages ``LONG``; the operator
may set the first. Migrations, index builds and what a publish changes are not cut short on SQLite, where they are
writes, and on PostgreSQL where they run through ``maintain``.
"""

import sqlite3
import time

from sqlalchemy.exc import DBAPIError

from dougong.errors import Failure, Text

BRIEF, LONG = 10.0, 60.0
# instructions of SQLite's machine between two looks at the clock: some milliseconds
INSTRUCTIONS = 100_000
QUERY_CANCELED = "57014"
# the class "program limit exceeded" (PostgreSQL, appendix A)
TOO_COMPLEX = "54"
# what SQLite says of a statement that is too large for it
_SQLITE_LIMITS = ("parser stack overflow", "expression tree is too large", "too many", "at most 64 tables", "too big")


class TooSlow(Failure):
    code, status, title = "too_slow", 503, Text("查询耗时过长，已中止", "The query took too long and was stopped")


class TooComplex(Failure):
    code, status, title = (
        "too_complex",
        422,
        Text("查询过于复杂，数据库无法执行；请简化条件或公式", "The query is too complex; make its formula simpler"),
    )


class Deadline:
    """When the statement that runs on one SQLite connection must end. Functions written in Python ask as well: while
    they compute SQLite's own counter stands still."""

    __slots__ = ("_connection", "_until", "seconds")

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._until = float("inf")
        self.seconds: float | None = None
        connection.set_progress_handler(self._passed, INSTRUCTIONS)

    def begin(self, seconds: float | None) -> None:
        """A statement begins; None: it may take as long as it takes."""
        self._until = float("inf") if seconds is None else time.monotonic() + seconds

    def over(self) -> bool:
        """Whether the time is up; the statement is then ended before its next row."""
        if time.monotonic() <= self._until:
            return False
        self._connection.interrupt()
        return True

    def _passed(self) -> int:
        return int(time.monotonic() > self._until)


def took_too_long(raised: BaseException) -> bool:
    """Whether a statement was ended because its time was up."""
    if not isinstance(raised, DBAPIError):
        return False
    state = getattr(raised.orig, "sqlstate", None)
    return state == QUERY_CANCELED or getattr(raised.orig, "sqlite_errorcode", None) == sqlite3.SQLITE_INTERRUPT


def is_too_complex(raised: BaseException) -> bool:
    """Whether the database cannot take a statement as large or as nested as this."""
    if not isinstance(raised, DBAPIError):
        return False
    state = getattr(raised.orig, "sqlstate", None)
    if state is not None:
        return str(state).startswith(TOO_COMPLEX)
    words = str(raised.orig).lower()
    return isinstance(raised.orig, sqlite3.OperationalError) and any(limit in words for limit in _SQLITE_LIMITS)
