"""The tasks of a record that somebody holds or has done: they let him read it, less what their nodes hide."""

from sqlalchemy import Connection, bindparam, or_, select

from dougong.ids import is_id
from dougong.platform.db.types import Id
from dougong.platform.instances.tables import task

# held now, or done; what was cancelled was never decided, what is queued has not begun
HOLDING = ("open", "held", "done", "unread", "read")

_me = bindparam("me", type_=Id())
_TASKS = (
    select(task.c.flow, task.c.node)
    .where(
        task.c.record_id == bindparam("record", type_=Id()),
        or_(task.c.user_id == _me, task.c.delegate_id == _me, task.c.decided_by == _me),
        task.c.status.in_(HOLDING),
    )
    .distinct()
)


def held_tasks(connection: Connection, user: str | None, record: str) -> list[tuple[str | None, str]]:
    """(flow, node) of each; no flow for a task outside of any."""
    if user is None or not is_id(record):
        return []
    return [(flow, node) for flow, node in connection.execute(_TASKS, {"record": record, "me": user})]
