"""On SQLite only one process may serve: a second one is refused before it touches anything."""

import fcntl
import os
from pathlib import Path
from typing import IO

from dougong.errors import Failure, Text


class AlreadyServing(Failure):
    """Another process holds the lock."""

    code, status, title = (
        "already_serving",
        409,
        Text("该数据库已有服务在运行", "This database is already being served"),
    )


class ServingGuard:
    """Holds ``<database>.serving`` locked while the process lives; the system lets go of it in any case."""

    def __init__(self, database: Path) -> None:
        self._path = database.with_name(database.name + ".serving")
        self._file: IO[str] | None = None

    def take(self) -> None:
        """Raises AlreadyServing, naming the process that holds it."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        file = self._path.open("a+")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as failure:
            file.seek(0)
            holder = file.read().strip() or "?"
            file.close()
            raise AlreadyServing(
                Text(
                    f"SQLite 数据库只能由一个进程提供服务，进程 {holder} 正在使用它。请先停止它，或改用 PostgreSQL。",
                    f"A SQLite database is served by one process only, and process {holder} is serving this one. "
                    "Stop it first, or use PostgreSQL for several servers.",
                )
            ) from failure
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        self._file = file

    def release(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None
