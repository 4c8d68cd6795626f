"""What the platform costs over a hand-written endpoint: FastAPI and SQLAlchemy Core on an equal table, same database.

Ratios of medians, measured request by request over HTTP with both servers in this process; targets stand beside them.
    python -m benchmarks.records [sqlite] [postgresql] [--rows 100000]
"""

import argparse
import http.client
import json
import os
import statistics
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI
from sqlalchemy import Column as SqlColumn
from sqlalchemy import Connection, Index, MetaData, Table, create_engine, insert, select
from sqlalchemy.engine import Engine
from sqlalchemy.pool import QueuePool
from support import postgres, serving

from dougong.ids import new_id
from dougong.platform.access.principal import Principal
from dougong.platform.db import open_database
from dougong.platform.definitions import drafts
from dougong.platform.publishing.apply import Publishing
from dougong.platform.publishing.plan import Ports, make_plan

ROOT = Path(__file__).parent.parent
STAGES = ("new", "quoted", "won", "lost")
APP: dict[str, Any] = {
    "dougong": 1,
    "key": "bench",
    "name": "Bench",
    "roles": [{"key": "rep", "name": "Rep"}],
    "grants": [{"role": "rep", "form": "deal", "can": ["create", "read", "update"]}],
    "forms": [
        {
            "key": "deal",
            "name": "Deal",
            "title": "name",
            "fields": [
                {"key": "name", "type": "text", "required": True, "max_length": 80},
                {"key": "code", "type": "text", "index": True},
                {"key": "stage", "type": "select", "options": [{"value": value} for value in STAGES]},
                {"key": "amount", "type": "money"},
                {"key": "closes", "type": "date"},
                {"key": "note", "type": "textarea"},
                {"key": "open", "type": "boolean"},
                {"key": "commission", "type": "formula", "formula": "amount * 0.05", "returns": "money"},
            ],
            "views": [{"key": "all", "sort": ["-amount"]}],
        }
    ],
    "rules": [
        {
            "key": "mark",
            "form": "deal",
            "timing": "before",
            "on": {"type": "created"},
            "when": "amount > 100000",
            "do": [{"action": "set", "set": {"note": '"large"'}}],
        }
    ],
}


def _values(index: int) -> dict[str, Any]:
    return {
        "name": f"deal {index}",
        "code": f"C{index:07}",
        "stage": STAGES[index % 4],
        "amount": Decimal(index * 7919 % 1_000_000),
        "closes": date(2026, 1, 1) + timedelta(days=index % 365),
        "note": "some words about it",
        "open": index % 2 == 0,
        "commission": Decimal(index * 7919 % 1_000_000) / 20,
    }


class HandWritten:
    """What somebody would write by hand for one table."""

    def __init__(self, url: str, like: Table) -> None:
        self.engine = _engine(url)
        metadata = MetaData()
        self.table = Table("by_hand", metadata, *[SqlColumn(c.name, c.type, primary_key=c.primary_key) for c in like.c])
        Index("by_hand_amount", self.table.c.amount, self.table.c.id)
        metadata.create_all(self.engine)
        self.app = FastAPI()
        self._routes()

    def _routes(self) -> None:
        engine, table = self.engine, self.table

        def shown(row: Any) -> dict[str, Any]:
            return dict(row._mapping)

        @self.app.get("/deals/{id}")
        def one(id: str) -> dict[str, Any]:  # noqa: A002
            with engine.connect() as connection:
                return shown(connection.execute(select(table).where(table.c.id == id)).one())

        @self.app.get("/deals")
        def several(stage: str, least: float, limit: int) -> list[dict[str, Any]]:
            query = select(table).where(table.c.stage == stage, table.c.amount >= Decimal(str(least)))
            query = query.order_by(table.c.amount.desc(), table.c.id.desc()).limit(limit)
            with engine.connect() as connection:
                return [shown(row) for row in connection.execute(query)]

        @self.app.post("/deals")
        def make(body: dict[str, Any]) -> dict[str, Any]:
            now = datetime.now(UTC)
            row = {
                **_system(now),
                **body,
                "amount": Decimal(body["amount"]),
                "closes": date.fromisoformat(body["closes"]),
            }
            row["commission"] = row["amount"] / 20
            with engine.begin() as connection:
                connection.execute(insert(table).values(row))
            return row


def _engine(url: str) -> Engine:
    if url.startswith("sqlite"):
        from sqlalchemy import event  # noqa: PLC0415

        engine = create_engine(url, poolclass=QueuePool, connect_args={"check_same_thread": False, "timeout": 30})

        @event.listens_for(engine, "connect")
        def prepare(connection: Any, _: object) -> None:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=OFF")  # as the server of the tests has it

        return engine
    return create_engine(url.replace("postgresql://", "postgresql+psycopg://"))


def _system(now: datetime) -> dict[str, Any]:
    return {
        "id": new_id(),
        "rev": 1,
        "created_at": now,
        "updated_at": now,
        "created_by": None,
        "updated_by": None,
        "owner_id": None,
        "department_id": None,
        "flow_state": None,
        "deleted_at": None,
        "draft": False,
    }


class Caller:
    """One connection that is kept open, without the cost of a rich client."""

    def __init__(self, port: int, token: str | None = None) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port)
        self.headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})

    def call(self, method: str, path: str, body: object = None) -> Any:
        payload = None if body is None else json.dumps(body)
        self.connection.request(method, path, payload, self.headers)
        response = self.connection.getresponse()
        content = response.read()
        assert response.status < 300, f"{method} {path}: {response.status} {content[:500]!r}"
        return content


def _serve(app: Any) -> int:
    config = uvicorn.Config(app, host="127.0.0.1", port=0, log_config=None, access_log=False, lifespan="off")
    server = uvicorn.Server(config)
    threading.Thread(target=server.run, daemon=True).start()
    while not server.started:
        time.sleep(0.01)
    return int(server.servers[0].sockets[0].getsockname()[1])


def compared(ours: Callable[[], Any], theirs: Callable[[], Any], rounds: int) -> tuple[float, float]:
    """Median seconds of each, taken in turns so that both meet the same machine."""
    for _ in range(20):
        ours()
        theirs()
    mine: list[float] = []
    others: list[float] = []
    for _ in range(rounds):
        for work, times in ((ours, mine), (theirs, others)):
            began = time.perf_counter()
            work()
            times.append(time.perf_counter() - began)
    return statistics.median(mine), statistics.median(others)


def measure(url: str, folder: Path, rows: int, rounds: int) -> list[tuple[str, float, float, float, float]]:
    """(what, ours, theirs, ratio, target) in milliseconds."""
    database = open_database(url, durable=True)
    database.migrate()
    database.close()
    with serving.running(url, folder) as server:
        services = server.services
        builder = Principal(user=None, builder=True)
        services.database.write(lambda unit: drafts.create(unit, APP, None))
        plan = make_plan(services.database, services.kinds, Ports(), "bench", builder)
        Publishing(services.database, services.kinds, Ports()).publish("bench", plan.id, [], "", builder)
        with services.database.read() as connection:
            stored = services.apps.current(connection, "bench").stored["deal"]
        hand = HandWritten(url, stored.tables.table)
        ids = _seed(services, stored, hand.table, rows)
        person, client = server.person("ann")
        server.admin.put("/api/admin/apps/bench/roles/rep/members", {"users": [person]})
        ours, theirs = Caller(int(server.url.rpartition(":")[2]), client.token), Caller(_serve(hand.app))
        return _compare(ours, theirs, ids, rounds)


def _seed(services: Any, stored: Any, other: Table, rows: int) -> list[str]:
    ids: list[str] = []
    names = stored.tables.names.columns
    for start in range(0, rows, 5_000):
        lines = []
        for index in range(start, min(rows, start + 5_000)):
            values = {names[key]: value for key, value in _values(index).items()}
            lines.append({**_system(datetime.now(UTC)), **values})
        ids += [line["id"] for line in lines]

        def work(unit: Any, lines: list[dict[str, Any]] = lines) -> None:
            unit.connection.execute(insert(stored.tables.table), lines)
            unit.connection.execute(insert(other), lines)

        services.database.write(work)
    services.database.maintain(_analyse)
    return ids


def _analyse(connection: Connection) -> None:
    connection.exec_driver_sql("ANALYZE")


def _compare(ours: Caller, theirs: Caller, ids: list[str], rounds: int) -> list[tuple[str, float, float, float, float]]:
    at = "/api/apps/bench/forms/deal/records"
    turn = iter(range(10**9))

    def pick() -> str:
        return ids[next(turn) * 7919 % len(ids)]

    listed = f"{at}?filter=stage%20%3D%20%22won%22%20AND%20amount%20%3E%3D%20500&sort=-amount&limit=20"
    made = {
        "name": "a new deal",
        "code": "C",
        "stage": "new",
        "amount": "200000",
        "closes": "2026-02-03",
        "note": "words",
        "open": True,
    }
    results = [
        (
            "record by id",
            *compared(
                lambda: ours.call("GET", f"{at}/{pick()}"), lambda: theirs.call("GET", f"/deals/{pick()}"), rounds
            ),
            2.0,
        ),
        (
            "filtered sorted page of 20",
            *compared(
                lambda: ours.call("GET", listed),
                lambda: theirs.call("GET", "/deals?stage=won&least=500&limit=20"),
                rounds,
            ),
            2.0,
        ),
        (
            "create with history, formula, rule",
            *compared(
                lambda: ours.call("POST", at, {"values": made}), lambda: theirs.call("POST", "/deals", made), rounds
            ),
            3.0,
        ),
    ]
    first, deep = f"{at}?sort=-amount&limit=20", ""
    cursor, path = None, first
    for _ in range(2_499):
        cursor = json.loads(ours.call("GET", path))["next"]
        if cursor is None:
            break
        path = f"{first}&cursor={cursor}"
    deep = path
    results.append(
        (
            "page 2,500 over first page",
            *compared(lambda: ours.call("GET", deep), lambda: ours.call("GET", first), rounds),
            1.3,
        )
    )
    return [(name, mine * 1000, other * 1000, mine / other, target) for name, mine, other, target in results]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("databases", nargs="*", default=["sqlite", "postgresql"])
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=300)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for name in given.databases:
            if name == "sqlite":
                results = measure(f"sqlite:///{folder}/bench.db", Path(folder) / "data", given.rows, given.rounds)
            else:
                results = _on_postgresql(Path(folder), given.rows, given.rounds)
            print(f"\n{name}, {given.rows} rows")
            for what, ours, theirs, ratio, target in results:
                verdict = "ok" if ratio <= target else "ABOVE"
                print(f"  {what:38} {ours:8.2f} ms {theirs:8.2f} ms   {ratio:5.2f}x  (at most {target}x) {verdict}")


def _on_postgresql(folder: Path, rows: int, rounds: int) -> list[tuple[str, float, float, float, float]]:
    cluster = folder / "cluster"
    cluster.mkdir()
    url = postgres.start(cluster, os.getpid())
    try:
        return measure(url, folder / "data-pg", rows, rounds)
    finally:
        postgres.stop(cluster)


if __name__ == "__main__":
    main()
