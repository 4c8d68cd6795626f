"""SIGKILL of the whole server while people write: what was answered is there, and nothing is there twice."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from support.waiting import PATIENCE, eventually, free_port


@contextmanager
def serving(url: str, data: Path) -> Iterator[tuple[httpx.Client, "subprocess.Popen[bytes]"]]:
    """(signed-in client, process) of a server of its own, killed at the end if it still lives."""
    port = free_port()
    environment = os.environ | {
        "DOUGONG_DATABASE_URL": url,
        "DOUGONG_DATA": str(data),
        "DOUGONG_SECRET_KEY": "a secret for the tests only",
        "DOUGONG_ADMIN_PASSWORD": "admin-password",
        "DOUGONG_LOG_LEVEL": "warning",
    }
    with subprocess.Popen([sys.executable, "-m", "dougong", "serve", "--port", str(port)], env=environment) as process:
        client = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=PATIENCE)
        try:
            eventually(lambda: ready(client, process), pause=0.1)
            answer = client.post("/api/auth/login", json={"username": "admin", "password": "admin-password"})
            client.headers["Authorization"] = f"Bearer {answer.json()['token']}"
            client.cookies.clear()
            yield client, process
        finally:
            client.close()
            process.kill()


def ready(client: httpx.Client, process: "subprocess.Popen[bytes]") -> bool:
    assert process.poll() is None
    try:
        return client.get("/readyz").status_code == 200
    except httpx.HTTPError:
        return False


def test_what_was_answered_before_the_kill_is_there_once_and_a_repeat_adds_nothing(
    dialect: str, new_database_url: Callable[[str], str], tmp_path: Path
) -> None:
    url = new_database_url(dialect)
    answered: dict[str, str] = {}
    sent: set[str] = set()

    with serving(url, tmp_path) as (client, process):

        def write(writer: int) -> None:
            for number in range(10_000):
                name = f"{writer}-{number}"
                sent.add(name)
                try:
                    made = client.post(
                        "/api/admin/departments", json={"name": name}, headers={"Idempotency-Key": f"key {name}"}
                    )
                except httpx.HTTPError:
                    return
                if made.status_code == 201:
                    answered[name] = made.json()["id"]

        threads = [threading.Thread(target=write, args=(writer,)) for writer in range(4)]
        for thread in threads:
            thread.start()
        eventually(lambda: len(answered) >= 40)
        process.send_signal(signal.SIGKILL)
        for thread in threads:
            thread.join()

    with serving(url, tmp_path) as (client, _):
        found = {item["name"]: item["id"] for item in client.get("/api/admin/departments").json()["items"]}
        assert answered.items() <= found.items()
        for name in sorted(sent):  # nobody knows what became of the unanswered ones: all are sent again
            again = client.post(
                "/api/admin/departments", json={"name": name}, headers={"Idempotency-Key": f"key {name}"}
            )
            assert again.status_code == 201
            assert again.json()["id"] == found.get(name, again.json()["id"])
        names = [item["name"] for item in client.get("/api/admin/departments").json()["items"]]
        assert sorted(names) == sorted(sent)
