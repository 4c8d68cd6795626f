"""Reports and dashboards over HTTP, on both databases: the numbers, whose they are, and the records behind them."""

from typing import Any

import pytest
from support import publishing_app as apps

STAGES = [{"value": "open", "name": {"zh-CN": "进行中", "en": "Open"}}, {"value": "won"}, {"value": "lost"}]
APP: dict[str, Any] = {
    "dougong": 1,
    "key": "work",
    "name": "Work",
    "timezone": "Asia/Shanghai",
    "roles": [{"key": "rep", "name": "Rep"}, {"key": "boss", "name": "Boss"}],
    "grants": [
        {"role": "rep", "form": "region", "can": ["read"]},
        {"role": "rep", "form": "deal", "can": ["create", "read"], "rows": "own", "fields": {"cost": "hide"}},
        {"role": "boss", "form": "region", "can": ["create", "read"]},
        {"role": "boss", "form": "deal", "can": ["create", "read"], "rows": "all"},
    ],
    "forms": [
        {
            "key": "region",
            "name": "Region",
            "title": "name",
            "fields": [{"key": "name", "type": "text"}, {"key": "zone", "type": "text"}],
        },
        {
            "key": "deal",
            "name": "Deal",
            "title": "name",
            "fields": [
                {"key": "name", "type": "text"},
                {"key": "stage", "type": "select", "options": STAGES, "default": "open"},
                {"key": "amount", "type": "money"},
                {"key": "cost", "type": "money"},
                {"key": "region", "type": "reference", "form": "region"},
                {"key": "closed", "type": "datetime"},
            ],
        },
    ],
    "reports": [
        {
            "key": "by_stage",
            "name": {"zh-CN": "按阶段", "en": "By stage"},
            "chart": "funnel",
            "form": "deal",
            "dimensions": [{"field": "stage"}],
            "measures": [{"fn": "count"}, {"fn": "sum", "field": "amount"}],
            "totals": True,
        },
        {
            "key": "by_zone",
            "name": "By zone",
            "chart": "bar",
            "form": "deal",
            "dimensions": [{"field": "region.zone"}],
            "measures": [{"key": "value", "fn": "sum", "field": "amount"}],
            "sort": ["-value"],
        },
        {
            "key": "by_day",
            "name": "By day",
            "chart": "line",
            "form": "deal",
            "dimensions": [{"field": "closed", "bucket": "day"}],
            "measures": [{"fn": "count"}],
        },
        {
            "key": "by_month",
            "name": "By month",
            "chart": "line",
            "form": "deal",
            "dimensions": [{"key": "month", "field": "closed", "bucket": "month"}],
            "measures": [{"fn": "count"}],
            "filter": "NOT(ISBLANK(closed))",
        },
        {
            "key": "rate",
            "name": "Win rate",
            "chart": "kpi",
            "form": "deal",
            "measures": [
                {"key": "won", "fn": "count", "filter": 'stage = "won"'},
                {"key": "over", "fn": "count", "filter": 'stage <> "open"'},
                {"key": "rate", "fn": "ratio", "of": ["won", "over"]},
            ],
        },
        {
            "key": "costs",
            "name": "Costs",
            "chart": "kpi",
            "form": "deal",
            "measures": [{"fn": "sum", "field": "cost"}],
        },
        {
            "key": "secret",
            "name": "For the boss",
            "chart": "kpi",
            "form": "deal",
            "measures": [{"fn": "count"}],
            "roles": ["boss"],
        },
        {
            "key": "whole",
            "name": "The whole company",
            "chart": "bar",
            "form": "deal",
            "dimensions": [{"field": "stage"}],
            "measures": [{"fn": "count"}, {"fn": "sum", "field": "cost"}],
            "as": "app",
        },
        {
            "key": "how_many",
            "name": "How many deals there are",
            "chart": "kpi",
            "form": "deal",
            "measures": [{"fn": "count"}],
            "as": "app",
        },
    ],
    "dashboards": [
        {
            "key": "desk",
            "name": {"zh-CN": "工作台", "en": "Desk"},
            "filters": [{"field": "stage"}],
            "tiles": [
                {"report": "by_stage", "at": [0, 0, 12, 8]},
                {"report": "secret", "at": [12, 0, 12, 8]},
                {"text": "Words", "at": [0, 8, 24, 2]},
            ],
        },
        {
            "key": "company",
            "name": "Company",
            "filters": [{"key": "when", "field": "closed"}, {"field": "region.zone"}, {"field": "amount"}],
            "tiles": [{"report": "how_many", "at": [0, 0, 12, 8], "filters": {"amount": None}}],
        },
        {
            "key": "board",
            "name": "Board",
            "roles": ["boss"],
            "filters": [{"field": "name"}],
            "tiles": [{"report": "how_many", "at": [0, 0, 12, 8]}],
        },
    ],
}
DEALS = [
    # name, stage, amount, cost, region, closed
    ("a", "won", "100.10", "40", 0, "2026-03-01T15:59:59Z"),
    ("b", "won", "200.20", "50", 1, "2026-03-01T16:00:00Z"),
    ("c", "lost", "0.30", None, 0, None),
    ("d", "open", None, "5", None, None),
]


class Work:
    """The app in use: a rep with the first two deals, a boss with the others."""

    def __init__(self, server: Any) -> None:
        apps.publish(server.admin, APP)
        rep_id, self.rep = server.person("rep")
        boss_id, self.boss = server.person("boss")
        apps.give_role(server.admin, "work", "rep", rep_id)
        apps.give_role(server.admin, "work", "boss", boss_id)
        regions = [
            self.boss.post("/api/apps/work/forms/region/records", {"values": {"name": name, "zone": zone}}, 201)["id"]
            for name, zone in (("Jimo", "east"), ("Huangdao", "west"))
        ]
        for index, (name, stage, amount, cost, region, closed) in enumerate(DEALS):
            values = {"name": name, "stage": stage, "amount": amount, "closed": closed}
            values["region"] = None if region is None else regions[region]
            writer = self.rep if index < 2 else self.boss
            if index >= 2:
                values["cost"] = cost
            writer.post("/api/apps/work/forms/deal/records", {"values": values}, 201)

    def run(self, who: Any, report: str, *filters: dict[str, Any]) -> dict[str, Any]:
        answer: dict[str, Any] = who.post(f"/api/apps/work/reports/{report}/run", {"filters": list(filters)}, 200)
        return answer


@pytest.fixture
def work(server: Any) -> Work:
    return Work(server)


def test_numbers_are_exact_and_each_sees_those_of_the_rows_that_are_his(work: Work) -> None:
    assert work.run(work.boss, "by_stage")["rows"] == [
        ["open", "1", "0.00"],
        ["won", "2", "300.30"],
        ["lost", "1", "0.30"],
    ]
    assert work.run(work.boss, "by_stage")["totals"] == {"count": "4", "sum_amount": "300.60"}
    mine = work.run(work.rep, "by_stage")
    assert (mine["rows"], mine["totals"]["count"]) == ([["won", "2", "300.30"]], "2")


def test_a_field_behind_a_reference_groups_and_what_points_nowhere_is_a_group_of_its_own(work: Work) -> None:
    rows = work.run(work.boss, "by_zone")["rows"]
    assert rows[:2] == [["west", "200.20"], ["east", "100.40"]]
    assert [row[0] for row in rows[2:]] == [None]


def test_a_day_begins_at_midnight_of_the_apps_zone(work: Work) -> None:
    rows = work.run(work.rep, "by_day")["rows"]
    assert rows == [["2026-03-01", "1"], ["2026-03-02", "1"]]


def test_months_without_records_are_on_the_line_and_each_begins_on_its_first_day(work: Work) -> None:
    for closed in ("2026-01-31T15:00:00Z", "2026-01-31T16:00:00Z", "2026-04-30T16:00:00Z"):
        work.boss.post("/api/apps/work/forms/deal/records", {"values": {"name": "more", "closed": closed}}, 201)
    rows = work.run(work.boss, "by_month")["rows"]
    assert rows == [[f"2026-0{month}-01", count] for month, count in zip(range(1, 6), "11201", strict=True)]


def test_a_sum_of_what_is_computed_has_the_places_it_needs_on_either_database(work: Work, server: Any) -> None:
    report = {
        "key": "computed",
        "name": "Computed",
        "chart": "table",
        "form": "deal",
        "dimensions": [{"field": "stage"}],
        "measures": [{"key": "half", "fn": "sum", "formula": "amount * 0.50"}],
    }
    asked = {"report": report, "as": "boss"}
    found = server.admin.post("/api/designer/apps/work/reports/preview", asked)
    assert sorted(map(tuple, found["rows"]), key=str) == [("lost", "0.15"), ("open", "0"), ("won", "150.15")]


def test_a_ratio_is_of_the_counts_and_of_nothing_is_blank(work: Work) -> None:
    answer = work.run(work.boss, "rate")
    shown = dict(zip((column["key"] for column in answer["columns"]), answer["rows"][0], strict=True))
    assert (shown["won"], shown["over"]) == ("2", "3")
    assert float(shown["rate"]) == pytest.approx(2 / 3, abs=1e-6)
    none = work.run(work.boss, "rate", {"field": "stage", "op": "is", "value": "open"})
    assert none["rows"][0][-1] is None


def test_a_sum_of_a_hidden_field_is_refused_by_name_and_a_report_of_others_is_not_there(work: Work) -> None:
    assert work.run(work.boss, "costs")["rows"] == [["5.00"]]
    refused = work.rep.call("POST", "/api/apps/work/reports/costs/run", {})
    assert refused.status_code == 422
    assert work.rep.call("POST", "/api/apps/work/reports/secret/run", {}).status_code == 404
    assert work.rep.call("POST", "/api/apps/work/reports/nowhere/run", {}).status_code == 404


def test_a_filter_on_what_is_not_there_or_hidden_is_told_at_its_place(work: Work) -> None:
    for field in ("nothing", "cost"):
        filters = [{"field": "stage", "op": "is", "value": "won"}, {"field": field, "op": "is_not_blank"}]
        refused = work.rep.call("POST", "/api/apps/work/reports/by_stage/run", {"filters": filters})
        assert refused.status_code == 422, field
        assert refused.json()["problems"][0]["pointer"].startswith("/filters/1"), field


def test_a_mark_leads_to_its_records_and_to_no_others(work: Work) -> None:
    drill = "/api/apps/work/reports/by_zone/drill"
    east = work.boss.post(drill, {"at": {"region.zone": "east"}}, 200)
    assert sorted(item["title"] for item in east["items"]) == ["a", "c"]
    mine = work.rep.post(drill, {"at": {"region.zone": "east"}}, 200)
    assert ([item["title"] for item in mine["items"]], mine["total"]) == (["a"], 1)
    nowhere = work.boss.post(drill, {"at": {"region.zone": None}}, 200)
    assert [item["title"] for item in nowhere["items"]] == ["d"]
    day = work.rep.post("/api/apps/work/reports/by_day/drill", {"at": {"closed": "2026-03-02"}}, 200)
    assert [item["title"] for item in day["items"]] == ["b"]
    for at, pointer in (({"colour": 1}, "/at/colour"), ({"closed": "soon"}, "/at/closed")):
        refused = work.rep.call("POST", "/api/apps/work/reports/by_day/drill", {"at": at})
        assert (refused.status_code, refused.json()["problems"][0]["pointer"]) == (422, pointer)


def test_a_report_of_the_app_counts_everything_by_the_filters_its_builder_offers(work: Work) -> None:
    assert work.run(work.rep, "whole")["rows"] == [["open", "1", "5.00"], ["won", "2", "0.00"], ["lost", "1", "0.00"]]
    open_ = work.run(work.rep, "whole", {"field": "stage", "op": "is", "value": "open"})
    assert open_["rows"] == [["open", "1", "5.00"]]
    closed = {"field": "closed", "op": "between", "value": ["2026-03-01", "2026-03-31"]}
    east = {"field": "region.zone", "op": "is", "value": "east"}
    assert work.run(work.rep, "how_many", closed)["rows"] == [["2"]]
    assert work.run(work.rep, "how_many", east)["rows"] == [["2"]]
    assert work.run(work.boss, "how_many", {"field": "name", "op": "is", "value": "a"})["rows"] == [["1"]]


def test_a_readers_own_filter_of_a_report_of_the_app_tells_nothing_that_is_hidden_from_him(work: Work) -> None:
    by_name = {"field": "name", "op": "in", "value": ["a", "c"]}
    # of deals "a" and "c" the first alone is his
    assert work.run(work.rep, "how_many", by_name)["rows"] == [["1"]]
    assert work.run(work.rep, "how_many", {"field": "amount", "op": "lt", "value": 1})["rows"] == [["0"]]
    assert work.run(work.rep, "how_many", {"field": "owner", "op": "is_not_me"})["rows"] == [["0"]]
    refused = work.rep.call("POST", "/api/apps/work/reports/whole/run", {"filters": [by_name]})
    told = refused.json()["problems"][0]
    assert (refused.status_code, told["code"], told["pointer"]) == (422, "filter_not_offered", "/filters/0")
    assert told["message"].endswith("these fields only: stage")
    hidden: tuple[dict[str, Any], ...] = (
        {"field": "cost", "op": "gt", "value": 1},
        {"field": "stage", "op": "is", "value": {"formula": 'IF(cost > 1, "open", "won")'}},
        {"any": [{"field": "stage", "op": "is", "value": "won"}, {"field": "cost", "op": "blank"}]},
    )
    for filter_ in hidden:
        refused = work.rep.call("POST", "/api/apps/work/reports/whole/run", {"filters": [filter_]})
        found = [(one["code"], "cost" in one["message"]) for one in refused.json()["problems"]]
        assert (refused.status_code, found) == (422, [("unknown_field", True)]) or found == [("unknown_name", True)]


def test_a_report_of_the_app_is_nobodys_from_outside_and_a_trial_of_one_counts_as_who_looks(
    work: Work, server: Any
) -> None:
    _, stranger = server.person("stranger")
    assert stranger.call("POST", "/api/apps/work/reports/how_many/run", {}).status_code == 404
    report = next(one for one in APP["reports"] if one["key"] == "how_many")
    preview = "/api/designer/apps/work/reports/preview"
    tried = server.admin.post(preview, {"report": report, "as": "rep"}, 200)
    assert (tried["rows"], len(tried["notes"])) == ([["2"]], 1)
    assert server.admin.call("POST", preview, {"report": report}).status_code == 404


def test_a_dashboard_says_which_tiles_one_may_open_in_ones_own_language(work: Work, server: Any) -> None:
    board = work.rep.get("/api/apps/work/dashboards/desk")
    assert [tile.get("allowed") for tile in board["tiles"]] == [True, False, None]
    chinese = server.sign_in("rep", "rep-password", locale="zh-CN")
    assert chinese.get("/api/apps/work/dashboards/desk")["name"] == "工作台"
    options = work.run(chinese, "by_stage")["columns"][0]["options"]
    assert (options[0]["value"], options[0]["name"]) == ("open", "进行中")


def test_a_filter_that_says_nothing_is_no_filter(work: Work) -> None:
    refused = work.boss.call("POST", "/api/apps/work/reports/by_stage/run", {"filters": [{}]})
    assert (refused.status_code, [one["pointer"] for one in refused.json()["problems"]]) == (422, ["/filters/0"])
