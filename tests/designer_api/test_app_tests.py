"""The app's own tests: told at plan on tables of their own, with nothing left behind."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect

ROOT = Path(__file__).parents[2]
LEAVE = json.loads((ROOT / "examples" / "leave_app.json").read_text(encoding="utf-8"))
APPS = "/api/designer/apps"
ASKED = {"kind": "annual", "start_date": "2026-11-23", "end_date": "2026-11-24", "reason": "home"}
LONG = ASKED | {"end_date": "2026-11-27"}


def planned(server: Any, *tests: Any) -> Any:
    document = copy.deepcopy(LEAVE) | {"tests": list(tests)}
    client = server.admin
    client.post(APPS, {"document": document}, 201)
    return client.post(f"{APPS}/leave/draft/plan")


def story(do: Any, expect: Any, **more: Any) -> Any:
    return {"name": "story", "as": "staff", "do": do, "expect": expect, **more}


def submit(values: Any, **more: Any) -> Any:
    return {"submit": {"form": "leave_request", "set": values, **more}}


STORIES = {
    "formulas and flows": story(
        [submit(ASKED)],
        [{"record": {"days": 2, "flow_state": "running"}}, {"task": {"node": "superior", "who": "superior"}}],
    ),
    "decisions": story(
        [submit(LONG), {"decide": {"node": "superior"}}, {"decide": {"node": "head"}}],
        [{"record": {"flow_state": "approved"}}, {"task": {"node": "tell", "who": "hr"}}],
    ),
    "rejections": story(
        [submit(ASKED), {"decide": {"node": "superior", "action": "reject", "comment": "no"}}],
        [{"record": {"flow_state": "rejected"}}],
    ),
    "refusals": story([submit(ASKED | {"end_date": "2026-11-01"})], [{"problem": {"pointer": "/values/end_date"}}]),
    "rules": story([submit(ASKED | {"handover": "hr"}), {"decide": {"node": "superior"}}], [{"notified": "hr"}]),
    "given records and counts": story(
        [{"update": {"form": "leave_request", "record": "one", "set": {"hr_note": "seen"}}, "as": "hr"}],
        [{"record": {"hr_note": "seen"}, "of": "one"}, {"count": {"form": "leave_request", "is": 1}}],
        given=[{"form": "leave_request", "id": "one", "set": ASKED}],
    ),
    "time": story([submit(ASKED), {"wait": "5d"}], [{"task": {"node": "superior"}}], at="2026-11-20T09:00:00+08:00"),
}
FALSE = {
    "a wrong value": story([submit(ASKED)], [{"record": {"days": 3}}]),
    "a task elsewhere": story([submit(ASKED)], [{"task": {"node": "hr"}}]),
    "a refusal nobody expected": story([submit(ASKED | {"end_date": "2026-11-01"})], []),
    "no refusal where one was due": story([submit(ASKED)], [{"problem": {}}]),
    "nobody told": story([submit(ASKED)], [{"notified": "hr"}]),
    "another count": story([submit(ASKED)], [{"count": {"form": "leave_request", "where": "days > 9", "is": 1}}]),
}


@pytest.mark.parametrize("name", STORIES)
def test_a_story_that_comes_true_asks_for_nothing(server: Any, name: str) -> None:
    plan = planned(server, STORIES[name])
    assert [one["problems"] for one in plan["tests"]] == [[]]
    assert [step["op"] for step in plan["steps"]] == ["create_table"]


def test_stories_that_do_not_come_true_are_steps_that_want_confirming(server: Any) -> None:
    plan = planned(server, *FALSE.values(), STORIES["decisions"])
    assert [one["ok"] for one in plan["tests"]] == [False] * len(FALSE) + [True]
    assert all(problem["message"]["zh-CN"] for one in plan["tests"] for problem in one["problems"])
    failing = [step for step in plan["steps"] if step["op"] == "test"]
    assert [step["pointer"] for step in failing] == [f"/tests/{index}" for index in range(len(FALSE))]
    client = server.admin
    refused = client.call("POST", f"{APPS}/leave/draft/publish", {"plan_id": plan["plan_id"], "confirm": []})
    assert (refused.status_code, refused.json()["type"]) == (422, "/problems/confirm_missing")
    confirm = [step["id"] for step in failing]
    assert client.post(f"{APPS}/leave/draft/publish", {"plan_id": plan["plan_id"], "confirm": confirm}) == {
        "version": 1
    }
    # nothing is left of the people and the tables they worked on
    assert client.get("/api/people?q=superior")["items"] == []
    with server.services.database.read() as connection:
        assert [name for name in inspect(connection).get_table_names() if name.startswith("trial")] == []
