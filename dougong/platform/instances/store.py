"""Reading and writing instances, their events and tasks. Statements are few and do not grow with what was decided."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, exists, insert, not_, or_, select, update

from dougong.errors import NotFound
from dougong.ids import is_id
from dougong.platform.db import Unit
from dougong.platform.db.types import Id
from dougong.platform.instances.tables import flow_event, flow_instance, task


@dataclass(slots=True)
class Instance:
    """One row of ``flow_instance``; ``state`` is JSON."""

    id: str
    app: str
    n: int
    flow: str
    form: str
    record_id: str
    title: str | None
    initiator: str | None
    result: str | None
    flow_state: str
    state: Any
    seq: int
    started_at: datetime
    parent_id: str | None = None
    parent_child: int | None = None
    cause: Any = None
    incident: str | None = None
    ended_at: datetime | None = None


@dataclass(slots=True)
class TaskRow:
    """One row of ``task``."""

    id: str
    instance_id: str | None
    number: int
    app: str
    form: str
    record_id: str
    node: str
    round: int
    kind: str
    user_id: str
    status: str
    opened_at: datetime
    flow: str | None = None
    group_id: str | None = None
    delegate_id: str | None = None
    vote: str | None = None
    decided_by: str | None = None
    why: str | None = None
    initiator: str | None = None
    name: Any = None
    note: Any = None
    required: int = 0
    saved: Any = None
    due_at: datetime | None = None
    closed_at: datetime | None = None
    seen_at: datetime | None = None

    @property
    def people(self) -> list[str]:
        return [user for user in (self.user_id, self.delegate_id) if user is not None]


@dataclass(slots=True)
class EventRow:
    """One line of the log."""

    id: str
    instance_id: str
    seq: int
    at: datetime
    by: str | None
    kind: str
    event: Mapping[str, Any]
    answers: Mapping[str, Any]
    node: str | None = None
    task_id: str | None = None
    action_id: str | None = None
    comment: str | None = None
    detail: Mapping[str, Any] | None = field(default=None)


_INSTANCE = [column.name for column in flow_instance.c]
_TASK = [column.name for column in task.c]


def instance_of(row: Any) -> Instance:
    """From a row with every column of ``flow_instance``."""
    return Instance(**{name: getattr(row, name) for name in _INSTANCE})


def task_of(row: Any) -> TaskRow:
    """From a row with every column of ``task``."""
    return TaskRow(**{name: getattr(row, name) for name in _TASK})


def _values(item: Any) -> dict[str, Any]:
    return {name: getattr(item, name) for name in item.__dataclass_fields__}


def lock_instance(unit: Unit, id_: str) -> Instance:
    """The instance, held to the end of the transaction. Raises NotFound."""
    row = unit.connection.execute(select(flow_instance).where(flow_instance.c.id == id_).with_for_update()).first()
    if row is None:
        raise NotFound
    return instance_of(row)


def lock_by_task(unit: Unit, task_id: str) -> tuple[Instance | None, TaskRow]:
    """A task and the instance it belongs to, locked, in one statement. What the task's row says may be old by then
    when somebody else was waited for: the state of the instance is what counts. Raises NotFound."""
    if not is_id(task_id):
        raise NotFound
    both = [*(column.label(f"t_{column.name}") for column in task.c), *(flow_instance.c)]
    query = select(*both).join(flow_instance, flow_instance.c.id == task.c.instance_id).where(task.c.id == task_id)
    row = unit.connection.execute(query.with_for_update(of=flow_instance)).first()
    if row is not None:
        return instance_of(row), TaskRow(**{name: getattr(row, f"t_{name}") for name in _TASK})
    alone = unit.connection.execute(select(task).where(task.c.id == task_id).with_for_update()).first()
    if alone is None:
        raise NotFound
    return None, task_of(alone)


def find_instance(connection: Connection, id_: str) -> Instance:
    """Raises NotFound."""
    if not is_id(id_):
        raise NotFound
    row = connection.execute(select(flow_instance).where(flow_instance.c.id == id_)).first()
    if row is None:
        raise NotFound
    return instance_of(row)


def instances_of_record(connection: Connection, record_id: str) -> list[Instance]:
    """Newest first."""
    query = select(flow_instance).where(flow_instance.c.record_id == record_id)
    return [instance_of(row) for row in connection.execute(query.order_by(flow_instance.c.started_at.desc()))]


def running(connection: Connection, app: str, record_ids: Sequence[str]) -> list[tuple[str, str, str, str]]:
    """(instance, flow, record, flow_state) of what runs on these records."""
    query = select(
        flow_instance.c.id, flow_instance.c.flow, flow_instance.c.record_id, flow_instance.c.flow_state
    ).where(flow_instance.c.record_id.in_(record_ids), flow_instance.c.app == app, flow_instance.c.result.is_(None))
    return [(str(row[0]), str(row[1]), str(row[2]), str(row[3])) for row in connection.execute(query)]


def add_instance(unit: Unit, instance: Instance) -> None:
    unit.connection.execute(insert(flow_instance).values(_values(instance)))


def save_instance(unit: Unit, instance: Instance) -> None:
    """What advancing changes of it."""
    unit.connection.execute(
        update(flow_instance)
        .where(flow_instance.c.id == instance.id)
        .values(
            state=instance.state,
            result=instance.result,
            flow_state=instance.flow_state,
            seq=instance.seq,
            title=instance.title,
            incident=instance.incident,
            ended_at=instance.ended_at,
        )
    )


def add_events(unit: Unit, rows: Sequence[EventRow]) -> None:
    if rows:
        unit.connection.execute(insert(flow_event), [_values(row) for row in rows])


def events_of(connection: Connection, instance_id: str) -> list[EventRow]:
    """The log, oldest first."""
    query = select(flow_event).where(flow_event.c.instance_id == instance_id).order_by(flow_event.c.seq)
    names = EventRow.__dataclass_fields__
    return [EventRow(**{name: getattr(row, name) for name in names}) for row in connection.execute(query)]


def repeated(connection: Connection, task_id: str, action_id: str) -> bool:
    """Whether this very action was done before."""
    query = select(flow_event.c.id).where(flow_event.c.task_id == task_id, flow_event.c.action_id == action_id)
    return connection.execute(query).first() is not None


def last_event(connection: Connection, instance_id: str, kind: str) -> datetime | None:
    """When an event of this kind happened last."""
    query = select(flow_event.c.at).where(flow_event.c.instance_id == instance_id, flow_event.c.kind == kind)
    return connection.execute(query.order_by(flow_event.c.seq.desc()).limit(1)).scalar()


def add_tasks(unit: Unit, rows: Sequence[TaskRow]) -> None:
    if rows:
        unit.connection.execute(insert(task), [_values(row) for row in rows])


def save_tasks(unit: Unit, instance_id: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Bring rows up to date with the state: those that end alike in one statement each way of ending."""
    groups: dict[tuple[Any, ...], list[int]] = {}
    for row in rows:
        shared = tuple((key, row[key]) for key in sorted(row) if key != "number")
        groups.setdefault(shared, []).append(int(row["number"]))
    for shared, numbers in groups.items():
        unit.connection.execute(
            update(task)
            .where(task.c.instance_id == bindparam("instance", instance_id, Id()), task.c.number.in_(numbers))
            .values(dict(shared))
        )


def find_task(connection: Connection, id_: str) -> TaskRow:
    """Raises NotFound."""
    if not is_id(id_):
        raise NotFound
    row = connection.execute(select(task).where(task.c.id == id_)).first()
    if row is None:
        raise NotFound
    return task_of(row)


def tasks_of_instance(connection: Connection, instance_id: str) -> list[TaskRow]:
    """In the order they were made."""
    query = select(task).where(task.c.instance_id == instance_id).order_by(task.c.number)
    return [task_of(row) for row in connection.execute(query)]


def change_task(unit: Unit, id_: str, **values: Any) -> None:
    unit.connection.execute(update(task).where(task.c.id == id_).values(values))


def close_group(unit: Unit, group_id: str, **values: Any) -> int:
    """End every open task of a group; gives how many there were."""
    done = unit.connection.execute(
        update(task).where(task.c.group_id == group_id, task.c.status == "open").values(values)
    )
    return done.rowcount


def stage_tasks(connection: Connection, app: str, form: str, record_ids: Sequence[str]) -> list[TaskRow]:
    """Open tasks outside flows on these records."""
    query = select(task).where(
        task.c.record_id.in_(record_ids),
        task.c.app == app,
        task.c.form == form,
        task.c.instance_id.is_(None),
        task.c.status == "open",
    )
    return [task_of(row) for row in connection.execute(query)]


def tasks_on_record(connection: Connection, app: str, record_id: str, user: str) -> list[TaskRow]:
    """What a person has or had to do about a record, newest first; work that was taken from him unread is left out."""
    query = select(task).where(
        task.c.record_id == record_id,
        task.c.app == app,
        or_(task.c.user_id == user, task.c.delegate_id == user, task.c.decided_by == user),
        task.c.status.in_(("open", "held", "done", "unread", "read")),
    )
    return [task_of(row) for row in connection.execute(query.order_by(task.c.id.desc()))]


def running_ids(connection: Connection, after: str | None, limit: int) -> Iterable[str]:
    """Instances that run, by id; for the sweeper."""
    query = select(flow_instance.c.id).where(flow_instance.c.result.is_(None)).order_by(flow_instance.c.id)
    if after is not None:
        query = query.where(flow_instance.c.id > after)
    return [str(row[0]) for row in connection.execute(query.limit(limit))]


def is_latest(instance: Instance) -> ColumnElement[bool]:
    """The condition that no other flow was started on the record since."""
    later = select(flow_instance.c.id).where(
        flow_instance.c.record_id == instance.record_id,
        flow_instance.c.id > instance.id,
        or_(flow_instance.c.parent_id.is_(None), flow_instance.c.parent_id != instance.id),
    )
    return not_(exists(later))


def waiting_for(connection: Connection, user: str) -> list[str]:
    """Instances that have an open task of this person, each once, in the order locks are taken."""
    query = select(task.c.instance_id).where(
        task.c.user_id == user, task.c.status == "open", task.c.instance_id.is_not(None)
    )
    return sorted({str(row[0]) for row in connection.execute(query)})


def give_alone(unit: Unit, user: str, to: str) -> int:
    """Open tasks outside flows go to somebody else; gives how many."""
    done = unit.connection.execute(
        update(task)
        .where(task.c.user_id == user, task.c.status == "open", task.c.instance_id.is_(None))
        .values(user_id=to, delegate_id=None)
    )
    return done.rowcount


def children_of(connection: Connection, parent_id: str) -> list[tuple[str, int | None]]:
    """Running children, with the number the parent knows them by."""
    query = select(flow_instance.c.id, flow_instance.c.parent_child).where(
        flow_instance.c.parent_id == parent_id, flow_instance.c.result.is_(None)
    )
    return [(str(row[0]), row[1]) for row in connection.execute(query)]
