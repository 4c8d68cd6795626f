"""Whom the company sells to: accounts, and the people there."""

import random
from datetime import date, timedelta
from typing import Any

from client import Client
from company import WORDS, Account, Company, past

WEIGHTS = {"manufacturing": 9, "technology": 5, "energy": 4, "medical": 3, "telecommunications": 2, "services": 1}
SIZES = {"A": (400, 3000), "B": (120, 800), "C": (20, 260)}


def make_accounts(director: Client, company: Company, chance: random.Random, count: int) -> list[Account]:
    """``count`` more of them, met at any time, a few more of them early than late."""
    made = []
    for _ in range(count):
        day = company.first + timedelta(days=int(company.days * chance.random() ** 1.15))
        made.append(Account(_values(company, chance, day), day))
    rows = [past(account.values, account.created, account.owner, chance) for account in made]
    for account, id_ in zip(made, director.create("account", rows), strict=True):
        account.id = id_
    return made


def _values(company: Company, chance: random.Random, day: date) -> dict[str, Any]:
    region = chance.choices(list(WORDS["cities"]), weights=[6, 3, 2, 1.5])[0]
    city = chance.choice(WORDS["cities"][region])
    industry = chance.choices(list(WEIGHTS), weights=list(WEIGHTS.values()))[0]
    level = chance.choices(["A", "B", "C"], weights=[1, 3, 8])[0]
    low, high = SIZES[level]
    people = round(low * (high / low) ** chance.random(), -1)
    team = _team(region, level, chance)
    reps = company.teams[team]
    values = {
        "name": _name(company, chance, city, industry),
        "region": region,
        "industry": industry,
        "level": level,
        "owner": chance.choices(reps, weights=[company.skill[rep] for rep in reps])[0],
        "phone": f"{WORDS['area_codes'][city]}-{chance.randint(20, 89)}{chance.randint(0, 999999):06}",
        "address": f"{city}市{chance.choice(WORDS['roads'])} {chance.randint(1, 388)} 号",
        "founded": str(min(chance.randint(1988, 2022), day.year - 1)),
        "employees": str(int(people)),
        "revenue": str(round(people * chance.uniform(0.4, 1.6))),
        "source": chance.choices(["website", "search", "wechat", "fair", "referral", "phone"], [4, 3, 2, 4, 4, 2])[0],
    }
    if chance.random() < 0.18:
        values["tags"] = chance.sample(WORDS["tags"], chance.randint(1, 2))
    return values


def _team(region: str, level: str, chance: random.Random) -> str:
    """Large accounts have a team of their own; the rest goes by region."""
    if chance.random() < {"A": 0.6, "B": 0.2, "C": 0.08}[level]:
        return "key_accounts"
    return {"east": "sales_east", "north": "sales_north"}.get(region) or chance.choice(["sales_east", "sales_north"])


def _name(company: Company, chance: random.Random, city: str, industry: str) -> str:
    """A name that nobody has yet."""
    while True:
        name = str(city + chance.choice(WORDS["brands"])) + chance.choice(WORDS["trades"][industry])
        name += chance.choices(["", "股份", "集团", "实业"], weights=[20, 2, 1, 1])[0] + "有限公司"
        if name not in company.taken:
            company.taken.add(name)
            return name


def make_contacts(director: Client, accounts: list[Account], chance: random.Random) -> None:
    """One to three at each account, who decide in different ways."""
    rows, places = [], []
    for account in accounts:
        for role in chance.sample(list(WORDS["posts"]), chance.choices([1, 2, 3], weights=[5, 4, 2])[0]):
            rows.append(past(_contact(account, role, chance), account.created, account.owner, chance))
            places.append(account)
    for account, id_ in zip(places, director.create("contact", rows), strict=True):
        account.contacts.append(id_)


def _contact(account: Account, role: str, chance: random.Random) -> dict[str, Any]:
    mobile = f"1{chance.choice(['38', '39', '50', '58', '86', '87', '35', '77'])}{chance.randint(0, 99999999):08}"
    values = {
        "name": person_name(chance),
        "account": account.id,
        "owner": account.owner,
        "post": chance.choice(WORDS["posts"][role]),
        "role": role,
        "mobile": mobile,
    }
    if chance.random() < 0.6:
        values["email"] = f"{mobile}@{chance.choice(['163.com', '126.com', 'qq.com'])}"
    if chance.random() < 0.3:
        born = date(chance.randint(1966, 1996), 1, 1) + timedelta(days=chance.randint(0, 364))
        values["birthday"] = born.isoformat()
    return values


def person_name(chance: random.Random) -> str:
    return str(chance.choice(WORDS["surnames"]) + chance.choice(WORDS["given_names"]))
