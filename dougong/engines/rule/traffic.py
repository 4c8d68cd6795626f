"""What a rule listens to and what it writes, read off its settings."""

from collections.abc import Mapping
from typing import Protocol

from dougong.engines.action.definition import ActionDef
from dougong.engines.action.kind import AnyActionKind, uses_of
from dougong.engines.rule.definition import RuleDef
from dougong.engines.rule.rings import ANY, CREATED, DELETED, Place, RuleTraffic
from dougong.engines.rule.triggers.created import OnCreated
from dougong.engines.rule.triggers.deleted import OnDeleted
from dougong.engines.rule.triggers.saved import OnSaved
from dougong.engines.rule.triggers.stage import OnStage
from dougong.engines.rule.triggers.updated import OnUpdated


class Forms(Protocol):
    """What has to be known of the app's forms."""

    def form_at(self, form: str, path: str) -> str | None:
        """The form that the reference field ``path`` of ``form`` names; None when it names none."""

    def stage_fields(self, form: str, pipeline: str | None) -> frozenset[str]:
        """The fields that hold the stages of a form's pipelines (of the one named, where one is)."""


def traffic_of(rule: RuleDef, forms: Forms, actions: Mapping[str, AnyActionKind]) -> RuleTraffic:
    """``actions``: the kinds of them. A rule without a form writes, but listens to nothing another rule does."""
    writes: set[Place] = set()
    for action in rule.do:
        writes |= _writes(action, rule.form, forms, actions)
    conditional = rule.when is not None or any(action.when is not None for action in rule.do)
    return RuleTraffic(rule.key, frozenset(_listens(rule, forms)), frozenset(writes), conditional)


def _listens(rule: RuleDef, forms: Forms) -> set[Place]:
    form = rule.form
    if form is None:
        return set()
    match rule.on:
        case OnCreated():
            return {(form, CREATED)}
        case OnDeleted():
            return {(form, DELETED)}
        case OnSaved(fields=fields):
            return {(form, CREATED), *_changes(form, fields)}
        case OnUpdated(fields=fields):
            return _changes(form, fields)
        case OnStage(pipeline=pipeline):
            return {(form, field) for field in forms.stage_fields(form, pipeline)}
        case _:
            return set()


def _changes(form: str, fields: tuple[str, ...]) -> set[Place]:
    return {(form, field) for field in fields} or {(form, ANY)}


def _writes(action: ActionDef, form: str | None, forms: Forms, actions: Mapping[str, AnyActionKind]) -> set[Place]:
    written: set[Place] = set()
    target = _target(action, form, forms)
    if target is None:
        return written
    if action.action in ("create", "upsert"):
        written.add((target, CREATED))
    if action.action == "delete":
        written.add((target, DELETED))
    if action.action == "create":
        return written
    for use in uses_of(action, actions):
        if use.kind == "field" and (use.pointer.startswith("/set/") or use.pointer == "/field"):
            written.add((target, str(use.source)))
    return written


def _target(action: ActionDef, form: str | None, forms: Forms) -> str | None:
    """The form whose records an action changes."""
    named = getattr(action, "form", None)
    if named is not None:
        return str(named)
    of = getattr(action, "of", None)
    if of is not None:
        return None if form is None else forms.form_at(form, of)
    return form
