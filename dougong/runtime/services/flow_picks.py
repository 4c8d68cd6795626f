"""People whom the initiator chooses for steps of a flow (``initiator_picks``): who must be chosen, and who may be.

The choice comes with what starts the flow (``picks``: people by node) and is frozen into the instance. Only somebody
who is asked can answer: where an import or a rule starts a flow, a step without a choice follows its own
``when_empty``.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from dougong.engines.finding import Finding, Invalid, message, pointer
from dougong.engines.flow.definition import HumanNodeDef
from dougong.engines.flow.graph import Flow
from dougong.engines.flow.run import fresh_state
from dougong.engines.participant.kinds.initiator_picks import InitiatorPicksParticipant
from dougong.runtime.services.desk import Desk
from dougong.runtime.services.flow_rehearsal import Rehearsal
from dougong.runtime.services.flow_shape import node_name
from dougong.runtime.services.flow_world import RecordWorld, in_hand
from dougong.runtime.services.records_judge import NO_PERSON

Picks = Mapping[str, Sequence[str]]
NEEDED = message("pick_needed", "请选择“{node}”的处理人", "Choose who acts at “{node}”")
ONE_ONLY = message("one_pick", "“{node}”只能选择一个人", "Only one person can be chosen for “{node}”")
NOT_OFFERED = message("not_offered", "此人不在“{node}”的可选范围内", "This person may not be chosen for “{node}”")


def judged_picks(
    desk: Desk, flow: Flow, record: str, values: Mapping[str, Any], initiator: str | None, picks: Picks
) -> dict[str, list[str]]:
    """The choices for the steps of this flow. Raises Invalid, each problem at ``/picks/<node>``."""
    asking = picked_nodes(flow)
    kept = {node: list(dict.fromkeys(picks.get(node, ()))) for node in asking}
    findings = [
        finding
        for node, settings in asking.items()
        for finding in _judged(desk, flow, node, settings, kept[node], record, values, initiator)
    ]
    missing = [node for node, settings in asking.items() if settings.required and not kept[node]]
    if missing and not findings and _asked_somebody(desk):
        whole = {**values, "id": record}
        rehearsed = Rehearsal(desk, flow, whole).go(initiator, kept).nodes
        on_the_way = [node for node in missing if rehearsed[node].opened is not None]
        findings += [NEEDED.at(pointer("picks", node), node=node_name(desk, flow, node)) for node in on_the_way]
    if findings:
        raise Invalid(findings)
    return {node: people for node, people in kept.items() if people}


def picked_nodes(flow: Flow) -> dict[str, InitiatorPicksParticipant]:
    """The steps whose people the initiator chooses."""
    return {
        key: one
        for key, node in flow.nodes.items()
        if isinstance(node, HumanNodeDef)
        for one in node.who
        if isinstance(one, InitiatorPicksParticipant)
    }


def offered(
    desk: Desk, flow: Flow, node: str, record: str, values: Mapping[str, Any], initiator: str | None
) -> list[str] | None:
    """Who may be chosen; None: anybody."""
    settings = picked_nodes(flow)[node]
    if not settings.among:
        return None
    world = RecordWorld(desk, flow, lambda: in_hand(desk, flow.definition.form, record, values))
    state = fresh_state(flow)
    state.initiator = initiator
    return world.people_of(settings.among, node, state)


def _judged(
    desk: Desk,
    flow: Flow,
    node: str,
    settings: InitiatorPicksParticipant,
    chosen: Sequence[str],
    record: str,
    values: Mapping[str, Any],
    initiator: str | None,
) -> list[Finding]:
    at, name = pointer("picks", node), node_name(desk, flow, node)
    if len(chosen) > 1 and not settings.many:
        return [ONE_ONLY.at(at, node=name)]
    allowed = offered(desk, flow, node, record, values, initiator) if chosen else None
    found = []
    for index, user in enumerate(chosen):
        if not desk.organisation.active(user):
            found.append(NO_PERSON.at(f"{at}/{index}"))
        elif allowed is not None and user not in allowed:
            found.append(NOT_OFFERED.at(f"{at}/{index}", node=name))
    return found


def _asked_somebody(desk: Desk) -> bool:
    return desk.actor.user is not None and desk.actor.channel in ("ui", "api")
