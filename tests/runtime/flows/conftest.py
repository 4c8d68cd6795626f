"""A purchasing app with flows of every kind, published over HTTP on both databases, and the people who act in it."""

import copy
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from support import serving

APPS = "/api/designer/apps"

PURCHASE: dict[str, Any] = {
    "dougong": 1,
    "key": "buy",
    "name": {"zh-CN": "采购", "en": "Purchasing"},
    "calendars": [{"key": "work", "hours": {"mon-fri": ["09:00-18:00"]}}],
    "roles": [{"key": "clerk", "name": "Clerk"}, {"key": "finance", "name": "Finance"}, {"key": "law", "name": "Law"}],
    "grants": [
        {"role": "clerk", "form": "request", "can": ["create", "read", "update", "delete"], "rows": "own",
         "fields": {"secret": "hide"}},
    ],
    "forms": [
        {
            "key": "request",
            "name": {"zh-CN": "采购单", "en": "Request"},
            "title": "name",
            "fields": [
                {"key": "name", "type": "text", "required": True, "name": {"zh-CN": "名称", "en": "Name"}},
                {"key": "amount", "type": "money", "name": {"zh-CN": "金额", "en": "Amount"}},
                {"key": "kind", "type": "select",
                 "options": [{"value": "simple"}, {"value": "both"}, {"value": "team"}, {"value": "plain"}]},
                {"key": "budget", "type": "text", "name": {"zh-CN": "预算科目", "en": "Budget"}},
                {"key": "secret", "type": "text"},
                {"key": "booked", "type": "boolean"},
                {"key": "helper", "type": "user"},
            ],
        },
    ],
    "flows": [
        {
            "key": "approval",
            "name": {"zh-CN": "采购审批", "en": "Approval"},
            "form": "request",
            "start": {"on": "submit", "when": "kind = \"simple\""},
            "nodes": [
                {"key": "boss", "type": "approval", "name": {"zh-CN": "上级", "en": "Superior"},
                 "who": [{"by": "superior"}], "comment": "on_reject"},
                {"key": "finance", "type": "approval", "name": {"zh-CN": "财务", "en": "Finance"},
                 "who": [{"by": "role", "role": "finance"}],
                 "fields": {"budget": "require", "amount": "read", "secret": "hide", "name": "read"}},
                {"key": "book", "type": "action", "as": "app", "do": [{"action": "update", "set": {"booked": True}}]},
                {"key": "tell", "type": "cc", "who": [{"by": "role", "role": "law"}]},
            ],
            "edges": [
                {"from": "start", "to": "boss"},
                {"from": "boss", "to": "finance", "when": "amount > 1000"},
                {"from": "boss", "to": "book", "otherwise": True},
                {"from": "finance", "to": "book"},
                {"from": "book", "to": "tell"},
                {"from": "tell", "to": "end"},
            ],
        },
        {
            "key": "both",
            "name": "Both",
            "form": "request",
            "start": {"on": "submit", "when": "kind = \"both\""},
            "nodes": [
                {"key": "money", "type": "approval", "who": [{"by": "role", "role": "finance"}],
                 "timers": [{"after": "1h", "do": "escalate"}]},
                {"key": "law", "type": "approval", "mode": "all", "who": [{"by": "role", "role": "law"}]},
            ],
            "edges": [
                {"from": "start", "to": "money"}, {"from": "start", "to": "law"},
                {"from": "money", "to": "end"}, {"from": "law", "to": "end"},
            ],
            "split": {"start": "many"},
        },
        {
            "key": "plain",
            "name": "Plain",
            "form": "request",
            "start": {"on": "submit", "when": "kind = \"plain\""},
            "nodes": [
                {"key": "boss", "type": "approval", "who": [{"by": "superior"}], "fields": {"budget": "edit"}},
            ],
            "edges": [{"from": "start", "to": "boss"}, {"from": "boss", "to": "end"}],
        },
        {
            "key": "team",
            "name": "Team",
            "form": "request",
            "start": {"on": "submit", "when": "kind = \"team\""},
            "nodes": [
                {"key": "any", "type": "approval",
                 "who": [{"by": "role", "role": "finance"}, {"by": "role", "role": "law"}]},
            ],
            "edges": [{"from": "start", "to": "any"}, {"from": "any", "to": "end"}],
        },
    ],
}  # fmt: skip


class Company:
    """People by name, with their ids and clients, and what they do most."""

    def __init__(self, server: Any) -> None:
        self.server = server
        self.admin = server.admin
        self.ids: dict[str, str] = {}
        self.clients: dict[str, Any] = {}

    def hire(self, name: str, superior: str | None = None) -> None:
        above = {"superior": self.ids[superior]} if superior else {}
        self.ids[name], self.clients[name] = self.server.person(name, name=name.title(), **above)

    def give(self, role: str, *names: str) -> None:
        users = [self.ids[name] for name in names]
        self.admin.put(f"/api/admin/apps/buy/roles/{role}/members", {"users": users})

    def publish(self, document: dict[str, Any]) -> None:
        made = self.admin.call("POST", APPS, {"document": document})
        if made.status_code == 409:
            draft = self.admin.get(f"{APPS}/{document['key']}/draft")
            self.admin.put(f"{APPS}/{document['key']}/draft", {"document": document, "rev": draft["rev"]})
        plan = self.admin.post(f"{APPS}/{document['key']}/draft/plan")
        errors = [one for one in plan["problems"] if one["severity"] == "error"]
        assert errors == []
        confirm = [step["id"] for step in plan["steps"] if step["confirm"]]
        self.admin.post(
            f"{APPS}/{document['key']}/draft/publish", {"plan_id": plan["plan_id"], "confirm": confirm, "note": ""}
        )

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["clients"][name]
        except KeyError:
            raise AttributeError(name) from None

    def submit(self, by: str = "cleo", **values: Any) -> dict[str, Any]:
        given = {"name": "Chairs", "kind": "simple", "amount": "500", **values}
        record: dict[str, Any] = self.clients[by].post("/api/apps/buy/forms/request/records", {"values": given}, 201)
        return record

    def todo(self, name: str, box: str = "todo") -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = self.clients[name].get(f"/api/tasks?box={box}")["items"]
        return items

    def task(self, name: str) -> str:
        """The one task somebody has."""
        (task,) = self.todo(name)
        return str(task["id"])

    def act(self, name: str, what: str, status: int = 200, task: str | None = None, **body: Any) -> Any:
        path = f"/api/tasks/{task or self.task(name)}/{what}"
        response = self.clients[name].call("POST", path, body)
        assert response.status_code == status, response.text
        return response.json()

    def record(self, id_: str, name: str = "cleo") -> dict[str, Any]:
        found: dict[str, Any] = self.clients[name].get(f"/api/apps/buy/forms/request/records/{id_}")
        return found

    def state(self, record: dict[str, Any]) -> str | None:
        return self.record(record["id"])["flow_state"]


@pytest.fixture
def document() -> dict[str, Any]:
    return copy.deepcopy(PURCHASE)


def staffed(server: Any, document: dict[str, Any]) -> Company:
    """cleo (clerk) reports to bob, bob to top; fay and fred are finance, lea and leo law."""
    made = Company(server)
    made.publish(document)
    made.hire("top")
    made.hire("bob", "top")
    made.hire("cleo", "bob")
    for name in ("fay", "fred", "lea", "leo", "eve"):
        made.hire(name, "top")
    made.give("clerk", "cleo")
    made.give("finance", "fay", "fred")
    made.give("law", "lea", "leo")
    return made


@pytest.fixture
def company(server: Any, document: dict[str, Any]) -> Company:
    return staffed(server, document)


@pytest.fixture
def quiet(
    dialect: str, new_database_url: Callable[[str], str], tmp_path: Path, document: dict[str, Any]
) -> Iterator[Company]:
    """The same company on a server without a worker: nothing happens in the background."""
    with serving.running(new_database_url(dialect), tmp_path / "data", workers=0) as server:
        yield staffed(server, document)
