"""The flows of an app, made ready once per version; a running instance keeps the one it was started under."""

from collections.abc import Sequence

from dougong.engines.calendar.working import WorkCalendar, work_calendar
from dougong.engines.flow.graph import Flow
from dougong.errors import NotFound
from dougong.platform.definitions import versions
from dougong.platform.definitions.app import AppDef
from dougong.platform.definitions.compiled import CompiledApp
from dougong.platform.definitions.renaming import carried
from dougong.platform.storage.names import Names
from dougong.runtime.services.desk import Desk

# as many old versions of flows as one app keeps at hand
MOST_OLD = 200


def flows_of_app(app: CompiledApp) -> dict[str, Flow]:
    """By key, in the order of the document."""
    return app.derived("flows", _compile)


def _compile(app: CompiledApp) -> dict[str, Flow]:
    return {flow.key: Flow(flow, app.kinds.nodes) for flow in app.definition.flows}


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
        definition = _in_present_names(desk, n)
        if len(old) > MOST_OLD:
            old.clear()
        for flow in definition.flows:
            old[n, flow.key] = Flow(flow, desk.app.kinds.nodes)
    if (n, key) not in old:
        raise NotFound
    return old[n, key]


def _in_present_names(desk: Desk, n: int) -> AppDef:
    """An old version whose flows name fields, forms and roles as they are called today: a renamed field keeps its data,
    so a flow that was started before must go on reading it."""
    then, kinds = versions.version(desk.connection, desk.app.key, n), desk.app.kinds
    before = AppDef.model_validate(then.document, context=kinds)
    if not _renamed(then.names, desk.app.names):
        return before
    flows, document = then.document.get("flows", []), then.document
    for step in range(n + 1, desk.app.n + 1):
        document = versions.version(desk.connection, desk.app.key, step).document
        flows = carried({**document, "flows": flows}, before, kinds)["flows"]
        before = AppDef.model_validate(document, context=kinds)
    return AppDef.model_validate({**document, "flows": flows}, context=kinds)


def _renamed(then: Names, now: Names) -> bool:
    """Whether anything that is still there has another key."""
    for key, form in then.forms.items():
        today = now.forms.get(key)
        if today is None:
            return True
        kept = set(today.columns.values())
        if any(name in kept and today.columns.get(field) != name for field, name in form.columns.items()):
            return True
    return False


def calendar_named(app: CompiledApp, key: str | None) -> WorkCalendar | None:
    """A calendar of the document; None counts natural time."""
    calendars: dict[str, WorkCalendar] = app.derived("calendars", _calendars)
    return calendars.get(key) if key is not None else None


def _calendars(app: CompiledApp) -> dict[str, WorkCalendar]:
    return {
        one.key: work_calendar(app.zone, one.hours, one.holidays, one.closed, one.open)
        for one in app.definition.calendars
    }
