"""Rules at work. Before rules change or refuse what is about to be stored; after rules are promised in the writer's
transaction, with their condition judged on what was stored, and run from the queue (``rule_runs``).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING, Any

from dougong.engines.action.effects import Effect, Refuse, SetFields, Warn
from dougong.engines.action.kind import plan_actions
from dougong.engines.document import in_both
from dougong.engines.expression.problems import EvaluationProblem
from dougong.engines.finding import Finding, Message, Severity, pointer
from dougong.engines.rule.definition import RuleDef
from dougong.engines.rule.event import Event
from dougong.engines.rule.match import concerned
from dougong.errors import Text
from dougong.platform import outbox
from dougong.platform.definitions.compiled import CompiledApp
from dougong.platform.rules import DONE, FAILED, REFUSED, SKIPPED, Ran, record_runs
from dougong.runtime.services.hand import Hand
from dougong.runtime.services.ports import Before
from dougong.runtime.services.records_run import Kitchen
from dougong.runtime.services.rule_events import dumped, events_of
from dougong.runtime.services.rule_faults import tell_of_refused

if TYPE_CHECKING:
    from dougong.runtime.services.desk import Desk
    from dougong.runtime.services.records_event import RecordEvent

RULE_FAULT = Message("rule_fault", Text("规则“{rule}”无法计算：{why}", "The rule “{rule}” cannot be computed: {why}"))


@dataclass
class Draft:
    """A record while before rules look at it: each sees what those before it set."""

    event: "RecordEvent"
    values: dict[str, Any]
    changes: dict[str, Any] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    runs: list[Ran] = field(default_factory=list)


def rules_of_form(app: CompiledApp, form: str) -> Sequence[RuleDef]:
    """Those that are about records of the form, in the order of the document."""
    by_form: Mapping[str, Sequence[RuleDef]] = app.derived("rules_by_form", _by_form)
    return by_form.get(form, ())


def _by_form(app: CompiledApp) -> Mapping[str, Sequence[RuleDef]]:
    found: dict[str, list[RuleDef]] = {}
    for rule in app.definition.rules:
        if rule.form is not None:
            found.setdefault(rule.form, []).append(rule)
    return found


class RuleBook:
    """Port ``rules`` of the writing of records."""

    def before(self, desk: "Desk", events: Sequence["RecordEvent"]) -> Sequence[Before]:
        """A run that let the write through is written down with the record; what left nothing behind goes to the
        ``RunLog``."""
        left: list[Ran] = []
        found = [self._before(desk, event, left) for event in events]
        if desk.unit is not None:
            desk.services.run_log.note(desk.unit, left)
            failed = sorted({ran.rule for ran in left if ran.outcome == FAILED})
            if failed:  # behind the log, which says how often
                desk.unit.when_over(partial(tell_of_refused, desk.services, desk.app, failed))
        return found

    def _before(self, desk: "Desk", event: "RecordEvent", left: list[Ran]) -> Before:
        rules = [rule for rule in rules_of_form(desk.app, event.form) if rule.timing == "before"]
        if not rules:
            return Before()
        draft = Draft(event, dict(event.values))
        kitchen = Kitchen(desk, event.form)
        happened = events_of(desk.actor, event)[0]
        for rule in concerned(rules, happened, "before"):
            started = perf_counter()
            ran = self._judge(desk, rule, draft, kitchen, happened)
            ran = replace(ran, milliseconds=round((perf_counter() - started) * 1000))
            (draft.runs if ran.outcome == DONE else left).append(ran)
            if rule.stop and ran.outcome in (DONE, REFUSED):
                break
        return Before(draft.changes, draft.findings, draft.runs)

    def _judge(self, desk: "Desk", rule: RuleDef, draft: Draft, kitchen: Kitchen, happened: Event) -> Ran:
        """The run, with what the rule wants put into the draft."""
        event = draft.event
        hand = Hand(desk, event.form, event.id, draft.values, event.old, kitchen=kitchen)
        try:
            if not held(rule, hand):
                return ran_of(desk, rule, happened, SKIPPED)
            effects = plan_actions(rule.do, hand.context(rule.key), desk.app.kinds.actions)
        except EvaluationProblem as fault:
            draft.findings.append(RULE_FAULT.at("", rule=in_both(rule.name, rule.key), why=fault.title))
            return replace(ran_of(desk, rule, happened, FAILED), error={"code": fault.code, **fault.title.as_json()})
        for effect in effects:
            match effect:
                case SetFields(values=values):
                    draft.values.update(values)
                    draft.changes.update(values)
                case Refuse(message=words, fields=fields):
                    draft.findings += _said(words, fields, "error")
                case Warn(message=words, fields=fields):
                    draft.findings += _said(words, fields, "warning")
        outcome = REFUSED if any(isinstance(effect, Refuse) for effect in effects) else DONE
        return replace(ran_of(desk, rule, happened, outcome), effects=[_done(effect) for effect in effects])

    def written(self, desk: "Desk", answers: Sequence[Before]) -> None:
        record_runs(desk.writing, [ran for answer in answers for ran in answer.runs])

    def after(self, desk: "Desk", events: Sequence["RecordEvent"]) -> None:
        for happened in events:
            rules = [rule for rule in rules_of_form(desk.app, happened.form) if rule.timing == "after"]
            if not rules:
                continue
            hand = Hand(
                desk, happened.form, happened.id, happened.values, happened.old, kitchen=Kitchen(desk, happened.form)
            )
            for event in events_of(desk.actor, happened):
                promise_called(desk, rules, event, hand)


def promise_called(desk: "Desk", rules: Sequence[RuleDef], event: Event, hand: Hand) -> None:
    """Promise a run of each after rule that the event calls and whose condition holds; the log has the others."""
    if event.chain.ended:
        return
    skipped: list[Ran] = []
    for rule in concerned(rules, event, "after"):
        verdict = judged(rule, hand)
        if verdict is False:
            skipped.append(ran_of(desk, rule, event, SKIPPED))
            continue
        promise(desk, rule, event, judged=verdict is True)
        if rule.stop:
            break
    desk.services.run_log.note(desk.writing, skipped)


def ran_of(desk: "Desk", rule: RuleDef, event: Event, outcome: str) -> Ran:
    """A run that no promise stands behind, for the log: of its fields only which ones changed, since their values are
    in the history."""
    told = {
        "app": desk.app.key,
        "rule": rule.key,
        "form": event.form,
        "record": event.record,
        "type": event.type,
        "facts": dict(event.facts),
        "new": dict.fromkeys(event.new),
        "timing": rule.timing,
    }
    return Ran(desk.app.key, desk.app.n, rule.key, event.form, event.record, desk.actor.user, told, outcome, [], 0)


def _done(effect: Effect) -> dict[str, Any]:
    match effect:
        case SetFields(values=values):
            return {"action": "set", "fields": sorted(values)}
        case Refuse(message=words):
            return {"action": "refuse", "message": words.as_json()}
        case Warn(message=words):
            return {"action": "warn", "message": words.as_json()}
    return {}


def held(rule: RuleDef, hand: Hand) -> bool:
    """Whether the rule's own condition holds, and what its trigger asks of the values before."""
    was = getattr(rule.on, "was", None)
    if was is not None and hand.old is not None:
        before = Hand(hand.desk, hand.form, hand.id, hand.old, kitchen=hand.kitchen)
        if not before.holds(was):
            return False
    return rule.when is None or hand.holds(rule.when)


def judged(rule: RuleDef, hand: Hand) -> bool | None:
    """Whether it held; None for what cannot be computed: the run meets that again, and writes it down where the builder
    sees it."""
    try:
        return held(rule, hand)
    except EvaluationProblem:
        return None


def promise(desk: "Desk", rule: RuleDef, event: Event, *, due: datetime | None = None, judged: bool = True) -> str:
    """Promise one run of the rule, in the caller's transaction; not ``judged``: the run asks whether its condition
    holds. Answers the job's id."""
    form = desk.app.forms[event.form]
    payload: dict[str, Any] = {
        "app": desk.app.key,
        "rule": rule.key,
        "form": event.form,
        "record": event.record,
        "type": event.type,
        "facts": dict(event.facts),
        "old": dumped(form, event.old),
        "new": dumped(form, event.new),
        "actor": desk.actor.user,
        "channel": desk.actor.channel,
        "cause": desk.actor.cause.as_json(),
    }
    if not judged:
        payload["judged"] = False
    return outbox.promise(desk.writing, "rule", payload, due=due)


def _said(words: Text, fields: Sequence[str], severity: Severity) -> list[Finding]:
    code = "refused_by_rule" if severity == "error" else "warned_by_rule"
    places = [pointer("values", *key.split(".")) for key in fields] or [""]
    return [Finding(place, code, words, severity) for place in places]
