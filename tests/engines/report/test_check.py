"""What is wrong with reports and dashboards is found before publish, at its place."""

from typing import Any

from dougong.engines.expression.kinds import MONEY, Kind
from dougong.engines.expression.registry import load_functions
from dougong.engines.expression.scope import Names
from dougong.engines.report.check import check_dashboards, check_reports
from dougong.engines.report.definition import DashboardDef, ReportDef
from dougong.errors import Text
from dougong.kinds import load_kinds

KINDS, FUNCTIONS = load_kinds(), load_functions()


class Deals:
    def scope(self, form: str) -> Names:
        return Names({("stage",): Kind("option", options=("new",)), ("amount",): MONEY})

    def shown(self, form: str, path: str) -> Text:
        return Text(path, path)

    def decimals(self, form: str, path: str) -> int | None:
        return None


def reports(**report: Any) -> list[tuple[str, str]]:
    raw = {"key": "r", "name": "r", "form": "deal", "measures": [{"fn": "count"}], **report}
    parsed = ReportDef.model_validate(raw, context=KINDS)
    found = check_reports([parsed], Deals(), {"deal"}, KINDS.charts, FUNCTIONS)
    return [(finding.pointer, finding.code) for finding in found]


def dashboard(*tiles: dict[str, Any]) -> list[tuple[str, str]]:
    parsed = DashboardDef.model_validate({"key": "d", "name": "d", "tiles": tiles}, context=KINDS)
    return [(finding.pointer, finding.code) for finding in check_dashboards([parsed], {"r"})]


def test_a_chart_takes_as_many_dimensions_and_measures_as_it_can_draw() -> None:
    assert reports(chart="kpi") == []
    assert reports(chart="pie") == [("/reports/0/dimensions", "chart_dimensions")]
    two = [{"fn": "count"}, {"fn": "sum", "field": "amount"}]
    assert reports(chart="pie", dimensions=[{"field": "stage"}], measures=two) == [
        ("/reports/0/measures", "chart_measures")
    ]


def test_a_slip_inside_a_report_is_told_under_that_report() -> None:
    assert reports(chart="bar", dimensions=[{"field": "stagee"}]) == [
        ("/reports/0/dimensions/0/field", "unknown_field")
    ]


def test_tiles_name_reports_hold_something_and_do_not_overlap() -> None:
    assert dashboard({"report": "r", "at": [0, 0, 6, 4]}, {"text": "x", "at": [6, 0, 6, 4]}) == []
    assert dashboard(
        {"report": "s", "at": [0, 0, 6, 4]}, {"at": [0, 4, 6, 4]}, {"report": "r", "at": [5, 6, 2, 2]}
    ) == [
        ("/dashboards/0/tiles/0/report", "unknown_report"),
        ("/dashboards/0/tiles/1", "tile_empty"),
        ("/dashboards/0/tiles/2/at", "tiles_overlap"),
    ]
