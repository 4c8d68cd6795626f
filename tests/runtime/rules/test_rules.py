"""Rules at work, over HTTP, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from support import publishing_app as apps
from support.waiting import eventually

from dougong.platform.rules import SAMPLE
from dougong.runtime.services import rule_timers
from dougong.runtime.services.rule_faults import FAULTS_BEFORE_NOTICE

STAGES = [{"value": "new"}, {"value": "won"}, {"value": "lost"}]
FIELDS = [
    {"key": "name", "type": "text", "required": True},
    {"key": "amount", "type": "money"},
    {"key": "stage", "type": "select", "options": STAGES, "default": "new"},
    {"key": "closed_on", "type": "date"},
    {"key": "due_on", "type": "date"},
    {"key": "note", "type": "text"},
    {"key": "keeper", "type": "user"},
]
RULES: list[dict[str, Any]] = [
    {
        "key": "close",
        "form": "deal",
        "on": {"type": "updated", "fields": ["stage"]},
        "timing": "before",
        "when": 'stage IN ("won", "lost") AND ISBLANK(closed_on)',
        "do": [{"action": "set", "set": {"closed_on": "DATE(2026, 11, 22)"}}],
    },
    {
        "key": "no_zero",
        "form": "deal",
        "on": {"type": "saved"},
        "timing": "before",
        "when": 'stage = "won" AND amount = 0',
        "do": [{"action": "refuse", "message": {"zh-CN": "金额不能为零", "en": "No amount"}, "fields": ["amount"]}],
    },
    {
        "key": "hand_out",
        "form": "deal",
        "on": {"type": "created"},
        "when": 'name = "turn"',
        "do": [{"action": "assign", "field": "keeper", "among": [{"by": "role", "role": "rep"}]}],
    },
    {
        "key": "follow_up",
        "form": "deal",
        "on": {"type": "updated", "fields": ["stage"]},
        "when": 'stage = "won" AND CHANGED(stage)',
        "do": [
            {"action": "create", "form": "task", "set": {"name": '"call " & name', "deal": "id"}},
            {"action": "notify", "to": [{"by": "user", "user": "boss"}], "text": "{name} {amount} {stage}"},
        ],
    },
    {
        "key": "echo",
        "form": "task",
        "on": {"type": "created"},
        "do": [{"action": "update", "of": "deal", "set": {"note": '"has a task"'}}],
    },
    {
        "key": "broken",
        "form": "deal",
        "on": {"type": "updated", "fields": ["note"]},
        "when": 'note = "break"',
        "do": [{"action": "create", "form": "task", "set": {"deal": "id"}}],
    },
    {
        "key": "rash",
        "form": "deal",
        "on": {"type": "saved"},
        "timing": "before",
        "when": 'note = "rash" AND 10 ^ amount > 2',
        "do": [{"action": "refuse", "message": "Too rash"}],
    },
    {
        "key": "due",
        "form": "deal",
        "on": {"type": "date", "field": "due_on", "days": -1, "at": "00:00"},
        "do": [{"action": "update", "set": {"note": '"due"'}}],
    },
]
APP: dict[str, Any] = {
    "dougong": 1,
    "key": "work",
    "name": "Work",
    "roles": [{"key": "rep", "name": "Rep"}],
    "grants": [
        {"role": "rep", "form": "deal", "can": ["create", "read", "update"]},
        {"role": "rep", "form": "task", "can": ["read"]},
    ],
    "forms": [
        {"key": "deal", "name": "Deal", "title": "name", "fields": FIELDS},
        {
            "key": "task",
            "name": "Task",
            "title": "name",
            "fields": [
                {"key": "name", "type": "text", "required": True},
                {"key": "deal", "type": "reference", "form": "deal", "on_delete": "clear"},
            ],
        },
    ],
    "rules": RULES,
}
DEALS, TASKS = "/api/apps/work/forms/deal/records", "/api/apps/work/forms/task/records"


@pytest.fixture
def rep(server: Any) -> Any:
    """A rep's client; the app is published, and somebody called boss hears of what is won."""
    server.person("boss")
    apps.publish(server.admin, APP)
    id_, client = server.person("rep")
    apps.give_role(server.admin, "work", "rep", id_)
    return client


def make(client: Any, **values: Any) -> str:
    return str(client.post(DEALS, {"values": {"name": "a", "amount": "10", **values}})["id"])


def test_a_before_rule_sets_a_field_in_the_same_write_and_is_written_down(server: Any, rep: Any) -> None:
    id_ = make(rep)
    answer = rep.patch(f"{DEALS}/{id_}", {"values": {"stage": "won"}})
    assert answer["values"]["closed_on"] == "2026-11-22"
    assert answer["rev"] == 2
    rep.patch(f"{DEALS}/{id_}", {"values": {"stage": "lost"}})  # closed already: the condition is false
    skipped, run = server.admin.get("/api/apps/work/rules/close/runs")["items"]
    assert (skipped["outcome"], skipped["record"], skipped["effects"]) == ("skipped", id_, [])
    assert (run["record"], run["event"]["changed"], run["effects"]) == (
        id_,
        ["stage"],
        [{"action": "set", "fields": ["closed_on"]}],
    )
    assert server.admin.call("POST", f"/api/rule-runs/{run['id']}/retry").status_code == 404


def test_a_before_rule_refuses_at_its_field_and_only_its_run_is_written_down(server: Any, rep: Any) -> None:
    id_ = make(rep, amount="0")
    refused = rep.call("PATCH", f"{DEALS}/{id_}", {"values": {"stage": "won"}})
    assert refused.status_code == 422
    (problem,) = refused.json()["problems"]
    assert (problem["pointer"], problem["message"]) == ("/values/amount", "No amount")
    assert rep.get(f"{DEALS}/{id_}")["values"]["stage"] == "new"
    (run,) = server.admin.get("/api/apps/work/rules/no_zero/runs", params={"outcome": "refused"})["items"]
    assert (run["record"], run["effects"][0]["message"]) == (id_, "No amount")
    # what another rule had set before is not a run of its own: it was never stored
    assert server.admin.get("/api/apps/work/rules/close/runs", params={"outcome": "done"})["items"] == []


def test_of_conditions_that_do_not_hold_the_last_are_kept_for_each_rule(server: Any, rep: Any) -> None:
    runs, made = "/api/apps/work/rules/hand_out/runs", []
    for _ in range(3):  # in several writes, each more than is kept
        operations = [{"create": {"values": {"name": f"n{number}"}}} for number in range(SAMPLE + 20)]
        made += rep.post(f"{DEALS}/batch", {"operations": operations})["results"]
        kept = server.admin.get(runs, params={"limit": 500})["items"]
        assert [run["record"] for run in kept] == [one["id"] for one in reversed(made[-SAMPLE:])]
    refused = server.admin.call("POST", f"/api/rule-runs/{kept[0]['id']}/retry")
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/not_now")


def test_an_after_rule_makes_a_record_tells_people_and_calls_further_rules(server: Any, rep: Any) -> None:
    id_ = make(rep, name="big", amount="1234.50")
    rep.patch(f"{DEALS}/{id_}", {"values": {"stage": "won"}})
    (task,) = eventually(lambda: rep.get(TASKS)["items"])
    assert task["title"] == "call big"
    assert task["values"]["deal"]["id"] == id_
    eventually(lambda: rep.get(f"{DEALS}/{id_}")["values"]["note"] == "has a task")
    boss = server.sign_in("boss", "boss-password")
    (told,) = eventually(lambda: boss.get("/api/notifications")["items"])
    assert told["text"] == "big 1234.50 won"
    runs = server.admin.get("/api/apps/work/rules/follow_up/runs")["items"]
    assert [(run["outcome"], run["record"]) for run in runs] == [("done", id_)]
    assert [effect["action"] for effect in runs[0]["effects"]] == ["create", "notify"]


def test_turns_are_taken_one_by_one_by_many_writers(server: Any, rep: Any) -> None:
    others = [server.person(f"rep{number}")[0] for number in range(2)]
    apps.give_role(server.admin, "work", "rep", rep.get("/api/me")["id"], *others)
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda _: make(rep, name="turn"), range(12)))

    def handed_out() -> list[str] | None:
        items = rep.get(DEALS, params={"limit": 50})["items"]
        keepers = [item["values"]["keeper"] for item in items]
        return [keeper["id"] for keeper in keepers] if all(keepers) else None

    keepers = eventually(handed_out)
    assert sorted(keepers.count(keeper) for keeper in set(keepers)) == [4, 4, 4]


def test_a_run_that_is_refused_is_in_the_log_and_can_be_tried_again(server: Any, rep: Any) -> None:
    id_ = make(rep)
    rep.patch(f"{DEALS}/{id_}", {"values": {"note": "break"}})
    path = "/api/apps/work/rules/broken/runs"
    (run,) = eventually(lambda: server.admin.get(path)["items"])
    assert (run["outcome"], run["error"]["code"]) == ("failed", "validation")
    chinese = {"Accept-Language": "zh-CN"}
    (same,) = server.admin.get(path, headers=chinese)["items"]
    for told, words in ((run, "name is required"), (same, "请填写“name”")):
        (problem,) = told["error"]["problems"]
        assert problem == {"pointer": "/values/name", "code": "required", "message": words}
    assert rep.get(TASKS)["items"] == []
    again = server.admin.post(f"/api/rule-runs/{run['id']}/retry")
    assert (again["outcome"], again["retry_of"]) == ("failed", run["id"])
    assert rep.call("GET", path).status_code == 403


def test_builders_hear_once_of_a_before_rule_that_cannot_be_computed(server: Any, rep: Any) -> None:
    def heard() -> list[str]:
        return [one["text"] for one in server.admin.get("/api/notifications")["items"] if one["kind"] == "rule"]

    for _ in range(FAULTS_BEFORE_NOTICE):
        assert heard() == []
        refused = rep.call("POST", DEALS, {"values": {"name": "a", "note": "rash", "amount": "39"}})
        assert [one["code"] for one in refused.json()["problems"]] == ["rule_fault"]
    assert heard() == ["The rule “rash” failed 5 times in a row; see its runs"]
    operations = [{"create": {"values": {"name": "a", "note": "rash", "amount": "39"}}}] * 3
    assert len(rep.post(f"{DEALS}/batch", {"operations": operations}, 422)["problems"]) == len(operations)
    assert len(heard()) == 1


def test_a_date_rule_fires_once_for_a_date_and_again_for_another(server: Any, rep: Any) -> None:
    services, today = server.services, datetime.now(ZoneInfo("Asia/Shanghai")).date()
    near = make(rep, due_on=today.isoformat())
    far = make(rep, due_on=(today + timedelta(days=30)).isoformat())

    def look() -> None:
        services.database.write(lambda unit: rule_timers.look_at(services, unit, "work", "due"))

    def runs() -> list[str]:
        return [run["record"] for run in server.admin.get("/api/apps/work/rules/due/runs")["items"]]

    # the server's own clock may look too: however often somebody looks, the date fires once
    look()
    look()
    eventually(lambda: rep.get(f"{DEALS}/{near}")["values"]["note"] == "due")
    assert rep.get(f"{DEALS}/{far}")["values"]["note"] is None
    assert runs() == [near]
    rep.patch(f"{DEALS}/{near}", {"values": {"due_on": (today + timedelta(days=1)).isoformat()}})
    look()
    eventually(lambda: runs() == [near, near])
