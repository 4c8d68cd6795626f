"""Whom the company sells to: accounts, and a contact at each."""

import random
from datetime import date, timedelta
from typing import Any

from client import Client
from company import WORDS, Account, Company, past


def make_accounts(
    director: Client, company: Company, chance: random.Random, *, count: int, first: date, days: int
) -> None:
    """``count`` of them, made in [first, first + days), a few more of them early than late."""
    taken: set[str] = set()
    while len(company.accounts) < count:
        region = chance.choices(list(WORDS["cities"]), weights=[5, 3, 2, 1])[0]
        industry = chance.choice(list(WORDS["trades"]))
        name = _name(chance, region, industry, taken)
        if name is None:
            continue
        taken.add(name)
        values = {"name": name, "region": region, "industry": industry, **_about(company, chance)}
        company.accounts.append(Account(values, first + timedelta(days=int(days * chance.random() ** 1.1))))
    rows = [past(account.values, account.created, account.owner, chance) for account in company.accounts]
    for account, id_ in zip(company.accounts, director.create("account", rows), strict=True):
        account.id = id_
    people = [{"values": _contact(account, chance)} for account in company.accounts]
    for account, id_ in zip(company.accounts, director.create("contact", people), strict=True):
        account.contact = id_


def _name(chance: random.Random, region: str, industry: str, taken: set[str]) -> str | None:
    """A name nobody has; None when both that were tried are taken."""
    parts = [
        chance.choice(WORDS["cities"][region]),
        chance.choice(WORDS["brands"]),
        chance.choice(WORDS["trades"][industry]),
    ]
    name = "".join(parts) + "有限公司"
    if name in taken:
        name = name.replace("有限公司", f"{chance.choice(['股份', '集团', '实业'])}有限公司")
    return None if name in taken else name


def _about(company: Company, chance: random.Random) -> dict[str, Any]:
    return {
        "owner": chance.choice(company.reps),
        "level": chance.choices(["A", "B", "C"], weights=[2, 4, 6])[0],
        "phone": f"0532{chance.randint(80000000, 89999999)}",
        "founded": str(chance.randint(1985, 2022)),
        "employees": str(chance.choice([30, 60, 120, 260, 500, 1200])),
    }


def _contact(account: Account, chance: random.Random) -> dict[str, Any]:
    return {
        "name": chance.choice(WORDS["surnames"]) + chance.choice(WORDS["given_names"]),
        "account": account.id,
        "owner": account.owner,
        "post": chance.choice(["采购经理", "设备部长", "总经理", "技术总监", "车间主任"]),
        "role": chance.choice(["decider", "influencer", "user", "buyer"]),
        "mobile": f"1{chance.choice('35789')}{chance.randint(100000000, 999999999)}",
    }
