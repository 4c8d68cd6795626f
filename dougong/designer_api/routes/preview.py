"""Trying things out before they are published: flows, rules, reports, forms as a role. Nothing is stored."""

from typing import Annotated, Any

from fastapi import Query
from pydantic import Field
from starlette.responses import Response

from dougong.designer_api.answers import Backtest
from dougong.designer_api.depends import BUILD, Who, building, named
from dougong.edge import Body, Caller, Moment, Routes, answer
from dougong.errors import NotFound, Text
from dougong.platform.definitions import drafts, versions
from dougong.platform.definitions.app import AppDef
from dougong.platform.definitions.check import foreign_forms
from dougong.platform.definitions.parsing import shape
from dougong.runtime.answers.app import App
from dougong.runtime.answers.flows import SimulatedFlow
from dougong.runtime.answers.records import RecordPage
from dougong.runtime.answers.reports import ReportRun
from dougong.runtime.services import preview
from dougong.runtime.services.backtest import MOST, Span

routes = Routes("/api/designer/apps/{app}", tags=["preview"], about="Trying things out before they are published.")


class Simulation(Body):
    """``values`` go over those of ``record``; ``initiator`` is an id or a username; ``as``: whose access counts."""

    values: dict[str, Any] | None = None
    record: str | None = None
    initiator: Who | None = None
    as_: Who | None = Field(default=None, alias="as")


class Past(Body):
    """[since, until); ``limit``: how many past changes are looked at."""

    since: Moment | None = None
    until: Moment | None = None
    limit: int = Field(default=500, ge=1, le=MOST)
    as_: Who | None = Field(default=None, alias="as")


class ReportPreview(Body):
    report: Any
    filters: list[dict[str, Any]] = Field(default=[], max_length=50)
    as_: Who | None = Field(default=None, alias="as")


@routes.post("/flows/{flow}/simulate", BUILD, reads=True, answers=SimulatedFlow)
def simulate(caller: Caller, app: str, flow: str, body: Simulation) -> Response:
    """The way a record would go and who would decide, everything approved; nothing is stored."""
    building(caller, app)
    desk = preview.desk_for(caller.services, caller.connection, caller.actor, app, named(body.as_))
    found = preview.simulate_flow(
        desk,
        flow,
        _draft(caller, app),
        values=body.values,
        record=body.record,
        initiator=named(body.initiator),
    )
    return answer(found)


@routes.post("/rules/{rule}/backtest", BUILD, reads=True, counted=True, answers=Backtest)
def backtest(caller: Caller, app: str, rule: str, body: Past | None = None) -> Response:
    """What the rule would have changed over past records; nothing is changed."""
    building(caller, app)
    asked = body or Past()
    desk = preview.desk_for(caller.services, caller.connection, caller.actor, app, named(asked.as_))
    span = Span(asked.since, asked.until, asked.limit)
    return answer(preview.rule_over_past(desk, rule, _draft(caller, app), span))


@routes.post("/reports/preview", BUILD, reads=True, counted=True, answers=ReportRun)
def report(caller: Caller, app: str, body: ReportPreview) -> Response:
    """Run a report that is not published yet, as me or as a member I name."""
    building(caller, app)
    desk = preview.desk_for(caller.services, caller.connection, caller.actor, app, named(body.as_))
    return answer(preview.run_report(desk, body.report, body.filters))


@routes.get("/draft/shown", BUILD, answers=App)
def shown(caller: Caller, app: str, role: str = "everyone") -> Response:
    """The draft as somebody with one role alone would get the app; no record is read."""
    building(caller, app)
    draft = _draft(caller, app)
    if draft is None:
        raise NotFound(Text("草稿有格式问题，请先修正", "The draft has problems of shape; mend them first"))
    foreign = foreign_forms(caller.connection, draft, caller.services.kinds)
    return answer(preview.shown_to_role(caller.services, caller.connection, caller.actor, draft, foreign, role))


@routes.get("/forms/{form}/records", BUILD, counted=True, answers=RecordPage)
def records(
    caller: Caller,
    app: str,
    form: str,
    q: str = "",
    paths: Annotated[tuple[str, ...], Query()] = (),
    record: str | None = None,
    as_: Annotated[str | None, Query(alias="as")] = None,
) -> Response:
    """Records of the published app to try something with, or one of them, as I or a member I name may see them.
    ``paths``: what else to answer (``account.level``), several times or with commas between."""
    building(caller, app)
    if not versions.current_n(caller.connection, app):
        # before its first publish an app holds none
        return answer({"items": [], "next": None, "total": None})
    desk = preview.desk_for(caller.services, caller.connection, caller.actor, app, as_)
    wanted = [path for several in paths for path in several.split(",") if path]
    return answer(preview.records_to_try(desk, form, q, wanted, record))


def _draft(caller: Caller, app: str) -> AppDef | None:
    """The draft, where it can be read."""
    parsed, _ = shape(drafts.get(caller.connection, app).document, caller.services.kinds, AppDef)
    return parsed
