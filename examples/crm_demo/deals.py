"""What is being sold: opportunities through their stages, and the activities on the way."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from client import Client
from company import Account, Company, moment, past

STAGES = ["new", "needs", "proposal", "negotiation"]
SUBJECTS = {"call": "电话沟通进展", "visit": "上门拜访", "mail": "发送资料", "meeting": "方案讨论会"}


@dataclass
class Deal:
    """``path``: the stages it went through and when."""

    values: dict[str, Any]
    account: Account
    product: dict[str, Any]
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


def make_deals(director: Client, company: Company, chance: random.Random, today: date) -> list[Deal]:
    made: list[Deal] = []
    for account in company.accounts:
        known = (today - account.created).days
        for number in range(chance.choices([0, 1, 2, 3], weights=[2, 5, 3, 1])[0]):
            # the first soon after they met, the others at any time since
            start = account.created + timedelta(days=chance.randint(0, known if number else 60))
            path = list(_course(start, today, chance))
            if path:
                made.append(_deal(account, start, path, company, chance))
    rows = [_with_stages(deal, chance) for deal in made]
    for deal, id_ in zip(made, director.create("opportunity", rows), strict=True):
        deal.id = id_
    return made


def _course(start: date, today: date, chance: random.Random) -> Iterator[tuple[str, date]]:
    """The stages a deal goes through and when, up to today."""
    day = start
    for stage in STAGES:
        if day > today:
            return
        yield stage, day
        if stage != "new" and chance.random() < 0.16:
            day += timedelta(days=chance.randint(2, 20))
            if day <= today:
                yield "lost", day
            return
        day += timedelta(days=chance.randint(4, 32))
    if day <= today:
        yield ("won" if chance.random() < 0.72 else "lost"), day


def _deal(account: Account, start: date, path: list[tuple[str, date]], company: Company, chance: random.Random) -> Deal:
    product = chance.choices(company.products, weights=[6, 5, 4, 4, 3, 4, 1, 1, 4, 3])[0]
    amount = Decimal(product["price"]) * chance.randint(1, 6)
    stage, since = path[-1]
    values: dict[str, Any] = {
        "name": f"{account.values['name'].removesuffix('有限公司')} {product['name'].split()[0]}",
        "account": account.id,
        "contact": account.contact,
        "industry": account.values["industry"],
        "product": product["id"],
        "owner": account.owner,
        "stage": stage,
        "amount": str(amount),
        "budget": str((amount * Decimal("1.1")).quantize(Decimal("0.01"))),
        "engaged_on": start.isoformat(),
        "expected_on": (start + timedelta(days=chance.randint(60, 120))).isoformat(),
    }
    if stage in ("won", "lost"):
        values["closed_on"] = since.isoformat()
    if stage == "lost":
        values |= {
            "lost_reason": chance.choice(["price", "product", "competitor", "budget"]),
            "competitor": "海德自动化",
        }
    return Deal(values, account, product, amount, start, path)


def _with_stages(deal: Deal, chance: random.Random) -> dict[str, Any]:
    row = past(deal.values, deal.start, deal.account.owner, chance)
    before, stages = row["history"]["created_at"], []
    for to, day in deal.path:
        # two hours of one day are drawn apart: no step lies before the one it follows
        before = max(before, moment(day, chance))
        stages.append({"to": to, "at": before, "by": deal.account.owner})
    row["history"]["stages"] = stages
    return row


def make_activities(director: Client, deals: list[Deal], chance: random.Random, today: date) -> None:
    """One to five with each deal, up to ten days after its last stage."""
    rows = []
    for deal in deals:
        last = min(deal.since + timedelta(days=10), today)
        for _ in range(chance.randint(1, 5)):
            day = deal.start + timedelta(days=chance.randint(0, max((last - deal.start).days, 0)))
            kind = chance.choice(list(SUBJECTS))
            values = {
                "subject": SUBJECTS[kind],
                "kind": kind,
                "at": moment(day, chance),
                "account": deal.account.id,
                "opportunity": deal.id,
                "owner": deal.account.owner,
                "minutes": "确认需求与下一步安排，客户关注交期与付款方式。",
                "next_step": chance.choice(["发送报价", "安排演示", "确认合同条款", "回访决策人"]),
            }
            rows.append(past(values, day, deal.account.owner, chance))
    director.create("activity", rows)
