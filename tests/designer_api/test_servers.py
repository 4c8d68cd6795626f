"""Publishing seen from a second server, and while members go on writing."""

import copy
import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from support import serving

ROOT = Path(__file__).parents[2]
LEAVE = json.loads((ROOT / "examples" / "leave_app.json").read_text(encoding="utf-8"))
APPS = "/api/designer/apps"
RECORDS = "/api/apps/leave/forms/leave_request/records"


@pytest.fixture
def two_servers(new_database_url: Callable[[str], str], tmp_path: Path) -> Iterator[tuple[Any, Any]]:
    url = new_database_url("postgresql")
    with serving.running(url, tmp_path / "one") as one, serving.running(url, tmp_path / "one") as two:
        yield one, two


def publish(client: Any, document: Any) -> int:
    if client.call("GET", f"{APPS}/leave/draft").status_code == 404:
        client.post(APPS, {"document": document}, 201)
    else:
        client.put(f"{APPS}/leave/draft", {"document": document}, headers={"If-Match": "*"})
    plan = client.post(f"{APPS}/leave/draft/plan")
    confirm = [step["id"] for step in plan["steps"] if step["confirm"]]
    version: int = client.post(f"{APPS}/leave/draft/publish", {"plan_id": plan["plan_id"], "confirm": confirm})[
        "version"
    ]
    return version


def request(day: int) -> dict[str, Any]:
    return {"kind": "annual", "start_date": f"2026-12-{day:02}", "end_date": f"2026-12-{day:02}", "reason": str(day)}


def test_a_second_server_sees_a_publish_without_a_restart(two_servers: tuple[Any, Any]) -> None:
    one, two = two_servers
    admin = one.admin
    publish(admin, LEAVE)
    _, worker = two.person("worker")
    made = worker.post(RECORDS, {"values": request(1)})
    assert "place" not in made["values"]
    document = copy.deepcopy(LEAVE)
    document["forms"][0]["fields"].append({"key": "place", "type": "text"})
    assert publish(admin, document) == 2
    again = worker.post(RECORDS, {"values": request(2) | {"place": "Qingdao"}})
    assert again["values"]["place"] == "Qingdao"


def test_members_go_on_writing_while_a_type_changes(server: Any) -> None:
    admin = server.admin
    publish(admin, LEAVE)
    _, worker = server.person("worker")
    stop, statuses, problems = threading.Event(), [], []

    def write() -> None:
        number = 0
        while not stop.is_set() and number < 400:
            number += 1
            answer = worker.call("POST", RECORDS, {"values": request(1 + number % 28) | {"reason": str(number)}})
            statuses.append((answer.status_code, number))
            if answer.status_code >= 500:
                problems.append(answer.text)

    thread = threading.Thread(target=write)
    thread.start()
    document = copy.deepcopy(LEAVE)
    document["forms"][0]["fields"][5] = {"key": "reason", "type": "number", "name": "Reason", "decimals": 0}
    try:
        assert publish(admin, document) == 2
    finally:
        stop.set()
        thread.join()
    assert problems == []
    written = [number for status, number in statuses if status == 201]
    assert written
    listed: list[str] = []
    cursor = None
    while True:
        page = worker.get(f"{RECORDS}?limit=200" + (f"&cursor={cursor}" if cursor else ""))
        listed += [item["values"]["reason"] for item in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    # every value that was acknowledged is there in its new type
    assert sorted(map(int, listed)) == sorted(written)
