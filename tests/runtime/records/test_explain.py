"""An administrator is told why somebody may or may not see a row or a field; not what stands in it."""

from typing import Any

BASE = "/api/apps/shop/forms"


def test_it_is_told_why_somebody_sees_a_row_and_a_field(site: Any) -> None:
    mine = site.ann.post(f"{BASE}/deal/records", {"values": {"name": "mine"}}, 201)["id"]
    other = site.bob.post(f"{BASE}/deal/records", {"values": {"name": "his"}}, 201)["id"]
    admin = site.server.admin
    asked = {"user": site.ids["ann"], "app": "shop", "form": "deal", "field": "cost"}
    told = admin.get("/api/admin/access/explain", params={**asked, "record": mine})
    assert told["roles"] == ["everyone", "rep"]
    assert told["grants"][0]["rows"].startswith("owner = ")
    assert (told["grants"][0]["holds"], told["grants"][0]["field"], told["field"]) == (True, "hide", "hide")
    assert told["may"] == {"read": True, "update": True, "delete": True}
    told = admin.get("/api/admin/access/explain", params={**asked, "record": other, "field": "name"})
    assert (told["grants"][0]["holds"], told["may"]["read"], told["field"]) == (False, False, "hide")
    assert admin.get("/api/admin/access/explain", params={**asked, "field": "name"})["field"] == "edit"
    assert "mine" not in str(told)
    assert site.ann.call("GET", "/api/admin/access/explain", params=asked).status_code == 403
    assert admin.call("GET", "/api/admin/access/explain", params={**asked, "user": "x"}).status_code == 404
