"""Telling open pages that something is new. Only hints travel here: a page that hears one asks for the facts.

On PostgreSQL a hint also reaches the pages that other servers hold open, through NOTIFY in the unit's transaction.
"""

import asyncio
import logging
import threading
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import orjson
import psycopg
from sqlalchemy import func, select

from dougong.platform.db import Database, Unit

log = logging.getLogger(__name__)

CHANNEL = "dougong_live"
WAITING = 100


class Live:
    """Hints by person. ``tell`` is for units of work, ``listen`` for the events route."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._listeners: dict[str, list[tuple[asyncio.AbstractEventLoop, asyncio.Queue[str]]]] = defaultdict(list)
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def tell(self, unit: Unit, people: Iterable[str], topic: str) -> None:
        """Once this unit is committed, the open pages of these people hear ``topic`` (``tasks``, ``inbox``, ...)."""
        told = list(dict.fromkeys(people))
        if not told:
            return
        if unit.dialect == "postgresql":
            for start in range(0, len(told), 100):  # a notice holds 8,000 bytes
                notice = orjson.dumps([topic, told[start : start + 100]]).decode()
                unit.connection.execute(select(func.pg_notify(CHANNEL, notice)))
        else:
            unit.after_commit(lambda: self._spread(topic, told))

    def listen(self, user: str) -> "asyncio.Queue[str]":
        """A queue of topics for one open page; give it back with ``leave``. Call from the event loop."""
        queue: asyncio.Queue[str] = asyncio.Queue(WAITING)
        with self._lock:
            self._listeners[user].append((asyncio.get_running_loop(), queue))
        return queue

    def leave(self, user: str, queue: "asyncio.Queue[str]") -> None:
        with self._lock:
            left = [entry for entry in self._listeners[user] if entry[1] is not queue]
            if left:
                self._listeners[user] = left
            else:
                del self._listeners[user]

    def start(self) -> None:
        if self._database.dialect == "postgresql":
            self._thread = threading.Thread(target=self._hear, name="dougong-live", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        if self._thread is not None:
            # one more hint, so that the listener need not wait for its pause to end
            self._database.maintain(lambda connection: connection.execute(select(func.pg_notify(CHANNEL, '["", []]'))))
            self._thread.join()

    def _spread(self, topic: str, people: Iterable[str]) -> None:
        with self._lock:
            reached = [entry for user in people for entry in self._listeners.get(user, ())]
        for loop, queue in reached:
            if not loop.is_closed():
                loop.call_soon_threadsafe(_offer, queue, topic)

    def _hear(self) -> None:
        url = self._database.url.set(drivername="postgresql").render_as_string(hide_password=False)
        while not self._stop.is_set():
            try:
                with psycopg.connect(url, autocommit=True) as connection:
                    connection.execute(f"LISTEN {CHANNEL}")
                    while not self._stop.is_set():
                        for notice in connection.notifies(timeout=1.0, stop_after=1):
                            self._take(notice)
            except psycopg.Error:
                log.warning("live hints are interrupted; connecting again", exc_info=True)
                self._stop.wait(2)

    def _take(self, notice: Any) -> None:
        topic, people = orjson.loads(notice.payload)
        self._spread(topic, people)


def _offer(queue: "asyncio.Queue[str]", topic: str) -> None:
    if not queue.full():  # a page that does not read has enough to hear already
        queue.put_nowait(topic)
