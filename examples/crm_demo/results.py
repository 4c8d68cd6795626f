"""What each rep was to reach in each month, up to the end of this year."""

import random
from collections import defaultdict
from datetime import date, timedelta

from client import Client
from company import Company, past
from deals import Deal


def make_targets(director: Client, company: Company, deals: list[Deal], chance: random.Random) -> None:
    """A little above what was reached, in round figures."""
    won: dict[str, int] = defaultdict(int)
    for deal in deals:
        if deal.stage == "won":
            won[deal.account.owner] += int(deal.amount)
    rows = []
    for rep in company.reps:
        monthly = won[rep] / max(company.days / 30, 1) * chance.uniform(0.9, 1.25)
        for month in _months(company.first, date(company.today.year, 12, 1)):
            share = {2: 0.6, 3: 1.1, 6: 1.2, 9: 1.1, 12: 1.4}.get(month.month, 1)
            signed = max(round(monthly * share, -4), 10_000)
            values = {
                "person": rep,
                "month": month.isoformat(),
                "signed": str(int(signed)),
                "collected": str(int(round(signed * 0.9, -4)) or 10_000),
                "visits": str(chance.choice([8, 10, 12])),
            }
            rows.append(past(values, min(month, company.today), company.people["director"], chance))
    director.create("target", rows)


def _months(first: date, last: date) -> list[date]:
    months, month = [], first.replace(day=1)
    while month <= last:
        months.append(month)
        month = (month + timedelta(days=32)).replace(day=1)
    return months
