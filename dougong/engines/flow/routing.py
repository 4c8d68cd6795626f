"""Where it goes on from a node: the edges taken, the dead ones, and the ways back."""

from dougong.engines.flow.definition import START
from dougong.engines.flow.graph import Edge
from dougong.engines.flow.nodes.approval import ApprovalDef
from dougong.engines.flow.run import MOST_AUTOMATIC_RETURNS, Run
from dougong.engines.flow.state import Saved, State


def choose(run: Run, node: str, outcome: str) -> list[Edge]:
    """The edges taken after an outcome: ``one`` the first that holds, ``many`` all that hold, else ``otherwise``."""
    ways = run.flow.ways(node, outcome)
    taken = []
    for edge in ways:
        if not edge.otherwise and (edge.when is None or run.world.holds(edge.id, run.state)):
            taken.append(edge)
            if not run.flow.splits_many(node):
                break
    return taken or [edge for edge in ways if edge.otherwise][:1]


def complete(run: Run, node: str, outcome: str, why: str | None = None) -> None:
    """A node is decided: close it and take the ways out."""
    run.cancel_work(node, "decided")
    state = run.node(node)
    state.status, state.outcome, state.why, state.closed = "done", outcome, why, run.now
    for saved in [saved for saved in run.state.resumes if saved.to == node]:
        run.state.resumes.remove(saved)
        _carry(run, saved, outcome)
    route(run, node, outcome)


def route(run: Run, node: str, outcome: str) -> None:
    """Make the edges that are taken live and all others dead. No way on is an end for a rejection, else an incident."""
    if not run.flow.ways(node, outcome) and outcome == "rejected":
        _rejected_without_a_way(run, node)
        return
    taken = choose(run, node, outcome)
    if not taken:
        run.incident(node, "no_way_on")
        return
    for edge in run.flow.out[node]:
        run.mark(edge, "live" if edge in taken else "dead")


def _rejected_without_a_way(run: Run, node: str) -> None:
    settings = run.flow.nodes[node]
    on_reject = settings.on_reject if isinstance(settings, ApprovalDef) else "end"
    if on_reject == "return_to_initiator":
        send_back(run, node, START, resume=False)
    elif on_reject.startswith("return_to:"):
        send_back(run, node, on_reject.removeprefix("return_to:"), resume=False)
    else:
        run.finish("rejected")


def send_back(run: Run, node: str, to: str, *, resume: bool) -> None:
    """A new round from ``to`` on: it and everything after it is reset, other branches go on."""
    run.returns += 1
    if run.returns > MOST_AUTOMATIC_RETURNS:
        run.incident(node, "returns_for_ever")
        return
    again = {to, *run.flow.below(to)}
    saved = _snapshot(run.state, run, to, node, again) if resume else None
    run.reset(again, "returned")
    if saved is not None:
        run.state.resumes.append(saved)
    run.node(to).returned = True
    run.forced.append(to)


def _snapshot(state: State, run: Run, to: str, back: str, nodes: set[str]) -> Saved:
    outcomes = {
        key: state.nodes[key].outcome or ""
        for key in sorted(nodes)
        if state.nodes[key].status == "done" and key != back and state.nodes[key].outcome
    }
    live = [edge.id for key in outcomes for edge in run.flow.out[key] if state.edges[edge.id] == "live"]
    return Saved(to, back, outcomes, live)


def _carry(run: Run, saved: Saved, outcome: str) -> None:
    """Go straight back, but only when every condition in between still chooses the same way; else in order."""
    outcomes = {**saved.outcomes, saved.to: outcome}
    live = {edge.id for key, was in outcomes.items() for edge in choose(run, key, was)}
    if live != set(saved.live):
        return
    for key, was in saved.outcomes.items():
        if key != saved.to and run.node(key).status == "waiting":
            run.node(key).carried = was
