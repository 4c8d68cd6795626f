"""``dougong demo`` as ``make run`` starts it: in a process of its own, on both databases."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from support.waiting import PATIENCE, end, eventually, free_port

PASSWORD = "dougong-demo"


@contextmanager
def demo(data: Path, url: str, printed: Path, *arguments: str) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """(address, process) once it answers, which must take seconds whatever there is to make."""
    port = free_port()
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
            _wait(lambda: _alive(address), process, printed)
            yield address, process
        finally:
            end(process)


def _alive(address: str) -> bool:
    try:
        return httpx.get(f"{address}/healthz", timeout=PATIENCE).status_code == 200
    except httpx.TransportError:
        return False


def _wait(look: Callable[[], bool], process: subprocess.Popen[bytes], printed: Path) -> None:
    def lives() -> bool:
        assert process.poll() is None, printed.read_text()
        return look()

    eventually(lives, pause=0.1, told=printed.read_text)


def _accounts(address: str) -> int:
    signed = httpx.post(
        f"{address}/api/auth/login", json={"username": "director", "password": PASSWORD}, timeout=PATIENCE
    )
    headers = {"Authorization": f"Bearer {signed.json()['token']}"}
    path = f"{address}/api/apps/crm/forms/account/records?count=exact&limit=1"
    return int(httpx.get(path, headers=headers, timeout=PATIENCE).json()["total"])


def test_the_first_start_makes_the_data_and_the_second_leaves_it(
    dialect: str, new_database_url: Callable[[str], str], tmp_path: Path
) -> None:
    url, data = new_database_url(dialect), tmp_path / "data"
    first, second = tmp_path / "first", tmp_path / "second"
    with demo(data, url, first, "--size", "6") as (address, process):
        _wait(lambda: PASSWORD in first.read_text(), process, first)
        _wait(lambda: "The demo data is there" in first.read_text(), process, first)
        assert _accounts(address) == 6
    assert "sales director" in first.read_text()
    with demo(data, url, second, "--size", "9") as (address, process):
        _wait(lambda: "sales director" in second.read_text(), process, second)
        time.sleep(1)
        assert _accounts(address) == 6
    assert "The demo data is there" not in second.read_text()


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_a_start_after_one_that_was_cut_short_says_so(
    dialect: str, new_database_url: Callable[[str], str], tmp_path: Path
) -> None:
    url, data, printed = new_database_url(dialect), tmp_path / "data", tmp_path / "printed"
    with demo(data, url, printed, "--size", "400") as (_, process):
        _wait((data / "demo-unfinished").exists, process, printed)
    with demo(data, url, printed) as (_, process):
        _wait(lambda: "cut short" in printed.read_text(), process, printed)


def test_a_folder_without_a_demo_is_refused_in_words(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "dougong", "demo", "--example", str(tmp_path)],
        env=os.environ | {"DOUGONG_DATA": str(tmp_path / "data")},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 1
    assert "demo.json" in done.stderr
    assert "Traceback" not in done.stderr
