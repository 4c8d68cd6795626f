"""From what happened to a record to the events rules know, and back from the payload of a promise.

A promise carries the values that changed, as API JSON, so that ``OLD`` and ``CHANGED`` mean the same when it is kept.
"""

from collections.abc import Mapping
from typing import Any

from dougong.engines.form.compile import CompiledForm
from dougong.engines.rule.event import Chain, Event, EventType
from dougong.runtime.services.context import Actor
from dougong.runtime.services.records_event import RecordEvent

_KINDS: Mapping[str, EventType] = {
    "created": "created",
    "submitted": "created",
    "updated": "updated",
    "deleted": "deleted",
    "restored": "restored",
}


def chain_of(actor: Actor, root: str) -> Chain:
    """The chain that what this actor does belongs to."""
    cause = actor.cause
    return Chain(cause.trace or root, cause.depth, frozenset(cause.chain))


def events_of(actor: Actor, happened: RecordEvent) -> list[Event]:
    """The event itself, and one for each stage it moved to."""
    chain, old = chain_of(actor, happened.id), happened.old or {}
    before = {key: old.get(key) for key in happened.changed}
    after = {key: happened.values.get(key) for key in happened.changed}
    kind = _KINDS[happened.kind]
    events = [Event(kind, happened.form, happened.id, chain, actor.channel, before, after)]
    for move in happened.moves:
        facts = {"pipeline": move.pipeline, "from": move.from_stage, "to": move.to_stage}
        events.append(Event("stage", happened.form, happened.id, chain, actor.channel, before, after, facts))
    return events


def dumped(form: CompiledForm, values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as API JSON; what is no field (owner, flow_state) stands for itself."""
    return {key: form.fields[key].dump(value) if key in form.fields else value for key, value in values.items()}


def loaded(form: CompiledForm, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values that ``dumped`` wrote."""
    return {key: _loaded(form, key, value) for key, value in values.items()}


def _loaded(form: CompiledForm, key: str, value: Any) -> Any:
    field = form.fields.get(key)
    if field is None or value is None or value == []:
        return value
    return field.reader.validate_python(value) if not field.children else value
