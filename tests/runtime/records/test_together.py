"""Many at once: no lost change, no number twice, and no more statements for more records."""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

from dougong.runtime.services import records
from dougong.runtime.services.context import Actor
from dougong.runtime.services.desk import open_desk, writing_desk
from dougong.runtime.services.records_batch import Operation

BASE = "/api/apps/shop/forms"


def test_of_many_changes_of_one_revision_exactly_one_counts(site: Any) -> None:
    made = site.boss.post(f"{BASE}/deal/records", {"values": {"name": "x"}}, 201)
    at = f"{BASE}/deal/records/{made['id']}"

    def change(index: int) -> int:
        body = {"values": {"name": f"n{index}"}, "rev": 1}
        return int(site.boss.call("PATCH", at, body).status_code)

    with ThreadPoolExecutor(8) as pool:
        answers = sorted(pool.map(change, range(16)))
    assert answers == [200] + [409] * 15
    assert site.boss.get(at)["rev"] == 2


def test_numbers_given_at_the_same_moment_differ_and_leave_no_gap(site: Any) -> None:
    def make(index: int) -> str:
        made = site.boss.post(f"{BASE}/deal/records", {"values": {"name": f"n{index}"}}, 201)
        return str(made["values"]["code"][-4:])

    with ThreadPoolExecutor(8) as pool:
        codes = sorted(pool.map(make, range(24)))
    assert codes == [f"{index + 1:04}" for index in range(24)]


def test_of_many_equal_records_made_at_once_one_is_kept(site: Any) -> None:
    account = site.boss.post(f"{BASE}/account/records", {"values": {"name": "Acme", "level": "A"}}, 201)["id"]
    barrier = threading.Barrier(6)

    def make(_: int) -> int:
        barrier.wait()
        values = {"name": "same", "account": account}
        return int(site.boss.call("POST", f"{BASE}/deal/records", {"values": values}).status_code)

    with ThreadPoolExecutor(6) as pool:
        answers = sorted(pool.map(make, range(6)))
    assert answers == [201] + [409] * 5
    assert site.boss.get(f"{BASE}/account/records/{account}")["values"]["deals"] == "1"


def test_a_batch_costs_the_same_number_of_statements_for_few_and_for_many(site: Any) -> None:
    account = site.boss.post(f"{BASE}/account/records", {"values": {"name": "Acme", "level": "A"}}, 201)["id"]
    counts = [_counted(site, lambda count=count: _create(site, count, account)) for count in (5, 60)]
    assert counts[0] == counts[1]
    changes = [_counted(site, lambda ids=ids: _change(site, ids)) for ids in (_ids(site, 5), _ids(site, 60))]
    assert changes[0] == changes[1]


def test_a_list_costs_the_same_number_of_statements_for_few_and_for_many(site: Any) -> None:
    account = site.boss.post(f"{BASE}/account/records", {"values": {"name": "Acme", "level": "A"}}, 201)["id"]
    _create(site, 60, account)
    counts = [_counted(site, lambda limit=limit: _list(site, limit)) for limit in (5, 60)]
    # the page, its lines, the titles
    assert counts[0] == counts[1] <= 3


def _actor(site: Any, connection: Any) -> Actor:
    return Actor(site.server.services.person(connection, site.ids["boss"]))


def _create(site: Any, count: int, account: str) -> None:
    services = site.server.services
    run = services.new_id()[-12:]
    operations = [
        Operation(
            "create",
            values={"name": f"{run} {index}", "account": account, "amount": "5", "lines": [{"values": {"item": "a"}}]},
        )
        for index in range(count)
    ]
    services.database.write(
        lambda unit: records.batch(
            writing_desk(services, unit, _actor(site, unit.connection), "shop"), "deal", operations
        )
    )


def _change(site: Any, ids: list[str]) -> None:
    services = site.server.services
    operations = [Operation("update", id_, values={"amount": services.new_id()[-4:].translate(DIGITS)}) for id_ in ids]
    services.database.write(
        lambda unit: records.batch(
            writing_desk(services, unit, _actor(site, unit.connection), "shop"), "deal", operations
        )
    )


OURS = ("shop__", "record_history", "serial_counter", "search_gram", "stage_log", "stage_tick")
DIGITS = str.maketrans("abcdef", "123456")


def _ids(site: Any, count: int) -> list[str]:
    return [item["id"] for item in site.boss.get(f"{BASE}/deal/records", params={"limit": count})["items"]]


def _list(site: Any, limit: int) -> None:
    services = site.server.services
    with services.database.read() as connection:
        desk = open_desk(services, connection, _actor(site, connection), "shop")
        assert len(records.read_list(desk, "deal", records.Asked(limit=limit))["items"]) == limit


def _counted(site: Any, work: Any) -> int:
    """How many statements ``work`` sends."""
    work()  # whatever is made once is made
    seen: list[str] = []

    def count(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        # the server's own worker speaks to the same database meanwhile
        if any(table in statement for table in OURS):
            seen.append(statement)

    event.listen(Engine, "before_cursor_execute", count)
    try:
        work()
    finally:
        event.remove(Engine, "before_cursor_execute", count)
    return len(seen)


def test_the_search_box_finds_what_one_may_read_everywhere(site: Any) -> None:
    site.ann.post(f"{BASE}/account/records", {"values": {"name": "Blue Ocean"}}, 201)
    site.bob.post(f"{BASE}/deal/records", {"values": {"name": "ocean deal"}}, 201)
    items = site.ann.get("/api/search", params={"q": "ocean"})["items"]
    assert [(item["app"], item["form_name"], item["title"]) for item in items] == [("shop", "Account", "Blue Ocean")]
    assert len(site.boss.get("/api/search", params={"q": "OCEAN"})["items"]) == 2
    assert site.ann.get("/api/search", params={"q": ""})["items"] == []
