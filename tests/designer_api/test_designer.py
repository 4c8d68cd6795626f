"""The designer's calls over real HTTP, on both databases: one test for each call at least."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from support import publishing_app as apps

Document = dict[str, Any]
APPS = "/api/designer/apps"
LEAVE: Document = json.loads((Path(__file__).parents[2] / "examples" / "leave_app.json").read_text(encoding="utf-8"))


@pytest.fixture
def admin(server: Any) -> Any:
    return server.admin


@pytest.fixture
def leave(admin: Any) -> Any:
    """The leave app, published once; gives the builder's client."""
    admin.post(APPS, {"document": LEAVE}, 201)
    publish(admin)
    return admin


def publish(client: Any, app: str = "leave") -> int:
    plan = client.post(f"{APPS}/{app}/draft/plan")
    assert [one for one in plan["problems"] if one["severity"] == "error"] == []
    confirm = [step["id"] for step in plan["steps"] if step["confirm"]]
    answer = client.post(f"{APPS}/{app}/draft/publish", {"plan_id": plan["plan_id"], "confirm": confirm, "note": ""})
    version: int = answer["version"]
    return version


def changed(client: Any, change: Any, app: str = "leave") -> int:
    draft = client.get(f"{APPS}/{app}/draft")
    change(draft["document"])
    saved = client.put(f"{APPS}/{app}/draft", {"document": draft["document"], "rev": draft["rev"]})
    rev: int = saved["rev"]
    return rev


def test_the_schema_of_the_document_is_served(admin: Any) -> None:
    schema = admin.get("/api/designer/schema")
    assert schema["$schema"].endswith("2020-12/schema")
    assert "text" in schema["$defs"]["field_types"]["properties"]["type"]["enum"]


def test_an_app_is_made_from_a_document_and_starts_as_a_draft(admin: Any) -> None:
    made = admin.post(APPS, {"document": LEAVE}, 201)
    assert made == {"app": "leave", "rev": 1, "problems": []}
    (listed,) = admin.get(APPS)["items"]
    assert (listed["key"], listed["version"], listed["changed"]) == ("leave", 0, True)
    assert admin.get(f"{APPS}/leave/draft")["document"] == LEAVE
    again = admin.call("POST", APPS, {"document": LEAVE})
    assert (again.status_code, again.json()["type"]) == (409, "/problems/app_exists")


def test_a_document_with_problems_is_stored_and_all_of_them_are_told(admin: Any) -> None:
    broken = copy.deepcopy(LEAVE)
    broken["reports"][0]["form"] = "leave_reqest"
    broken["flows"][0]["nodes"][0]["mod"] = "all"
    made = admin.post(APPS, {"document": broken}, 201)
    told = {(one["pointer"], one["code"], one["hint"]) for one in made["problems"]}
    assert ("/reports/0/form", "unknown_form", "leave_request") in told
    assert ("/flows/0/nodes/0/mod", "unknown_key", "mode") in told
    assert all(set(one["message"]) == {"zh-CN", "en"} for one in made["problems"])


@pytest.mark.parametrize(
    ("document", "pointer"),
    [({}, "/key"), ({"key": "Bad Key"}, "/key"), ([1], ""), ({"key": "a", "name": "\0"}, "/document/name")],
)
def test_what_is_no_document_is_refused_at_its_place(admin: Any, document: Any, pointer: str) -> None:
    refused = admin.call("POST", APPS, {"document": document})
    assert refused.status_code == 422
    assert refused.json()["problems"][0]["pointer"] == pointer


def test_an_app_is_copied_from_another(leave: Any) -> None:
    made = leave.post(APPS, {"template": "leave", "key": "absence", "name": "Absence"}, 201)
    assert made["app"] == "absence"
    assert publish(leave, "absence") == 1


def test_a_draft_is_saved_over_the_revision_it_was_drawn_from(admin: Any) -> None:
    admin.post(APPS, {"document": LEAVE}, 201)
    response = admin.call("GET", f"{APPS}/leave/draft")
    assert response.headers["etag"] == '"1"'
    assert changed(admin, lambda document: document.update(version="2")) == 2
    stale = admin.call("PUT", f"{APPS}/leave/draft", {"document": LEAVE, "rev": 1})
    blind = admin.call("PUT", f"{APPS}/leave/draft", {"document": LEAVE})
    assert [one["pointer"] for one in blind.json()["problems"]] == ["/rev"]
    assert (stale.status_code, stale.json()["type"], stale.json()["rev"]) == (409, "/problems/draft_moved", 2)
    other = admin.call("PUT", f"{APPS}/leave/draft", {"document": LEAVE | {"key": "other"}, "rev": 2})
    assert other.status_code == 422


def test_a_draft_is_patched_with_json_patch_under_if_match(admin: Any) -> None:
    admin.post(APPS, {"document": LEAVE}, 201)
    patch = [
        {"op": "test", "path": "/key", "value": "leave"},
        {"op": "add", "path": "/forms/0/fields/-", "value": {"key": "place", "type": "text"}},
        {"op": "replace", "path": "/version", "value": "1.1"},
    ]
    headers = {"If-Match": '"1"', "Content-Type": "application/json-patch+json"}
    done = admin.call("PATCH", f"{APPS}/leave/draft", content=json.dumps(patch), headers=headers)
    assert (done.status_code, done.json(), done.headers["etag"]) == (200, {"rev": 2}, '"2"')
    document = admin.get(f"{APPS}/leave/draft")["document"]
    assert document["forms"][0]["fields"][-1] == {"key": "place", "type": "text"}
    stale = admin.call("PATCH", f"{APPS}/leave/draft", content=json.dumps(patch), headers=headers)
    assert stale.status_code == 409
    wrong = admin.call("PATCH", f"{APPS}/leave/draft", [{"op": "remove", "path": "/nowhere"}])
    assert (wrong.status_code, wrong.json()["problems"][0]["pointer"]) == (422, "/0/path")


def test_check_tells_all_problems_of_the_draft_or_of_what_is_not_saved(admin: Any) -> None:
    admin.post(APPS, {"document": LEAVE}, 201)
    assert admin.post(f"{APPS}/leave/draft/check") == {"problems": []}
    unsaved = copy.deepcopy(LEAVE)
    unsaved["forms"][0]["checks"][0]["when"] = "end_date < strat_date"
    (problem,) = admin.post(f"{APPS}/leave/draft/check", {"document": unsaved})["problems"]
    assert (problem["pointer"], problem["code"], problem["hint"]) == (
        "/forms/0/checks/0/when",
        "unknown_name",
        "start_date",
    )
    assert problem["position"] == [11, 21]


def test_every_save_can_be_undone(admin: Any) -> None:
    admin.post(APPS, {"document": LEAVE}, 201)
    changed(admin, lambda document: document.update(version="2"))
    assert [one["rev"] for one in admin.get(f"{APPS}/leave/draft/revisions")["items"]] == [2, 1]
    assert admin.get(f"{APPS}/leave/draft/revisions/1")["document"] == LEAVE
    assert admin.post(f"{APPS}/leave/draft/revert", {"to": 1, "rev": 2}) == {"rev": 3}
    assert admin.get(f"{APPS}/leave/draft")["document"] == LEAVE


def test_plan_and_publish_make_a_version(leave: Any) -> None:
    listed = leave.get(f"{APPS}/leave/versions")
    assert [one["n"] for one in listed["items"]] == [1]
    assert listed["current"] == 1
    assert leave.get(f"{APPS}/leave/versions/1")["document"] == LEAVE
    changed(leave, lambda document: document["forms"][0]["fields"].append({"key": "place", "type": "text"}))
    plan = leave.post(f"{APPS}/leave/draft/plan")
    assert (plan["draft_rev"], plan["base_version"], plan["problems"]) == (2, 1, [])
    (step,) = plan["steps"]
    assert {key: step[key] for key in ("op", "pointer", "class", "rows", "lost", "confirm", "samples")} == {
        "op": "add_column",
        "pointer": "/forms/0/fields/9",
        "class": "instant",
        "rows": 0,
        "lost": 0,
        "confirm": False,
        "samples": [],
    }
    answer = leave.post(f"{APPS}/leave/draft/publish", {"plan_id": plan["plan_id"], "confirm": [], "note": "place"})
    assert answer == {"version": 2}
    again = leave.call("POST", f"{APPS}/leave/draft/publish", {"plan_id": plan["plan_id"], "confirm": []})
    assert (again.status_code, again.json()["type"]) == (409, "/problems/plan_outdated")
    unknown = leave.call("POST", f"{APPS}/leave/draft/publish", {"plan_id": "x", "confirm": []})
    assert unknown.status_code == 404


def test_a_publish_with_errors_is_refused_with_all_of_them(leave: Any) -> None:
    changed(leave, lambda document: document["dashboards"][0]["tiles"][0].update(report="nothing"))
    plan = leave.post(f"{APPS}/leave/draft/plan")
    refused = leave.call("POST", f"{APPS}/leave/draft/publish", {"plan_id": plan["plan_id"], "confirm": []})
    assert refused.status_code == 422
    assert [one["pointer"] for one in refused.json()["problems"]] == ["/dashboards/0/tiles/0/report"]


def test_versions_differ_in_words(leave: Any) -> None:
    def change(document: Document) -> None:
        document["forms"][0]["fields"].append({"key": "place", "type": "text", "name": "Place"})
        document["forms"][0]["fields"][5]["max_length"] = 900
        document["rules"] = []

    changed(leave, change)
    publish(leave)
    items = leave.get(f"{APPS}/leave/versions/1/diff/2")["items"]
    assert [(one["kind"], one["pointer"]) for one in items] == [
        ("changed", "/forms/0/fields/5/max_length"),
        ("added", "/forms/0/fields/9"),
        ("removed", "/rules/0"),
    ]
    assert items[1]["text"] == {"zh-CN": "新增字段 Place", "en": "Added field Place"}
    assert leave.get(f"{APPS}/leave/versions/2/diff/draft")["items"] == []
    assert leave.call("GET", f"{APPS}/leave/versions/1/diff/9").status_code == 404


def test_a_rollback_is_a_plan_and_becomes_the_next_version(leave: Any) -> None:
    changed(leave, lambda document: document["forms"][0]["fields"].append({"key": "place", "type": "text"}))
    publish(leave)
    plan = leave.post(f"{APPS}/leave/versions/1/rollback")
    assert plan["rollback_of"] == 1
    answer = leave.post(f"{APPS}/leave/draft/publish", {"plan_id": plan["plan_id"], "confirm": []})
    assert answer == {"version": 3}
    assert leave.get(f"{APPS}/leave/draft")["document"] == LEAVE
    assert leave.get(f"{APPS}/leave/versions")["items"][0]["rollback_of"] == 1


def test_export_gives_the_document_as_it_was_written(leave: Any) -> None:
    response = leave.call("GET", f"{APPS}/leave/export")
    assert response.json() == LEAVE
    assert list(response.json()) == list(LEAVE)
    assert "leave_app.json" in response.headers["content-disposition"]
    assert leave.call("GET", f"{APPS}/leave/export", params={"version": 1}).json() == LEAVE


def test_a_newer_template_is_merged_by_keys(leave: Any) -> None:
    changed(leave, lambda document: document["forms"][0]["fields"].append({"key": "ours", "type": "text"}))
    theirs = copy.deepcopy(LEAVE)
    theirs["forms"][0]["fields"].insert(1, {"key": "theirs", "type": "text"})
    theirs["version"] = "2.0.0"
    merged = leave.post(f"{APPS}/leave/merge", {"document": theirs, "base": 1, "save": True})
    keys = [field["key"] for field in merged["document"]["forms"][0]["fields"]]
    assert keys[1] == "theirs"
    assert keys[-1] == "ours"
    assert (merged["conflicts"], merged["problems"], merged["rev"]) == ([], [], 3)


def test_where_used_names_everything_that_depends_on_a_part(leave: Any) -> None:
    found = leave.get(f"{APPS}/leave/where-used", params={"pointer": "/forms/0/fields/4"})
    assert found["part"] == {"kind": "field", "key": "leave_request.days", "pointer": "/forms/0/fields/4"}
    places = {one["pointer"] for one in found["items"]}
    assert {"/forms/0/checks/1/when", "/flows/0/edges/1/when", "/reports/0/measures/0/field"} <= places
    assert leave.call("GET", f"{APPS}/leave/where-used", params={"pointer": "/version"}).status_code == 404
    # what has a wrong shape hides nobody who uses it, nor what stands behind it
    changed(leave, lambda document: document["forms"][0]["fields"][3].update(type="nothing"))
    still = leave.get(f"{APPS}/leave/where-used", params={"pointer": "/forms/0/fields/4"})
    assert still["part"] == found["part"]
    assert {"/forms/0/checks/1/when", "/flows/0/edges/1/when"} <= {one["pointer"] for one in still["items"]}
    lost = leave.get(f"{APPS}/leave/where-used", params={"pointer": "/forms/0/fields/3"})
    assert lost["part"]["pointer"] == "/forms/0/fields/3"
    assert lost["items"]


def test_only_builders_build_and_each_app_can_name_more(server: Any, leave: Any) -> None:
    _, member = server.person("mia")
    assert member.call("GET", f"{APPS}/leave/draft").status_code == 403
    assert member.call("POST", APPS, {"document": LEAVE | {"key": "mine"}}).status_code == 403
    assert member.get(APPS) == {"items": []}
    leave.put(f"{APPS}/leave/builders", {"users": ["mia"]})
    assert [one["title"] for one in leave.get(f"{APPS}/leave/builders")["items"]] == ["Mia"]
    assert member.get(f"{APPS}/leave/draft")["rev"] == 1
    assert [one["key"] for one in member.get(APPS)["items"]] == ["leave"]
    assert leave.call("GET", f"{APPS}/nothing/draft").status_code == 404
    assert server.anonymous().call("GET", APPS).status_code == 401


def test_a_flow_is_rehearsed_from_the_draft_with_nothing_stored(server: Any, leave: Any) -> None:
    boss, _ = server.person("boss")
    _, worker = server.person("worker", superior=boss)
    values = {"kind": "annual", "start_date": "2026-11-23", "end_date": "2026-11-24", "reason": "home"}
    found = leave.post(f"{APPS}/leave/flows/approval/simulate", {"values": values, "initiator": "worker"})
    states = {one["node"]: one["state"] for one in found["path"]}
    assert states["superior"] == "done"
    assert [one["title"] for one in found["path"][0]["who"]] == ["Boss"]
    assert worker.get("/api/tasks?box=todo")["items"] == []
    changed(leave, lambda document: document["flows"][0]["edges"].__setitem__(1, EARLY))
    again = leave.post(f"{APPS}/leave/flows/approval/simulate", {"values": values, "initiator": "worker"})
    assert {one["node"]: one["state"] for one in again["path"]}["hr"] == "done"
    assert leave.call("POST", f"{APPS}/leave/flows/nothing/simulate", {"values": {}}).status_code == 404


EARLY = {"from": "superior", "to": "hr", "when": "days > 1"}


def test_a_rule_is_held_against_what_happened_with_nothing_changed(server: Any, leave: Any) -> None:
    rule = {
        "key": "long",
        "form": "leave_request",
        "on": {"type": "created"},
        "when": "days > 2",
        "do": [{"action": "update", "set": {"hr_note": '"long"'}}],
    }
    changed(leave, lambda document: document["rules"].append(rule))
    _, worker = server.person("worker")
    for end in ("2026-11-24", "2026-11-30"):
        values = {"kind": "annual", "start_date": "2026-11-23", "end_date": end, "reason": "home"}
        worker.post("/api/apps/leave/forms/leave_request/records", {"values": values})
    found = leave.post(f"{APPS}/leave/rules/long/backtest", {"limit": 100, "as": "worker"})
    assert (found["looked"], found["matched"], found["changed"]) == (2, 1, 1)
    assert found["samples"][0]["diff"] == {"hr_note": [None, "long"]}
    # whoever may not read the records learns nothing of them
    assert leave.post(f"{APPS}/leave/rules/long/backtest", {})["matched"] == 0

    def tighter(document: dict[str, Any]) -> None:
        next(one for one in document["forms"][0]["fields"] if one["key"] == "reason")["max_length"] = 2

    changed(leave, tighter)
    apps.publish(server.admin, leave.get(f"{APPS}/leave/draft")["document"])
    # what met the limits of its day is told all the same
    again = leave.post(f"{APPS}/leave/rules/long/backtest", {"limit": 100, "as": "worker"})
    assert (again["looked"], again["matched"]) == (2, 1)


def test_a_report_is_tried_before_it_is_published(server: Any, leave: Any) -> None:
    _, worker = server.person("worker")
    values = {"kind": "sick", "start_date": "2026-11-23", "end_date": "2026-11-24", "reason": "flu"}
    worker.post("/api/apps/leave/forms/leave_request/records", {"values": values})
    report = {
        "key": "try",
        "name": "Try",
        "chart": "bar",
        "form": "leave_request",
        "dimensions": [{"field": "kind"}],
        "measures": [{"fn": "sum", "field": "days"}],
    }
    found = leave.post(f"{APPS}/leave/reports/preview", {"report": report, "as": "worker"})
    assert [row[1] for row in found["rows"]] == ["2"]
    wrong = leave.call("POST", f"{APPS}/leave/reports/preview", {"report": report | {"chart": "barr"}})
    assert (wrong.status_code, wrong.json()["problems"][0]["pointer"]) == (422, "/report/chart")
    # an app that has no form yet
    apps.publish(server.admin, {"dougong": 1, "key": "bare", "name": "Bare", "forms": []})
    none = server.admin.call("POST", f"{APPS}/bare/reports/preview", {"report": report})
    assert (none.status_code, none.json()["detail"]) == (404, "The form leave_request is not published yet")


def test_the_draft_is_shown_as_a_role_would_get_it(server: Any, leave: Any) -> None:
    def change(document: Document) -> None:
        document["grants"] = [
            {"role": "hr", "form": "leave_request", "can": ["create", "read"], "fields": {"reason": "hide"}},
            {"role": "staff", "form": "leave_request", "can": ["read"], "fields": {"reason": "hide", "kind": "read"}},
        ]

    changed(leave, change)
    found = leave.get(f"{APPS}/leave/draft/shown?role=hr")
    (form,) = found["forms"]
    rights = {field["key"]: field["right"] for field in form["fields"]}
    # hr inherits staff, and rights add up
    assert ("reason" in rights, rights["kind"], form["can"]) == (False, "edit", ["create", "read"])
    assert leave.call("GET", f"{APPS}/leave/draft/shown?role=everyone").status_code == 404
    assert leave.call("GET", f"{APPS}/leave/draft/shown?role=nobody").status_code == 404
    changed(leave, lambda document: document["forms"][0]["fields"][4].__setitem__("formula", "nothing + 1"))
    assert leave.call("GET", f"{APPS}/leave/draft/shown?role=hr").status_code == 422


def test_records_to_try_with_are_those_the_person_may_see(server: Any, leave: Any) -> None:
    _, worker = server.person("worker")
    values = {"kind": "sick", "start_date": "2026-11-23", "end_date": "2026-11-24", "reason": "flu"}
    record = worker.post("/api/apps/leave/forms/leave_request/records", {"values": values})
    found = leave.get(f"{APPS}/leave/forms/leave_request/records?as=worker")["items"]
    assert [one["id"] for one in found] == [record["id"]]
    assert leave.get(f"{APPS}/leave/forms/leave_request/records")["items"] == []
    assert leave.call("GET", f"{APPS}/leave/forms/nothing/records").status_code == 404
    # one of them with what lies behind it; what leads nowhere is left out
    one = f"{APPS}/leave/forms/leave_request/records?as=worker&paths=owner.name,nothing.at_all&paths=owner.id&record="
    (told,) = leave.get(one + record["id"])["items"]
    assert (told["values"]["owner.name"], told["values"]["reason"]) == (told["owner"]["title"], "flu")
    assert told["values"]["owner.id"] == told["owner"]["id"]
    assert leave.get(one + "nobody")["items"] == []


def test_a_new_formula_has_its_values_once_it_is_published(server: Any, leave: Any) -> None:
    _, worker = server.person("worker")
    values = {"kind": "annual", "start_date": "2026-11-23", "end_date": "2026-11-26", "reason": "home"}
    record = worker.post("/api/apps/leave/forms/leave_request/records", {"values": values})
    formula = {"key": "hours", "type": "formula", "formula": "days * 8", "returns": "number", "decimals": 0}
    changed(leave, lambda document: document["forms"][0]["fields"].append(formula))
    plan = leave.post(f"{APPS}/leave/draft/plan")
    assert [(step["op"], step["rows"]) for step in plan["steps"]] == [("add_column", 0), ("compute", 1)]
    leave.post(f"{APPS}/leave/draft/publish", {"plan_id": plan["plan_id"], "confirm": []})
    again = worker.get(f"/api/apps/leave/forms/leave_request/records/{record['id']}")
    assert again["values"]["hours"] == "32"
    assert again["rev"] == record["rev"]


def test_a_plan_shows_running_flows_and_samples_only_to_readers(server: Any, leave: Any) -> None:
    boss, _ = server.person("boss")
    _, worker = server.person("worker", superior=boss)
    values = {"kind": "annual", "start_date": "2026-11-23", "end_date": "2026-11-26", "reason": "home"}
    worker.post("/api/apps/leave/forms/leave_request/records", {"values": values})

    def change(document: Document) -> None:
        document["flows"][0]["nodes"][0]["name"] = "Boss"
        document["forms"][0]["fields"][5] = {"key": "reason", "type": "number"}

    changed(leave, change)
    plan = leave.post(f"{APPS}/leave/draft/plan")
    assert {"kind": "running_flows", "key": "approval", "count": 1}.items() <= plan["affects"][0].items()
    (step,) = [one for one in plan["steps"] if one["op"] == "change_type"]
    assert (step["class"], step["lost"], step["samples"]) == ("loses", 1, [])
