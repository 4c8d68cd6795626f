"""What reports and dashboards name. How dimensions and measures fit together is the report engine's own check."""

from collections.abc import Iterator
from typing import Any

from dougong.engines.report.definition import DashboardDef, ReportDef
from dougong.platform.definitions.app import AppDef
from dougong.platform.definitions.places.place import Place, Places


def report_places(app: AppDef) -> Iterator[Place]:
    for index, report in enumerate(app.reports):
        yield from _report(report, _places(f"/reports/{index}", report.form))
    for index, dashboard in enumerate(app.dashboards):
        yield from _dashboard(dashboard, app, _places(f"/dashboards/{index}", None))


def _places(at: str, form: str | None) -> Places:
    none: Any = None  # reports hold neither actions nor participants
    return Places(none, at, form)


def _report(report: ReportDef, places: Places) -> list[Place]:
    places.add("form", "/form", report.form)
    places.condition("/filter", report.filter, pushed="report")
    for index, dimension in enumerate(report.dimensions):
        places.add("field", f"/dimensions/{index}/field", dimension.field, pushed="dimension")
        places.add("formula", f"/dimensions/{index}/formula", dimension.formula, pushed="dimension")
    for index, measure in enumerate(report.measures):
        own = measure.form or report.form
        at = f"/measures/{index}"
        places.add("form", f"{at}/form", measure.form)
        places.add("field", f"{at}/field", measure.field, form=own)
        places.condition(f"{at}/filter", measure.filter, form=own, pushed="measure")
        if measure.fn != "formula":  # a formula over measures names measures
            places.add("formula", f"{at}/formula", measure.formula, form=own, pushed="measure")
        for key, field in measure.on.items():
            places.add("field", f"{at}/on/{key}", field, form=own)
    places.each("field", "/columns", report.columns)
    places.each("field", "/drill", report.drill)
    places.each("role", "/roles", report.roles)
    if report.compare is not None:
        places.add("field", "/compare/field", report.compare.field)
    if report.target is not None:
        own = report.target.form or report.form
        places.add("form", "/target/form", report.target.form)
        places.add("field", "/target/field", report.target.field, form=own)
        for key, field in report.target.on.items():
            places.add("field", f"/target/on/{key}", field, form=own)
    return places.found


def _dashboard(dashboard: DashboardDef, app: AppDef, places: Places) -> list[Place]:
    forms = {report.key: report.form for report in app.reports}
    places.each("role", "/roles", dashboard.roles)
    for index, tile in enumerate(dashboard.tiles):
        places.add("report", f"/tiles/{index}/report", tile.report)
        places.add("view", f"/tiles/{index}/view", tile.view)
        if tile.report in forms:
            for key, field in tile.filters.items():
                places.add("field", f"/tiles/{index}/filters/{key}", field, form=forms[tile.report])
    for index, shared in enumerate(dashboard.filters):
        places.keys("report", f"/filters/{index}/on", shared.on)
        for key, field in shared.on.items():
            if key in forms:
                places.add("field", f"/filters/{index}/on/{key}", field, form=forms[key])
    return places.found
