"""Work that entering a stage makes for people, and what it keeps from moving on, over HTTP."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from support.publishing_app import give_role, publish

AT = "/api/apps/stages/forms/deal/records"
DOCUMENT: dict[str, Any] = {
    "dougong": 1,
    "key": "stages",
    "name": "Stages",
    "roles": [{"key": "rep", "name": "Rep"}, {"key": "desk", "name": "Desk"}],
    "grants": [{"role": "rep", "form": "deal", "can": ["create", "read", "update", "delete"]}],
    "forms": [
        {
            "key": "deal",
            "title": "name",
            "fields": [
                {"key": "name", "type": "text"},
                {"key": "amount", "type": "money"},
                {
                    "key": "stage",
                    "type": "select",
                    "default": "new",
                    "options": [{"value": one} for one in ("new", "quoted", "won", "lost")],
                },
            ],
            "pipelines": [
                {
                    "key": "sales",
                    "field": "stage",
                    "stages": [
                        {"value": "new"},
                        {
                            "value": "quoted",
                            "tasks": [
                                {
                                    "key": "send",
                                    "name": {"zh-CN": "发送方案", "en": "Send the offer"},
                                    "who": [{"by": "role", "role": "desk"}],
                                    "within": "24h",
                                    "required": True,
                                },
                                {
                                    "key": "call",
                                    "name": {"zh-CN": "回访", "en": "Call back"},
                                    "who": [{"by": "field", "field": "owner"}],
                                    "when": "amount > 100",
                                },
                            ],
                        },
                        {"value": "won", "outcome": "won"},
                        {"value": "lost", "outcome": "lost"},
                    ],
                }
            ],
        }
    ],
}


class Sales:
    def __init__(self, server: Any) -> None:
        publish(server.admin, DOCUMENT)
        rep_id, self.rep = server.person("rep")
        ann_id, self.ann = server.person("ann")
        bob_id, self.bob = server.person("bob")
        give_role(server.admin, "stages", "rep", rep_id)
        give_role(server.admin, "stages", "desk", ann_id, bob_id)

    def deal(self, **values: Any) -> str:
        id_ = self.rep.post(AT, {"values": {"name": "Deal", **values}})["id"]
        self.rep.patch(f"{AT}/{id_}", {"values": {"stage": "quoted"}})
        return str(id_)

    def todo(self, who: Any) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = who.get("/api/tasks", params={"box": "todo"})["items"]
        return items

    def problems(self, id_: str, stage: str) -> list[tuple[str, str]]:
        answer = self.rep.call("PATCH", f"{AT}/{id_}", {"values": {"stage": stage}})
        return [] if answer.is_success else [(one["pointer"], one["code"]) for one in answer.json()["problems"]]


@pytest.fixture
def sales(server: Any) -> Sales:
    return Sales(server)


def test_entering_a_stage_gives_its_tasks_to_people(sales: Sales) -> None:
    id_ = sales.deal(amount="50")
    assert sales.todo(sales.rep) == []
    for who in (sales.ann, sales.bob):
        (task,) = sales.todo(who)
        assert (task["name"], task["kind"], task["flow"]) == ("Send the offer", "fill", None)
        assert task["record"] == {"app": "stages", "form": "deal", "id": id_, "title": "Deal"}
        since, due = (datetime.fromisoformat(task[key]) for key in ("since", "due"))
        assert due - since == timedelta(hours=24)
    # whoever has the task may read its record, and no other
    shown = sales.ann.get(f"/api/tasks/{sales.todo(sales.ann)[0]['id']}")
    assert shown["record"]["values"]["name"] == "Deal"
    other = sales.rep.post(AT, {"values": {"name": "Other"}})["id"]
    assert sales.ann.call("GET", f"{AT}/{other}").status_code == 404
    sales.deal(name="Big", amount="500")
    assert [task["name"] for task in sales.todo(sales.rep)] == ["Call back"]


def test_a_required_task_keeps_the_stage_until_one_of_them_did_it(sales: Sales) -> None:
    id_ = sales.deal(amount="500")
    assert sales.problems(id_, "won") == [("/values/stage", "stage_task_open")]
    (task,) = sales.todo(sales.bob)
    sales.bob.post(f"/api/tasks/{task['id']}/fill", {"comment": "sent", "action_id": "one"})
    assert sales.todo(sales.ann) == []
    assert sales.ann.call("POST", f"/api/tasks/{task['id']}/fill", {"action_id": "two"}).status_code in (404, 409)
    # what is not required may stay open
    assert [one["name"] for one in sales.todo(sales.rep)] == ["Call back"]
    assert sales.problems(id_, "won") == []


def test_a_lost_one_may_leave_its_tasks_behind(sales: Sales) -> None:
    id_ = sales.deal(amount="500")
    assert sales.problems(id_, "lost") == []
