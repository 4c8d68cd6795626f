"""What a server takes that nobody asks anything: memory after a fresh ``dougong serve`` on SQLite, an app published.

    python -m benchmarks.rest

It is looked at twice: as it starts, and after one person has signed in, listed records and run a report.
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).parent.parent
DOCUMENT = ROOT / "examples" / "crm_app.json"
PASSWORD = "benchmark-only"
MOST_MB = 200


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "DOUGONG_DATA": folder,
            "DOUGONG_DATABASE_URL": "",
            "DOUGONG_ADMIN_PASSWORD": PASSWORD,
            "DOUGONG_LOG_LEVEL": "warning",
        }
        command = [sys.executable, "-m", "dougong"]
        publish = [*command, "app", "publish", str(DOCUMENT), "--confirm", "all"]
        subprocess.run(publish, env=environment, check=True, capture_output=True, cwd=ROOT)
        port = _free_port()
        started = time.monotonic()
        with subprocess.Popen([*command, "serve", "--port", str(port)], env=environment, cwd=ROOT) as server:
            try:
                url = f"http://127.0.0.1:{port}"
                _until_alive(url, server)
                first = time.monotonic() - started
                time.sleep(5)
                _tell("at rest after its start", server.pid)
                _use(url)
                time.sleep(5)
                _tell("at rest after its first user", server.pid, limit=False)
            finally:
                server.terminate()
    print(f"first answer after           {first:8.1f} s")


def _tell(when: str, pid: int, *, limit: bool = True) -> None:
    found = memory_mb(pid)
    verdict = f"  (at most {MOST_MB}) {'ok' if found < MOST_MB else 'ABOVE'}" if limit else ""
    print(f"{when:28} {found:8.0f} MB{verdict}")


def memory_mb(pid: int) -> float:
    """Resident memory of a process."""
    shown = subprocess.run(["ps", "-o", "rss=", "-p", str(pid)], check=True, capture_output=True, text=True)
    return int(shown.stdout) / 1024


def _use(url: str) -> None:
    document: dict[str, Any] = json.loads(DOCUMENT.read_text("utf-8"))
    app, role = document["key"], document["dashboards"][0]["roles"][0]
    with httpx.Client(base_url=url, timeout=60) as client:
        signed = _post(client, "/api/auth/login", {"username": "admin", "password": PASSWORD})
        client.headers["Authorization"] = f"Bearer {signed['token']}"
        members = {"users": [signed["user"]["id"]], "departments": []}
        client.put(f"/api/admin/apps/{app}/roles/{role}/members", json=members).raise_for_status()
        client.get(f"/api/apps/{app}/forms/{document['forms'][0]['key']}/records").raise_for_status()
        _post(client, f"/api/apps/{app}/reports/{document['reports'][0]['key']}/run", {"filters": []})


def _post(client: httpx.Client, path: str, body: object) -> Any:
    answer = client.post(path, json=body)
    answer.raise_for_status()
    return answer.json()


def _until_alive(url: str, server: subprocess.Popen[bytes]) -> None:
    while server.poll() is None:
        try:
            httpx.get(f"{url}/healthz").raise_for_status()
            return
        except httpx.TransportError:
            time.sleep(0.05)
    raise SystemExit("the server did not start")


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


if __name__ == "__main__":
    main()
