"""Flows and tasks as the API shows them, in the reader's language."""

from collections.abc import Mapping, Sequence
from typing import Any

from dougong.engines.document import in_both
from dougong.engines.expression.printing import print_
from dougong.engines.expression.tree import Path
from dougong.engines.flow.control import can_withdraw
from dougong.engines.flow.definition import END, START
from dougong.engines.flow.graph import Flow
from dougong.engines.flow.state import State, load_state
from dougong.errors import NotFound, Text
from dougong.platform.instances import store
from dougong.platform.instances.store import EventRow, Instance
from dougong.runtime.services.desk import Desk
from dougong.runtime.services.flow_book import flow_at

Json = dict[str, Any]

IMPLICIT = {START: Text("开始", "Start"), END: Text("结束", "End")}
# what a line of the log is called; a decision by its outcome
ACTIONS = {
    "start": "submit", "cc": "cc", "timer": "timer", "job": "action", "child": "subflow",
}  # fmt: skip


def person(desk: Desk, user: str | None) -> Json | None:
    return None if user is None else {"id": user, "title": desk.organisation.name_of(user)}


def node_name(desk: Desk, flow: Flow, key: str) -> str:
    """In the actor's language; its key where it has no name."""
    if key in IMPLICIT and (key not in flow.nodes or flow.nodes[key].name is None):
        return IMPLICIT[key].in_locale(desk.actor.locale)
    settings = flow.nodes.get(key)
    return in_both(settings.name if settings else None, key).in_locale(desk.actor.locale)


def flow_name(desk: Desk, flow: Flow) -> str:
    """In the actor's language; its key where it has no name."""
    return in_both(flow.definition.name, flow.key).in_locale(desk.actor.locale)


def record_ref(instance: Instance) -> Json:
    return {"app": instance.app, "form": instance.form, "id": instance.record_id, "title": instance.title}


def shape_flow(desk: Desk, instance: Instance, *, admin: bool, log: bool = True) -> Json:
    """One instance with its graph and its log."""
    flow = flow_at(desk, instance.flow, instance.n)
    state = load_state(instance.state)
    shown: Json = {
        "id": instance.id,
        "key": instance.flow,
        "name": flow_name(desk, flow),
        "state": instance.flow_state,
        "result": instance.result,
        "initiator": person(desk, instance.initiator),
        "started_at": instance.started_at,
        "ended_at": instance.ended_at,
        "record": record_ref(instance),
        "can": _can(desk, flow, instance, state, admin=admin),
        "graph": graph(desk, flow, state),
    }
    if admin and instance.incident:
        shown["incident"] = instance.incident
    if log:
        shown["log"] = log_lines(desk, flow, state, store.events_of(desk.connection, instance.id))
    return shown


def _can(desk: Desk, flow: Flow, instance: Instance, state: State, *, admin: bool) -> list[str]:
    if instance.result is not None:
        return []
    found = []
    if desk.actor.user == instance.initiator and can_withdraw(flow, state):
        found.append("withdraw")
    if desk.actor.user == instance.initiator or admin:
        found.append("urge")
    if admin:
        found += ["terminate", "jump", "reassign"]
        if any(job.kind == "incident" for job in state.jobs.values()):
            found.append("retry")
    return found


def graph(desk: Desk, flow: Flow, state: State | None) -> Json:
    """Nodes with their states and who acts there, edges with theirs; of a flow that is not running, without states."""
    return {
        "nodes": [_node(desk, flow, key, state) for key in _reading_order(flow)],
        "edges": [
            {
                "from": edge.source,
                "to": edge.target,
                "on": edge.outcome,
                "otherwise": edge.otherwise,
                "name": in_both(flow.definition.edges[edge.place].name, "").in_locale(desk.actor.locale) or None,
                "when": _words_of(edge.when),
                "state": state.edges.get(edge.id, "open") if state is not None else "open",
            }
            for edge in flow.edges
        ],
    }


def _reading_order(flow: Flow) -> list[str]:
    return sorted(flow.nodes, key=flow.order.__getitem__)


def _words_of(when: Any) -> str | None:
    if when is None or isinstance(when, str):
        return when
    return print_(when) if isinstance(when, Path) else str(when.model_dump_json(by_alias=True, exclude_none=True))


def _node(desk: Desk, flow: Flow, key: str, state: State | None) -> Json:
    settings = flow.nodes[key]
    shown: Json = {"key": key, "type": settings.type, "name": node_name(desk, flow, key), "state": "waiting", "who": []}
    if state is None or key not in state.nodes:
        return shown
    here = state.nodes[key]
    tasks = [
        task
        for task in state.tasks.values()
        if task.node == key and task.round == here.round and (task.status != "cancelled" or task.vote is not None)
    ]
    shown |= {"state": here.status, "round": here.round, "outcome": here.outcome, "why": here.why}
    shown |= {"opened_at": here.opened, "closed_at": here.closed}
    shown["who"] = [
        {
            "id": task.user,
            "title": desk.organisation.name_of(task.user),
            "status": task.status,
            "vote": task.vote,
            "by": person(desk, task.by) if task.by not in (None, task.user) else None,
            "why": task.why,
            "at": task.closed,
        }
        for task in tasks
    ]
    return shown


def log_lines(desk: Desk, flow: Flow, state: State, rows: Sequence[EventRow]) -> list[Json]:
    """What people see of the log, oldest first: reading and the engine's own steps are left out."""
    return [
        _line(desk, flow, state, row) for row in rows if row.kind not in ("read", "job", "child", "claim", "release")
    ]


def _line(desk: Desk, flow: Flow, state: State, row: EventRow) -> Json:
    event: Mapping[str, Any] = row.event
    action = str(event.get("outcome") or ACTIONS.get(row.kind, row.kind))
    line: Json = {
        "at": row.at,
        "by": person(desk, row.by),
        "node": row.node,
        "node_name": node_name(desk, flow, row.node) if row.node else None,
        "action": action,
        "comment": row.comment,
    }
    task = state.tasks.get(event.get("task", -1))
    if task is not None and row.by is not None and task.delegate == row.by and task.user != row.by:
        line["for"] = person(desk, task.user)
    to = event.get("to")
    if isinstance(to, str) and to in flow.nodes:
        line["to"] = {"node": to, "name": node_name(desk, flow, to)}
    elif to:
        line["to"] = [person(desk, user) for user in ([to] if isinstance(to, str) else to)]
    if row.detail and row.detail.get("signature"):
        line["signature"] = row.detail["signature"]
    return line


def readable_flow(desk: Desk, flow: Flow, instance: Instance, *, admin: bool) -> None:
    """Raises NotFound for somebody whom this flow does not concern: neither its initiator, nor asked in it, nor able to
    read its record."""
    user = desk.actor.user
    if admin or (user is not None and user == instance.initiator):
        return
    state = load_state(instance.state)
    if any(user in (task.user, task.delegate, task.by) for task in state.tasks.values()):
        return
    stored = desk.app.stored.get(instance.form)
    if stored is None or instance.record_id not in desk.door.many(stored, [instance.record_id]):
        raise NotFound
