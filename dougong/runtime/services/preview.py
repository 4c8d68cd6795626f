"""What the designer may see of the running world: a flow rehearsed, a rule over the past, a report not yet published.

Everything is read as the calling person, or as a member he names, with that person's access; nothing is written.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from dougong.engines.finding import Invalid
from dougong.engines.flow.definition import FlowDef
from dougong.engines.flow.graph import Flow
from dougong.engines.report.definition import ReportDef
from dougong.engines.rule.definition import RuleDef
from dougong.errors import NotFound, Text
from dougong.platform import files
from dougong.platform.definitions.app import AppDef
from dougong.platform.definitions.parsing import shape
from dougong.runtime.services import preview_draft, preview_trial, reports, sheets
from dougong.runtime.services.backtest import Span, backtest
from dougong.runtime.services.context import Actor, Services
from dougong.runtime.services.desk import Desk, open_desk
from dougong.runtime.services.flow_simulate import simulate
from dougong.runtime.services.records_reading import Asked, reached_by, read_list
from dougong.runtime.services.uploads import may_have

Json = dict[str, Any]
FEW = 20
# the draft itself, beside what it would do with records
shown_to_role = preview_draft.shown_to_role
# what a formula that is tried has outside its values
surroundings = preview_trial.surroundings


def desk_for(services: Services, connection: Connection, actor: Actor, app: str, member: str | None) -> Desk:
    """A reader's desk in the published app: the caller's, or the named member's. Raises NotFound."""
    return open_desk(services, connection, preview_trial.seen_by(services, connection, actor, member), app)


def simulate_flow(
    desk: Desk,
    flow: str,
    draft: AppDef | None,
    *,
    values: Mapping[str, Any] | None,
    record: str | None,
    initiator: str | None,
) -> Json:
    """The flow as the draft has it (as published where the draft cannot be read), over the published form. Raises
    NotFound, Invalid."""
    definition = _named((draft or desk.app.definition).flows, flow)
    if definition.form not in desk.app.forms:
        raise NotFound(Text(f"表单 {definition.form} 尚未发布", f"The form {definition.form} is not published yet"))
    found = desk.organisation.find_user(initiator) if initiator is not None else None
    if initiator is not None and found is None:
        raise NotFound(Text(f"没有 {initiator} 这个人", f"There is nobody called {initiator}"))
    return simulate(desk, Flow(definition, desk.app.kinds.nodes), values=values, record=record, initiator=found)


def rule_over_past(desk: Desk, rule: str, draft: AppDef | None, span: Span) -> Json:
    """The rule as the draft has it, over what happened. Raises NotFound."""
    definition = _named((draft or desk.app.definition).rules, rule)
    if definition.form is None or definition.form not in desk.app.forms:
        raise NotFound(Text("这条规则没有可回测的表单", "This rule has no published form to be tested over"))
    return backtest(desk, definition, span)


def run_report(desk: Desk, report: object, filters: Sequence[Mapping[str, Any]]) -> Json:
    """A report that is not saved yet, over the published app. Raises Invalid with all that is wrong with it."""
    definition, findings = shape(report, desk.app.kinds, ReportDef)
    if definition is None:
        raise Invalid([finding.under("/report") for finding in findings])
    return reports.preview(desk, definition, filters)


def records_to_try(desk: Desk, form: str, words: str, paths: Sequence[str] = (), record: str | None = None) -> Json:
    """A few records a formula or a flow can be tried with, or this one; none for somebody who may read none. ``paths``
    are answered too where they lead somewhere in the published app. Raises NotFound."""
    if not desk.app.access.allows(desk.actor.principal, desk.form(form).key, "read"):
        return {"items": [], "next": None, "total": None}
    rights = desk.door.rights(desk.stored(form))
    own = [key for key in desk.form(form).fields if not rights.hidden(key)]
    behind = [path for path in paths if "." in path and reached_by(desk, form, path) is not None]
    one = None if record is None else {"field": "id", "op": "is", "value": record}
    return read_list(desk, form, Asked(words=words, filter=one, fields=[*own, *behind], limit=FEW))


def uploaded_sheet(
    services: Services, connection: Connection, actor: Actor, file: str, sheet: str | None
) -> sheets.Sheet:
    """A spreadsheet that the caller has uploaded. Raises NotFound, and what ``read_sheet`` raises."""
    found = files.find(connection, file)
    if found is None or not may_have(services, connection, actor, found):
        raise NotFound(Text("没有这个文件", "There is no such file"))
    return sheets.read_sheet(services.blobs.read(found.blob), found.name, sheet)


def _named(parts: Sequence[Any], key: str) -> Any:
    """Raises NotFound."""
    found: FlowDef | RuleDef | None = next((part for part in parts if part.key == key), None)
    if found is None:
        raise NotFound(Text(f"没有 {key}", f"There is no {key}"))
    return found
