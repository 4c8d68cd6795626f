"""One publish of an app at a time, over all processes: a lock that its holder's death opens."""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import bindparam, func, select

from dougong.errors import Conflict, Text
from dougong.platform.db import Database

POLL_SECONDS = 0.05


class PublishRunning(Conflict):
    code = "publish_running"
    title = Text("该应用正在发布，请稍后再试", "This app is being published right now; try again soon")


@contextmanager
def turn(database: Database, app: str, *, wait: float) -> Iterator[None]:
    """Holds the turn to publish ``app``. Raises PublishRunning when nobody lets go of it for ``wait`` seconds."""
    if database.dialect == "postgresql":
        yield from _by_server(database, app, wait)
    else:
        yield from _by_file(database, wait)


def _by_server(database: Database, app: str, wait: float) -> Iterator[None]:
    key = func.hashtext(bindparam("app", f"dougong:publish:{app}"))
    with database.read() as connection:
        until = time.monotonic() + wait
        while not connection.execute(select(func.pg_try_advisory_lock(key))).scalar():
            if time.monotonic() >= until:
                raise PublishRunning
            time.sleep(POLL_SECONDS)
        try:
            yield
        finally:
            connection.execute(select(func.pg_advisory_unlock(key)))


def _by_file(database: Database, wait: float) -> Iterator[None]:
    """One file for all apps: SQLite has one writer anyway."""
    assert database.url.database is not None
    path = Path(database.url.database)
    until = time.monotonic() + wait
    with path.with_name(path.name + ".publishing").open("a") as file:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except OSError:
                if time.monotonic() >= until:
                    raise PublishRunning from None
                time.sleep(POLL_SECONDS)
        yield
