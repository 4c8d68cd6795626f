"""Demo data for ``crm_app.json``: a manufacturer's sales company in Qingdao.

It is made by a seeded script through the public HTTP API.

    python examples/crm_demo.py http://127.0.0.1:8000 --username admin --password ... [--size 600] [--months 18]

The same seed gives the same company. Nothing but HTTP is used, so this is also a specimen of an outside client.
"""

import argparse
import json
import random
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx

ZONE = ZoneInfo("Asia/Shanghai")
PASSWORD = "dougong-demo"  # printed with the accounts; a demo is no secret
CHUNK = 200

DEPARTMENTS = [
    ("sales_east", "华东销售部"),
    ("sales_north", "华北销售部"),
    ("key_accounts", "大客户部"),
    ("finance", "财务部"),
]
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN = [
    "海涛",
    "丽娟",
    "建国",
    "晓明",
    "志强",
    "雅静",
    "思远",
    "文博",
    "雨桐",
    "佳慧",
    "俊杰",
    "明轩",
    "欣怡",
    "浩然",
    "秀英",
    "国栋",
]
CITIES = {
    "east": ["青岛", "上海", "苏州", "杭州", "宁波", "南京", "济南", "烟台"],
    "north": ["北京", "天津", "石家庄", "太原", "沈阳", "大连"],
    "south": ["广州", "深圳", "佛山", "东莞", "厦门"],
    "west": ["成都", "重庆", "西安", "昆明", "兰州"],
}
TRADES = {
    "manufacturing": ["精密机械", "重工", "装备制造", "模具", "汽车零部件"],
    "energy": ["新能源", "电力设备", "风电科技", "储能"],
    "medical": ["医疗器械", "生物制药", "康复设备"],
    "technology": ["智能科技", "自动化", "机器人", "半导体"],
    "software": ["软件", "信息技术", "云计算"],
    "retail": ["连锁零售", "商贸", "供应链"],
    "telecommunications": ["通信设备", "光电"],
    "services": ["工程服务", "物流", "检测技术"],
}
BRANDS = [
    "华创",
    "中泰",
    "海联",
    "鼎盛",
    "瑞丰",
    "恒通",
    "金石",
    "蓝海",
    "东方",
    "远航",
    "天成",
    "博远",
    "正元",
    "启明",
    "盛世",
    "联合",
    "宏图",
    "安达",
    "凯捷",
    "信诚",
]
PRODUCTS = [
    ("HX-100", "伺服驱动器 HX-100", "GTX", "4800", "4100", "2900"),
    ("HX-200", "伺服驱动器 HX-200", "GTX", "8600", "7300", "5200"),
    ("HX-500", "多轴控制柜 HX-500", "GTX", "36800", "31500", "22800"),
    ("MR-10", "协作机械臂 MR-10", "MG", "89000", "76000", "58000"),
    ("MR-20", "协作机械臂 MR-20", "MG", "128000", "109000", "83000"),
    ("VS-3", "视觉检测站 VS-3", "MG", "56000", "47000", "33500"),
    ("GK-8", "柔性产线 GK-8", "GTK", "680000", "590000", "455000"),
    ("GK-12", "柔性产线 GK-12", "GTK", "1180000", "1020000", "790000"),
    ("SV-1", "年度维保服务", "service", "18000", "15000", "9000"),
    ("SV-2", "现场调试服务", "service", "6800", "5600", "3800"),
]
STAGES = ["new", "needs", "proposal", "negotiation"]


@dataclass
class Company:
    """What was made so far, by the names the script uses."""

    people: dict[str, str] = field(default_factory=dict)
    reps: list[str] = field(default_factory=list)
    products: list[dict[str, Any]] = field(default_factory=list)
    accounts: list[dict[str, Any]] = field(default_factory=list)
    contacts: dict[str, str] = field(default_factory=dict)


class Client:
    """The HTTP API as one person sees it. Raises SystemExit with the server's own words when something is refused."""

    def __init__(self, base: str, username: str, password: str) -> None:
        self.http = httpx.Client(base_url=base, timeout=120, headers={"Accept-Language": "zh-CN"})
        token = self.call("POST", "/api/auth/login", {"username": username, "password": password})["token"]
        self.http.headers["Authorization"] = f"Bearer {token}"

    def call(self, method: str, path: str, body: object = None) -> Any:
        answer = self.http.request(method, path, json=body)
        if answer.status_code >= 400:
            sys.exit(f"{method} {path}: {answer.status_code} {answer.text[:2000]}")
        return answer.json() if answer.content else None

    def create(self, form: str, rows: list[dict[str, Any]]) -> list[str]:
        """Ids of new records, in order; ``rows`` are bodies of creates."""
        ids: list[str] = []
        for start in range(0, len(rows), CHUNK):
            operations = [{"create": row} for row in rows[start : start + CHUNK]]
            results = self.call(
                "POST", f"/api/apps/crm/forms/{form}/records/batch", {"operations": operations, "atomic": True}
            )["results"]
            for result in results:
                if "problems" in result:
                    sys.exit(f"{form}: {json.dumps(result, ensure_ascii=False)[:2000]}")
                ids.append(result["id"])
        return ids


def organisation(admin: Client, company: Company, chance: random.Random) -> None:
    """30 people in 4 departments below one head office, each with a superior."""
    office = admin.call("POST", "/api/admin/departments", {"name": "斗拱精工（青岛）"})["id"]
    places = {
        key: admin.call("POST", "/api/admin/departments", {"name": name, "parent": office})["id"]
        for key, name in DEPARTMENTS
    }

    def person(username: str, name: str, department: str, superior: str | None) -> str:
        body = {
            "username": username,
            "password": PASSWORD,
            "name": name,
            "department": department,
            "superior": superior,
        }
        company.people[username] = admin.call("POST", "/api/admin/users", body)["id"]
        return company.people[username]

    director = person("director", "周海涛", office, None)
    cashier = person("finance", "孙丽娟", places["finance"], director)
    person("finance2", "徐雅静", places["finance"], cashier)
    names = iter(chance.sample([s + g for s in SURNAMES for g in GIVEN], 60))
    managers = []
    for key in ("sales_east", "sales_north", "key_accounts"):
        manager = person(f"manager_{key}", next(names), places[key], director)
        managers.append(manager)
        admin.call("PATCH", f"/api/admin/departments/{places[key]}", {"head": manager})
        company.reps += [person(f"{key}_{number}", next(names), places[key], manager) for number in range(1, 9)]
    admin.call("PATCH", f"/api/admin/departments/{office}", {"head": director})
    roles = {
        "rep": company.reps,
        "manager": managers,
        "director": [director],
        "finance": [company.people["finance"], company.people["finance2"]],
    }
    for role, users in roles.items():
        admin.call("PUT", f"/api/admin/apps/crm/roles/{role}/members", {"users": users, "departments": []})


def publish(admin: Client) -> None:
    document = json.loads((Path(__file__).parent / "crm_app.json").read_text(encoding="utf-8"))
    admin.call("POST", "/api/designer/apps", {"document": document})
    plan = admin.call("POST", "/api/designer/apps/crm/draft/plan", {})
    confirm = [step["id"] for step in plan["steps"] if step.get("confirm")]
    admin.call(
        "POST",
        "/api/designer/apps/crm/draft/publish",
        {"plan_id": plan["plan_id"], "confirm": confirm, "note": "演示数据"},
    )


def moment(day: date, chance: random.Random) -> str:
    """A working hour of that day, RFC 3339."""
    at = datetime(day.year, day.month, day.day, chance.randint(8, 17), chance.randint(0, 59), tzinfo=ZONE)
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def products(director: Client, company: Company) -> None:
    rows = [
        {
            "values": {
                "code": code,
                "name": name,
                "series": series,
                "price": price,
                "floor": floor,
                "cost": cost,
                "active": True,
            }
        }
        for code, name, series, price, floor, cost in PRODUCTS
    ]
    for row, id_ in zip(rows, director.create("product", rows), strict=True):
        company.products.append({"id": id_, **row["values"]})


def accounts(director: Client, company: Company, chance: random.Random, count: int, first: date, days: int) -> None:
    taken: set[str] = set()
    while len(company.accounts) < count:
        region = chance.choices(list(CITIES), weights=[5, 3, 2, 1])[0]
        industry = chance.choice(list(TRADES))
        name = f"{chance.choice(CITIES[region])}{chance.choice(BRANDS)}{chance.choice(TRADES[industry])}有限公司"
        if name in taken:
            name = name.replace("有限公司", f"{chance.choice(['股份', '集团', '实业'])}有限公司")
        if name in taken:
            continue
        taken.add(name)
        company.accounts.append(
            {
                "name": name,
                "region": region,
                "industry": industry,
                "owner": chance.choice(company.reps),
                "level": chance.choices(["A", "B", "C"], weights=[2, 4, 6])[0],
                "phone": f"0532{chance.randint(80000000, 89999999)}",
                "founded": str(chance.randint(1985, 2022)),
                "employees": str(chance.choice([30, 60, 120, 260, 500, 1200])),
                "created": first + timedelta(days=int(days * chance.random() ** 1.6)),
            }
        )
    rows = [
        {
            "values": {key: account[key] for key in account if key != "created"},
            "history": {"created_at": moment(account["created"], chance), "created_by": account["owner"]},
        }
        for account in company.accounts
    ]
    for account, id_ in zip(company.accounts, director.create("account", rows), strict=True):
        account["id"] = id_
    people = [
        {
            "values": {
                "name": chance.choice(SURNAMES) + chance.choice(GIVEN),
                "account": account["id"],
                "owner": account["owner"],
                "post": chance.choice(["采购经理", "设备部长", "总经理", "技术总监", "车间主任"]),
                "role": chance.choice(["decider", "influencer", "user", "buyer"]),
                "mobile": f"1{chance.choice('35789')}{chance.randint(100000000, 999999999)}",
            }
        }
        for account in company.accounts
    ]
    for account, id_ in zip(company.accounts, director.create("contact", people), strict=True):
        company.contacts[account["id"]] = id_


def course(start: date, today: date, chance: random.Random) -> Iterator[tuple[str, date]]:
    """The stages a deal went through and when, up to today."""
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


def opportunities(director: Client, company: Company, chance: random.Random, today: date) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = []
    for account in company.accounts:
        for _ in range(chance.choices([0, 1, 2, 3], weights=[2, 5, 3, 1])[0]):
            start = account["created"] + timedelta(days=chance.randint(0, 60))
            path = list(course(start, today, chance))
            if not path:
                continue
            product = chance.choices(company.products, weights=[6, 5, 4, 4, 3, 4, 1, 1, 4, 3])[0]
            amount = Decimal(product["price"]) * chance.randint(1, 6)
            stage, since = path[-1]
            values: dict[str, Any] = {
                "name": f"{account['name'].removesuffix('有限公司')} {product['name'].split()[0]}",
                "account": account["id"],
                "contact": company.contacts[account["id"]],
                "industry": account["industry"],
                "product": product["id"],
                "owner": account["owner"],
                "stage": stage,
                "amount": str(amount),
                "budget": str((amount * Decimal("1.1")).quantize(Decimal("0.01"))),
                "engaged_on": start.isoformat(),
                "expected_on": (path[0][1] + timedelta(days=chance.randint(60, 120))).isoformat(),
            }
            if stage in ("won", "lost"):
                values["closed_on"] = since.isoformat()
            if stage == "lost":
                values |= {
                    "lost_reason": chance.choice(["price", "product", "competitor", "budget"]),
                    "competitor": "海德自动化",
                }
            made.append(
                {
                    "values": values,
                    "account": account,
                    "product": product,
                    "amount": amount,
                    "path": path,
                    "start": start,
                }
            )
    rows = [
        {
            "values": deal["values"],
            "history": {
                "created_at": moment(deal["start"], chance),
                "created_by": deal["account"]["owner"],
                "stages": [
                    {"to": to, "at": moment(day, chance), "by": deal["account"]["owner"]} for to, day in deal["path"]
                ],
            },
        }
        for deal in made
    ]
    for deal, id_ in zip(made, director.create("opportunity", rows), strict=True):
        deal["id"] = id_
    return made


def activities(director: Client, deals: list[dict[str, Any]], chance: random.Random, today: date) -> None:
    rows = []
    for deal in deals:
        last = min(deal["path"][-1][1] + timedelta(days=10), today)
        for _ in range(chance.randint(1, 5)):
            day = deal["start"] + timedelta(days=chance.randint(0, max((last - deal["start"]).days, 0)))
            kind = chance.choice(["call", "visit", "mail", "meeting"])
            subject = {"call": "电话沟通进展", "visit": "上门拜访", "mail": "发送资料", "meeting": "方案讨论会"}[kind]
            rows.append(
                {
                    "values": {
                        "subject": subject,
                        "kind": kind,
                        "at": moment(day, chance),
                        "account": deal["account"]["id"],
                        "opportunity": deal["id"],
                        "owner": deal["account"]["owner"],
                        "minutes": "确认需求与下一步安排，客户关注交期与付款方式。",
                        "next_step": chance.choice(["发送报价", "安排演示", "确认合同条款", "回访决策人"]),
                    },
                    "history": {"created_at": moment(day, chance), "created_by": deal["account"]["owner"]},
                }
            )
    director.create("activity", rows)


def contracts(director: Client, deals: list[dict[str, Any]], chance: random.Random, today: date) -> None:
    won = [deal for deal in deals if deal["path"][-1][0] == "won"]
    rows, plans = [], []
    for deal in won:
        signed = deal["path"][-1][1]
        rows.append(
            {
                "values": {
                    "name": f"{deal['values']['name']} 销售合同",
                    "account": deal["account"]["id"],
                    "opportunity": deal["id"],
                    "amount": str(deal["amount"]),
                    "owner": deal["account"]["owner"],
                    "signed_on": signed.isoformat(),
                    "starts_on": signed.isoformat(),
                    "ends_on": (signed + timedelta(days=365)).isoformat(),
                },
                "history": {"created_at": moment(signed, chance), "created_by": deal["account"]["owner"]},
            }
        )
        plans.append((signed, deal))
    ids = director.create("contract", rows)
    payments = []
    for id_, (signed, deal) in zip(ids, plans, strict=True):
        shares = [Decimal("0.3"), Decimal("0.6"), Decimal("0.1")]
        for number, share in enumerate(shares):
            due = signed + timedelta(days=10 + 60 * number)
            values = {
                "contract": id_,
                "owner": deal["account"]["owner"],
                "amount": str((deal["amount"] * share).quantize(Decimal("0.01"))),
                "due_on": due.isoformat(),
            }
            paid = due + timedelta(days=chance.randint(-5, 25))
            if paid <= today and chance.random() < 0.9:
                values |= {"paid_on": paid.isoformat(), "method": chance.choice(["transfer", "draft"])}
            payments.append(
                {
                    "values": values,
                    "history": {"created_at": moment(signed, chance), "created_by": deal["account"]["owner"]},
                }
            )
    director.create("payment", payments)


def quotes(base: str, company: Company, deals: list[dict[str, Any]], chance: random.Random) -> None:
    """Open deals past the proposal get a quote, submitted by their own rep: so approvals wait in the to-do centre."""
    names = {id_: username for username, id_ in company.people.items()}
    clients: dict[str, Client] = {}
    for deal in [deal for deal in deals if deal["path"][-1][0] in ("proposal", "negotiation")][:24]:
        username = names[deal["account"]["owner"]]
        client = clients.setdefault(username, Client(base, username, PASSWORD))
        lines = [
            {
                "values": {
                    "product": item["id"],
                    "quantity": str(chance.randint(1, 4)),
                    "price": item["price"],
                    "discount": chance.choice(["0", "0.05", "0.1"]),
                }
            }
            for item in [deal["product"], *chance.sample(company.products, 2)]
        ]
        client.call(
            "POST",
            "/api/apps/crm/forms/quote/records",
            {
                "values": {
                    "name": f"{deal['values']['name']} 报价",
                    "opportunity": deal["id"],
                    "account": deal["account"]["id"],
                    "lines": lines,
                },
                "draft": False,
            },
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("base")
    parser.add_argument("--username", default="admin")
    parser.add_argument("--password", required=True)
    parser.add_argument("--size", type=int, default=600, help="how many accounts")
    parser.add_argument("--months", type=int, default=18)
    parser.add_argument("--seed", type=int, default=20260101)
    parser.add_argument("--today", type=date.fromisoformat, default=datetime.now(ZONE).date())
    given = parser.parse_args()
    started = time.monotonic()
    chance = random.Random(given.seed)  # the same seed gives the same company
    company = Company()
    days = given.months * 30
    first = given.today - timedelta(days=days)
    admin = Client(given.base, given.username, given.password)
    publish(admin)
    organisation(admin, company, chance)
    director = Client(given.base, "director", PASSWORD)
    products(director, company)
    accounts(director, company, chance, given.size, first, days)
    deals = opportunities(director, company, chance, given.today)
    activities(director, deals, chance, given.today)
    contracts(director, deals, chance, given.today)
    quotes(given.base, company, deals, chance)
    print(
        f"demo data: {len(company.accounts)} accounts, {len(deals)} opportunities in {time.monotonic() - started:.0f} s"
    )


if __name__ == "__main__":
    main()
