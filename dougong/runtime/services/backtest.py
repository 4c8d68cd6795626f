"""A rule over what happened: which past changes it would have met, and what it would have done. Nothing is done.

Conditions are judged on the record as it is now, with the values of the change itself put back; what lay behind
references then is not remembered.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dougong.engines.action.effects import CreateTask, Effect, Notify, RecordRef, Refuse, SetFields, UpdateRecord, Warn
from dougong.engines.action.kind import plan_actions
from dougong.engines.expression.problems import EvaluationProblem
from dougong.engines.rule.definition import RuleDef
from dougong.engines.rule.event import Chain, Event, EventType
from dougong.engines.rule.match import calls
from dougong.errors import Failure, Text
from dougong.platform.storage.past import PastEvent, past_events
from dougong.platform.storage.select import ListQuery
from dougong.runtime.services.desk import Desk
from dougong.runtime.services.hand import Hand
from dougong.runtime.services.records_run import Kitchen
from dougong.runtime.services.rule_events import loaded
from dougong.runtime.services.rules import held

Json = dict[str, Any]
MOST, MOST_SAMPLES = 5_000, 50
_EVENTS: Mapping[str, EventType] = {
    "create": "created",
    "submit": "created",
    "import": "created",
    "update": "updated",
    "revert": "updated",
    "delete": "deleted",
    "restore": "restored",
}
_TIMED = frozenset({"date", "idle", "cron"})


@dataclass(frozen=True)
class Span:
    """[since, until); ``limit``: how many changes are looked at, newest first."""

    since: datetime | None = None
    until: datetime | None = None
    limit: int = 500


@dataclass(frozen=True)
class _Met:
    """One change the rule is held against. ``old`` is None for what only time brings."""

    record: str
    values: Mapping[str, Any]
    old: Mapping[str, Any] | None
    at: datetime | None


def backtest(desk: Desk, rule: RuleDef, span: Span) -> Json:
    """``{"looked", "matched", "changed", "samples": [{"record", "at", "diff", "messages", "effects"}]}``."""
    assert rule.form is not None
    looked = matched = changed = 0
    samples: list[Json] = []
    for met in _met(desk, rule, span):
        looked += 1
        hand = Hand(desk, rule.form, met.record, met.values, met.old, kitchen=Kitchen(desk, rule.form))
        try:
            if not held(rule, hand):
                continue
            effects = plan_actions(rule.do, hand.context(rule.key), desk.app.kinds.actions)
        except (EvaluationProblem, Failure) as failure:
            matched += 1
            _sample(samples, _fault(desk, rule.form, met, failure))
            continue
        matched += 1
        shown = _shown(desk, rule.form, met, effects)
        changed += bool(shown["diff"] or shown["effects"])
        _sample(samples, shown)
    return {"looked": looked, "matched": matched, "changed": changed, "samples": samples}


def _sample(samples: list[Json], one: Json) -> None:
    if len(samples) < MOST_SAMPLES:
        samples.append(one)


def _met(desk: Desk, rule: RuleDef, span: Span) -> Iterator[_Met]:
    limit = min(span.limit, MOST)
    if rule.on.type in _TIMED or rule.on.type in ("button", "webhook", "flow", "task"):
        yield from _now(desk, rule, limit)
        return
    assert rule.form is not None
    form, stored = desk.form(rule.form), desk.stored(rule.form)
    events = past_events(desk.connection, stored, since=span.since, until=span.until, limit=limit)
    records = desk.door.many(stored, sorted({one.record_id for one in events}))
    for event in events:
        found = records.get(event.record_id)
        if found is None:
            continue  # gone, or not for this person to see
        old, new = _values(form, event)
        if any(calls(rule.on, one) for one in _events(desk, rule.form, event, old, new)):
            whole = {**found.values, **new}
            yield _Met(event.record_id, whole, {**found.values, **old} if event.event != "create" else None, event.at)


def _values(form: Any, event: PastEvent) -> tuple[dict[str, Any], dict[str, Any]]:
    """The changed fields before and after, as Python values; rows of sub-tables are left as they are now."""
    pairs = {key: pair for key, pair in event.changes.items() if isinstance(pair, list) and len(pair) == 2}
    old = loaded(form, {key: pair[0] for key, pair in pairs.items()})
    return old, loaded(form, {key: pair[1] for key, pair in pairs.items()})


def _events(desk: Desk, form: str, event: PastEvent, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Event]:
    chain, kind = Chain(event.record_id), _EVENTS.get(event.event, "updated")
    yield Event(kind, form, event.record_id, chain, "api", old, new)
    for pipeline in desk.form(form).pipelines:
        field = pipeline.definition.field
        if field in new:
            facts = {"pipeline": pipeline.definition.key, "from": old.get(field), "to": new[field]}
            yield Event("stage", form, event.record_id, chain, "api", old, new, facts)


def _now(desk: Desk, rule: RuleDef, limit: int) -> Iterator[_Met]:
    """What no change brings is held against the records as they are."""
    assert rule.form is not None
    page = desk.door.page(desk.stored(rule.form), ListQuery(sort=("-updated_at",)), limit=limit)
    for found in page.items:
        yield _Met(found.id, found.values, None, None)


def _shown(desk: Desk, form: str, met: _Met, effects: Sequence[Effect]) -> Json:
    diff: Json = {}
    messages: list[str] = []
    others: list[str] = []
    fields = desk.form(form).fields
    for effect in effects:
        match effect:
            case SetFields(values=values):
                diff |= _difference(fields, met.values, values)
            case UpdateRecord(target=RecordRef(id=id_), set=values) if id_ == met.record:
                diff |= _difference(fields, met.values, values)
            case Notify(text=text) | Refuse(message=text) | Warn(message=text) | CreateTask(name=text):
                messages.append(text.in_locale(desk.actor.locale))
            case _:
                others.append(type(effect).__name__)
    return {
        "record": _title(desk, form, met),
        "at": met.at,
        "diff": diff,
        "messages": messages,
        "effects": others,
    }


def _difference(fields: Mapping[str, Any], before: Mapping[str, Any], after: Mapping[str, Any]) -> Json:
    """{field: [now, then]} of what would really change."""

    def plain(key: str, value: Any) -> Any:
        return fields[key].dump(value) if key in fields else value

    return {
        key: [plain(key, before.get(key)), plain(key, value)]
        for key, value in after.items()
        if before.get(key) != value
    }


def _title(desk: Desk, form: str, met: _Met) -> Json:
    title = desk.stored(form).title
    shown = met.values.get(title) if title else None
    return {"id": met.record, "title": None if shown is None else str(shown)}


def _fault(desk: Desk, form: str, met: _Met, failure: Failure) -> Json:
    words: Text = failure.detail or failure.title
    shown: Json = {"record": _title(desk, form, met), "at": met.at, "diff": {}, "effects": []}
    return {**shown, "messages": [words.in_locale(desk.actor.locale)]}
