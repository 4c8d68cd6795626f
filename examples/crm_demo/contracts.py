"""What comes of deals: contracts with their payments, and quotes that wait for approval."""

import random
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from client import Client
from company import PASSWORD, Company, past
from deals import Deal

# paid at signing, at delivery and when the warranty is over
SHARES = [Decimal("0.3"), Decimal("0.6"), Decimal("0.1")]


def make_contracts(director: Client, deals: list[Deal], chance: random.Random, today: date) -> None:
    """A contract of every deal that is won, with three payments."""
    won = [deal for deal in deals if deal.stage == "won"]
    rows = [past(_contract(deal), deal.since, deal.account.owner, chance) for deal in won]
    ids = director.create("contract", rows)
    payments = [
        past(_payment(id_, deal, number, chance, today), deal.since, deal.account.owner, chance)
        for id_, deal in zip(ids, won, strict=True)
        for number in range(len(SHARES))
    ]
    director.create("payment", payments)


def _contract(deal: Deal) -> dict[str, Any]:
    return {
        "name": f"{deal.values['name']} 销售合同",
        "account": deal.account.id,
        "opportunity": deal.id,
        "amount": str(deal.amount),
        "owner": deal.account.owner,
        "signed_on": deal.since.isoformat(),
        "starts_on": deal.since.isoformat(),
        "ends_on": (deal.since + timedelta(days=365)).isoformat(),
    }


def _payment(contract: str, deal: Deal, number: int, chance: random.Random, today: date) -> dict[str, Any]:
    due = deal.since + timedelta(days=10 + 60 * number)
    values = {
        "contract": contract,
        "owner": deal.account.owner,
        "amount": str((deal.amount * SHARES[number]).quantize(Decimal("0.01"))),
        "due_on": due.isoformat(),
    }
    paid = due + timedelta(days=chance.randint(-5, 25))
    if paid <= today and chance.random() < 0.9:
        values |= {"paid_on": paid.isoformat(), "method": chance.choice(["transfer", "draft"])}
    return values


def make_quotes(base: str, company: Company, deals: list[Deal], chance: random.Random) -> None:
    """Open deals past the proposal get a quote, submitted by their own rep: so approvals wait in the to-do centre."""
    names = {id_: username for username, id_ in company.people.items()}
    clients: dict[str, Client] = {}
    for deal in [deal for deal in deals if deal.stage in ("proposal", "negotiation")][:24]:
        username = names[deal.account.owner]
        client = clients.setdefault(username, Client(base, username, PASSWORD))
        values = {
            "name": f"{deal.values['name']} 报价",
            "opportunity": deal.id,
            "account": deal.account.id,
            "lines": [_line(item, chance) for item in [deal.product, *chance.sample(company.products, 2)]],
        }
        client.call("POST", "/api/apps/crm/forms/quote/records", {"values": values, "draft": False})


def _line(product: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    values = {
        "product": product["id"],
        "quantity": str(chance.randint(1, 4)),
        "price": product["price"],
        "discount": chance.choice(["0", "0.05", "0.1"]),
    }
    return {"values": values}
