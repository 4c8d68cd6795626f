"""The same person again: who has approved already, or is asked again right after, is not asked here.

Where two approvals that follow each other ask one person, the later one is kept, but only when it is certain that he
will be asked there; else the earlier one counts for the later. Never where the node wants input or was returned to.
"""

from dougong.engines.flow.deciding import deciders
from dougong.engines.flow.nodes.approval import ApprovalDef
from dougong.engines.flow.routing import choose
from dougong.engines.flow.run import Run


def passed_because(run: Run, node: str, settings: ApprovalDef, user: str) -> str | None:
    """Why this person need not be asked, or None."""
    if settings.same_person == "off" or settings.asks_for_input or run.node(node).returned:
        return None
    if settings.same_person == "instance":
        earlier = [key for key in run.flow.above(node) if _approved(run, key)]
        return next((f"approved:{key}" for key in sorted(earlier) if user in deciders(run, key)), None)
    later = _next_approval(run, node)
    if later is not None and _certainly_asks(run, later, user):
        return f"asked_next:{later}"
    before = [key for key in _previous_approvals(run, node) if _approved(run, key)]
    return next((f"approved:{key}" for key in sorted(before) if user in deciders(run, key)), None)


def _approved(run: Run, node: str) -> bool:
    state = run.node(node)
    return isinstance(run.flow.nodes[node], ApprovalDef) and state.status == "done" and state.outcome == "approved"


def _quiet(run: Run, node: str) -> bool:
    """Nodes that come between two approvals without parting them."""
    return run.flow.kind(node).asks.opens in ("read", "pass")


def _next_approval(run: Run, node: str) -> str | None:
    """The approval that follows for certain when this one is approved as the record stands now."""
    outcome = "approved"
    while True:
        taken = choose(run, node, outcome)
        if len(taken) != 1 or len(run.flow.into[taken[0].target]) != 1:
            return None
        node = taken[0].target
        if isinstance(run.flow.nodes[node], ApprovalDef):
            return node
        if not _quiet(run, node):
            return None
        outcome = run.flow.usual_outcome(node)


def _certainly_asks(run: Run, node: str, user: str) -> bool:
    settings = run.flow.nodes[node]
    assert isinstance(settings, ApprovalDef)
    if settings.same_person == "off" or settings.differs_from:
        return False
    if user == run.state.initiator and settings.self_approval != "allow":
        return False
    people = run.world.people(node, "who", run.state)
    return user in people and (settings.mode in ("all", "sequence") or people == [user])


def _previous_approvals(run: Run, node: str) -> list[str]:
    found: list[str] = []
    looking = [node]
    while looking:
        for edge in run.flow.into[looking.pop()]:
            if run.state.edges[edge.id] != "live":
                continue
            if isinstance(run.flow.nodes[edge.source], ApprovalDef):
                found.append(edge.source)
            elif edge.source != "start" and _quiet(run, edge.source):
                looking.append(edge.source)
    return found
