"""The to-do centre: what a person has to do, has done, has started and was copied on. Pages by key, counts by index."""

from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, Select, and_, func, or_, select

from dougong.ids import is_id
from dougong.platform.instances.store import Instance, TaskRow, instance_of, task_of
from dougong.platform.instances.tables import flow_instance, task

Box = Literal["todo", "done", "started", "cc"]


@dataclass(frozen=True, slots=True)
class Counts:
    todo: int
    done: int
    started: int
    cc: int


def _mine(box: Box, user: str) -> Any:
    match box:
        case "todo":
            return and_(or_(task.c.user_id == user, task.c.delegate_id == user), task.c.status == "open")
        case "done":
            return and_(task.c.decided_by == user, task.c.status.in_(("done", "cancelled")))
        case _:
            return and_(task.c.user_id == user, task.c.status.in_(("unread", "read")))


def page_of_tasks(
    connection: Connection, user: str, box: Box, *, limit: int, before: str | None = None, app: str | None = None
) -> list[tuple[TaskRow, Instance | None]]:
    """Newest first. Unread copies come before read ones only by age: the list is one order."""
    query: Select[Any] = select(task.c.id).where(_mine(box, user)).order_by(task.c.id.desc()).limit(limit)
    if before is not None and is_id(before):
        query = query.where(task.c.id < before)
    if app is not None:
        query = query.where(task.c.app == app)
    ids = list(connection.scalars(query))
    if not ids:
        return []
    rows = [task_of(row) for row in connection.execute(select(task).where(task.c.id.in_(ids)))]
    instances = _instances(connection, {row.instance_id for row in rows if row.instance_id is not None})
    rows.sort(key=lambda row: row.id, reverse=True)
    return [(row, instances.get(row.instance_id) if row.instance_id else None) for row in rows]


def page_of_started(
    connection: Connection, user: str, *, limit: int, before: str | None = None, app: str | None = None
) -> list[Instance]:
    """What a person has set going, newest first."""
    query = select(flow_instance).where(flow_instance.c.initiator == user, flow_instance.c.parent_id.is_(None))
    if before is not None and is_id(before):
        query = query.where(flow_instance.c.id < before)
    if app is not None:
        query = query.where(flow_instance.c.app == app)
    return [instance_of(row) for row in connection.execute(query.order_by(flow_instance.c.id.desc()).limit(limit))]


def _instances(connection: Connection, ids: set[str]) -> dict[str, Instance]:
    if not ids:
        return {}
    query = select(flow_instance).where(flow_instance.c.id.in_(sorted(ids)))
    return {str(row.id): instance_of(row) for row in connection.execute(query)}


def counts(connection: Connection, user: str) -> Counts:
    """All four numbers in one statement; of the copies those not read yet."""
    unread = and_(task.c.user_id == user, task.c.status == "unread")
    started = and_(flow_instance.c.initiator == user, flow_instance.c.parent_id.is_(None))
    query = select(
        select(func.count()).select_from(task).where(_mine("todo", user)).scalar_subquery(),
        select(func.count()).select_from(task).where(_mine("done", user)).scalar_subquery(),
        select(func.count()).select_from(flow_instance).where(started).scalar_subquery(),
        select(func.count()).select_from(task).where(unread).scalar_subquery(),
    )
    todo, done, begun, copies = connection.execute(query).one()
    return Counts(int(todo), int(done), int(begun), int(copies))
