"""Doing what actions planned: in our own records at once, through the same use cases as everybody, in one transaction.

What is done is told as small dictionaries, for the run log and for the answer to a button.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from dougong.engines.action.effects import (
    Assign,
    CancelFlow,
    CreateRecord,
    CreateTask,
    DeleteRecord,
    Effect,
    Notify,
    RecordRef,
    Refuse,
    Selection,
    SetFields,
    StartFlow,
    Target,
    UpdateRecord,
    UpsertRecord,
    Warn,
    Webhook,
)
from dougong.engines.action.kind import plan_actions
from dougong.engines.expression.kinds import BOOLEAN, USER, Kind, record_of
from dougong.engines.expression.tree import Call, Lit, LiteralValue, Node, Path
from dougong.engines.finding import Finding, Invalid, message
from dougong.engines.report.plan import Aggregate, Query
from dougong.errors import Failure, NotFound, Text
from dougong.platform import notifications, rules
from dougong.platform.storage.groups import grouped
from dougong.platform.storage.select import ListQuery
from dougong.runtime.services import records
from dougong.runtime.services.desk import Desk
from dougong.runtime.services.hand import Hand, program
from dougong.runtime.services.records_run import values_of

Done = dict[str, Any]
TOO_MANY = message(
    "too_many_records", "这个动作会涉及超过 {limit} 条记录", "This action would touch more than {limit} records"
)
AMBIGUOUS = message(
    "ambiguous_key",
    "有多条记录符合“{key}”，不能确定更新哪一条",
    "Several records match “{key}”: which one is meant is not clear",
)


class NotOffered(Failure):
    """An action that this installation cannot do yet."""

    code, status, title = "action_not_offered", 422, Text("该动作暂不可用", "This action is not available yet")


def carry_out(desk: Desk, effects: Sequence[Effect], *, initiator: str | None = None) -> list[Done]:
    """Raises whatever the use cases refuse; then nothing of this run stands (the caller takes it back)."""
    return [done for effect in effects for done in _do(desk, effect, initiator)]


def _do(desk: Desk, effect: Effect, initiator: str | None) -> list[Done]:
    match effect:
        case UpdateRecord():
            return [_update(desk, ref, effect.set) for ref in _targets(desk, effect.target)]
        case CreateRecord():
            return [_create(desk, effect.form, effect.set, draft=effect.draft)]
        case UpsertRecord():
            return [_upsert(desk, effect)]
        case DeleteRecord():
            return [_delete(desk, ref) for ref in _targets(desk, effect.target)]
        case Assign():
            return _assign(desk, effect)
        case Notify():
            return [_notify(desk, effect)]
        case StartFlow() | CancelFlow():
            return [_flow(desk, effect, initiator)]
        case Refuse(message=words):
            raise Invalid([Finding("", "refused", words)])
        case Warn(message=words):
            return [{"action": "warn", "message": words.as_json()}]
        case CreateTask():
            return [_task(desk, effect)]
        case SetFields() | Webhook():
            raise NotOffered
    return []


# records


def _update(desk: Desk, ref: RecordRef, values: Mapping[str, Any]) -> Done:
    written = records.update(desk, ref.form, ref.id, values, python=True)
    return {"action": "update", "form": ref.form, "record": ref.id, "fields": sorted(values), "rev": written["rev"]}


def _create(desk: Desk, form: str, values: Mapping[str, Any], *, draft: bool) -> Done:
    made = records.create(desk, form, values, draft=draft, python=True)
    return {"action": "create", "form": form, "record": made["id"]}


def _delete(desk: Desk, ref: RecordRef) -> Done:
    records.delete(desk, ref.form, [ref.id])
    return {"action": "delete", "form": ref.form, "record": ref.id}


def _upsert(desk: Desk, effect: UpsertRecord) -> Done:
    form = desk.form(effect.form)
    terms: list[Node] = [_is(key, form.fields[key].kind, effect.set.get(key)) for key in effect.key]
    condition = terms[0] if len(terms) == 1 else Call("AND", tuple(terms), BOOLEAN)
    query = ListQuery(filter=condition, sort=("id",), fields=())
    found = desk.door.page(desk.stored(effect.form), query, limit=2).items
    if len(found) > 1:
        raise Invalid([AMBIGUOUS.at("", key=", ".join(effect.key))])
    if not found:
        return _create(desk, effect.form, effect.set, draft=False)
    kept = {key: value for key, value in effect.set.items() if key not in effect.keep}
    return _update(desk, RecordRef(effect.form, found[0].id), kept)


def _is(key: str, kind: Kind, value: object) -> Node:
    assert value is None or isinstance(value, LiteralValue), f"{key} holds several values and names no record"
    return Call("=", (Path((key,), kind), Lit(value, kind)), BOOLEAN)


def _targets(desk: Desk, target: Target) -> list[RecordRef]:
    match target:
        case RecordRef():
            return [target]
        case Selection():
            return _selected(desk, target)


def _selected(desk: Desk, chosen: Selection) -> list[RecordRef]:
    """Every record the selection means. Raises Invalid for more than its limit."""
    form = desk.form(chosen.form)
    nodes: list[Node] = []
    if chosen.through is not None and chosen.parent is not None:
        kind = form.fields[chosen.through].kind
        named = kind if kind.name == "record" else record_of(chosen.parent.form)
        nodes.append(Call("=", (Path((chosen.through,), named), Lit(chosen.parent.id, named)), BOOLEAN))
    if chosen.where is not None:
        nodes.append(program(desk.app, chosen.form, chosen.where, BOOLEAN).node)
    condition = Call("AND", tuple(nodes), BOOLEAN) if len(nodes) > 1 else (nodes[0] if nodes else None)
    stored, found, cursor = desk.stored(chosen.form), [], None
    while True:
        page = desk.door.page(stored, ListQuery(filter=condition, sort=("id",), fields=()), limit=500, cursor=cursor)
        found += [RecordRef(chosen.form, item.id) for item in page.items]
        if len(found) > chosen.limit:
            raise Invalid([TOO_MANY.at("", limit=chosen.limit)])
        cursor = page.next
        if cursor is None:
            return found


# people


def _assign(desk: Desk, effect: Assign) -> list[Done]:
    """Nobody to choose from leaves the record as it is."""
    if effect.keep:
        now = values_of(desk.open_door, effect.target.form, [effect.target.id], frozenset({effect.field}))
        if now.get(effect.target.id, {}).get(effect.field) is not None:
            return []
    match effect.strategy:
        case "round_robin":
            turn = rules.next_turn(desk.writing, desk.app.key, effect.cursor)
            chosen = effect.candidates[turn % len(effect.candidates)]
        case "least_loaded":
            loads = _loads(desk, effect)
            chosen = min(effect.candidates, key=lambda user: loads.get(user, 0))
        case _:
            chosen = effect.candidates[0]
    return [{**_update(desk, effect.target, {effect.field: chosen}), "action": "assign", "to": chosen}]


def _loads(desk: Desk, effect: Assign) -> dict[str, int]:
    """How many open records each person has."""
    # a load is a report of one dimension
    load = effect.load
    if load is None:
        return {}
    where = None if load.when is None else program(desk.app, load.form, load.when, BOOLEAN).node
    count = Aggregate("count", "count", None, USER, where)
    rows = grouped(desk.open_door, Query(load.form, None, (Path((load.field,), USER),), (count,))).rows
    return {str(user): int(number) for user, number in rows if user is not None}


def _notify(desk: Desk, effect: Notify) -> Done:
    about = None
    if effect.about is not None:
        about = {"app": desk.app.key, "form": effect.about.form, "record": effect.about.id}
    body = None if effect.title is None else effect.text.zh
    text = (effect.title or effect.text).as_json()
    told = notifications.notify(desk.writing, effect.to, "rule", text, about=about, body=body, key=effect.key)
    desk.services.live.tell(desk.writing, told, "inbox")
    return {"action": "notify", "to": told, "channels": [one for one in effect.channels if one == "inbox"]}


# flows


def _flow(desk: Desk, effect: StartFlow | CancelFlow, initiator: str | None) -> Done:
    if desk.services.ports.flow_actions is None:
        raise NotOffered
    return desk.services.ports.flow_actions(desk, effect, initiator)


def _task(desk: Desk, effect: CreateTask) -> Done:
    if desk.services.ports.task_actions is None:
        raise NotOffered
    return desk.services.ports.task_actions(desk, effect)


# buttons


class ButtonActions:
    """Port ``actions`` of the writing of records."""

    def press(self, desk: Desk, form: str, record: str, button: str, asked: Mapping[str, Any]) -> Mapping[str, Any]:
        compiled = desk.form(form)
        definition = next((one for one in compiled.definition.buttons if one.key == button), None)
        if definition is None:
            raise NotFound
        values = values_of(desk.open_door, form, [record], frozenset(compiled.fields)).get(record)
        if values is None:
            raise NotFound
        more = tuple((key, field.kind) for key, field in compiled.buttons[button].ask.items())
        hand = Hand(desk, form, record, values, asked=asked, more=more)
        effects = plan_actions(definition.do, hand.context(f"{form}.{button}"), desk.app.kinds.actions)
        done = carry_out(desk, effects)
        made = [{"form": one["form"], "id": one["record"]} for one in done if one["action"] == "create"]
        messages = [one["message"][desk.actor.locale] for one in done if one["action"] == "warn"]
        return {"made": made, "messages": messages}
