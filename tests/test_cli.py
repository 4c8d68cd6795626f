"""The command line as a person meets it, in processes of its own."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from support.waiting import PATIENCE, end, eventually, free_port


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DOUGONG_")}
    return kept | {"DOUGONG_DATA": str(tmp_path / "data"), "DOUGONG_CONFIG": str(tmp_path / "none.toml")}


def run(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "dougong", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


@pytest.fixture
def serving(environment: dict[str, str], tmp_path: Path) -> Iterator[tuple[str, Path, subprocess.Popen[bytes]]]:
    """(url, file of what it printed, process) of ``dougong serve`` with nothing set up before."""
    printed = tmp_path / "printed"
    port = free_port()
    with (
        printed.open("wb") as file,
        subprocess.Popen(
            [sys.executable, "-m", "dougong", "serve", "--port", str(port)], env=environment, stdout=file, stderr=file
        ) as process,
    ):
        url = f"http://127.0.0.1:{port}"
        try:
            eventually(lambda: answers(url, process, printed), pause=0.1, told=printed.read_text)
            yield url, printed, process
        finally:
            end(process)


def answers(url: str, process: subprocess.Popen[bytes], printed: Path) -> bool:
    assert process.poll() is None, printed.read_text()
    try:
        return httpx.get(f"{url}/healthz", timeout=PATIENCE).status_code == 200
    except httpx.TransportError:
        return False


def test_a_first_start_prints_a_password_that_works_and_a_second_server_is_refused(
    serving: tuple[str, Path, subprocess.Popen[bytes]], environment: dict[str, str]
) -> None:
    url, printed, process = serving
    found = re.search(r"Password \(shown only now\): (\S+)", printed.read_text())
    assert found is not None
    answer = httpx.post(f"{url}/api/auth/login", json={"username": "admin", "password": found[1]}, timeout=PATIENCE)
    assert answer.status_code == 200
    assert httpx.get(f"{url}/readyz", timeout=PATIENCE).json()["status"] == "ready"
    assert "dougong_requests_total" in httpx.get(f"{url}/metrics", timeout=PATIENCE).text
    second = run(environment, "serve", "--port", "0")
    assert second.returncode == 1
    assert str(process.pid) in second.stderr
    assert "Traceback" not in second.stderr
    # a command beside the server is a short writer
    added = run(environment, "user", "add", "zoe", "--password", "zoe has one", "--builder")
    assert added.returncode == 0, added.stderr
    told = {"username": "zoe", "password": "zoe has one"}
    zoe = httpx.post(f"{url}/api/auth/login", json=told, timeout=PATIENCE).json()["user"]
    assert (zoe["builder"], zoe["admin"]) == (True, False)


def test_a_password_that_is_too_short_is_refused_in_words(environment: dict[str, str]) -> None:
    for locale, words in (("en", "at least 8"), ("zh-CN", "8")):
        refused = run(environment | {"DOUGONG_LOCALE": locale}, "user", "add", "zoe", "--password", "short")
        assert refused.returncode == 1
        assert words in refused.stderr
    assert "at least" not in refused.stderr


def test_the_doctor_says_what_to_mend(environment: dict[str, str]) -> None:
    ill = run(environment | {"DOUGONG_DATABASE_URL": "mysql://x/y"}, "doctor")
    assert ill.returncode == 1
    assert "MEND" in ill.stdout
    assert "sqlite or postgresql" in ill.stdout


def test_a_worker_of_its_own_needs_postgresql(environment: dict[str, str]) -> None:
    assert run(environment, "worker").returncode == 2


def test_python_keeps_its_own_platform_module() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import platform, dougong.platform.db; print(platform.python_version())"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.startswith("3.")
