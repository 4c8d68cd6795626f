"""What flows do to their record: its ``flow_state``, and the rules that wait for a flow to end."""

from collections.abc import Mapping
from typing import Any, Literal

from sqlalchemy import ColumnElement, update

from dougong.engines.rule.event import Event
from dougong.platform.storage.catalog import StoredForm
from dougong.platform.storage.history import Entry, difference, write_history
from dougong.platform.storage.titles import TitleBook
from dougong.runtime.services.desk import Desk
from dougong.runtime.services.hand import Hand
from dougong.runtime.services.records_dependents import refresh_dependents
from dougong.runtime.services.records_event import RecordEvent
from dougong.runtime.services.records_shape import title
from dougong.runtime.services.rule_events import chain_of
from dougong.runtime.services.rules import promise_called, rules_of_form

Values = Mapping[str, Any]


def title_of(desk: Desk, stored: StoredForm, values: Values) -> str | None:
    """What the record goes by in task lists; through a reference, what that one goes by."""
    field = stored.fields.get(stored.title or "")
    plain = field is None or field.kind.name != "record"
    book = TitleBook(desk.app.key, desk.organisation) if plain else desk.open_door.titles(stored, [values])
    return title(stored, values, book)


def set_flow_state(
    desk: Desk, form: str, values: Values, state: str | None, *, where: ColumnElement[bool] | None = None
) -> dict[str, Any]:
    """Write ``flow_state`` (``where`` it may be); the record keeps its ``rev``, for nothing that people write has
    changed. Gives the record as it stands now."""
    after = {**values, "flow_state": state}
    if values.get("flow_state") == state:
        return after
    stored = desk.stored(form)
    table, columns = stored.tables.table, stored.tables.columns
    name = columns["flow_state"].name
    guard = [columns["id"] == values["id"], *([] if where is None else [where])]
    if desk.connection.execute(update(table).where(*guard).values({name: state})).rowcount == 0:
        return dict(values)
    entry = Entry(
        desk.services.new_id(), str(values["id"]), int(values["rev"]), "flow", difference(stored, values, after)
    )
    cause = {"channel": desk.actor.channel, **desk.actor.cause.as_json()}
    write_history(desk.connection, stored, [entry], desk.now, desk.actor.user, cause)
    refresh_dependents(desk, [_event(form, values, after)])
    return after


def _event(form: str, before: Values, after: Values) -> RecordEvent:
    return RecordEvent("updated", form, str(after["id"]), after, before, frozenset({"flow_state"}))


def tell_rules(
    desk: Desk, kind: Literal["flow", "task"], form: str, values: Values, facts: Mapping[str, object]
) -> None:
    """Promise the rules that wait for what a flow or a task has come to. ``facts`` as ``rule.event`` names them."""
    rules = [rule for rule in rules_of_form(desk.app, form) if rule.timing == "after"]
    if not rules:
        return
    id_ = str(values["id"])
    event = Event(kind, form, id_, chain_of(desk.actor, id_), desk.actor.channel, facts=facts)
    promise_called(desk, rules, event, Hand(desk, form, id_, values))
