"""Columns that lie behind references, over HTTP: in lists, views and exports, with the reader's rights on the way."""

from typing import Any

import pytest
from sqlalchemy import Engine, event
from support.publishing_app import give_role, publish

BASE = "/api/apps/paths/forms/deal"
DOCUMENT: dict[str, Any] = {
    "dougong": 1,
    "key": "paths",
    "name": "Paths",
    "roles": [{"key": "boss", "name": "Boss"}, {"key": "rep", "name": "Rep"}],
    "grants": [
        {"role": "boss", "form": "account", "can": ["create", "read"]},
        {"role": "boss", "form": "deal", "can": ["create", "read", "export"]},
        {"role": "rep", "form": "account", "can": ["read"], "rows": "own", "fields": {"limit": "hide"}},
        {"role": "rep", "form": "deal", "can": ["read", "export"]},
    ],
    "forms": [
        {
            "key": "account",
            "title": "name",
            "fields": [
                {"key": "name", "type": "text", "name": {"zh-CN": "名称", "en": "Name"}},
                {"key": "level", "type": "select", "options": [{"value": "a", "name": "Top"}]},
                {"key": "limit", "type": "money"},
                {"key": "parent", "type": "reference", "form": "account"},
            ],
        },
        {
            "key": "deal",
            "title": "name",
            "fields": [
                {"key": "name", "type": "text"},
                {"key": "account", "type": "reference", "form": "account", "name": {"zh-CN": "客户", "en": "Account"}},
                {"key": "others", "type": "references", "form": "account"},
                {"key": "lines", "type": "subtable", "fields": [{"key": "price", "type": "money"}]},
            ],
            "views": [{"key": "wide", "columns": ["name", "account.level", "account.limit", "owner.department.name"]}],
        },
    ],
}
PATHS = ["account.level", "account.limit", "account.parent", "account.owner", "owner.department.name"]
SEVERAL = ["lines.price", "others.name", "account.created_at"]


@pytest.fixture
def people(server: Any) -> dict[str, Any]:
    """The app with a boss and Ann, who sees her own accounts only and no limit; one deal of each of two accounts."""
    admin = server.admin
    publish(admin, DOCUMENT)
    sales = admin.post("/api/admin/departments", {"name": "Sales"}, 201)["id"]
    ann_id, ann = server.person("ann", department=sales)
    boss_id, boss = server.person("boss", department=sales)
    give_role(admin, "paths", "boss", boss_id)
    give_role(admin, "paths", "rep", ann_id)
    at = "/api/apps/paths/forms/account/records"
    top = boss.post(at, {"values": {"name": "Top", "level": "a", "limit": "9"}})["id"]
    hers = {"name": "Hers", "level": "a", "limit": "5", "parent": top}
    hers_id = boss.post(at, {"values": hers | {"owner": ann_id}})["id"]
    for name, account in (("one", hers_id), ("two", top)):
        values = {"name": name, "account": account, "others": [top, hers_id], "lines": [{"values": {"price": "2"}}]}
        boss.post(f"{BASE}/records", {"values": values})
    return {"boss": boss, "ann": ann, "ann_id": ann_id, "boss_id": boss_id, "top": top}


def _ask(who: Any, fields: list[str]) -> list[dict[str, Any]]:
    found = who.post(f"{BASE}/records/query", {"fields": fields, "sort": ["name"]}, 200)["items"]
    return [item["values"] for item in found]


def test_a_list_shows_what_lies_behind_references(people: dict[str, Any]) -> None:
    one, two = _ask(people["boss"], [*PATHS, *SEVERAL])
    assert one["account.level"] == "a"
    assert one["account.limit"] == "5.00"
    assert one["account.parent"] == {"id": people["top"], "title": "Top"}
    assert two["account.parent"] is None
    assert one["account.owner"] == {"id": people["ann_id"], "title": "Ann"}
    assert one["owner.department.name"] == "Sales"
    assert one["lines.price"] == ["2.00"]
    assert one["others.name"] == ["Top", "Hers"]
    assert one["account.created_at"].endswith("Z") or "+" in one["account.created_at"]
    assert one.keys() == {*PATHS, *SEVERAL}


def test_rights_count_on_the_way(people: dict[str, Any]) -> None:
    asked = ["account.level", "account.parent", "others.name"]
    one, two = _ask(people["ann"], asked)
    assert one == {"account.level": "a", "account.parent": None, "others.name": ["Hers"]}
    assert two == {"account.level": None, "account.parent": None, "others.name": ["Hers"]}
    for wrong in ("account.limit", "account.nothing", "name.length", "lines", "account.parent.limit"):
        answer = people["ann"].call("POST", f"{BASE}/records/query", {"fields": ["name", wrong]})
        assert (answer.status_code == 200) is (wrong == "lines"), wrong
        if wrong != "lines":
            assert answer.json()["problems"][0]["pointer"] == "/fields/1", wrong


def test_a_view_brings_its_columns_and_says_what_they_are(people: dict[str, Any]) -> None:
    for who, columns in (("boss", DOCUMENT["forms"][1]["views"][0]["columns"]), ("ann", ["name", "account.level"])):
        client = people[who]
        form = next(one for one in client.get("/api/apps/paths")["forms"] if one["key"] == "deal")
        view = form["views"][0]
        assert [one for one in columns if one not in view["columns"]] == []
        item = client.get(f"{BASE}/records", params={"view": "wide", "sort": "name"})["items"][0]["values"]
        assert item["account.level"] == "a"
        assert item["name"] == "one"
        assert ("account.limit" in item) is ("account.limit" in view["columns"]) is (who == "boss")
        level = view["paths"]["account.level"]
        assert (level["name"], level["type"], level["options"][0]["name"]) == ("Account · level", "select", "Top")


def test_a_sheet_has_the_same_columns(people: dict[str, Any]) -> None:
    for who, expected in (
        ("boss", ["name,Account · level,Account · limit,Owner · Department · Name", "one,Top,5.00,Sales"]),
        ("ann", ["name,Account · level,Owner · Department · Name", "one,Top,Sales"]),
    ):
        body = {"view": "wide", "sort": ["name"], "format": "csv"}
        asked = people[who].post(f"{BASE}/exports", body, 201)
        lines = people[who].call("GET", asked["url"]).content.decode("utf-8-sig").splitlines()
        assert lines[:2] == expected, who


def test_a_longer_page_costs_no_more_statements(server: Any, people: dict[str, Any]) -> None:
    made = [{"create": {"values": {"name": f"more {index}", "account": people["top"]}}} for index in range(30)]
    people["boss"].post(f"{BASE}/records/batch", {"operations": made})
    seen: list[str] = []

    def count(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if "paths__" in statement:
            seen.append(statement)

    sizes = []
    event.listen(Engine, "before_cursor_execute", count)
    for limit in (1, 1, 30):
        seen.clear()
        people["boss"].post(f"{BASE}/records/query", {"fields": [*PATHS, *SEVERAL], "limit": limit}, 200)
        sizes.append(len(seen))
    event.remove(Engine, "before_cursor_execute", count)
    # the page, all paths to one value, the two through several, titles
    assert sizes[1] == sizes[2] == 5
