"""Where a flow would go for a record and an initiator, and who would decide: everything approved, nothing stored."""

from collections.abc import Mapping
from typing import Any

from dougong.engines.finding import Finding, Invalid, message
from dougong.engines.flow.definition import START
from dougong.engines.flow.graph import Flow
from dougong.engines.flow.state import State
from dougong.engines.form.submit import coerce
from dougong.errors import NotFound
from dougong.runtime.services.desk import Desk
from dougong.runtime.services.flow_picks import offered, picked_nodes
from dougong.runtime.services.flow_rehearsal import Rehearsal
from dougong.runtime.services.flow_shape import node_name, person

Json = dict[str, Any]

NOBODY = message("nobody", "“{node}”找不到可以处理的人", "Nobody is found to act at “{node}”", "warning")
TOO_MANY = message("too_many_people", "“{node}”的处理人太多", "Too many people are found at “{node}”", "warning")
NO_WAY = message("no_way_on", "“{node}”之后没有条件成立", "No condition holds after “{node}”", "warning")
SELF = message("self_approval", "“{node}”要由发起人自己审批", "“{node}” asks the initiator himself", "warning")


def simulate(
    desk: Desk,
    flow: Flow,
    *,
    values: Mapping[str, Any] | None = None,
    record: str | None = None,
    initiator: str | None = None,
    picks: Mapping[str, list[str]] | None = None,
) -> Json:
    """``{"path": [{"node", "name", "type", "state", "who", "why"}], "edges", "result", "problems"}``; ``edges`` are the
    places of those that were taken. ``values`` are API JSON and go over those of ``record``. Raises NotFound for a
    record or person there is not, Invalid for bad values."""
    form = desk.form(flow.definition.form)
    base: dict[str, Any] = dict.fromkeys(form.fields)
    who = initiator or desk.actor.user
    if initiator is not None and not desk.organisation.active(initiator):
        raise NotFound
    if record is not None:
        base |= desk.door.get(desk.stored(form.key), record).values
    given, problems = coerce(form, dict(values or {}))
    if problems:
        raise Invalid(problems)
    department = desk.organisation.department_of(who) if who else None
    system = {"owner": who, "created_by": who, "department": department, "id": None, "flow_state": None}
    whole = {**system, **base, **given} if record is None else {**base, **given}
    if record is None:
        whole = _computed(desk, form.key, given, whole)
    rehearsal = Rehearsal(desk, flow, whole)
    state = rehearsal.go(who, picks or {})
    return {
        "path": [
            _stop(desk, flow, state, key) | _picks(desk, flow, state, key, whole) for key in _in_order(flow, state)
        ],
        "edges": [edge.place for edge in flow.edges if state.edges.get(edge.id) == "live"],
        "result": state.flow_state,
        "problems": [_shown(desk, one) for one in _problems(desk, flow, state)],
    }


def _computed(desk: Desk, form: str, given: Mapping[str, Any], whole: dict[str, Any]) -> dict[str, Any]:
    """Defaults and formulas of a record that is not there yet."""
    from dougong.engines.form.submit import settle  # noqa: PLC0415  only a record that is not there needs it
    from dougong.runtime.services.records_run import Kitchen  # noqa: PLC0415

    compiled = desk.form(form)
    base = {key: whole.get(key) for key in ("owner", "department", "created_by", "id", "flow_state")}

    def step(values: Mapping[str, Any], run: Any) -> Any:
        return settle(compiled, dict(values), None, run, base=base, writable=lambda _: True)

    settled = Kitchen(desk, form).cook([given], step)[0]
    return {**whole, **settled.values}


def _in_order(flow: Flow, state: State) -> list[str]:
    """The nodes it came through or left out, the start aside, in the order of the way."""
    seen = [key for key, node in state.nodes.items() if node.status != "waiting" and key != START]
    return sorted(seen, key=lambda key: (state.nodes[key].opened is None, flow.order[key]))


def _stop(desk: Desk, flow: Flow, state: State, key: str) -> Json:
    here = state.nodes[key]
    tasks = [task for task in state.tasks.values() if task.node == key and task.round == here.round]
    # an approval stands for what it would be: the rehearsal itself says yes everywhere
    return {
        "node": key,
        "name": node_name(desk, flow, key),
        "type": flow.nodes[key].type,
        "state": here.status,
        "mode": here.mode if tasks else None,
        "who": [
            {**(person(desk, task.user) or {}), "passed": task.by is None and task.vote is not None} for task in tasks
        ],
        "why": here.why or _because(flow, state, key),
    }


def _picks(desk: Desk, flow: Flow, state: State, key: str, values: Mapping[str, Any]) -> Json:
    """What the initiator must say of a step whose people he chooses; empty for others."""
    settings = picked_nodes(flow).get(key)
    if settings is None:
        return {}
    among = offered(desk, flow, key, str(values.get("id") or ""), values, state.initiator)
    people = None if among is None else [person(desk, user) for user in among]
    return {"picks": {"many": settings.many, "required": settings.required, "among": people}}


def _because(flow: Flow, state: State, key: str) -> str | None:
    """The condition that led here, as the builder wrote it."""
    live = [edge for edge in flow.into[key] if state.edges.get(edge.id) == "live"]
    texts = ["otherwise" if edge.otherwise else edge.when for edge in live]
    return next((text for text in texts if isinstance(text, str)), None)


def _problems(desk: Desk, flow: Flow, state: State) -> list[Finding]:
    places = {node.key: f"/nodes/{index}" for index, node in enumerate(flow.definition.nodes)}
    words = {"nobody": NOBODY, "too_many_people": TOO_MANY, "no_way_on": NO_WAY}
    found = []
    for job in state.jobs.values():
        if job.reason in words:
            found.append(words[job.reason].at(places.get(job.node, ""), node=node_name(desk, flow, job.node)))
    for key, node in state.nodes.items():
        asked = [task for task in state.tasks.values() if task.node == key and task.kind == "approval"]
        if node.status == "done" and [task.user for task in asked if task.by] == [state.initiator]:
            found.append(SELF.at(places.get(key, ""), node=node_name(desk, flow, key)))
    return found


def _shown(desk: Desk, finding: Finding) -> Json:
    return {
        "pointer": finding.pointer,
        "code": finding.code,
        "severity": finding.severity,
        "message": finding.message.in_locale(desk.actor.locale),
    }
