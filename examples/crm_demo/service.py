"""What happens after the sale: tickets, and the knowledge they are solved with."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

from client import Client
from company import WORDS, ZONE, Company, past
from deals import Deal

KINDS = {"install": 3, "repair": 5, "question": 4, "complaint": 1}
HOURS = {"urgent": (0.2, 3), "high": (0.5, 10), "normal": (1, 26)}
DAYS = {"urgent": (0.1, 1.1), "high": (0.2, 3.3), "normal": (0.3, 7.5)}


def make_articles(director: Client, company: Company, chance: random.Random) -> None:
    products = {product["code"]: product["id"] for product in company.products}
    rows = []
    for number, (title, category, product, body) in enumerate(WORDS["articles"]):
        values = {"title": title, "category": category, "product": products[product], "body": body}
        rows.append(past(values, company.first + timedelta(days=number * 7), company.people["service"], chance))
    ids = director.create("article", rows)
    for (_, category, product, _), id_ in zip(WORDS["articles"], ids, strict=True):
        if category in ("faq", "guide"):
            company.articles.setdefault(products[product], id_)


def make_tickets(director: Client, company: Company, deals: list[Deal], chance: random.Random) -> None:
    """Whoever bought something calls now and then: about every 200 days."""
    rows = []
    for deal in deals:
        since = (company.today - deal.since).days if deal.stage == "won" else 0
        calls = since / 200
        for _ in range(int(calls) + (chance.random() < calls % 1)):
            opened = datetime(deal.since.year, deal.since.month, deal.since.day, 8, tzinfo=ZONE)
            opened += timedelta(days=chance.randint(0, since), minutes=chance.randint(0, 560))
            rows.append(_ticket(company, deal, opened, chance))
    director.create("ticket", rows)


def _ticket(company: Company, deal: Deal, opened: datetime, chance: random.Random) -> dict[str, Any]:
    kind = chance.choices(list(KINDS), weights=list(KINDS.values()))[0]
    priority = "high" if kind == "complaint" else chance.choices(list(HOURS), weights=[1, 3, 8])[0]
    subject, solution = chance.choice(WORDS["tickets"][kind])
    engineer = chance.choices(company.service, weights=[1, 4, 4, 3, 3])[0]
    replied = opened + timedelta(hours=chance.uniform(*HOURS[priority]))
    solved = replied + timedelta(days=chance.uniform(*DAYS[priority]))
    end = datetime(company.today.year, company.today.month, company.today.day, 18, tzinfo=ZONE)
    values = {
        "subject": subject.format(product=deal.product["name"]),
        "account": deal.account.id,
        "contact": chance.choice(deal.account.contacts),
        "product": deal.product["id"],
        "channel": chance.choices(["phone", "wechat", "web", "mail", "visit"], [6, 4, 2, 1, 1])[0],
        "kind": kind,
        "priority": priority,
        "owner": engineer,
        "opened_at": _text(opened),
        "status": "working" if replied <= end else "assigned",
    }
    if replied <= end:
        values["replied_at"] = _text(replied)
    if kind in ("install", "repair"):
        values["visit_on"] = _text(replied.replace(minute=0, second=0) + timedelta(days=1))
    if solved <= end:
        values |= {"solved_at": _text(solved), "solution": solution, "status": "solved"}
        values |= _called_back(company, deal, kind, end - solved, chance)
    return past(values, opened.date(), engineer, chance)


def _called_back(company: Company, deal: Deal, kind: str, since: timedelta, chance: random.Random) -> dict[str, Any]:
    values: dict[str, Any] = {"first_time": chance.random() < 0.68}
    article = company.articles.get(deal.product["id"])
    if article and kind != "complaint" and chance.random() < 0.35:
        values["article"] = article
    if since < timedelta(days=2):
        return values
    values["status"] = "closed"
    if chance.random() < 0.75:
        stars = chance.choices([5, 4, 3, 2], weights=[8, 6, 2, 1] if kind != "complaint" else [1, 3, 3, 2])[0]
        values |= {"satisfaction": stars, "nps": str(min(10, max(0, stars * 2 + chance.randint(-2, 1))))}
    if chance.random() < 0.2:
        values["feedback"] = chance.choice(WORDS["feedback"])
    return values


def _text(at: datetime) -> str:
    return at.astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")
