"""Whatever is sent, the answer is a clear problem at its place, never a 500, and nothing is lost."""

import base64
import json
from typing import Any

import pytest

BASE = "/api/apps/shop/forms/deal/records"
LONG = "x" * 20_000
NUMBERS = [
    "1e400",
    "-1e400",
    "NaN",
    "Infinity",
    "9" * 40,
    "1e-400",
    "0x10",
    "１２",
    "1,000",
    "",
    " ",
    None,
    True,
    [],
    {},
    [1],
]
WRONG = [
    None,
    True,
    0,
    -1,
    1.5,
    10**30,
    "",
    " ",
    "x",
    LONG,
    "\u0000",
    "\ud83d",
    [],
    [[]],
    [None],
    {},
    {"id": 1},
    {"id": None},
]
FIELDS = [
    "name", "code", "account", "amount", "cost", "margin", "total", "level", "grade", "reason", "stage", "budget",
    "helper", "files", "lines", "owner", "department", "id", "rev", "created_at", "flow_state", "nonsense", "", "a.b",
]  # fmt: skip


def _cursor(sort: list[str], values: list[Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps([sort, values]).encode()).decode()


@pytest.fixture
def calls(site: Any) -> Any:
    """Calls as the boss; fails on anything that is a bug of ours."""

    def call(method: str, path: str, body: object = None, **options: Any) -> Any:
        if body is not None:
            # surrogates and the like have to reach the server as they are
            options["content"] = json.dumps(body).encode("utf-8", "surrogatepass")
            options["headers"] = {"Content-Type": "application/json", **options.get("headers", {})}
        response = site.boss.http.request(method, path, **options)
        assert response.status_code < 500, (method, path, str(body)[:200], options.get("params"), response.text)
        return response

    return call


def test_wrong_values_in_every_field_are_problems_at_their_place(calls: Any) -> None:
    for field in FIELDS:
        for value in [*WRONG, *(NUMBERS if field in ("amount", "cost", "budget") else [])]:
            answer = calls("POST", BASE, {"values": {"name": "ok", field: value}})
            if answer.status_code == 422:
                for problem in answer.json()["problems"]:
                    assert problem["pointer"].startswith("/values"), problem
                    assert problem["message"], problem
            else:
                assert answer.status_code in (201, 400, 409), answer.text


def test_wrong_rows_are_problems_at_their_place(calls: Any) -> None:
    rows = [
        1,
        "x",
        {},
        {"values": 1},
        {"values": {"nonsense": 1}},
        {"id": "x", "values": {}},
        {"id": None},
        {"item": "a"},
    ]
    for row in [*rows, {"id": "01989f9e-0000-7000-8000-000000000001", "values": {"item": "a"}}]:
        answer = calls("POST", BASE, {"values": {"name": "ok", "lines": [row]}})
        assert answer.status_code == 422, row
        assert answer.json()["problems"][0]["pointer"].startswith("/values/lines/0"), row
    too_many = [{"values": {"item": "a"}}] * 5_000
    assert calls("POST", BASE, {"values": {"name": "ok", "lines": too_many}}).status_code == 422


def test_wrong_bodies_are_refused(calls: Any) -> None:
    for body in ([], 1, "x", {"values": []}, {"values": None}, {"value": {}}, {"values": {}, "draft": "maybe"}):
        assert calls("POST", BASE, body).status_code in (400, 422)
    for content in (b"", b"{", b"\xff\xfe", b"[" * 5_000):
        headers = {"Content-Type": "application/json"}
        assert calls("POST", BASE, content=content, headers=headers).status_code in (400, 422)
    operations = [
        {},
        {"create": {}, "delete": {"id": "x"}},
        {"update": {"id": "x", "values": {}}},
        {"delete": {"id": "x"}},
    ]
    for operation in operations:
        assert calls("POST", f"{BASE}/batch", {"operations": [operation]}).status_code == 422
    assert calls("POST", f"{BASE}/batch", {"operations": [{"delete": {"id": "x"}}] * 1_001}).status_code == 422


def test_wrong_ids_and_revisions_are_refused(calls: Any) -> None:
    made = calls("POST", BASE, {"values": {"name": "x"}}).json()
    for id_ in ("x", "%00", "..", "01989f9e-0000-7000-8000-00000000000g", "'", "null", "a" * 500):
        for path in ("", "/history", "/related", "/comments", "/stages"):
            assert calls("GET", f"{BASE}/{id_}{path}").status_code == 404, (id_, path)
        assert calls("PATCH", f"{BASE}/{id_}", {"values": {}}).status_code == 404
        assert calls("DELETE", f"{BASE}/{id_}").status_code == 404
    at = f"{BASE}/{made['id']}"
    for match in ('"x"', "-1", "1.5", '"99999999999999999999"', ""):
        assert calls("PATCH", at, {"values": {"name": "y"}}, headers={"If-Match": match}).status_code == 400, match
    for rev in (-1, 10**30, "x", 1.5):
        assert calls("PATCH", at, {"values": {"name": "y"}, "rev": rev}).status_code in (409, 422), rev
    for to in (0, -1, 10**30, "x"):
        assert calls("POST", f"{at}/revert", {"to": to}).status_code in (200, 422), to
    for checklist in (1, {"x": 1}, {"new": {"nothing": True}}, {"new": {"call": "yes"}}):
        assert calls("PATCH", at, {"checklist": checklist}).status_code == 422, checklist


def test_wrong_questions_are_refused(calls: Any) -> None:
    calls("POST", BASE, {"values": {"name": "x", "amount": "5"}})
    filters = [
        "amount > " + "9" * 60, "amount > 1e400", "name = \"\u0000\"", "name = \"" + LONG + "\"", "((((", "1/0 = 1",
        "amount / 0 > 1", "NOT", "ME()", "TODAY() > 1", "account.parent.parent.parent.parent.name = \"x\"", "lines",
        "lines.price > 1", "files = 1", "amount = \"x\"", "stage = \"nothing\"", "level = 1", "name IN ()", "OLD(name)",
        "REGEXMATCH(name, \"(a+)+$\")", "RAND() > 0.5", "LOOKUP(\"account\", \"x\", 1)", "()" * 3_000, "NOT " * 3_000,
    ]  # fmt: skip
    for text in filters:
        assert calls("GET", BASE, params={"filter": text}).status_code in (200, 422), text[:80]
        assert calls("POST", f"{BASE}/query", {"filter": text}).status_code in (200, 422), text[:80]
    deep: dict[str, Any] = {"field": "name", "op": "is", "value": "x"}
    for _ in range(500):
        deep = {"not": deep}
    trees = [
        deep, {"all": []}, {"any": [{}]}, {"field": "name"}, {"field": "name", "op": "nothing", "value": 1},
        {"field": "amount", "op": "gt", "value": "x"}, {"field": "amount", "op": "between", "value": [1]},
        {"any_row": "lines", "when": {"field": "price", "op": "gt", "value": 1}},
        {"any_row": "name", "when": {"all": []}},
        {"field": "account", "op": "is", "value": {"id": 1}}, {"field": "name", "op": "in", "value": "x"}, [], 5,
    ]  # fmt: skip
    for tree in trees:
        assert calls("POST", f"{BASE}/query", {"filter": tree}).status_code in (200, 400, 422), tree
    cursors = [
        _cursor(["-created_at", "-id"], ["sx", "sx"]), _cursor(["-created_at", "-id"], ["i1", "i1"]),
        _cursor(["-created_at", "-id"], ["t2026-01-01T00:00:00+00:00", "sx"]),
        _cursor(["-created_at", "-id"], [None, None]),
        _cursor(["-created_at", "-id"], ["b1", "n1e999"]), _cursor(["-created_at", "-id"], [1, 2]), "%%%", "e30=", LONG,
    ]  # fmt: skip
    for cursor in cursors:
        assert calls("GET", BASE, params={"sort": "-created_at", "cursor": cursor}).status_code in (200, 422), cursor
    amounts = [
        _cursor(["amount", "id"], [value, "s\u0000"])
        for value in ("n1e40", "i" + "9" * 40, "sx", "nNaN", "d2026-01-01")
    ]
    for cursor in amounts:
        assert calls("GET", BASE, params={"sort": "amount", "cursor": cursor}).status_code in (200, 422), cursor
    for params in (
        {"sort": "," * 100}, {"sort": "-"}, {"sort": "--name"}, {"sort": "a.b.c.d.e.f.g"}, {"sort": "name," * 50},
        {"limit": "0"}, {"limit": "x"}, {"count": "some"}, {"q": "\u0000"}, {"q": "%_\\" * 50}, {"q": "x " * 100},
        {"fields": ",,"}, {"fields": "id"}, {"sums": "name"}, {"sums": "nothing"}, {"view": LONG},
    ):  # fmt: skip
        assert calls("GET", BASE, params=params).status_code in (200, 422), params


def test_a_past_that_cannot_have_been_is_told_at_its_place(site: Any) -> None:
    history = {
        "created_at": "0001-01-01T00:00:00+14:00",
        "created_by": "zz",
        "stages": [
            {"to": "nope", "at": "2999-01-01T00:00:00Z"},
            {"to": "new", "at": "2025-03-01T00:00:00", "by": "01a2022d-825d-7591-9462-283353aae67c"},
        ],
    }
    body = {"values": {"name": "old"}, "pipeline": "skip", "history": history}
    refused = site.boss.call("POST", BASE, body)
    assert refused.status_code == 422, refused.text
    assert {(one["pointer"], one["code"]) for one in refused.json()["problems"]} == {
        ("/history/created_at", "beyond_calendar"),
        ("/history/created_by", "unknown_user"),
        ("/history/stages/0/to", "unknown_stage"),
        ("/history/stages/0/at", "in_the_future"),
        ("/history/stages/1/at", "out_of_order"),
        ("/history/stages/1/by", "unknown_user"),
    }
    # without an offset it is a time of the app's zone
    kept = site.boss.post(BASE, {"values": {"name": "old"}, "history": {"created_at": "2025-01-01T08:00:00"}}, 201)
    assert kept["created_at"].startswith(("2025-01-01T00:00:00", "2025-01-01T08:00:00"))
