"""Quotes that people submitted: some are approved, the others wait in the to-do centre."""

import random
from typing import Any

from client import Client
from company import PASSWORD, Company
from deals import Deal

MOST = 40


def make_submissions(base: str, company: Company, deals: list[Deal], chance: random.Random) -> None:
    """Open deals get a quote, submitted by their own rep; superiors have decided a third."""
    names = {id_: username for username, id_ in company.people.items()}
    clients: dict[str, Client] = {}

    def seat(username: str) -> Client:
        if username not in clients:
            clients[username] = Client(base, username, PASSWORD)
        return clients[username]

    for deal in [deal for deal in deals if deal.stage in ("needs", "proposal", "negotiation")][:MOST]:
        values = {
            "name": f"{deal.values['name']} 报价",
            "opportunity": deal.id,
            "account": deal.account.id,
            "lines": [_line(item, chance) for item in [deal.product, *chance.sample(company.products[:6], 2)]],
        }
        body = {"values": values, "draft": False, "confirm": True}
        seat(names[deal.account.owner]).call("POST", "/api/apps/crm/forms/quote/records", body)
    for team in company.teams:
        manager = seat(f"manager_{team}")
        for task in manager.call("GET", "/api/tasks")["items"][1:]:
            if chance.random() < 0.35:
                comment = chance.choice(["同意", "价格可以", "同意，注意交期", "同意，尽快跟进"])
                manager.call("POST", f"/api/tasks/{task['id']}/approve", {"comment": comment})


def _line(product: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    values = {
        "product": product["id"],
        "quantity": str(chance.randint(1, 4)),
        "price": product["price"],
        "discount": chance.choice(["0", "0.05", "0.1"]),
    }
    return {"values": values}
