"""Working days are those of the app's calendar wherever they are counted: on saving, in a list, on a page."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from support import publishing_app as apps
from support import serving

RECORDS = "/api/apps/shop/forms/stay/records"


def _app(formula: str) -> dict[str, Any]:
    fields = [
        {"key": "arrival", "type": "date"},
        {"key": "leaving", "type": "date"},
        {"key": "worked", "type": "formula", "formula": formula},
    ]
    return {
        "dougong": 1,
        "key": "shop",
        "name": "Shop",
        "roles": [{"key": "guest", "name": "Guest"}],
        "grants": [{"role": "guest", "form": "stay", "can": ["create", "read"]}],
        "timezone": "Asia/Shanghai",
        "calendars": [
            {"key": "work", "hours": {"mon-fri": ["09:00-18:00"]}, "closed": ["2026-10-01"], "open": ["2026-10-10"]}
        ],
        "forms": [{"key": "stay", "name": "Stay", "fields": fields}],
    }


def test_saving_lists_and_pages_count_by_the_apps_calendar(
    dialect: str, new_database_url: Callable[[str], str], tmp_path: Path
) -> None:
    with serving.running(new_database_url(dialect), tmp_path / "data") as server:
        admin = server.admin
        apps.publish(admin, _app("NETWORKDAYS(arrival, leaving)"))
        user, member = server.person("ann")
        apps.give_role(admin, "shop", "guest", user)
        made = member.post(RECORDS, {"values": {"arrival": "2026-09-30", "leaving": "2026-10-11"}}, 201)
        assert made["values"]["worked"] == "8.000000"
        for filter_ in ("NETWORKDAYS(arrival, leaving) = 8", "NETWORKDAYS(leaving, arrival) = -8"):
            found = member.post(f"{RECORDS}/query", {"filter": filter_}, 200)["items"]
            assert [one["id"] for one in found] == [made["id"]]
        week = [True, True, True, True, True, False, False]
        told = member.get("/api/apps/shop")["calendar"]
        assert told == {"week": week, "exceptions": ["2026-10-01", "2026-10-10"]}
        # the days of a country are many: they are told where a page asks
        apps.publish(admin, _app("DAYS(leaving, arrival)"))
        assert member.get("/api/apps/shop")["calendar"] is None
