"""Doors beside the records, over HTTP: regions, the roles of an app, the search box, an installation's settings."""

from typing import Any

import pytest
from support.publishing_app import give_role, publish

DOCUMENT: dict[str, Any] = {
    "dougong": 1,
    "key": "files",
    "name": {"zh-CN": "档案", "en": "Files"},
    "roles": [
        {"key": "chief", "name": {"zh-CN": "主任", "en": "Chief"}},
        {"key": "clerk", "name": {"zh-CN": "文员", "en": "Clerk"}},
    ],
    "grants": [
        {"role": "chief", "form": "person", "can": ["create", "read"]},
        {"role": "chief", "form": "secret", "can": ["create", "read"]},
        {"role": "clerk", "form": "person", "can": ["create", "read"], "rows": "own", "fields": {"salary": "hide"}},
        {
            "role": "clerk",
            "form": "person",
            "can": ["read"],
            "rows": 'grade = "open"',
            "fields": {"note": "hide", "salary": "hide"},
        },
    ],
    "forms": [
        {
            "key": "person",
            "title": "name",
            "name": {"zh-CN": "人员", "en": "Person"},
            "fields": [
                {"key": "name", "type": "text"},
                {"key": "note", "type": "textarea"},
                {"key": "salary", "type": "text"},
                {"key": "grade", "type": "select", "options": [{"value": "open"}, {"value": "closed"}]},
            ],
        },
        {"key": "secret", "title": "name", "fields": [{"key": "name", "type": "text"}]},
    ],
}


@pytest.fixture
def office(server: Any) -> dict[str, Any]:
    """The chief and a clerk, who sees his own people without salaries, and open ones without salaries or notes."""
    publish(server.admin, DOCUMENT)
    chief_id, chief = server.person("chief")
    clerk_id, clerk = server.person("clerk")
    give_role(server.admin, "files", "chief", chief_id)
    give_role(server.admin, "files", "clerk", clerk_id)
    at = "/api/apps/files/forms/person/records"
    chief.post(at, {"values": {"name": "Wren open", "note": "swims", "salary": "zebra", "grade": "open"}})
    chief.post(at, {"values": {"name": "Robin closed", "note": "swims", "salary": "zebra", "grade": "closed"}})
    chief.post("/api/apps/files/forms/secret/records", {"values": {"name": "Wren file"}})
    clerk.post(at, {"values": {"name": "Mine wren", "note": "swims", "grade": "closed"}})
    return {"admin": server.admin, "chief": chief, "clerk": clerk, "clerk_id": clerk_id}


def _found(who: Any, words: str) -> list[tuple[str, str]]:
    items = who.get("/api/search", params={"q": words})["items"]
    return sorted((item["form"], item["title"]) for item in items)


def test_the_search_box_finds_only_rows_one_may_see(office: dict[str, Any]) -> None:
    every = [("person", "Mine wren"), ("person", "Wren open"), ("secret", "Wren file")]
    assert _found(office["chief"], "WREN") == every
    assert _found(office["clerk"], "wren") == every[:2]
    assert _found(office["clerk"], "robin") == []
    assert _found(office["clerk"], "") == []
    item = office["clerk"].get("/api/search", params={"q": "open wren"})["items"][0]
    assert (item["app_name"], item["form_name"], item["title"]) == ("Files", "Person", "Wren open")


def test_a_text_that_does_not_show_is_not_searched(office: dict[str, Any]) -> None:
    # a field hidden from him everywhere, and one that is hidden on some of his rows only
    assert len(_found(office["chief"], "zebra")) == 2
    assert _found(office["clerk"], "zebra") == []
    assert len(_found(office["chief"], "swims")) == 3
    assert _found(office["clerk"], "swims") == [("person", "Mine wren")]
    # two words: none of them may be found in what is hidden
    assert _found(office["clerk"], "wren zebra") == []


def test_an_app_names_its_roles_and_their_members_to_administrators(office: dict[str, Any]) -> None:
    at = "/api/admin/apps/files/roles"
    assert [(one["key"], one["name"]) for one in office["admin"].get(at)["items"]] == [
        ("chief", "Chief"),
        ("clerk", "Clerk"),
    ]
    members = office["admin"].get(f"{at}/clerk/members")
    assert [one["id"] for one in members["users"]] == [office["clerk_id"]]
    assert office["clerk"].call("GET", at).status_code == 403
    assert office["admin"].call("GET", "/api/admin/apps/nothing/roles").status_code == 404
    # what is taken away counts at once
    office["admin"].put(f"{at}/clerk/members", {"users": [], "departments": []})
    assert _found(office["clerk"], "wren") == []


def test_regions_lead_from_provinces_to_what_lies_below(server: Any) -> None:
    _, mo = server.person("mo")
    provinces = {one["name"]: one["code"] for one in mo.get("/api/regions")["items"]}
    assert len(provinces) == 34
    cities = {
        one["name"]: one["code"] for one in mo.get("/api/regions", params={"parent": provinces["浙江省"]})["items"]
    }
    assert len(cities) == 11
    districts = mo.get("/api/regions", params={"parent": cities["杭州市"]})["items"]
    assert "西湖区" in [one["name"] for one in districts]
    for parent in (districts[0]["code"], "nothing"):
        assert mo.get("/api/regions", params={"parent": parent})["items"] == []
    assert server.anonymous().call("GET", "/api/regions").status_code == 401


def test_administrators_read_the_settings_and_no_secret(server: Any) -> None:
    answer = server.admin.call("GET", "/api/admin/settings")
    items = {one["name"]: one for one in answer.json()["items"]}
    assert items["workers"] | {"description": ""} == {
        "name": "workers",
        "variable": "DOUGONG_WORKERS",
        "description": "",
        "secret": False,
        "given": True,
        "own": True,
        "value": 2,
        "default": 4,
    }
    assert (items["secret_key"]["secret"], items["secret_key"]["given"]) == (True, True)
    assert "value" not in items["secret_key"]
    assert "a secret for the tests only" not in answer.text
    assert "admin-password" not in answer.text
    _, mo = server.person("mo")
    assert mo.call("GET", "/api/admin/settings").status_code == 403
    assert server.admin.call("PUT", "/api/admin/settings", {"workers": 1}).status_code == 405
