"""Values that a new day changes are made anew: once a day of the app's zone, in chunks, for lists and reports."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from support import serving
from support.publishing_app import give_role, publish

from dougong.main import create_services
from dougong.platform.db import open_database
from dougong.platform.jobs.attempt import attempt
from dougong.platform.outbox.tables import outbox
from dougong.runtime.services import daily
from dougong.runtime.services.context import Services
from dougong.runtime.workers.performer import Performer, load_effects

# not the zone an app has unless it says one; and no day begins there while the tests run
ZONES = (ZoneInfo("Pacific/Auckland"), ZoneInfo("America/New_York"))
ZONE = next(zone for zone in ZONES if 1 < datetime.now(zone).hour < 22)
AT = "/api/apps/loans/forms"
DOCUMENT: dict[str, Any] = {
    "dougong": 1,
    "key": "loans",
    "name": "Loans",
    "timezone": ZONE.key,
    "roles": [{"key": "all", "name": "All"}],
    "grants": [{"role": "all", "form": form, "can": ["create", "read", "update"]} for form in ("loan", "reader")],
    "forms": [
        {
            "key": "reader",
            "fields": [
                {"key": "name", "type": "text"},
                {
                    "key": "late",
                    "type": "rollup",
                    "form": "loan",
                    "through": "reader",
                    "function": "sum",
                    "field": "late_days",
                },
            ],
        },
        {
            "key": "loan",
            "fields": [
                {"key": "book", "type": "text"},
                {"key": "due", "type": "date"},
                {"key": "reader", "type": "reference", "form": "reader"},
                {"key": "late_days", "type": "formula", "formula": "MAX(0, DAYS(TODAY(), due))", "returns": "number"},
                {"key": "soon", "type": "formula", "formula": "WITHIN(due, next_7_days)", "returns": "boolean"},
            ],
        },
    ],
    "rules": [
        {
            "key": "remind",
            "form": "loan",
            "on": {"type": "updated", "fields": ["late_days"]},
            "when": "late_days = 3",
            "timing": "after",
            "do": [{"action": "notify", "to": [{"by": "field", "field": "created_by"}], "text": "Three days late"}],
        }
    ],
    "reports": [
        {
            "key": "late",
            "name": "Late",
            "chart": "kpi",
            "form": "loan",
            "filter": "late_days > 0",
            "measures": [{"fn": "count"}, {"fn": "sum", "field": "late_days"}],
        }
    ],
}


class Later:
    """The same database, with a clock that the test moves."""

    def __init__(self, services: Services) -> None:
        self.now = datetime.now(UTC)
        database = open_database(
            services.settings.url, clock=lambda: self.now, durable=False, functions=services.kinds.functions
        )
        self.services = create_services(services.settings, database=database, now=lambda: self.now)
        self.performer = Performer(self.services, load_effects())

    def to_tomorrow(self, hour: int = 1) -> None:
        day = (self.now.astimezone(ZONE) + timedelta(days=1)).replace(hour=hour, minute=0)
        self.now = day.astimezone(UTC)

    def waiting(self) -> list[str]:
        query = outbox.select().where(outbox.c.kind == "daily", outbox.c.state == "waiting").order_by(outbox.c.id)
        with self.services.database.read() as connection:
            return [row.id for row in connection.execute(query) if row.due <= self.now]

    def work(self) -> int:
        """Do what waits until nothing does; how many jobs that took."""
        done = 0
        while jobs := self.waiting():
            for job in jobs:
                assert attempt(self.services.database, job, self.performer)
            done += len(jobs)
        return done


@pytest.fixture
def server(dialect: str, new_database_url: Callable[[str], str], tmp_path: Path) -> Iterator[Any]:
    """One whose own clock, which stays where it is, begins no day and does no job."""
    with serving.running(new_database_url(dialect), tmp_path / "data", workers=0) as server:
        yield server


@pytest.fixture
def later(server: Any) -> Iterator[Later]:
    moved = Later(server.services)
    yield moved
    moved.services.database.close()


@pytest.fixture
def member(server: Any, later: Later) -> Any:
    """Somebody who may do everything in the app."""
    publish(server.admin, DOCUMENT)
    id_, client = server.person("mo")
    give_role(server.admin, "loans", "all", id_)
    return client


def _late(member: Any) -> list[str]:
    found = member.get(f"{AT}/loan/records", params={"sort": "book"})["items"]
    return [item["values"]["late_days"] for item in found]


def test_a_new_day_is_counted_once_in_the_zone_of_the_app(member: Any, later: Later, monkeypatch: Any) -> None:
    monkeypatch.setattr(daily, "CHUNK", 2)
    today = later.now.astimezone(ZONE).date()
    reader = member.post(f"{AT}/reader/records", {"values": {"name": "Rae"}})["id"]
    ids = []
    for number, days in enumerate((0, 1, 2, -1, -7)):
        due = (today - timedelta(days=days)).isoformat()
        values = {"book": f"book {number}", "due": due, "reader": reader}
        ids.append(member.post(f"{AT}/loan/records", {"values": values})["id"])
    assert _late(member) == ["0.000000", "1.000000", "2.000000", "0.000000", "0.000000"]
    daily.look(later.services)  # the day on which they were made
    later.work()
    later.to_tomorrow()
    daily.look(later.services)
    daily.look(later.services)
    first = later.waiting()
    # of five records in chunks of two, each job leaves the next one behind
    assert attempt(later.services.database, first[0], later.performer)
    assert len(first) == 1
    assert not attempt(later.services.database, first[0], later.performer)
    assert _late(member)[:3] == ["1.000000", "2.000000", "2.000000"]
    assert later.work() == 2
    assert _late(member) == ["1.000000", "2.000000", "3.000000", "0.000000", "0.000000"]
    soon = member.get(f"{AT}/loan/records", params={"filter": "soon", "sort": "book"})["items"]
    assert [item["values"]["book"] for item in soon] == ["book 3", "book 4"]
    # what is summed of it elsewhere, and what is asked of it, agree
    assert member.get(f"{AT}/reader/records/{reader}")["values"]["late"] == "6.000000"
    listed = member.get(f"{AT}/loan/records", params={"filter": "late_days > 0", "count": "exact", "sums": "late_days"})
    report = member.post("/api/apps/loans/reports/late/run", {"filters": []}, 200)
    assert (listed["total"], listed["sums"]) == (3, {"late_days": "6.000000"})
    assert [str(value) for value in report["rows"][0]] == ["3", "6.000000"]
    daily.look(later.services)
    assert later.waiting() == []
    # nobody edited anything
    record = member.get(f"{AT}/loan/records/{ids[2]}")
    assert record["rev"] == 1
    assert [entry["kind"] for entry in member.get(f"{AT}/loan/records/{ids[2]}/history")["items"]] == ["created"]


def test_a_day_that_is_over_leaves_its_chunks_to_the_next(member: Any, later: Later, monkeypatch: Any) -> None:
    monkeypatch.setattr(daily, "CHUNK", 1)
    today = later.now.astimezone(ZONE).date()
    for number in range(3):
        member.post(f"{AT}/loan/records", {"values": {"book": f"book {number}", "due": today.isoformat()}})
    later.to_tomorrow()
    daily.look(later.services)
    assert attempt(later.services.database, later.waiting()[0], later.performer)
    later.to_tomorrow()
    daily.look(later.services)
    later.work()
    assert _late(member) == ["2.000000"] * 3


def test_rules_hear_of_what_a_day_changed(member: Any, later: Later) -> None:
    due = (later.now.astimezone(ZONE).date() - timedelta(days=2)).isoformat()
    id_ = member.post(f"{AT}/loan/records", {"values": {"book": "old", "due": due}})["id"]
    later.to_tomorrow()
    daily.look(later.services)
    later.work()
    query = outbox.select().where(outbox.c.kind == "rule")
    with later.services.database.read() as connection:
        promised = [row.payload for row in connection.execute(query)]
    assert [id_ in str(payload) for payload in promised] == [True]
