"""What comes of deals that are won: the quote, the contract, its order, invoices and payments."""

import random
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from client import Client
from company import Company, past
from deals import Deal

# paid at signing, at delivery and when the warranty is over
SHARES = [Decimal("0.3"), Decimal("0.6"), Decimal("0.1")]
CENT = Decimal("0.01")


def make_contracts(director: Client, company: Company, deals: list[Deal], chance: random.Random) -> None:
    won = [deal for deal in deals if deal.stage == "won"]
    quotes = director.create("quote", [_row(_quote(deal), deal, deal.since, chance) for deal in won])
    agreed = [_contract(deal, quote, chance) for deal, quote in zip(won, quotes, strict=True)]
    rows = [_row(values, deal, deal.since, chance) for values, deal in zip(agreed, won, strict=True)]
    contracts = director.create("contract", rows)
    orders, invoices, payments = [], [], []
    for id_, deal in zip(contracts, won, strict=True):
        if deal.product["series"] != "service":
            orders.append(_row(_order(id_, deal, company, chance), deal, deal.since, chance))
        for share in _payments(deal, company.today, chance):
            payments.append(_row({"contract": id_, **share}, deal, deal.since, chance))
        invoices += [_row(one, deal, _day(one), chance) for one in _invoices(id_, deal, company.today, chance)]
    director.create("order", orders)
    director.create("payment", payments)
    director.create("invoice", invoices)


def _row(values: dict[str, Any], deal: Deal, day: date, chance: random.Random) -> dict[str, Any]:
    return past({**values, "owner": deal.account.owner}, day, deal.account.owner, chance)


def line(deal: Deal) -> dict[str, Any]:
    price = (deal.amount / deal.quantity).quantize(CENT)
    return {"values": {"product": deal.product["id"], "quantity": str(deal.quantity), "price": str(price)}}


def _quote(deal: Deal) -> dict[str, Any]:
    return {
        "name": f"{deal.values['name']} 报价",
        "opportunity": deal.id,
        "account": deal.account.id,
        "valid_until": (deal.since + timedelta(days=30)).isoformat(),
        "sent_on": (deal.since - timedelta(days=10)).isoformat(),
        "lines": [line(deal)],
    }


def _contract(deal: Deal, quote: str, chance: random.Random) -> dict[str, Any]:
    service = deal.product["series"] == "service"
    cost = Decimal(deal.product["cost"]) * deal.quantity * Decimal(str(chance.uniform(0.95, 1.12)))
    return {
        "name": f"{deal.values['name']} {'服务' if service else '销售'}合同",
        "kind": "service" if service else "sale",
        "account": deal.account.id,
        "opportunity": deal.id,
        "quote": quote,
        "amount": str(deal.amount),
        "cost": str(cost.quantize(CENT)),
        "signed_on": deal.since.isoformat(),
        "starts_on": deal.since.isoformat(),
        "ends_on": (deal.since + timedelta(days=365)).isoformat(),
    }


def _order(contract: str, deal: Deal, company: Company, chance: random.Random) -> dict[str, Any]:
    promised = deal.since + timedelta(days=90 if deal.product["series"] == "GTK" else 35)
    delivered = promised + timedelta(days=chance.choices([chance.randint(-9, 0), chance.randint(1, 14)], [5, 1])[0])
    left = (delivered - company.today).days
    values = {
        "contract": contract,
        "account": deal.account.id,
        "promised_on": promised.isoformat(),
        "erp_no": f"ERP{deal.since:%y%m%d}{chance.randint(100, 999)}",
        "lines": [line(deal)],
        "status": "delivered" if left <= 0 else "shipped" if left < 4 else "producing" if left < 25 else "pending",
    }
    if left <= 0:
        values["delivered_on"] = delivered.isoformat()
    return values


def _payments(deal: Deal, today: date, chance: random.Random) -> list[dict[str, Any]]:
    """What is due and what was paid; one customer in twelve pays late or not yet."""
    slow = chance.random() < 1 / 12
    made = []
    for number, share in enumerate(SHARES):
        due = deal.since + timedelta(days=10 + 60 * number)
        values = {"amount": str((deal.amount * share).quantize(CENT)), "due_on": due.isoformat()}
        paid = due + timedelta(days=chance.randint(20, 140) if slow else chance.randint(-6, 12))
        if paid <= today:
            values |= {"paid_on": paid.isoformat(), "method": chance.choices(["transfer", "draft"], [4, 1])[0]}
        made.append(values)
    return made


def _invoices(contract: str, deal: Deal, today: date, chance: random.Random) -> list[dict[str, Any]]:
    """One at signing and one at delivery; what was asked for in the last days is not issued yet."""
    made = []
    for share, wait in ((SHARES[0], 5), (SHARES[1] + SHARES[2], 50)):
        asked = deal.since + timedelta(days=wait)
        if asked > today:
            continue
        values = {"contract": contract, "account": deal.account.id, "amount": str((deal.amount * share).quantize(CENT))}
        values |= {"requested_on": asked.isoformat(), "kind": chance.choices(["special", "plain"], [6, 1])[0]}
        issued = asked + timedelta(days=chance.randint(1, 6))
        if issued <= today:
            number = f"2437{chance.randint(0, 10**16 - 1):016}"
            values |= {"status": "issued", "issued_on": issued.isoformat(), "number": number}
        made.append(values)
    return made


def _day(invoice: dict[str, Any]) -> date:
    return date.fromisoformat(invoice["requested_on"])
