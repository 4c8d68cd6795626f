"""What is remembered of running flows. ``flow_instance.state`` says everything; ``task`` rows are its index for people.

Locks are taken in one order: instance, then record.
"""

from sqlalchemy import Column, Index, Integer, String, Table, Text, UniqueConstraint

from dougong.platform.db import metadata
from dougong.platform.db.types import Id, Json, Moment

flow_instance = Table(
    "flow_instance",
    metadata,
    Column("id", Id, primary_key=True),
    Column("app", String(40), nullable=False),
    # the version whose definition of the flow this instance keeps
    Column("n", Integer, nullable=False),
    Column("flow", String(40), nullable=False),
    Column("form", String(40), nullable=False),
    Column("record_id", Id, nullable=False),
    Column("title", Text),
    Column("initiator", Id),
    # null while it runs
    Column("result", String(40)),
    Column("flow_state", String(20), nullable=False),
    Column("state", Json, nullable=False),
    # how many events it has seen
    Column("seq", Integer, nullable=False),
    # the instance that waits for this one, and as which child
    Column("parent_id", Id),
    Column("parent_child", Integer),
    Column("cause", Json),
    # something an administrator must look at
    Column("incident", String(200)),
    Column("started_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Index("ix_flow_instance__record", "record_id", "started_at"),
    Index("ix_flow_instance__initiator", "initiator", "id"),
    Index("ix_flow_instance__app", "app", "flow", "result"),
    Index("ix_flow_instance__parent", "parent_id"),
)

flow_event = Table(
    "flow_event",
    metadata,
    Column("id", Id, primary_key=True),
    Column("instance_id", Id, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    # null: the system
    Column("by", Id),
    Column("kind", String(40), nullable=False),
    Column("node", String(40)),
    Column("task_id", Id),
    # the client's own name of what he did; the same one again gets the same answer
    Column("action_id", String(100)),
    Column("comment", Text),
    # the event and what the world answered: enough to replay it
    Column("event", Json, nullable=False),
    Column("answers", Json, nullable=False),
    # signature, reasons and what else belongs to the line
    Column("detail", Json),
    UniqueConstraint("instance_id", "seq"),
    Index("ix_flow_event__task", "task_id", "action_id"),
)

task = Table(
    "task",
    metadata,
    Column("id", Id, primary_key=True),
    # null: a task outside any flow (of a stage, of an action); ``group_id`` then joins those of one task
    Column("instance_id", Id),
    Column("number", Integer, nullable=False),
    Column("group_id", Id),
    Column("app", String(40), nullable=False),
    Column("form", String(40), nullable=False),
    Column("record_id", Id, nullable=False),
    Column("flow", String(40)),
    Column("node", String(40), nullable=False),
    Column("round", Integer, nullable=False),
    # approval fill cc task
    Column("kind", String(20), nullable=False),
    Column("user_id", Id, nullable=False),
    Column("delegate_id", Id),
    # open held queued done cancelled unread read
    Column("status", String(20), nullable=False),
    Column("vote", String(20)),
    Column("decided_by", Id),
    Column("why", String(100)),
    Column("initiator", Id),
    Column("name", Json),
    Column("note", Json),
    Column("required", Integer, nullable=False, default=0),
    # what somebody filled in and has not handed in yet; only his
    Column("saved", Json),
    Column("opened_at", Moment, nullable=False),
    Column("due_at", Moment),
    Column("closed_at", Moment),
    Column("seen_at", Moment),
    UniqueConstraint("instance_id", "number"),
    Index("ix_task__user", "user_id", "status", "id"),
    Index("ix_task__delegate", "delegate_id", "status", "id"),
    Index("ix_task__decided_by", "decided_by", "closed_at"),
    Index("ix_task__record", "record_id", "user_id"),
    Index("ix_task__group", "group_id"),
)
