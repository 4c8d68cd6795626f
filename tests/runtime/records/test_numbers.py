"""Numbers keep every digit from the body to the answer, or a problem says at which place they do not fit."""

from typing import Any

import pytest

BASE = "/api/apps/shop/forms"
NINES = "9" * 36 + ".00"


@pytest.fixture
def shop_document(shop_document: dict[str, Any]) -> dict[str, Any]:
    shop_document["reports"] = [
        {
            "key": "costs",
            "name": "Costs",
            "form": "deal",
            "chart": {"type": "table"},
            "dimensions": [{"key": "amount", "field": "amount"}],
            "measures": [{"key": "cost", "fn": "sum", "field": "cost"}],
        }
    ]
    shop_document["grants"][1]["can"].append("export")
    shop_document["forms"][1]["fields"] += [{"key": "more", "type": "json"}, {"key": "at", "type": "datetime"}]
    return shop_document


def sent(site: Any, path: str, text: str) -> Any:
    """A body exactly as written."""
    return site.boss.call("POST", path, content=text.encode(), headers={"Content-Type": "application/json"})


def test_a_json_number_keeps_all_its_digits(site: Any) -> None:
    made = sent(site, f"{BASE}/deal/records", '{"values": {"name": "a", "amount": 123456789012345.67, "cost": 0.10}}')
    assert made.status_code == 201, made.text
    values = site.boss.get(f"{BASE}/deal/records/{made.json()['id']}")["values"]
    assert (values["amount"], values["cost"]) == ("123456789012345.67", "0.10")
    long = sent(site, f"{BASE}/deal/records", '{"values": {"name": "b", "amount": 1234567890123456789.015}}')
    assert [(one["pointer"], one["code"]) for one in long.json()["problems"]] == [("/values/amount", "too_many_places")]
    for number in ("NaN", "Infinity", "-Infinity"):
        assert sent(site, f"{BASE}/deal/records", f'{{"values": {{"amount": {number}}}}}').status_code == 400


def test_a_number_that_does_not_fit_is_told_at_its_place(site: Any) -> None:
    for number in ("9" * 37, "1e400", f"-{'9' * 40}.5"):
        values = {"name": "a", "cost": number, "lines": [{"values": {"item": "i", "price": number}}]}
        refused = site.boss.call("POST", f"{BASE}/deal/records", {"values": values})
        assert refused.status_code == 422
        found = {(one["pointer"], one["code"]) for one in refused.json()["problems"]}
        assert {("/values/cost", "overflow"), ("/values/lines/0/values/price", "overflow")} <= found, refused.text


def test_sums_of_huge_numbers_are_right_or_told(site: Any, dialect: str) -> None:
    nines = NINES if dialect == "postgresql" else "9" * 16 + ".00"
    account = site.boss.post(f"{BASE}/account/records", {"values": {"name": "acme"}}, 201)["id"]
    made = []
    for name in "abc":
        values = {"name": name, "account": account, "amount": nines, "cost": nines}
        answer = site.boss.call("POST", f"{BASE}/deal/records", {"values": values})
        made.append(answer.status_code)
    total = str(int(nines[:-3]) * made.count(201)) + ".00"
    page = site.boss.call("GET", f"{BASE}/deal/records?sums=cost")
    assert page.status_code == 200, page.text
    assert page.json()["sums"]["cost"] == total
    report = site.boss.call("POST", "/api/apps/shop/reports/costs/run", {})
    assert report.status_code == 200, report.text
    sold = site.boss.get(f"{BASE}/account/records/{account}")["values"]["sold"]
    assert sold == total
    assert made[0] == 201


def test_a_drill_takes_only_values_of_its_dimension(site: Any) -> None:
    for value in ("NaN", "Infinity", "x", [], {}, True):
        refused = site.boss.call("POST", "/api/apps/shop/reports/costs/drill", {"at": {"amount": value}})
        assert refused.status_code in (200, 422), refused.text
        if value != {}:
            assert [one["pointer"] for one in refused.json()["problems"]] == ["/at/amount"]


def test_any_json_is_kept_or_told(site: Any) -> None:
    for text in ("18446744073709551616", "[1.2345678901234567890123]", '{"a": 1e999}'):
        refused = sent(site, f"{BASE}/deal/records", f'{{"values": {{"name": "j", "more": {text}}}}}')
        assert refused.status_code == 422, refused.text
        assert {"pointer": "/values/more", "code": "inexact_number"}.items() <= refused.json()["problems"][0].items()
    kept = sent(site, f"{BASE}/deal/records", '{"values": {"name": "j", "more": [1.5, 9223372036854775807, 1e3]}}')
    assert kept.json()["values"]["more"] == [1.5, 9223372036854775807, 1000.0]


def test_a_moment_that_no_calendar_shows_is_refused(site: Any) -> None:
    for moment in ("9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59-14:00"):
        refused = site.boss.call("POST", f"{BASE}/deal/records", {"values": {"name": "m", "at": moment}})
        assert [(one["pointer"], one["code"]) for one in refused.json()["problems"]] == [
            ("/values/at", "beyond_calendar")
        ]
    for name, moment in (("first", "0001-01-02T00:00:00Z"), ("last", "9999-12-30T23:59:59Z")):
        site.boss.post(f"{BASE}/deal/records", {"values": {"name": name, "at": moment}}, 201)
    for kind in ("csv", "xlsx"):
        body = {"format": kind, "fields": ["name", "at"]}
        asked = site.boss.post(f"{BASE}/deal/exports", body, 201)
        assert site.boss.call("GET", asked["url"]).status_code == 200
