"""``dougong demo`` as ``make run`` starts it: in a process of its own, on both databases."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

PASSWORD = "dougong-demo"


@contextmanager
def demo(data: Path, url: str, printed: Path, *arguments: str) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """(address, process) once it answers, which must take seconds whatever there is to make."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DOUGONG_")}
    environment = kept | {
        "DOUGONG_DATA": str(data),
        "DOUGONG_DATABASE_URL": url,
        "DOUGONG_CONFIG": str(data / "none.toml"),
        "DOUGONG_LOCALE": "en",
        "DOUGONG_LOG_LEVEL": "warning",
    }
    command = [sys.executable, "-m", "dougong", "demo", "--port", str(port), *arguments]
    with printed.open("wb") as file, subprocess.Popen(command, env=environment, stdout=file, stderr=file) as process:
        address = f"http://127.0.0.1:{port}"
        try:
            _wait(lambda: _alive(address), 240, process, printed)
            yield address, process
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


def _alive(address: str) -> bool:
    try:
        return httpx.get(f"{address}/healthz").status_code == 200
    except httpx.TransportError:
        return False


def _wait(look: Callable[[], bool], seconds: float, process: subprocess.Popen[bytes], printed: Path) -> None:
    end = time.monotonic() + seconds
    while not look():
        assert process.poll() is None, printed.read_text()
        assert time.monotonic() < end, printed.read_text()
        time.sleep(0.1)


def _accounts(address: str) -> int:
    signed = httpx.post(f"{address}/api/auth/login", json={"username": "director", "password": PASSWORD}, timeout=30)
    headers = {"Authorization": f"Bearer {signed.json()['token']}"}
    path = f"{address}/api/apps/crm/forms/account/records?count=exact&limit=1"
    return int(httpx.get(path, headers=headers, timeout=30).json()["total"])


def test_the_first_start_makes_the_data_and_the_second_leaves_it(
    dialect: str, new_database_url: Callable[[str], str], tmp_path: Path
) -> None:
    url, data = new_database_url(dialect), tmp_path / "data"
    first, second = tmp_path / "first", tmp_path / "second"
    with demo(data, url, first, "--size", "6") as (address, process):
        _wait(lambda: PASSWORD in first.read_text(), 60, process, first)
        _wait(lambda: "The demo data is there" in first.read_text(), 300, process, first)
        assert _accounts(address) == 6
    assert "sales director" in first.read_text()
    with demo(data, url, second, "--size", "9") as (address, process):
        _wait(lambda: "sales director" in second.read_text(), 60, process, second)
        time.sleep(1)
        assert _accounts(address) == 6
    assert "The demo data is there" not in second.read_text()


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_a_start_after_one_that_was_cut_short_says_so(
    dialect: str, new_database_url: Callable[[str], str], tmp_path: Path
) -> None:
    url, data, printed = new_database_url(dialect), tmp_path / "data", tmp_path / "printed"
    with demo(data, url, printed, "--size", "400") as (_, process):
        _wait((data / "demo-unfinished").exists, 60, process, printed)
    with demo(data, url, printed) as (_, process):
        _wait(lambda: "cut short" in printed.read_text(), 60, process, printed)


def test_a_folder_without_a_demo_is_refused_in_words(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "dougong", "demo", "--example", str(tmp_path)],
        env=os.environ | {"DOUGONG_DATA": str(tmp_path / "data")},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert "demo.json" in done.stderr
    assert "Traceback" not in done.stderr
