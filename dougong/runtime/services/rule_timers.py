"""Rules that time fires: a date comes, nothing happened for a while, a schedule.

Each minute a rule looks at the records whose moment lies between its last look and now, an index range where the field
has an index; once a day (and when it is new) at all of them, so that a record that came in late is met too. A mark on
the record keeps the same date from firing twice. Cron rules take their due turns by the policy ``missed``.
"""

from collections import deque
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from dougong.engines.expression.kinds import BOOLEAN, DATE, DATETIME
from dougong.engines.expression.tree import Call, Lit, Node
from dougong.engines.rule.definition import RuleDef
from dougong.engines.rule.event import Chain, Event, EventType
from dougong.engines.rule.schedule import due_by_date, due_by_idleness, next_by_cron, seconds
from dougong.engines.rule.triggers.cron import OnCron
from dougong.engines.rule.triggers.date import OnDate
from dougong.engines.rule.triggers.idle import OnIdle
from dougong.platform import rules
from dougong.platform.access.principal import app_principal
from dougong.platform.db import Unit
from dougong.platform.definitions.compiled import CompiledApp
from dougong.platform.storage.select import ListQuery
from dougong.runtime.services.context import Actor, Services
from dougong.runtime.services.desk import Desk, writing_desk
from dougong.runtime.services.hand import Hand, program
from dougong.runtime.services.records_run import Kitchen, values_of
from dougong.runtime.services.rules import judged, promise, ran_of

WHOLE = timedelta(days=1)
# a rule that was off for long does not fire for what became due before this
LATEST = timedelta(days=2)
SLACK = timedelta(minutes=5)
PAGE = 200
MOST_TURNS = 50


def look(services: Services) -> None:
    """One turn over every timed rule of every app; each rule is a transaction of its own."""
    with services.database.read() as connection:
        timed = [(app.key, rule.key) for app in services.apps.every(connection) for rule in _timed(app)]
    for app, rule in timed:
        services.database.write(partial(_look_at, services, app, rule))


def _look_at(services: Services, app: str, rule: str, unit: Unit) -> int:
    return look_at(services, unit, app, rule)


def _timed(app: CompiledApp) -> list[RuleDef]:
    return [rule for rule in app.definition.rules if rule.enabled and isinstance(rule.on, OnDate | OnIdle | OnCron)]


def look_at(services: Services, unit: Unit, app: str, key: str) -> int:
    """Promise every run of one rule that is due now. Answers how many."""
    actor = Actor(app_principal(app), "zh-CN", "rule")
    desk = writing_desk(services, unit, actor, app)
    rule = next((one for one in _timed(desk.app) if one.key == key), None)
    if rule is None:
        return 0
    seen = rules.since(unit.connection, app, key)
    if isinstance(rule.on, OnCron):
        return _cron(desk, rule, seen[0] if seen else None)
    until, whole_at = seen if seen else (None, None)
    whole = whole_at is None or unit.now - whole_at >= WHOLE
    found = _fire(desk, rule, None if whole else until)
    rules.swept(unit, app, key, unit.now, whole=whole)
    return found


def _fire(desk: Desk, rule: RuleDef, since: datetime | None) -> int:
    """Records whose moment came after ``since`` (None: any)."""
    assert rule.form is not None
    stored, cursor, count = desk.stored(rule.form), None, 0
    query = ListQuery(filter=_window(desk, rule, since), sort=("id",), fields=())
    while True:
        page = desk.open_door.page(stored, query, limit=PAGE, cursor=cursor)
        count += _meet(desk, rule, [item.id for item in page.items])
        cursor = page.next
        if cursor is None:
            return count


def _moment(desk: Desk, rule: RuleDef) -> Node:
    """When the record's date or its last sign of life was; what was never touched counts from its making."""
    assert rule.form is not None
    source = rule.on.field if isinstance(rule.on, OnDate) else f"COALESCE({rule.on.field}, created_at)"
    if isinstance(rule.on, OnIdle):
        kind = desk.app.forms[rule.form].scope.resolve(tuple(rule.on.field.split(".")))
        if kind is not None and kind.name == "date":
            source = f"COALESCE({rule.on.field}, DATEVALUE(created_at))"
    return program(desk.app, rule.form, source).node


def _window(desk: Desk, rule: RuleDef, since: datetime | None) -> Node:
    """The records whose moment lies so that the rule became due between ``since`` and now, with some slack."""
    node, now = _moment(desk, rule), desk.now
    shift = timedelta(days=-rule.on.days) if isinstance(rule.on, OnDate) else timedelta(seconds=-seconds(rule.on.after))
    day = node.kind is not None and node.kind.name == "date"

    def literal(at: datetime) -> Lit:
        return Lit(at.astimezone(desk.zone).date(), DATE) if day else Lit(at, DATETIME)

    slack = timedelta(days=1) if day else SLACK
    latest = Call("<=", (node, literal(now + shift + slack)), BOOLEAN)
    begin = since if since is not None else (now - LATEST if isinstance(rule.on, OnDate) else None)
    if begin is None:
        return latest
    return Call("AND", (Call(">=", (node, literal(begin + shift - slack)), BOOLEAN), latest), BOOLEAN)


def _meet(desk: Desk, rule: RuleDef, ids: Sequence[str]) -> int:
    """Promise a run for each of the records that is due, not met before, and for which the condition holds."""
    assert rule.form is not None
    form, count = desk.form(rule.form), 0
    marks = rules.met(desk.connection, desk.app.key, rule.key, ids) if ids else {}
    found = values_of(desk.open_door, rule.form, ids, frozenset(form.fields))
    kitchen = Kitchen(desk, rule.form)
    for id_, values in found.items():
        hand = Hand(desk, rule.form, id_, values, kitchen=kitchen)
        due, mark = _due(desk, rule, hand)
        if due is None or due > desk.now or marks.get(id_) == mark:
            continue
        kind: EventType = "date" if isinstance(rule.on, OnDate) else "idle"
        event = Event(kind, rule.form, id_, Chain(id_), "rule", facts={"due": due.isoformat()})
        verdict = judged(rule, hand)
        if verdict is False:
            # it is looked at again as long as it is due, and told once
            desk.services.run_log.note(desk.writing, [ran_of(desk, rule, event, rules.SKIPPED)], once=True)
        elif rules.due_mark(desk.writing, desk.app.key, rule.key, id_, mark):
            promise(desk, rule, event, judged=verdict is True)
            count += 1
    return count


def _due(desk: Desk, rule: RuleDef, hand: Hand) -> tuple[datetime | None, str]:
    """When the rule is due for a record, and the mark that says for which date it was."""
    value: Any = hand.evaluate(rule.on.field)
    if isinstance(rule.on, OnDate):
        return (None, "") if value is None else (due_by_date(rule.on, value, desk.zone), value.isoformat())
    value = value if value is not None else hand.values["created_at"]
    return due_by_idleness(rule.on.after, value, desk.zone), value.isoformat()


def _cron(desk: Desk, rule: RuleDef, since: datetime | None) -> int:
    """The turns that came since the last look, as ``missed`` says; a new rule begins now."""
    turns: list[datetime] = []
    at = since
    while at is not None and len(turns) < MOST_TURNS:
        at = next_by_cron(rule.on.cron, at, desk.zone)
        if at is None or at > desk.now:
            break
        turns.append(at)
    if rule.missed == "last":
        turns = turns[-1:]
    if rule.missed == "skip":
        turns = [turn for turn in turns[-1:] if desk.now - turn <= SLACK]
    count = sum(_turn(desk, rule, turn) for turn in turns)
    rules.swept(desk.writing, desk.app.key, rule.key, desk.now, whole=True)
    return count


def _turn(desk: Desk, rule: RuleDef, turn: datetime) -> int:
    """One run for each record the rule's filter holds for."""
    if rule.form is None or rule.on.each == "batch":
        return 0
    condition = None if rule.on.filter is None else program(desk.app, rule.form, rule.on.filter, BOOLEAN).node
    stored, cursor, count = desk.stored(rule.form), None, 0
    skipped: deque[rules.Ran] = deque(maxlen=rules.SAMPLE)
    query = ListQuery(filter=condition, sort=("id",), fields=())
    while True:
        page = desk.open_door.page(stored, query, limit=PAGE, cursor=cursor)
        for item in page.items:
            values = values_of(desk.open_door, rule.form, [item.id], frozenset(desk.form(rule.form).fields))
            event = Event("cron", rule.form, item.id, Chain(item.id), "rule", facts={"turn": turn.isoformat()})
            verdict = judged(rule, Hand(desk, rule.form, item.id, values[item.id]))
            if verdict is False:
                skipped.append(ran_of(desk, rule, event, rules.SKIPPED))
                continue
            promise(desk, rule, event, judged=verdict is True)
            count += 1
        cursor = page.next
        if cursor is None:
            desk.services.run_log.note(desk.writing, skipped)
            return count
