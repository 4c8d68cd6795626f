"""Keeping the promise of an after rule: its actions planned on the record as it is now, done, and written down.

An expected refusal (a value that does not fit, a record that is gone) is a failed run in the log, with nothing of it
done; a bug is left to the queue, which tries again and parks it in the end.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from dougong.engines.action.kind import plan_actions
from dougong.engines.finding import Invalid
from dougong.errors import Failure, NotFound
from dougong.platform import rules
from dougong.platform.access.principal import app_principal
from dougong.platform.db import Unit
from dougong.platform.rules import Ran
from dougong.runtime.services.actions import carry_out
from dougong.runtime.services.context import Actor, Cause, Services
from dougong.runtime.services.desk import Desk, writing_desk
from dougong.runtime.services.hand import Hand
from dougong.runtime.services.records_run import values_of
from dougong.runtime.services.rule_events import loaded
from dougong.runtime.services.rule_faults import tell_builders
from dougong.runtime.services.rules import held


@dataclass(frozen=True)
class Promise:
    """The payload of a promised run, read."""

    app: str
    rule: str
    form: str
    record: str
    payload: Mapping[str, Any]

    @classmethod
    def read(cls, payload: Mapping[str, Any]) -> "Promise":
        return cls(payload["app"], payload["rule"], payload["form"], payload["record"], payload)


def keep(services: Services, unit: Unit, payload: Mapping[str, Any], *, retry_of: str | None = None) -> str | None:
    """Do what was promised. Answers the id of the run; None when the rule or its app is gone, and for a
    before rule: its write is over."""
    promised = Promise.read(payload)
    actor = _actor(services, unit, promised)
    try:
        desk = writing_desk(services, unit, actor, promised.app)
    except NotFound:
        return None
    rule = next((one for one in desk.app.definition.rules if one.key == promised.rule), None)
    if rule is None or rule.timing == "before" or promised.form not in desk.app.forms:
        return None
    started = perf_counter()
    outcome, effects, error = rules.SKIPPED, [], None
    savepoint = unit.connection.begin_nested()
    try:
        hand = _hand(desk, promised)
        if payload.get("judged", True) or held(rule, hand):
            planned = plan_actions(rule.do, hand.context(rule.key), desk.app.kinds.actions)
            effects = carry_out(desk, planned, initiator=payload.get("actor"))
            outcome = rules.DONE
        savepoint.commit()
    except Failure as refused:
        savepoint.rollback()
        outcome, effects, error = rules.FAILED, [], _words(refused)
    spent = round((perf_counter() - started) * 1000)
    ran = Ran(
        promised.app, desk.app.n, rule.key, promised.form, promised.record, payload.get("actor"),
        {key: value for key, value in payload.items() if key not in ("job", "outside")},
        outcome, effects, spent, error, retry_of,
    )  # fmt: skip
    id_ = rules.record_run(unit, ran)
    if outcome == rules.FAILED:
        tell_builders(services, unit, desk.app, rule.key)
    return id_


def _actor(services: Services, unit: Unit, promised: Promise) -> Actor:
    """``as: actor`` acts with the rights of whoever caused it; the app otherwise."""
    cause = Cause.from_json(promised.payload.get("cause")).by_rule(promised.rule, promised.record)
    principal = app_principal(promised.app)
    compiled = services.apps.current(unit.connection, promised.app)
    rule = next((one for one in compiled.definition.rules if one.key == promised.rule), None)
    user = promised.payload.get("actor")
    if rule is not None and rule.as_ == "actor" and user is not None:
        principal = services.person(unit.connection, user)
    return Actor(principal, "zh-CN", "rule", cause)


def _hand(desk: Desk, promised: Promise) -> Hand:
    """The record as it is now, with what the event changed. Raises NotFound."""
    form = desk.form(promised.form)
    old = loaded(form, promised.payload.get("old") or {})
    new = loaded(form, promised.payload.get("new") or {})
    found = values_of(desk.open_door, promised.form, [promised.record], frozenset(form.fields))
    values = found.get(promised.record)
    if values is None:
        if promised.payload["type"] != "deleted":
            raise NotFound
        values = {"id": promised.record, **dict.fromkeys(form.fields), **old}
    return Hand(desk, promised.form, promised.record, values, {**values, **new, **old})


def _words(refused: Failure) -> dict[str, Any]:
    """What went wrong, for the log."""
    shown: dict[str, Any] = {"code": refused.code, **(refused.detail or refused.title).as_json()}
    if isinstance(refused, Invalid):
        shown["problems"] = [
            {"pointer": one.pointer, "code": one.code, "message": one.message.as_json()}
            for one in refused.findings[:20]
        ]
    return shown
