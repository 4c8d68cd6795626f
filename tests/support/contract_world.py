"""A server with a small app in which every part is used, people who work in it, and makers of what calls are about."""

import io
import itertools
from dataclasses import dataclass, field
from typing import Any

import requests
from openpyxl import Workbook
from sqlalchemy import update

from dougong.ids import new_id
from dougong.platform.instances import store
from dougong.platform.outbox import promise
from dougong.platform.outbox.tables import outbox
from dougong.runtime.services.flow_background import sweep
from support import publishing_app
from support.waiting import eventually

BOTH = {"zh-CN": "样例", "en": "Sample"}
APP: dict[str, Any] = {
    "dougong": 1,
    "key": "work",
    "name": {"zh-CN": "采购", "en": "Purchasing"},
    "roles": [
        {"key": "clerk", "name": "Clerk"},
        {"key": "pool", "name": {"zh-CN": "财务", "en": "Finance"}},
        {"key": "nobody", "name": "Nobody"},
    ],
    "grants": [
        {
            "role": "clerk",
            "form": form,
            "can": ["create", "read", "update", "delete", "purge", "import", "export", "import_history"],
        }
        for form in ("request", "account")
    ],
    "option_sets": [{"key": "sizes", "name": BOTH, "options": [{"value": "small"}, {"value": "large"}]}],
    "forms": [
        {
            "key": "account",
            "name": {"zh-CN": "客户", "en": "Account"},
            "title": "name",
            "fields": [{"key": "name", "type": "text", "required": True}, {"key": "open", "type": "boolean"}],
        },
        {
            "key": "request",
            "name": {"zh-CN": "采购单", "en": "Request"},
            "title": "name",
            "icon": "cart",
            "fields": [
                {"key": "name", "type": "text", "required": True, "max_length": 80},
                {"key": "code", "type": "serial", "pattern": "R-{seq:5}"},
                {"key": "amount", "type": "money", "min": 0},
                {"key": "size", "type": "select", "option_set": "sizes"},
                {
                    "key": "way",
                    "type": "select",
                    "options": [{"value": one} for one in ("boss", "pool", "fill")],
                },
                {"key": "due", "type": "date"},
                {"key": "at", "type": "datetime"},
                {"key": "share", "type": "percent"},
                {"key": "took", "type": "duration"},
                {"key": "booked", "type": "boolean"},
                {"key": "helper", "type": "user"},
                {"key": "team", "type": "department"},
                {"key": "account", "type": "reference", "form": "account", "filter": "NOT(open = false)"},
                {"key": "files", "type": "file"},
                {"key": "place", "type": "region"},
                {"key": "note", "type": "textarea", "visible_when": "booked = true"},
                {"key": "days", "type": "formula", "formula": "due - TODAY()", "returns": "number"},
                {"key": "total", "type": "formula", "formula": "SUM(lines.price)", "returns": "money"},
                {
                    "key": "stage",
                    "type": "select",
                    "default": "new",
                    "options": [{"value": "new"}, {"value": "ordered"}],
                },
                {
                    "key": "lines",
                    "type": "subtable",
                    "fields": [{"key": "item", "type": "text", "required": True}, {"key": "price", "type": "money"}],
                },
            ],
            "duplicates": [{"key": "same_name", "match": [{"field": "name", "like": "name"}], "on": "warn"}],
            "checks": [{"key": "dear", "when": "amount > 100000", "message": BOTH, "severity": "warning"}],
            "linkage": [{"when": "amount > 1000", "require": ["size"]}],
            "pipelines": [
                {
                    "key": "way_on",
                    "field": "stage",
                    "stages": [
                        {"value": "new", "checklist": [{"key": "call", "name": "Call"}]},
                        {"value": "ordered"},
                    ],
                }
            ],
            "buttons": [
                {
                    "key": "book",
                    "name": BOTH,
                    "ask": [{"key": "why", "type": "text"}],
                    "do": [
                        {"action": "update", "set": {"booked": True}},
                        {"action": "create", "form": "account", "set": {"name": '"from a button"'}},
                        {"action": "warn", "message": BOTH},
                    ],
                }
            ],
            "views": [
                {
                    "key": "all",
                    "type": "table",
                    "name": BOTH,
                    "columns": ["name", "amount", "account.name", "owner"],
                    "sort": ["-amount"],
                }
            ],
            "layout": [{"section": BOTH, "columns": 2, "fields": ["name", "amount"]}],
        },
    ],
    "flows": [
        {
            "key": "approval",
            "name": {"zh-CN": "审批", "en": "Approval"},
            "form": "request",
            "start": {"on": "submit", "when": "NOT(ISBLANK(way))"},
            "nodes": [
                {"key": "boss", "type": "approval", "name": BOTH, "who": [{"by": "superior"}], "hint": BOTH},
                {"key": "pool", "type": "approval", "mode": "any", "who": [{"by": "role", "role": "pool"}]},
                {"key": "fill", "type": "fill", "who": [{"by": "superior"}], "fields": {"note": "edit"}},
                {"key": "tell", "type": "cc", "who": [{"by": "superior"}]},
            ],
            "edges": [
                {"from": "start", "to": "boss", "when": 'way = "boss"', "name": BOTH},
                {"from": "start", "to": "pool", "when": 'way = "pool"'},
                {"from": "start", "to": "fill", "otherwise": True},
                *({"from": one, "to": "tell"} for one in ("boss", "pool", "fill")),
                {"from": "tell", "to": "end"},
            ],
        },
        {
            "key": "by_hand",
            "name": "By hand",
            "form": "request",
            "start": {"on": "button"},
            "nodes": [{"key": "boss", "type": "approval", "who": [{"by": "superior"}]}],
            "edges": [{"from": "start", "to": "boss"}, {"from": "boss", "to": "end"}],
        },
    ],
    "rules": [
        {
            "key": "tell_helper",
            "form": "request",
            "on": {"type": "created"},
            "when": "NOT(ISBLANK(helper))",
            "do": [{"action": "notify", "to": [{"by": "field", "field": "helper"}], "text": "new: {name}"}],
        },
        {
            "key": "broken",
            "form": "request",
            "on": {"type": "updated"},
            "when": 'name = "break"',
            "do": [{"action": "create", "form": "account", "set": {"name": '""'}}],
        },
    ],
    "reports": [
        {
            "key": "by_size",
            "name": BOTH,
            "chart": "bar",
            "form": "request",
            "dimensions": [{"field": "size"}, {"field": "due", "bucket": "month"}],
            "measures": [{"key": "amount", "fn": "sum", "field": "amount"}, {"key": "count", "fn": "count"}],
        }
    ],
    "dashboards": [
        {
            "key": "overview",
            "name": BOTH,
            "filters": [{"field": "due"}, {"field": "size"}],
            "tiles": [
                {"report": "by_size", "at": [0, 0, 12, 8]},
                {"view": "request/all", "at": [12, 0, 12, 8]},
                {"text": BOTH, "at": [0, 8, 24, 2]},
            ],
        }
    ],
    "menu": [{"group": BOTH, "items": [{"form": "request"}, {"dashboard": "overview"}]}],
}
SMALL: dict[str, Any] = {
    "dougong": 1,
    "name": BOTH,
    "version": "1",
    "roles": [{"key": "clerk", "name": "Clerk"}],
    "grants": [{"role": "clerk", "form": "thing", "can": ["create", "read"]}],
    "forms": [
        {
            "key": "thing",
            "name": BOTH,
            "title": "name",
            "fields": [{"key": "name", "type": "text"}, {"key": "size", "type": "number"}],
            "views": [{"key": "all", "type": "table", "name": BOTH, "columns": ["name"]}],
        }
    ],
}
REQUESTS = "/api/apps/work/forms/request"
DESIGN = "/api/designer/apps"


@dataclass
class World:
    """``clerk`` reports to ``boss``; ``pool`` and ``second`` share what comes to finance. ``admin`` builds too."""

    server: Any
    ids: dict[str, str] = field(default_factory=dict)
    clients: dict[str, Any] = field(default_factory=dict)
    counter: Any = field(default_factory=lambda: itertools.count(1))
    session: Any = field(default_factory=requests.Session)

    def __post_init__(self) -> None:
        publishing_app.publish(self.admin, APP)
        self.clients["admin"] = self.admin
        self.ids["admin"] = self.admin.get("/api/me")["id"]
        self.ids["office"] = self.admin.post("/api/admin/departments", {"name": "Office"})["id"]
        self.hire("boss")
        for name in ("clerk", "pool", "second"):
            self.hire(name, superior=self.ids["boss"], department=self.ids["office"])
        publishing_app.give_role(self.admin, "work", "clerk", *(self.ids[one] for one in ("admin", "boss", "clerk")))
        publishing_app.give_role(self.admin, "work", "pool", self.ids["pool"], self.ids["second"])

    @property
    def admin(self) -> Any:
        return self.server.admin

    @property
    def clerk(self) -> Any:
        return self.clients["clerk"]

    @property
    def boss(self) -> Any:
        return self.clients["boss"]

    def hire(self, name: str, **facts: Any) -> None:
        self.ids[name], self.clients[name] = self.server.person(name, **facts)

    def name(self, prefix: str) -> str:
        """A new one each time."""
        return f"{prefix}{next(self.counter)}"

    def somebody(self) -> tuple[str, Any]:
        """(id, client) of somebody who may be lost; his password is ``<username>-password``."""
        made: tuple[str, Any] = self.server.person(self.name("extra"))
        return made

    def department(self) -> str:
        return str(self.admin.post("/api/admin/departments", {"name": self.name("Department ")})["id"])

    def values(self, **more: Any) -> dict[str, Any]:
        return {
            "name": self.name("chairs "),
            "amount": "12.50",
            "size": "small",
            "due": "2026-12-01",
            "at": "2026-11-22T08:00:00Z",
            "share": "0.5",
            "took": 90,
            "helper": self.ids["boss"],
            "team": self.ids["office"],
            "lines": [{"values": {"item": "leg", "price": "3"}}],
            **more,
        }

    def record(self, **more: Any) -> dict[str, Any]:
        made: dict[str, Any] = self.clerk.post(f"{REQUESTS}/records", {"values": self.values(**more)}, 201)
        return made

    def draft(self) -> dict[str, Any]:
        made: dict[str, Any] = self.clerk.post(f"{REQUESTS}/records", {"values": self.values(), "draft": True}, 201)
        return made

    def account(self) -> str:
        made = self.clerk.post("/api/apps/work/forms/account/records", {"values": {"name": self.name("Co ")}}, 201)
        return str(made["id"])

    def in_bin(self) -> dict[str, Any]:
        made = self.record()
        self.clerk.delete(f"{REQUESTS}/records/{made['id']}")
        return made

    def flow(self, way: str = "boss") -> dict[str, Any]:
        """The running flow of a new record."""
        found: dict[str, Any] = self.clerk.get(f"{REQUESTS}/records/{self.record(way=way)['id']}/flows")["items"][0]
        return found

    def stuck_flow(self) -> dict[str, Any]:
        """A flow that nothing moves on, as the sweep finds it."""
        flow = self.flow()

        def cut(unit: Any) -> None:
            one = store.find_instance(unit.connection, flow["id"])
            for task in one.state["tasks"].values():
                task["status"] = "cancelled"
            store.save_instance(unit, one)

        self.server.services.database.write(cut)
        sweep(self.server.services)
        return flow

    def task(self, whose: str = "boss", way: str = "boss", box: str = "todo") -> dict[str, Any]:
        """The task that a new flow asks of somebody."""
        flow = self.flow(way)
        if box == "cc":
            (task,) = self._tasks("boss", "todo", flow)
            self.boss.post(f"/api/tasks/{task['id']}/approve", {})
        (found,) = self._tasks(whose, box, flow)
        return found

    def _tasks(self, whose: str, box: str, flow: dict[str, Any]) -> list[dict[str, Any]]:
        items = self.clients[whose].get(f"/api/tasks?box={box}&limit=500")["items"]
        return [one for one in items if one["flow"]["id"] == flow["id"]]

    def file(self) -> dict[str, Any]:
        made: dict[str, Any] = self.clerk.post("/api/files", None, 201, files={"file": ("a.txt", b"some text")})
        return made

    def import_(self, *, run: bool = False, wrong: bool = False) -> dict[str, Any]:
        files = {"file": ("requests.xlsx", sheet(wrong=wrong))}
        options = {"options": '{"run": true}' if run else "{}"}
        made: dict[str, Any] = self.clerk.post(f"{REQUESTS}/imports", None, 201, files=files, data=options)
        return self.until(f"{REQUESTS}/imports/{made['id']}", lambda one: one["state"] == "done") if run else made

    def until(self, path: str, holds: Any) -> Any:
        """What a path answers once that holds."""
        client = self.admin if "/rules/" in path else self.clerk
        found: Any = None

        def look() -> bool:
            nonlocal found
            found = client.get(path)
            return bool(holds(found))

        eventually(look, told=lambda: f"{path}: {found}")
        return found

    def rule_run(self) -> dict[str, Any]:
        made = self.record()
        self.clerk.patch(f"{REQUESTS}/records/{made['id']}", {"values": {"name": "break"}})
        path = f"/api/apps/work/rules/broken/runs?record={made['id']}"
        run: dict[str, Any] = self.until(path, lambda one: one["items"])["items"][0]
        return run

    def parked_job(self) -> str:
        def park(unit: Any) -> str:
            job = promise(unit, "import", {"import": new_id(), "by": self.ids["admin"], "locale": "en"})
            unit.connection.execute(
                update(outbox).where(outbox.c.id == job).values(state="parked", error="it broke", attempts=9)
            )
            return str(job)

        return str(self.server.services.database.write(park))

    def app(self, *, published: bool = False) -> str:
        """The key of a new small app."""
        key = self.name("small")
        if published:
            publishing_app.publish(self.admin, SMALL | {"key": key})
        else:
            self.admin.post(DESIGN, {"document": SMALL | {"key": key}}, 201)
        return key

    def changed_app(self) -> str:
        """A published app whose draft differs."""
        key = self.app(published=True)
        self.admin.patch(f"{DESIGN}/{key}/draft", [{"op": "remove", "path": "/forms/0/fields/1"}])
        return key


def sheet(*, wrong: bool = False) -> bytes:
    book = Workbook()
    book.active.append(["name", "amount"])
    book.active.append(["a table", "many" if wrong else 30])
    book.active.append(["a lamp", 12.5])
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()
