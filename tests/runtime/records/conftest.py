"""A small app, published for real on both databases, and people with rights in it, over HTTP."""

import copy
from dataclasses import dataclass, field
from typing import Any

import pytest

from dougong.platform.access.principal import Principal
from dougong.platform.definitions import drafts
from dougong.platform.publishing.apply import Publishing
from dougong.platform.publishing.plan import Ports, make_plan

SHOP: dict[str, Any] = {
    "dougong": 1,
    "key": "shop",
    "name": {"zh-CN": "店铺", "en": "Shop"},
    "roles": [{"key": "rep", "name": "Rep"}, {"key": "boss", "name": "Boss"}, {"key": "guest", "name": "Guest"}],
    "grants": [
        {"role": "boss", "form": "account", "can": ["create", "read", "update", "delete", "purge", "import_history"]},
        {"role": "boss", "form": "deal", "can": ["create", "read", "update", "delete", "purge", "import_history"]},
        {"role": "boss", "form": "payment", "can": ["create", "read", "update", "delete"]},
        {"role": "rep", "form": "account", "can": ["create", "read", "update", "delete"], "rows": "own"},
        {
            "role": "rep",
            "form": "deal",
            "can": ["create", "read", "update", "delete"],
            "rows": "own",
            "fields": {"cost": "hide", "margin": "hide", "lines.cost": "hide", "grade": "read"},
        },
        {
            "role": "guest",
            "form": "account",
            "can": ["read"],
            "fields": {"level": "hide", "sold": "hide", "deals": "hide"},
        },
    ],
    "forms": [
        {
            "key": "account",
            "name": {"zh-CN": "客户", "en": "Account"},
            "title": "name",
            "fields": [
                {"key": "name", "type": "text", "required": True, "max_length": 80},
                {"key": "level", "type": "select", "options": [{"value": "A"}, {"value": "B"}]},
                {"key": "phone", "type": "phone"},
                {"key": "parent", "type": "reference", "form": "account", "on_delete": "clear"},
                {
                    "key": "sold",
                    "type": "rollup",
                    "form": "deal",
                    "through": "account",
                    "function": "sum",
                    "field": "amount",
                },
                {"key": "deals", "type": "rollup", "form": "deal", "through": "account", "function": "count"},
                {
                    "key": "mine",
                    "type": "rollup",
                    "form": "deal",
                    "through": "account",
                    "function": "count",
                    "scope": "viewer",
                },
            ],
            "duplicates": [
                {"key": "same_phone", "match": [{"field": "phone"}], "on": "block"},
                {"key": "like_name", "match": [{"field": "name", "like": "name"}], "on": "warn"},
            ],
        },
        {
            "key": "deal",
            "name": {"zh-CN": "商机", "en": "Deal"},
            "title": "name",
            "unique": [["name", "account"]],
            "fields": [
                {
                    "key": "name",
                    "type": "text",
                    "required": True,
                    "max_length": 40,
                    "name": {"zh-CN": "名称", "en": "Name"},
                },
                {"key": "code", "type": "serial", "pattern": "D-{yyyy}-{seq:4}", "resets": "year"},
                {"key": "account", "type": "reference", "form": "account", "filter": 'level <> "B"'},
                {"key": "amount", "type": "money", "min": 0},
                {"key": "cost", "type": "money"},
                {"key": "margin", "type": "formula", "formula": "amount - cost", "returns": "money", "discloses": True},
                {"key": "total", "type": "formula", "formula": "SUM(lines.price)", "returns": "money"},
                {"key": "level", "type": "lookup", "through": "account", "field": "level"},
                {"key": "grade", "type": "select", "options": [{"value": "x"}, {"value": "y"}], "default": "x"},
                {"key": "reason", "type": "text", "visible_when": 'stage = "lost"', "required_when": 'stage = "lost"'},
                {
                    "key": "stage",
                    "type": "select",
                    "default": "new",
                    "options": [{"value": "new"}, {"value": "quoted"}, {"value": "won"}, {"value": "lost"}],
                },
                {"key": "budget", "type": "money"},
                {"key": "helper", "type": "user"},
                {"key": "files", "type": "file"},
                {"key": "many", "type": "multiselect", "options": [{"value": "p"}, {"value": "q"}]},
                {
                    "key": "lines",
                    "type": "subtable",
                    "fields": [
                        {"key": "item", "type": "text", "required": True},
                        {"key": "price", "type": "money"},
                        {"key": "cost", "type": "money"},
                    ],
                },
            ],
            "checks": [
                {
                    "key": "cheap",
                    "when": "amount < cost",
                    "message": {"zh-CN": "低于成本", "en": "Below cost"},
                    "fields": ["amount"],
                },
                {"key": "small", "when": "amount < 10", "message": "small", "severity": "warning"},
            ],
            "pipelines": [
                {
                    "key": "sales",
                    "field": "stage",
                    "stages": [
                        {"value": "new", "checklist": [{"key": "call", "name": "Call"}]},
                        {"value": "quoted", "require": ["budget"]},
                        {"value": "won", "outcome": "won"},
                        {"value": "lost", "outcome": "lost"},
                    ],
                }
            ],
            "views": [{"key": "big", "filter": "amount >= 100", "sort": ["-amount"], "columns": ["name", "amount"]}],
        },
        {
            "key": "payment",
            "name": "Payment",
            "fields": [
                {"key": "deal", "type": "reference", "form": "deal", "on_delete": "cascade"},
                {"key": "amount", "type": "money"},
                {"key": "account_level", "type": "formula", "formula": "deal.account.level", "returns": "text"},
            ],
        },
    ],
}
BASE = "/api/apps/shop/forms"


@dataclass
class Site:
    """The app on a running server; people by name, with their ids and clients."""

    server: Any
    ids: dict[str, str] = field(default_factory=dict)
    clients: dict[str, Any] = field(default_factory=dict)

    def publish(self, document: dict[str, Any], *, again: bool = False) -> None:
        services = self.server.services
        builder = Principal(user=None, builder=True)
        ports = Ports()
        save = (lambda unit: drafts.put(unit, "shop", document, None, rev=None)) if again else None
        services.database.write(save or (lambda unit: drafts.create(unit, document, None)))
        plan = make_plan(services.database, services.kinds, ports, "shop", builder)
        assert not [problem for problem in plan.problems if problem.severity == "error"], plan.problems
        steps = [step.id for step in plan.steps]
        Publishing(services.database, services.kinds, ports).publish("shop", plan.id, steps, "", builder)

    def person(self, name: str, *roles: str, **facts: Any) -> Any:
        id_, client = self.server.person(name, **facts)
        self.ids[name], self.clients[name] = id_, client
        for role in roles:
            members = [
                self.ids[known]
                for known in self.ids
                if role in self.roles.setdefault(known, set()) | {role} and known == name
            ]
            self.roles[name].add(role)
            have = [self.ids[known] for known, own in self.roles.items() if role in own]
            self.server.admin.put(f"/api/admin/apps/shop/roles/{role}/members", {"users": sorted({*have, *members})})
        return client

    roles: dict[str, set[str]] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["clients"][name]
        except KeyError:
            raise AttributeError(name) from None


@pytest.fixture
def shop_document() -> dict[str, Any]:
    return copy.deepcopy(SHOP)


@pytest.fixture
def site(server: Any, shop_document: dict[str, Any]) -> Site:
    made = Site(server)
    made.publish(shop_document)
    made.person("boss", "boss")
    made.person("ann", "rep")
    made.person("bob", "rep")
    return made
