"""The same thing asked by several at once: one of them gets it, the others are told why not; nobody meets a failure."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from support import publishing_app as apps

APP: dict[str, Any] = {
    "dougong": 1,
    "key": "race",
    "name": "Race",
    "roles": [{"key": "rep", "name": "Rep"}],
    "grants": [{"role": "rep", "form": "deal", "can": ["create", "read", "update", "delete"]}],
    "forms": [
        {
            "key": "deal",
            "name": "Deal",
            "title": "code",
            "fields": [
                {"key": "code", "type": "text", "unique": True},
                {"key": "number", "type": "serial", "pattern": "D-{seq:4}"},
            ],
        }
    ],
}
DEALS = "/api/apps/race/forms/deal/records"


def at_once(client: Any, times: int, method: str, path: str, body: Any) -> Counter[tuple[int, str]]:
    """How often each answer was given: its status, and the type of its problem."""
    barrier = Barrier(times)

    def ask(_: int) -> tuple[int, str]:
        barrier.wait()
        answer = client.call(method, path, body)
        return answer.status_code, answer.json()["type"] if answer.status_code >= 400 else ""

    with ThreadPoolExecutor(times) as pool:
        return Counter(pool.map(ask, range(times)))


def test_a_name_that_must_be_the_only_one_is_given_once(server: Any) -> None:
    admin = server.admin
    user = {"username": "twin", "name": "Twin", "password": "long enough"}
    assert at_once(admin, 4, "POST", "/api/admin/users", user) == {(201, ""): 1, (422, "/problems/validation"): 3}
    document = {"document": {"dougong": 1, "key": "twin", "name": "Twin", "forms": []}}
    made = at_once(admin, 4, "POST", "/api/designer/apps", document)
    assert made == {(201, ""): 1, (409, "/problems/app_exists"): 3}
    connection = {"kind": "webhook", "settings": {"url": "https://twin.example"}}
    assert at_once(admin, 4, "PUT", "/api/admin/connections/twin", connection) == {(200, ""): 4}


def test_a_value_that_must_be_unique_is_stored_once_and_numbers_have_no_doubles(server: Any) -> None:
    apps.publish(server.admin, APP)
    id_, rep = server.person("rep")
    apps.give_role(server.admin, "race", "rep", id_)
    made = at_once(rep, 6, "POST", DEALS, {"values": {"code": "same"}})
    assert made == {(201, ""): 1, (409, "/problems/not_unique"): 5}
    assert at_once(rep, 6, "POST", DEALS, {"values": {}}) == {(201, ""): 6}
    numbers = sorted(item["values"]["number"] for item in rep.get(DEALS)["items"])
    assert numbers == [f"D-{number:04}" for number in range(1, 8)]
    one = rep.get(DEALS)["items"][0]
    path, change = f"{DEALS}/{one['id']}", {"values": {"code": "mine"}, "rev": one["rev"]}
    # the same value again is no change, so whoever comes late meets only the revision
    assert at_once(rep, 6, "PATCH", path, change) == {(200, ""): 1, (409, "/problems/conflict"): 5}
