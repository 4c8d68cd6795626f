"""Demo data for ``crm_app.json``: a manufacturer's sales company in Qingdao, made through the public HTTP API.

    python examples/crm_demo http://127.0.0.1:8000 --username admin --password ... [--size 600] [--months 18]

The same seed gives the same company.
"""

import argparse
import random
import time
from datetime import date, datetime, timedelta

from accounts import make_accounts
from client import Client
from company import PASSWORD, ZONE, Company, hire, publish, stock
from contracts import make_contracts, make_quotes
from deals import make_activities, make_deals


def main() -> None:
    given = _arguments()
    started = time.monotonic()
    chance = random.Random(given.seed)
    company = Company()
    days = given.months * 30
    admin = Client(given.base, given.username, given.password)
    publish(admin)
    hire(admin, company, chance)
    director = Client(given.base, "director", PASSWORD)
    stock(director, company)
    first = given.today - timedelta(days=days)
    make_accounts(director, company, chance, count=given.size, first=first, days=days)
    deals = make_deals(director, company, chance, given.today)
    make_activities(director, deals, chance, given.today)
    make_contracts(director, deals, chance, given.today)
    make_quotes(given.base, company, deals, chance)
    made = f"{len(company.accounts)} accounts, {len(deals)} opportunities"
    print(f"demo data: {made} in {time.monotonic() - started:.0f} s")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("base")
    parser.add_argument("--username", default="admin")
    parser.add_argument("--password", required=True)
    parser.add_argument("--size", type=int, default=600, help="how many accounts")
    parser.add_argument("--months", type=int, default=18)
    parser.add_argument("--seed", type=int, default=20260101)
    # whatever hour it is, all of yesterday is past
    yesterday = datetime.now(ZONE).date() - timedelta(days=1)
    parser.add_argument("--today", type=date.fromisoformat, default=yesterday, help="the last day of its history")
    return parser.parse_args()


main()
