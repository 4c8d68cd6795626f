"""The flows of an app, made ready once per version; a running instance keeps the one it was started under."""

from collections.abc import Sequence
from typing import Any

from dougong.engines.calendar.working import WorkCalendar, work_calendar
from dougong.engines.flow.graph import Flow
from dougong.errors import NotFound
from dougong.platform.definitions import versions
from dougong.platform.definitions.app import AppDef
from dougong.platform.definitions.compiled import CompiledApp
from dougong.runtime.services.desk import Desk

# as many old versions of flows as one app keeps at hand
MOST_OLD = 200


def flows_of_app(app: CompiledApp) -> dict[str, Flow]:
    """By key, in the order of the document."""
    return app.derived("flows", _compile)


def _compile(app: CompiledApp) -> dict[str, Flow]:
    nodes: Any = app.kinds.of("nodes")
    return {flow.key: Flow(flow, nodes) for flow in app.definition.flows}


def flows_of_form(app: CompiledApp, form: str) -> Sequence[Flow]:
    by_form = app.derived("flows_by_form", _by_form)
    return by_form.get(form, ())


def _by_form(app: CompiledApp) -> dict[str, list[Flow]]:
    found: dict[str, list[Flow]] = {}
    for flow in flows_of_app(app).values():
        found.setdefault(flow.definition.form, []).append(flow)
    return found


def flow_at(desk: Desk, key: str, n: int) -> Flow:
    """A flow as version ``n`` of the app has it. Raises NotFound."""
    if n == desk.app.n:
        found = flows_of_app(desk.app).get(key)
        if found is None:
            raise NotFound
        return found
    old: dict[tuple[int, str], Flow] = desk.app.derived("old_flows", lambda _: {})
    if (n, key) not in old:
        document = versions.version(desk.connection, desk.app.key, n).document
        definition = AppDef.model_validate(document, context=desk.app.kinds)
        nodes: Any = desk.app.kinds.of("nodes")
        if len(old) > MOST_OLD:
            old.clear()
        for flow in definition.flows:
            old[n, flow.key] = Flow(flow, nodes)
    if (n, key) not in old:
        raise NotFound
    return old[n, key]


def calendar_named(app: CompiledApp, key: str | None) -> WorkCalendar | None:
    """A calendar of the document; None counts natural time."""
    calendars: dict[str, WorkCalendar] = app.derived("calendars", _calendars)
    return calendars.get(key) if key is not None else None


def _calendars(app: CompiledApp) -> dict[str, WorkCalendar]:
    return {
        one.key: work_calendar(app.zone, one.hours, one.holidays, one.closed, one.open)
        for one in app.definition.calendars
    }
