"""The company that is made: its app, its people and what it sells."""

import json
import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from client import Client

ZONE = ZoneInfo("Asia/Shanghai")
PASSWORD = "dougong-demo"  # printed with the accounts; a demo is no secret
HERE = Path(__file__).parent
WORDS: dict[str, Any] = json.loads((HERE / "words.json").read_text(encoding="utf-8"))


@dataclass
class Account:
    """``values``: as they are sent; ``contact``: the id of the person there."""

    values: dict[str, Any]
    created: date
    id: str = ""
    contact: str = ""

    @property
    def owner(self) -> str:
        return str(self.values["owner"])


@dataclass
class Company:
    """What was made so far. ``people``: ids by user name; ``products``: their values with ``id``."""

    people: dict[str, str] = field(default_factory=dict)
    reps: list[str] = field(default_factory=list)
    products: list[dict[str, Any]] = field(default_factory=list)
    accounts: list[Account] = field(default_factory=list)


def publish(admin: Client) -> None:
    document = json.loads((HERE.parent / "crm_app.json").read_text(encoding="utf-8"))
    admin.call("POST", "/api/designer/apps", {"document": document})
    plan = admin.call("POST", "/api/designer/apps/crm/draft/plan", {})
    confirm = [step["id"] for step in plan["steps"] if step.get("confirm")]
    body = {"plan_id": plan["plan_id"], "confirm": confirm, "note": "演示数据"}
    admin.call("POST", "/api/designer/apps/crm/draft/publish", body)


def hire(admin: Client, company: Company, chance: random.Random) -> None:
    """30 people in 4 departments below one head office, each with a superior."""
    office = admin.call("POST", "/api/admin/departments", {"name": "斗拱精工（青岛）"})["id"]
    places = {
        key: admin.call("POST", "/api/admin/departments", {"name": name, "parent": office})["id"]
        for key, name in WORDS["departments"].items()
    }

    def person(username: str, name: str, department: str, superior: str | None) -> str:
        body = {"username": username, "password": PASSWORD, "name": name}
        body |= {"department": department, "superior": superior}
        company.people[username] = admin.call("POST", "/api/admin/users", body)["id"]
        return company.people[username]

    director = person("director", "周海涛", office, None)
    finance = [person("finance", "孙丽娟", places["finance"], director)]
    finance.append(person("finance2", "徐雅静", places["finance"], finance[0]))
    names = iter(chance.sample([last + first for last in WORDS["surnames"] for first in WORDS["given_names"]], 60))
    managers = []
    for key in ("sales_east", "sales_north", "key_accounts"):
        manager = person(f"manager_{key}", next(names), places[key], director)
        managers.append(manager)
        admin.call("PATCH", f"/api/admin/departments/{places[key]}", {"head": manager})
        company.reps += [person(f"{key}_{number}", next(names), places[key], manager) for number in range(1, 9)]
    admin.call("PATCH", f"/api/admin/departments/{office}", {"head": director})
    roles = {"rep": company.reps, "manager": managers, "director": [director], "finance": finance}
    for role, users in roles.items():
        admin.call("PUT", f"/api/admin/apps/crm/roles/{role}/members", {"users": users, "departments": []})


def stock(director: Client, company: Company) -> None:
    """What the company sells."""
    rows = [{"values": {**product, "active": True}} for product in WORDS["products"]]
    for row, id_ in zip(rows, director.create("product", rows), strict=True):
        company.products.append({"id": id_, **row["values"]})


def moment(day: date, chance: random.Random) -> str:
    """A working hour of that day, RFC 3339."""
    at = datetime(day.year, day.month, day.day, chance.randint(8, 17), chance.randint(0, 59), tzinfo=ZONE)
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def past(values: dict[str, Any], day: date, owner: str, chance: random.Random) -> dict[str, Any]:
    """The body that creates a record as if its owner had made it on that day."""
    return {"values": values, "history": {"created_at": moment(day, chance), "created_by": owner}}
