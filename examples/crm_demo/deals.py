"""What is being sold: opportunities through their stages, and the activities on the way."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from client import Client
from company import WORDS, Account, Company, moment, past

STAGES = ["new", "needs", "proposal", "negotiation"]
LASTED = {"call": (5, 30), "visit": (60, 240), "mail": (5, 20), "meeting": (45, 180)}
LEVELS = {"A": (1, 2, 3, 4), "B": (1, 4, 3, 1), "C": (4, 5, 2, 0.5)}


@dataclass
class Deal:
    """``path``: the stages it went through and when."""

    values: dict[str, Any]
    account: Account
    product: dict[str, Any]
    quantity: int
    amount: Decimal
    start: date
    path: list[tuple[str, date]]
    id: str = ""

    @property
    def stage(self) -> str:
        return self.path[-1][0]

    @property
    def since(self) -> date:
        return self.path[-1][1]


def make_deals(director: Client, company: Company, accounts: list[Account], chance: random.Random) -> list[Deal]:
    """None to three with each account, more with the large ones."""
    made: list[Deal] = []
    for account in accounts:
        known = (company.today - account.created).days
        for number in range(chance.choices([0, 1, 2, 3], weights=LEVELS[account.values["level"]])[0]):
            # the first soon after they met, the others at any time since
            start = account.created + timedelta(days=chance.randint(0, known if number else 60))
            path = list(_course(start, company, company.skill[account.owner], chance))
            if path:
                made.append(_deal(account, start, path, company, chance, first=number == 0))
    rows = [_with_stages(deal, chance) for deal in made]
    for deal, id_ in zip(made, director.create("opportunity", rows), strict=True):
        deal.id = id_
    return made


def _course(start: date, company: Company, skill: float, chance: random.Random) -> Iterator[tuple[str, date]]:
    """The stages a deal goes through and when, up to today; who sells well loses less often."""
    day = start
    for stage in STAGES:
        if day > company.today:
            return
        yield stage, day
        if stage != "new" and chance.random() < 0.17 / skill:
            day += timedelta(days=chance.randint(2, 20))
            if day <= company.today:
                yield "lost", day
            return
        day += timedelta(days=chance.randint(4, 32))
    if day <= company.today:
        yield ("won" if chance.random() < 0.66 * skill else "lost"), day


def _deal(
    account: Account,
    start: date,
    path: list[tuple[str, date]],
    company: Company,
    chance: random.Random,
    *,
    first: bool,
) -> Deal:
    large = account.values["level"] == "A"
    weights = [6, 6, 4, 4, 3, 4, 1.2, 0.6, 4, 3] if large else [8, 7, 3, 2, 1, 2, 0.15, 0.05, 4, 4]
    product = chance.choices(company.products, weights=weights)[0]
    quantity = 1 if product["series"] == "GTK" else chance.randint(1, 12 if product["series"] == "GTX" else 4)
    discount = Decimal(chance.choice(["1", "0.98", "0.95", "0.92", "0.9"]))
    amount = (Decimal(product["price"]) * quantity * discount).quantize(Decimal("1"))
    values: dict[str, Any] = {
        "name": f"{account.short} {product['name'].split()[0]}",
        "kind": "project" if product["series"] == "GTK" else "standard",
        "account": account.id,
        "contact": account.contacts[0],
        "champion": account.contacts[-1],
        "industry": account.values["industry"],
        "product": product["id"],
        "owner": account.owner,
        "stage": path[-1][0],
        "amount": str(amount),
        "budget": str(round(amount * Decimal(str(chance.uniform(0.9, 1.3))), -2)),
        "pain": chance.choice(WORDS["pains"]),
        "criteria": chance.choice(WORDS["criteria"]),
        "engaged_on": start.isoformat(),
        "expected_on": _expected(start, path[-1], company, chance).isoformat(),
        **_outcome(path[-1], chance),
    }
    if first and account.lead:
        values["lead"] = account.lead
    if first and account.lead and account.campaign:
        values["campaign"] = account.campaign
    return Deal(values, account, product, quantity, amount, start, path)


def _expected(start: date, last: tuple[str, date], company: Company, chance: random.Random) -> date:
    """What was hoped for; of what is open it lies ahead, now and then a little behind."""
    stage, since = last
    if stage in ("won", "lost"):
        return max(since + timedelta(days=chance.randint(-12, 9)), start)
    far = {"new": 120, "needs": 90, "proposal": 60, "negotiation": 35}[stage]
    return company.today + timedelta(days=chance.randint(-4, far))


def _outcome(last: tuple[str, date], chance: random.Random) -> dict[str, Any]:
    stage, since = last
    values: dict[str, Any] = {}
    if stage in ("won", "lost"):
        values["closed_on"] = since.isoformat()
    if stage == "lost":
        reasons = ["price", "competitor", "budget", "product", "other"]
        values["lost_reason"] = chance.choices(reasons, weights=[6, 5, 3, 2, 1])[0]
        values["competitor"] = chance.choices(WORDS["competitors"], weights=[6, 4, 3, 2, 3])[0]
        values["lesson"] = chance.choice(WORDS["lessons"])
    return values


def _with_stages(deal: Deal, chance: random.Random) -> dict[str, Any]:
    row = past(deal.values, deal.start, deal.account.owner, chance)
    before, stages = row["history"]["created_at"], []
    for to, day in deal.path:
        # two hours of one day are drawn apart: no step lies before the one it follows
        before = max(before, moment(day, chance))
        stages.append({"to": to, "at": before, "by": deal.account.owner})
    row["history"]["stages"] = stages
    return row


def make_activities(
    director: Client, company: Company, accounts: list[Account], deals: list[Deal], chance: random.Random
) -> None:
    """A few with each deal, up to ten days after its last stage; what is open was nearly always spoken of lately.
    Most accounts are called now and then, whether they buy or not."""
    rows = [_greeting(company, account, chance) for account in accounts if chance.random() < 0.6]
    for deal in deals:
        opened = deal.stage not in ("won", "lost")
        last = company.today if opened else min(deal.since + timedelta(days=10), company.today)
        days = [deal.start + timedelta(days=chance.randint(0, (last - deal.start).days)) for _ in deal.path]
        if opened:
            lately = chance.choices([chance.randint(0, 6), chance.randint(7, 20)], weights=[9, 1])[0]
            days.append(max(company.today - timedelta(days=lately), deal.start))
        rows += [_activity(company, deal, day, chance, last=opened and day == max(days)) for day in days]
    director.create("activity", rows)


def _greeting(company: Company, account: Account, chance: random.Random) -> dict[str, Any]:
    known = (company.today - account.created).days
    day = company.today - timedelta(days=int(min(known, 170) * chance.random()))
    kind = chance.choices(["call", "visit"], weights=[3, 1])[0]
    values = {
        "subject": chance.choice(WORDS["greetings"]["subjects"]),
        "kind": kind,
        "at": moment(day, chance),
        "account": account.id,
        "contact": chance.choice(account.contacts),
        "owner": account.owner,
        "minutes": chance.choice(WORDS["greetings"]["minutes"]),
        "lasted": chance.randint(*LASTED[kind]) * 60,
    }
    return past(values, day, account.owner, chance)


def _activity(company: Company, deal: Deal, day: date, chance: random.Random, *, last: bool) -> dict[str, Any]:
    kind = chance.choices(list(LASTED), weights=[5, 3, 2, 1])[0]
    words = WORDS["activities"][kind]
    values = {
        "subject": chance.choice(words["subjects"]).format(product=deal.product["name"].split()[0]),
        "kind": kind,
        "at": moment(day, chance),
        "account": deal.account.id,
        "opportunity": deal.id,
        "contact": chance.choice(deal.account.contacts),
        "owner": deal.account.owner,
        "minutes": chance.choice(words["minutes"]),
        "lasted": chance.randint(*LASTED[kind]) * 60,
    }
    if chance.random() < 0.8:
        values["next_step"] = chance.choice(WORDS["next_steps"])
    if last:
        values["next_on"] = (company.today + timedelta(days=chance.randint(-2, 14))).isoformat()
    return past(values, day, deal.account.owner, chance)
