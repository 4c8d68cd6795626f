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
TEAMS = {"sales_east": 6, "sales_north": 5, "key_accounts": 4}


@dataclass
class Account:
    """``values``: as they are sent; ``contacts``: the ids of the people there; ``lead``: where it came from."""

    values: dict[str, Any]
    created: date
    id: str = ""
    contacts: list[str] = field(default_factory=list)
    lead: str | None = None
    campaign: str | None = None

    @property
    def owner(self) -> str:
        return str(self.values["owner"])

    @property
    def short(self) -> str:
        return str(self.values["name"]).removesuffix("有限公司")


@dataclass
class Campaign:
    id: str
    kind: str
    starts: date


@dataclass
class Company:
    """What was made so far. ``people``: ids by user name; ``products``: their values with ``id``; ``skill``: how well
    each rep sells; ``taken``: names of accounts."""

    today: date
    first: date
    people: dict[str, str] = field(default_factory=dict)
    teams: dict[str, list[str]] = field(default_factory=dict)
    service: list[str] = field(default_factory=list)
    skill: dict[str, float] = field(default_factory=dict)
    products: list[dict[str, Any]] = field(default_factory=list)
    campaigns: list[Campaign] = field(default_factory=list)
    articles: dict[str, str] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)

    @property
    def days(self) -> int:
        return (self.today - self.first).days

    @property
    def reps(self) -> list[str]:
        return [rep for team in self.teams.values() for rep in team]


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
    names = iter(chance.sample([last + first for last in WORDS["surnames"] for first in WORDS["given_names"]], 60))

    def person(username: str, department: str, superior: str | None, name: str | None = None) -> str:
        body = {"username": username, "password": PASSWORD, "name": name or next(names)}
        body |= {"department": department, "superior": superior}
        company.people[username] = admin.call("POST", "/api/admin/users", body)["id"]
        return company.people[username]

    ceo = person("ceo", office, None, "梁振华")
    director = person("director", office, ceo, "周海涛")
    managers = []
    for key, size in TEAMS.items():
        manager = person(f"manager_{key}", places[key], director)
        managers.append(manager)
        admin.call("PATCH", f"/api/admin/departments/{places[key]}", {"head": manager})
        company.teams[key] = [person(f"{key}_{number}", places[key], manager) for number in range(1, size + 1)]
    head = person("service", places["operations"], ceo, "郑丽娟")
    company.service = [head, *(person(f"service_{number}", places["operations"], head) for number in range(1, 5))]
    marketing = [person("marketing", places["operations"], director), person("marketing_2", places["operations"], head)]
    finance = [person("finance", places["operations"], ceo, "孙雅静")]
    finance.append(person("finance_2", places["operations"], finance[0]))
    legal = person("legal", places["operations"], ceo)
    admin.call("PATCH", f"/api/admin/departments/{places['operations']}", {"head": head})
    admin.call("PATCH", f"/api/admin/departments/{office}", {"head": ceo})
    company.skill = {rep: chance.uniform(0.75, 1.3) for rep in company.reps}
    roles = {"rep": company.reps, "manager": managers, "director": [director], "finance": finance, "ceo": [ceo]}
    roles |= {"marketing": marketing, "service": company.service, "legal": [legal]}
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
