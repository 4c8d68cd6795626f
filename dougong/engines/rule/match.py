"""Which rules an event concerns. Conditions are judged later, on the record in hand; here only the trigger speaks."""

from collections.abc import Iterable

from dougong.engines.rule.definition import RuleDef, Timing
from dougong.engines.rule.event import Event
from dougong.engines.rule.triggers.button import OnButton
from dougong.engines.rule.triggers.created import OnCreated
from dougong.engines.rule.triggers.deleted import OnDeleted
from dougong.engines.rule.triggers.flow import OnFlow
from dougong.engines.rule.triggers.restored import OnRestored
from dougong.engines.rule.triggers.saved import OnSaved
from dougong.engines.rule.triggers.stage import OnStage
from dougong.engines.rule.triggers.task import OnTask
from dougong.engines.rule.triggers.updated import OnUpdated


def concerned(rules: Iterable[RuleDef], event: Event, timing: Timing) -> list[RuleDef]:
    """The enabled rules of the event's form that its trigger calls, by priority and then as written."""
    called = [
        rule
        for rule in rules
        if rule.enabled
        and rule.timing == timing
        and rule.form == event.form
        and (not rule.channels or event.channel in rule.channels)
        and (rule.key, event.record) not in event.chain.ran
        and calls(rule.on, event)
    ]
    return sorted(called, key=lambda rule: rule.priority)


def calls(on: object, event: Event) -> bool:
    """Whether a trigger's definition names this event. Timed triggers are called by their due instant."""
    match on:
        case OnCreated():
            return event.type == "created"
        case OnSaved():
            return event.type == "created" or (event.type == "updated" and _touches(on.fields, event))
        case OnUpdated():
            return event.type == "updated" and _touches(on.fields, event) and _moved(on, event)
        case OnDeleted():
            return event.type == "deleted"
        case OnRestored():
            return event.type == "restored"
        case OnStage():
            return event.type == "stage" and _stage(on, event)
        case OnFlow():
            return event.type == "flow" and _flow(on, event)
        case OnTask():
            facts = event.facts
            return event.type == "task" and facts.get("event") == on.event and _same(on, event, "flow", "node")
        case OnButton():
            return event.type == "button" and event.facts.get("button") == on.button
        case _:
            return False


def _touches(fields: tuple[str, ...], event: Event) -> bool:
    return not fields or not event.changed.isdisjoint(fields)


def _moved(on: OnUpdated, event: Event) -> bool:
    if on.from_ is None and on.to is None:
        return True
    return any(
        _is(on.from_, event.old.get(field)) and _is(on.to, event.new.get(field))
        for field in on.fields
        if field in event.new
    )


def _is(wanted: object, value: object) -> bool:
    return wanted is None or wanted == value


def _stage(on: OnStage, event: Event) -> bool:
    facts = event.facts
    return (
        (on.pipeline is None or facts.get("pipeline") == on.pipeline)
        and _among(on.from_, facts.get("from"))
        and _among(on.to, facts.get("to"))
    )


def _flow(on: OnFlow, event: Event) -> bool:
    if on.node is not None and event.facts.get("node") != on.node:
        return False
    if on.node is None and event.facts.get("node") is not None:
        return False
    return _same(on, event, "flow") and _among(on.result, event.facts.get("result"))


def _same(on: OnFlow | OnTask, event: Event, *names: str) -> bool:
    return all(getattr(on, name) in (None, event.facts.get(name)) for name in names)


def _among(wanted: str | tuple[str, ...] | None, value: object) -> bool:
    if wanted is None:
        return True
    return value in ((wanted,) if isinstance(wanted, str) else wanted)
