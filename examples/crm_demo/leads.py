"""What marketing brings in: campaigns, and leads of which some became accounts."""

import random
from datetime import date, datetime, timedelta
from typing import Any

from accounts import person_name
from client import Client
from company import WORDS, Account, Campaign, Company, moment, past

SOURCES = {"fair": "fair", "search": "search", "webinar": "website", "content": "wechat", "mail": "website"}
# how much work a lead got so far, and how it ended
STATUSES = {"unprocessed": 0.15, "following": 1.5, "nurturing": 9, "mql": 1, "discarded": 9}
# how many days ago one of them can have come at the most; the others any time
FRESH = {"unprocessed": 1, "following": 30, "mql": 45}


def make_campaigns(director: Client, company: Company, chance: random.Random) -> None:
    """Each of them every half year."""
    rows, made = [], []
    for start in range(0, company.days, 182):
        for number, (name, kind, cost) in enumerate(WORDS["campaigns"]):
            starts = company.first + timedelta(days=start + 10 + number * 21)
            if starts > company.today:
                continue
            ends = starts + timedelta(days=60 if kind in ("search", "content") else 2)
            values = {
                "name": f"{name} {starts:%Y-%m}",
                "kind": kind,
                "status": "done" if ends < company.today else "running",
                "starts_on": starts.isoformat(),
                "ends_on": ends.isoformat(),
                "budget": str(cost),
                "cost": str(round(cost * chance.uniform(0.8, 1.1), -2)),
            }
            rows.append(past(values, starts, company.people["marketing"], chance))
            made.append((kind, starts))
    for (kind, starts), id_ in zip(made, director.create("campaign", rows), strict=True):
        company.campaigns.append(Campaign(id_, kind, starts))


def make_leads(director: Client, company: Company, accounts: list[Account], chance: random.Random) -> None:
    """A third of the accounts came from a lead; about as many leads again came to nothing yet."""
    rows, came, touches = [], [], []
    for account in accounts:
        if chance.random() < 0.35:
            rows.append(_lead(company, account, chance, status="qualified"))
            came.append(account)
        if chance.random() < 0.4:
            rows.append(_lead(company, account, chance, status=chance.choices([*STATUSES], [*STATUSES.values()])[0]))
    ids = director.create("lead", rows)
    converted = [id_ for id_, row in zip(ids, rows, strict=True) if row["values"]["status"] == "qualified"]
    for account, id_ in zip(came, converted, strict=True):
        account.lead = id_
    for id_, row in zip(ids, rows, strict=True):
        if row["values"]["status"] in ("nurturing", "mql") and chance.random() < 0.3:
            touches += _touches(company, id_, chance)
    director.create("touch", touches)


def _lead(company: Company, account: Account, chance: random.Random, status: str) -> dict[str, Any]:
    """A lead of that account's kind: converted, it is that account; else somebody like it, at another time."""
    converted = status == "qualified"
    day = account.created - timedelta(days=chance.randint(3, 40))
    if not converted:
        age = min(FRESH.get(status, company.days), company.days)
        day = company.today - timedelta(days=int(age * chance.random()))
    waited = timedelta(hours=chance.choices([2, 6, 20, 45], weights=[5, 4, 3, 1])[0] * chance.uniform(0.3, 1))
    campaign = _campaign(company, day, chance)
    product = chance.choice(company.products)
    received = moment(day, chance)
    values = {
        "company": account.values["name"] if converted else _like(company, account, chance),
        "person": person_name(chance),
        "post": chance.choice(WORDS["posts"][chance.choice([*WORDS["posts"]])]),
        "mobile": f"1{chance.choice('35789')}{chance.randint(0, 999999999):09}",
        "source": SOURCES.get(campaign.kind, "website") if campaign else account.values["source"],
        "industry": account.values["industry"],
        "region": account.values["region"],
        "product": product["id"],
        "need": chance.choice(WORDS["lead_needs"]).format(product=product["name"].split()[0]),
        "cost": str(chance.randint(40, 700)),
        "status": status,
        "owner": account.owner,
        "score": str(chance.randint(5, 45) + (30 if status in ("qualified", "mql") else 0)),
        "received_at": received,
        "contacted_at": moment(day + waited, chance) if waited.days else _later(received, waited),
    }
    if campaign:
        values["campaign"] = account.campaign = campaign.id
    if values["source"] == "search":
        values |= {"medium": "搜索引擎", "keyword": chance.choice(WORDS["keywords"])}
    if converted:
        values |= {"account": account.id, "converted_on": account.created.isoformat()}
    if status == "unprocessed":
        del values["contacted_at"]
    if status == "nurturing" and chance.random() < 0.12:
        values["owner"] = None  # in the pool, for whoever takes it up
    if status == "discarded":
        values["discarded_because"] = chance.choice(["invalid", "no_need", "too_small", "competitor", "duplicate"])
    return past(values, day, company.people["marketing"], chance)


def _later(moment_: str, by: timedelta) -> str:
    """That much later, whatever the hour."""
    return (datetime.fromisoformat(moment_) + by).isoformat().replace("+00:00", "Z")


def _like(company: Company, account: Account, chance: random.Random) -> str:
    """The name of another company of that industry."""
    region = account.values["region"]
    city, trade = chance.choice(WORDS["cities"][region]), chance.choice(WORDS["trades"][account.values["industry"]])
    return f"{city}{chance.choice(WORDS['brands'])}{trade}"


def _campaign(company: Company, day: date, chance: random.Random) -> Campaign | None:
    """One that ran in the sixty days before, for half of the leads."""
    near = [one for one in company.campaigns if timedelta(0) <= day - one.starts <= timedelta(days=60)]
    return chance.choice(near) if near and chance.random() < 0.5 else None


def _touches(company: Company, lead: str, chance: random.Random) -> list[dict[str, Any]]:
    rows = []
    for _ in range(chance.randint(1, 4)):
        day = company.today - timedelta(days=chance.randint(0, 45))
        kind = chance.choices(["view", "price", "download", "open", "attend"], weights=[5, 2, 3, 5, 1])[0]
        values = {"lead": lead, "kind": kind, "page": chance.choice(WORDS["pages"][kind]), "at": moment(day, chance)}
        rows.append(past(values, day, company.people["marketing"], chance))
    return rows
