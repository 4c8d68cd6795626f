"""From what happened to a record to the events rules know, and back from the payload of a promise.

A promise carries the values that changed, as API JSON, so that ``OLD`` and ``CHANGED`` mean the same when it is kept.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from pydantic_core import ValidationError

from dougong.engines.form.compile import CompiledForm
from dougong.engines.form.fields import CompiledField
from dougong.engines.record.columns import Column, ColumnType
from dougong.engines.rule.event import Chain, Event, EventType
from dougong.runtime.services.context import Actor
from dougong.runtime.services.records_event import RecordEvent

_READ: Mapping[ColumnType, Callable[[str], object]] = {
    ColumnType.TEXT: str,
    ColumnType.DECIMAL: Decimal,
    ColumnType.DATE: date.fromisoformat,
    ColumnType.DATETIME: datetime.fromisoformat,
    ColumnType.TIME: time.fromisoformat,
}
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
    if field.children:
        return value
    try:
        return field.reader.validate_python(value)
    except ValidationError:
        return _as_it_was(field, value)


def _as_it_was(field: CompiledField, value: Any) -> Any:
    """A value that met the limits of its day and not those of today; blank where the field is of another type now."""
    place = field.place
    read = _READ.get(place.type) if isinstance(place, Column) else None
    if read is None or not isinstance(value, str):
        # several choices keep what they are; ids of something else are none
        choices = isinstance(place, Column) and field.holder.many and isinstance(value, list)
        return value if choices else field.blank()
    try:
        return read(value)
    except (ValueError, ArithmeticError):
        return field.blank()
