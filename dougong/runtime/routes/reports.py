"""Reports and dashboards of one app."""

from typing import Any, Literal

from pydantic import Field

from dougong.edge import SIGNED_IN, Body, Caller, Moment, Routes
from dougong.runtime.answers.records import RecordPageOfForm
from dougong.runtime.answers.reports import Dashboard, ReportRun
from dougong.runtime.depends import desk_of
from dougong.runtime.services import dashboards, reports
from dougong.runtime.services.desk import open_desk
from dougong.runtime.services.records_reading import Asked

routes = Routes("/api/apps/{app}", tags=["reports"], about="Reports and dashboards.")


class RunBody(Body):
    """``filters``: ``{"field", "op", "value"}`` or any condition tree, all of which hold."""

    filters: list[dict[str, Any]] = Field(default=[], max_length=50)
    now: Moment | None = None


class DrillBody(RunBody):
    """``at``: dimension to the value of the mark; records come as in a list."""

    at: dict[str, Any] = Field(default={}, max_length=8)
    sort: list[str] = Field(default=[], max_length=8)
    limit: int = Field(default=20, ge=1, le=500)
    cursor: str | None = None
    count: Literal["exact", "estimate", "none"] = "exact"
    fields: list[str] | None = Field(default=None, max_length=200)


@routes.post("/reports/{report}/run", SIGNED_IN, reads=True, counted=True, answers=ReportRun)
def run(caller: Caller, app: str, report: str, body: RunBody) -> dict[str, Any]:
    """Rows, columns and totals of a report, of the records that the caller may see."""
    with caller.read(consistent=True) as connection:
        desk = open_desk(caller.services, connection, caller.actor, app, body.now)
        return reports.run(desk, report, body.filters)


@routes.post("/reports/{report}/drill", SIGNED_IN, reads=True, counted=True, answers=RecordPageOfForm)
def drill(caller: Caller, app: str, report: str, body: DrillBody) -> dict[str, Any]:
    """The records behind a mark."""
    asked = Asked(sort=body.sort, limit=body.limit, cursor=body.cursor, count=body.count, fields=body.fields)
    with caller.read(consistent=True) as connection:
        desk = open_desk(caller.services, connection, caller.actor, app, body.now)
        return reports.drill(desk, report, body.at, body.filters, asked)


@routes.get("/dashboards/{dashboard}", SIGNED_IN, answers=Dashboard)
def dashboard(caller: Caller, app: str, dashboard: str) -> dict[str, Any]:
    """Layout, tiles and shared filters of a dashboard."""
    desk = desk_of(caller, app)
    return dashboards.read(desk, dashboard)
