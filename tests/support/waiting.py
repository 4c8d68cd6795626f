"""Waiting for what happens behind an answer or in another process: for the event, however slow the machine."""

import random
import socket
import subprocess
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
# seconds; nothing waits so long unless it never happens
PATIENCE = 180.0


def eventually(look: Callable[[], T], *, pause: float = 0.02, told: Callable[[], object] = lambda: "") -> T:
    """What ``look`` finds, once that is something; ``told`` says more when it never is."""
    end = time.monotonic() + PATIENCE
    while not (found := look()):
        assert time.monotonic() < end, f"it did not happen: {told()}"
        time.sleep(pause)
    return found


def free_port() -> int:
    """A port nobody listens on, below those that systems give to whoever asks for any: it stays free while its server
    is not there yet, or not there again."""
    while True:
        port = random.SystemRandom().randrange(10_000, 32_000)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port


def end(process: "subprocess.Popen[bytes]") -> None:
    """Ask a process to end and wait until it has; one that does not is killed, and that is a failure."""
    process.terminate()
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        raise
