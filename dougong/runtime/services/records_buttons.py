"""Pressing a button: may he, does it stand there now, what was asked, and then its actions (through the port)."""

from collections.abc import Mapping
from typing import Any

from pydantic_core import ValidationError

from dougong.engines.finding import Finding, Invalid
from dougong.engines.form.compile import CompiledForm
from dougong.engines.form.expression import Expression
from dougong.engines.form.nesting import Nesting, tree_of
from dougong.engines.form.parts import CompiledButton
from dougong.engines.form.run import Need, Run, need
from dougong.engines.record.problems import finding, findings_of
from dougong.errors import Failure, Forbidden, NotFound, NotNow, Text
from dougong.platform.storage.records import Found
from dougong.runtime.services.desk import Desk
from dougong.runtime.services.records_reading import read
from dougong.runtime.services.records_run import Kitchen

Json = dict[str, Any]
NOT_NOW = Text("现在不能执行这个操作", "This cannot be done now")


class Guarded(Failure):
    """A guard of the button speaks against it; the builder's words say why."""

    code, status, title = "refused", 422, Text("操作被拒绝", "Refused")


class NoActions(Failure):
    code, status, title = "not_available", 503, Text("暂不可用", "Not available here")


def press(desk: Desk, form: str, id_: str, key: str, values: Mapping[str, Any] | None = None) -> Json:
    """Press a button on a record. Raises NotFound, Forbidden, NotNow, Guarded, Invalid."""
    compiled, stored = desk.form(form), desk.stored(form)
    button = compiled.buttons.get(key)
    if button is None:
        raise NotFound
    found = desk.door.get(stored, id_)
    roles = set(button.definition.roles)
    if roles and not roles & desk.app.access.roles(desk.actor.principal):
        raise Forbidden
    whole = desk.open_door.get(stored, id_, lock=True)
    if button.when is not None and not _holds(desk, compiled, whole, button.when):
        raise NotNow(NOT_NOW)
    for condition, words in button.guards:
        if _holds(desk, compiled, whole, condition):
            raise Guarded(words)
    asked = _asked(button, values or {})
    actions = desk.services.ports.actions
    if actions is None:
        raise NoActions
    result = actions.press(desk, form, found.id, key, asked)
    try:
        record: Json | None = read(desk, form, id_)
    except NotFound:  # pressed away: deleted, or not his to see any more
        record = None
    return {"record": record, **result}


def _holds(desk: Desk, form: CompiledForm, found: Found, condition: Expression) -> bool:
    tree = tree_of(condition.depends)

    def step(values: Mapping[str, Any], run: Run) -> bool | Need:
        nesting = Nesting(form.forms, run.fetched)
        nested = {key: nesting.value(form.key, key, values.get(key), behind) for key, behind in tree.items()}
        lacking = need(nesting.missing)
        return lacking if lacking is not None else condition.holds(run.env(nested))

    return Kitchen(desk, form.key).cook([found.values], step)[0]


def _asked(button: CompiledButton, values: Mapping[str, Any]) -> dict[str, Any]:
    """What was asked for, in Python values; everything that is wrong with it at once."""
    findings: list[Finding] = [
        finding("unknown_field", f"/values/{key}", key=key) for key in values if key not in button.ask
    ]
    asked: dict[str, Any] = {}
    for key, field in button.ask.items():
        raw, at = values.get(key), f"/values/{key}"
        if raw is None or raw in ("", []):
            asked[key] = field.blank()
            if field.definition.required:
                findings.append(finding("required", at, name=field.name))
            continue
        try:
            asked[key] = field.reader.validate_python(raw)
        except ValidationError as refused:
            findings += findings_of(refused, {key: field.name}, at)
    if findings:
        raise Invalid(findings)
    return asked
