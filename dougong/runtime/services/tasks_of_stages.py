"""Tasks outside flows: those that entering a stage makes, and those that an action gives to people.

Everybody a task is given to has a row of his own in one group; the first to do it has done it for all.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from dougong.engines.action.effects import CreateTask
from dougong.engines.calendar.working import natural
from dougong.engines.document import in_both
from dougong.engines.form.pipeline import StageTask
from dougong.errors import Text
from dougong.platform import notifications
from dougong.platform.instances import store
from dougong.platform.instances.store import TaskRow
from dougong.runtime.services.desk import Desk
from dougong.runtime.services.flow_book import calendar_named
from dougong.runtime.services.flow_world import in_hand

FOR_YOU = Text("待办：{name}", "To do: {name}")


class StageTaskBook:
    """Port ``stage_tasks`` of the writing of records."""

    def make(self, desk: Desk, form: str, tasks: Sequence[tuple[str, StageTask]]) -> None:
        """For each record and task; where nobody is found, whoever owns the record has it."""
        stored = desk.stored(form)
        records = desk.open_door.many(stored, [id_ for id_, _ in tasks])
        for id_, one in tasks:
            values = records[id_].values if id_ in records else {}
            definition = one.definition
            who = in_hand(desk, form, id_, values).people(definition.who) if definition.who else []
            owner = values.get("owner") or desk.actor.user
            people = who or ([str(owner)] if owner else [])
            due = _due(desk, definition.within, definition.calendar)
            give(desk, form, id_, one.key, in_both(definition.name, one.key), people, due, required=definition.required)

    def open(self, desk: Desk, form: str, ids: Sequence[str]) -> Mapping[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for row in store.stage_tasks(desk.connection, desk.app.key, form, ids):
            if row.required:
                found.setdefault(row.record_id, set()).add(row.node)
        return {id_: frozenset(keys) for id_, keys in found.items()}


def task_action(desk: Desk, effect: CreateTask) -> dict[str, Any]:
    """Port ``task_actions``: a task that an action asks for."""
    assert effect.about is not None
    due = _due(desk, effect.within, effect.calendar)
    give(desk, effect.about.form, effect.about.id, "action", effect.name, list(effect.who), due, note=effect.note)
    return {"action": "task", "record": effect.about.id, "to": list(effect.who)}


def give(
    desk: Desk,
    form: str,
    record: str,
    key: str,
    name: Text,
    people: Sequence[str],
    due: datetime | None,
    *,
    required: bool = False,
    note: Text | None = None,
) -> None:
    """One task for all of these people."""
    group = desk.services.new_id()
    rows = [
        TaskRow(
            id=desk.services.new_id(),
            instance_id=None,
            number=0,
            group_id=group,
            app=desk.app.key,
            form=form,
            record_id=record,
            node=key[:40],
            round=1,
            kind="task",
            user_id=user,
            delegate_id=desk.organisation.delegate_of(user, desk.now),
            status="open",
            initiator=desk.actor.user,
            name=name.as_json(),
            note=note.as_json() if note is not None else None,
            required=int(required),
            opened_at=desk.now,
            due_at=due,
        )
        for user in dict.fromkeys(people)
    ]
    store.add_tasks(desk.writing, rows)
    others = [row.user_id for row in rows if row.user_id != desk.actor.user]
    about = {"app": desk.app.key, "form": form, "record": record}
    notifications.notify(desk.writing, others, "task", FOR_YOU.format(name=name).as_json(), about=about)
    desk.services.live.tell(desk.writing, [row.user_id for row in rows], "tasks")


def _due(desk: Desk, within: str | None, calendar: str | None) -> datetime | None:
    if within is None:
        return None
    named = calendar_named(desk.app, calendar)
    return desk.now + natural(within) if named is None else named.add(desk.now, within)
