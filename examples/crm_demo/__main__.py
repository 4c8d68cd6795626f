"""Demo data for ``crm_app.json``: a manufacturer's sales company in Qingdao, made through the public HTTP API.

    python examples/crm_demo http://127.0.0.1:8000 --username admin --password ... [--size 3000] [--months 18]

The same seed gives the same company. Its customers come in rounds, each with all that belongs to it, so that every list
and dashboard shows something sensible after the first seconds.
"""

import argparse
import random
import time
from datetime import date, datetime, timedelta

from accounts import make_accounts, make_contacts
from approvals import make_submissions
from client import Client
from company import PASSWORD, ZONE, Company, hire, publish, stock
from contracts import make_contracts
from deals import Deal, make_activities, make_deals
from leads import make_campaigns, make_leads
from results import make_targets
from service import make_articles, make_tickets

ROUND = 300  # the first is small, so that there is soon something to see


def main() -> None:
    given = _arguments()
    started = time.monotonic()
    chance = random.Random(given.seed)
    company = Company(given.today, given.today - timedelta(days=given.months * 30))
    admin = Client(given.base, given.username, given.password)
    publish(admin)
    hire(admin, company, chance)
    director = Client(given.base, "director", PASSWORD)
    stock(director, company)
    make_campaigns(director, company, chance)
    make_articles(director, company, chance)
    deals: list[Deal] = []
    while len(company.taken) < given.size:
        count = min(given.size - len(company.taken), 3 * ROUND if deals else ROUND)
        accounts = make_accounts(director, company, chance, count)
        make_contacts(director, accounts, chance)
        make_leads(director, company, accounts, chance)
        new = make_deals(director, company, accounts, chance)
        make_activities(director, company, accounts, new, chance)
        make_contracts(director, company, new, chance)
        make_tickets(director, company, new, chance)
        if not deals:
            make_submissions(given.base, company, new, chance)
        deals += new
    make_targets(director, company, deals, chance)
    made = f"{len(company.taken)} accounts, {len(deals)} opportunities, {director.made} records"
    print(f"demo data: {made} in {time.monotonic() - started:.0f} s")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("base")
    parser.add_argument("--username", default="admin")
    parser.add_argument("--password", required=True)
    parser.add_argument("--size", type=int, default=3000, help="how many accounts")
    parser.add_argument("--months", type=int, default=18)
    parser.add_argument("--seed", type=int, default=20260101)
    # whatever hour it is, all of yesterday is past
    yesterday = datetime.now(ZONE).date() - timedelta(days=1)
    parser.add_argument("--today", type=date.fromisoformat, default=yesterday, help="the last day of its history")
    return parser.parse_args()


main()
