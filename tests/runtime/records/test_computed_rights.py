"""Rights are conditions the database computes: row by row where it can, and hurting nothing else where it cannot."""

from typing import Any

import pytest
from runtime.records.conftest import BASE, Site


def test_the_rows_of_a_grant_may_add_up_what_lies_in_a_record(server: Any, shop_document: dict[str, Any]) -> None:
    _grant(shop_document, "deal")["rows"] = "SUM(lines.price * 2) > 50 AND owner = ME()"
    site = Site(server)
    site.publish(shop_document)
    ann = site.person("ann", "rep")
    for name, price, status in (("small", "10", 403), ("large", "30", 201)):
        values = {"name": name, "lines": [{"values": {"item": "x", "price": price}}]}
        ann.post(f"{BASE}/deal/records", {"values": values}, status)
    assert [item["title"] for item in ann.get(f"{BASE}/deal/records")["items"]] == ["large"]


def test_a_right_that_cannot_be_computed_hides_its_form_from_the_search_box_and_nothing_else(
    server: Any, shop_document: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    _grant(shop_document, "deal")["rows"] = "COUNT_OWNED() > -1"
    site = Site(server)
    # as it was published before the check knew
    monkeypatch.setattr("dougong.platform.definitions.check.database_findings", lambda *_: iter(()))
    site.publish(shop_document)
    ann = site.person("ann", "rep")
    ann.post(f"{BASE}/deal/records", {"values": {"name": "Blue deal"}}, 201)
    ann.post(f"{BASE}/account/records", {"values": {"name": "Blue Ocean"}}, 201)
    assert [item["title"] for item in ann.get("/api/search", params={"q": "blue"})["items"]] == ["Blue Ocean"]


def _grant(document: dict[str, Any], form: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in document["grants"] if one["role"] == "rep" and one["form"] == form)
    return found
