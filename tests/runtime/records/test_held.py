"""Who holds or decided a task reads its record, less what its node hides; and nothing else of the form."""

from typing import Any

import pytest
from sqlalchemy import insert

from dougong.ids import new_id
from dougong.platform.instances.tables import task

BASE = "/api/apps/shop/forms"


@pytest.fixture
def shop_document(shop_document: dict[str, Any]) -> dict[str, Any]:
    nodes = [
        {"key": "legal", "type": "approval", "who": [{"by": "role", "role": "guest"}], "fields": {"amount": "hide"}},
        {"key": "money", "type": "approval", "who": [{"by": "role", "role": "guest"}]},
    ]
    edges = [{"from": "start", "to": "legal"}, {"from": "legal", "to": "money"}, {"from": "money", "to": "end"}]
    shop_document["flows"] = [
        {
            "key": "approval",
            "name": "Approval",
            "form": "deal",
            "nodes": nodes,
            "edges": edges,
            "start": {"on": "button"},
        }
    ]
    return shop_document


def _give(site: Any, record: str, who: str, node: str | None, status: str = "open") -> None:
    row = {
        "id": new_id(), "number": 1, "app": "shop", "form": "deal", "record_id": record,
        "flow": "approval" if node else None, "node": node or "own", "round": 1, "kind": "approval" if node else "task",
        "user_id": site.ids[who], "status": status, "required": 0,
    }  # fmt: skip

    def work(unit: Any) -> None:
        unit.connection.execute(insert(task).values({**row, "opened_at": unit.now}))

    site.server.services.database.write(work)


def test_a_task_shows_its_record_without_what_its_node_hides(site: Any) -> None:
    site.person("lea")
    made = site.boss.post(f"{BASE}/deal/records", {"values": {"name": "x", "amount": "70", "cost": "3"}}, 201)
    other = site.boss.post(f"{BASE}/deal/records", {"values": {"name": "y"}}, 201)
    at = f"{BASE}/deal/records/{made['id']}"
    assert site.lea.call("GET", at).status_code == 404
    _give(site, made["id"], "lea", "legal", "cancelled")
    assert site.lea.call("GET", at).status_code == 404
    _give(site, made["id"], "lea", "legal")
    seen = site.lea.get(at)
    assert (seen["values"]["name"], seen["values"]["cost"]) == ("x", "3.00")
    assert "amount" not in seen["values"]
    assert seen["can"] == ["read"]
    fields = {change["field"] for entry in site.lea.get(f"{at}/history")["items"] for change in entry["changes"]}
    assert "name" in fields
    assert "amount" not in fields
    assert site.lea.call("GET", f"{BASE}/deal/records/{other['id']}").status_code == 404
    assert site.lea.call("GET", f"{BASE}/deal/records").status_code == 404
    assert site.lea.call("PATCH", at, {"values": {"name": "z"}}).status_code == 404
    assert site.lea.call("GET", "/api/apps/shop").status_code == 404
    _give(site, made["id"], "lea", "money", "done")
    assert site.lea.get(at)["values"]["amount"] == "70.00"


def test_a_task_outside_of_any_flow_shows_its_record(site: Any) -> None:
    site.person("lea")
    made = site.boss.post(f"{BASE}/deal/records", {"values": {"name": "x", "amount": "70"}}, 201)
    _give(site, made["id"], "lea", None)
    assert site.lea.get(f"{BASE}/deal/records/{made['id']}")["values"]["amount"] == "70.00"


def test_a_task_adds_to_what_grants_show(site: Any) -> None:
    made = site.ann.post(f"{BASE}/deal/records", {"values": {"name": "x", "amount": "70"}}, 201)
    at = f"{BASE}/deal/records/{made['id']}"
    assert "cost" not in site.ann.get(at)["values"]
    _give(site, made["id"], "ann", "money")
    seen = site.ann.get(at)
    assert "cost" in seen["values"]
    assert set(seen["can"]) == {"read", "update", "delete"}
