"""Processes that publish and are killed at a chosen instant. Each line of standard input, ``URL PLAN COUNT WHEN``, is
one process of its own, forked here because importing everything anew takes longer than publishing.

``COUNT`` is the write at which it dies, ``WHEN`` is ``inside`` (the work is done, nothing committed) or ``after`` (it
is committed, nobody was told). Answers each line with the process's exit code: -9 when it was killed, 0 when it lived.
"""

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

from dougong.kinds import load_kinds
from dougong.platform.access.principal import Principal
from dougong.platform.db import Database, Unit, open_database
from dougong.platform.publishing.apply import Publishing
from dougong.platform.publishing.plan import Ports

KINDS = load_kinds()


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def main(url: str, plan: str, count: int, when: str) -> None:
    database = open_database(url, durable=False)
    write, maintain = Database.write, Database.maintain
    calls = 0

    def counted(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(self: Database, work: Callable[[Any], Any]) -> Any:
            nonlocal calls
            calls += 1
            mine = calls

            def dying(unit: Unit) -> Any:
                result = work(unit)
                if mine == count and when == "inside":
                    die()
                return result

            result = real(self, dying)
            if mine == count and when == "after":
                die()
            return result

        return call

    Database.write = counted(write)
    Database.maintain = counted(maintain)
    confirm = ["change_type:/forms/0/fields/1", "drop:/forms/0/fields/2"]
    Publishing(database, KINDS, Ports()).publish("shop", plan, confirm, "", Principal(None))


if __name__ == "__main__":
    for line in sys.stdin:
        url, plan, count, when = line.split()
        child = os.fork()
        if child == 0:
            main(url, plan, int(count), when)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()
