"""A purchasing app with flows of every kind, and the people who act in it."""

import json
from pathlib import Path
from typing import Any

from support.publishing_app import publish


def purchasing() -> dict[str, Any]:
    """The document, to be changed at will."""
    document: dict[str, Any] = json.loads(Path(__file__).with_name("purchasing.json").read_text(encoding="utf-8"))
    return document


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
        publish(self.admin, document)

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
        response = self.clients[name].call("POST", path, body or None)
        assert response.status_code == status, response.text
        return response.json()

    def record(self, id_: str, name: str = "cleo") -> dict[str, Any]:
        found: dict[str, Any] = self.clients[name].get(f"/api/apps/buy/forms/request/records/{id_}")
        return found

    def state(self, record: dict[str, Any]) -> str | None:
        return self.record(record["id"])["flow_state"]


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
