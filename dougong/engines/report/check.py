"""What can be wrong with reports and dashboards, found before publish; pointers begin at the document's root."""

from collections.abc import Collection, Mapping, Sequence

from dougong.engines.expression.registry import Functions
from dougong.engines.finding import Finding, message, nearest, pointer
from dougong.engines.report import problems
from dougong.engines.report.chart import Chart
from dougong.engines.report.definition import DashboardDef, ReportDef
from dougong.engines.report.planner import Forms, plan_report

UNKNOWN_REPORT = message("unknown_report", "没有叫“{name}”的报表", "There is no report called “{name}”")
EMPTY_TILE = message("tile_empty", "这个格子没有内容", "This tile shows nothing")
OVERLAP = message("tiles_overlap", "两个格子重叠了", "Two tiles overlap", "warning")


def check_reports(
    reports: Sequence[ReportDef],
    forms: Forms,
    known: Collection[str],
    charts: Mapping[str, Chart],
    functions: Functions,
) -> list[Finding]:
    """``known``: the forms there are (a report on another one is told elsewhere); ``charts``: the kinds of them."""
    found: list[Finding] = []
    for index, report in enumerate(reports):
        if report.form in known:
            _, findings = plan_report(report, forms, functions)
            found += [finding.under(pointer("reports", index)) for finding in findings]
        found += [finding.under(pointer("reports", index)) for finding in _chart(report, charts)]
    return found


def _chart(report: ReportDef, charts: Mapping[str, Chart]) -> list[Finding]:
    chart = charts[report.chart.type]
    found: list[Finding] = []
    if report.columns:
        return found
    least, most = chart.dimensions
    if not least <= len(report.dimensions) <= most:
        found.append(problems.TOO_MANY_DIMENSIONS.at("/dimensions", least=least, most=most))
    least, most = chart.measures
    if report.measures and not least <= len(report.measures) <= most:
        found.append(problems.TOO_MANY_MEASURES.at("/measures", least=least, most=most))
    return found


def check_dashboards(dashboards: Sequence[DashboardDef], reports: Collection[str]) -> list[Finding]:
    found: list[Finding] = []
    for number, dashboard in enumerate(dashboards):
        taken: list[tuple[int, int, int, int]] = []
        for index, tile in enumerate(dashboard.tiles):
            at = pointer("dashboards", number, "tiles", index)
            if tile.report is not None and tile.report not in reports:
                found.append(UNKNOWN_REPORT.at(f"{at}/report", hint=nearest(tile.report, reports), name=tile.report))
            if tile.report is None and tile.view is None and tile.text is None:
                found.append(EMPTY_TILE.at(at))
            if any(_overlap(tile.at, other) for other in taken):
                found.append(OVERLAP.at(f"{at}/at"))
            taken.append(tile.at)
    return found


def _overlap(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> bool:
    (x, y, width, height), (x2, y2, width2, height2) = one, other
    return x < x2 + width2 and x2 < x + width and y < y2 + height2 and y2 < y + height
