"""An app is not there for somebody without a right in it, and its menu shows members what they may open."""

from typing import Any

import pytest
from runtime.records.conftest import BASE, Site

MORE: dict[str, Any] = {
    "reports": [
        {"key": "count", "name": "Count", "chart": "kpi", "form": "account", "measures": [{"fn": "count"}]},
        {"key": "own", "name": "Own", "chart": "kpi", "form": "deal", "measures": [{"fn": "count"}], "roles": ["boss"]},
    ],
    "dashboards": [
        {"key": "all", "name": "All", "tiles": [{"report": "count", "at": [0, 0, 6, 4]}]},
        {"key": "top", "name": "Top", "roles": ["boss"], "tiles": [{"report": "own", "at": [0, 0, 6, 4]}]},
    ],
    "flows": [
        {
            "key": "look",
            "form": "account",
            "start": {"on": "button"},
            "nodes": [{"key": "boss", "type": "approval", "who": [{"by": "role", "role": "boss"}]}],
            "edges": [{"from": "start", "to": "boss"}, {"from": "boss", "to": "end"}],
        }
    ],
    "menu": [
        {"form": "account"},
        {"form": "payment"},
        {"dashboard": "all"},
        {"group": "Top", "items": [{"dashboard": "top"}, {"report": "own"}]},
        {"report": "count"},
        {"form": "deal", "view": "big"},
    ],
}


@pytest.fixture
def shop_document(shop_document: dict[str, Any]) -> dict[str, Any]:
    return shop_document | MORE


def test_somebody_without_any_right_learns_nothing_of_an_app(site: Site, server: Any) -> None:
    zed = site.person("zed")
    values = {"name": "x", "phone": "13800000000"}
    asked = [
        zed.call("GET", "/api/apps/shop"),
        zed.call("GET", "/api/apps/shop/dashboards/all"),
        zed.call("POST", "/api/apps/shop/reports/count/run", {}),
        zed.call("POST", "/api/apps/shop/flows/look/simulate", {"values": values}),
        zed.call("POST", f"{BASE}/account/records/duplicates", {"values": values}),
    ]
    assert [answer.status_code for answer in asked] == [404] * len(asked)
    assert site.ann.get("/api/apps/shop/dashboards/all")["tiles"][0]["allowed"] is True
    assert site.ann.post("/api/apps/shop/flows/look/simulate", {"values": values}, 200)["result"] == "approved"


def test_the_menu_leads_nowhere_that_is_closed(site: Site) -> None:
    mine = site.ann.get("/api/apps/shop")["menu"]
    assert mine == [{"form": "account"}, {"dashboard": "all"}, {"report": "count"}, {"form": "deal", "view": "big"}]
    assert len(site.boss.get("/api/apps/shop")["menu"]) == len(MORE["menu"])
