"""One flow at a time, advanced by hand: builders of nodes and edges, and a running instance in a plain world."""

from datetime import UTC, datetime, timedelta
from typing import Any

from dougong.engines.flow import events
from dougong.engines.flow.advance import advance
from dougong.engines.flow.definition import FlowDef
from dougong.engines.flow.graph import Flow
from dougong.engines.flow.state import State
from dougong.engines.flow.world import Question
from dougong.kinds import load_kinds

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
KINDS = load_kinds()


def approval(key: str, *who: str, **more: Any) -> dict[str, Any]:
    return {"key": key, "type": "approval", "who": [{"by": "user", "users": list(who) or ["nobody"]}], **more}


def fill(key: str, *who: str, **more: Any) -> dict[str, Any]:
    return approval(key, *who, **more) | {"type": "fill"}


def edge(line: str, when: str | None = None, *, otherwise: bool = False, on: str | None = None) -> dict[str, Any]:
    source, target = line.split(">")
    found: dict[str, Any] = {"from": source, "to": target}
    return (
        found
        | ({"when": when} if when else {})
        | ({"otherwise": True} if otherwise else {})
        | ({"on": on} if on else {})
    )


class Case:
    """A running instance with a world that answers from plain settings: people are those named in ``who``."""

    def __init__(self, nodes: list[dict[str, Any]], edges: list[dict[str, Any] | str], **flow: Any) -> None:
        drawn = [edge(one) if isinstance(one, str) else one for one in edges]
        raw = {"key": "f", "form": "x", "nodes": nodes, "edges": drawn, **flow}
        self.flow = Flow(FlowDef.model_validate(raw, context=KINDS), KINDS.nodes)
        self.facts: dict[str, Any] = {}
        self.state: State | None = None
        self.effects: list[Any] = []
        self.now = NOON
        self.number = 0

    def answer(self, question: Question, state: State) -> Any:
        if str(question) in self.facts:
            return self.facts[str(question)]
        match question.asked:
            case "edge":
                when = self.flow.edge[question.subject].when
                assert isinstance(when, str)
                return self.facts.get(when, False)
            case "people" if question.part == "admins":
                return ["admin"]
            case "people":
                node: Any = self.flow.nodes[question.subject]
                users = [user for line in node.who for user in line.users]
                return [] if users == ["nobody"] else users
            case "due":
                return (self.now + timedelta(hours=1)).isoformat()
            case "filled":
                return False
            case _:
                return {"superior": f"{question.subject}+1"}.get(question.asked)

    def apply(self, kind: Any, **given: Any) -> "Case":
        self.number += 1
        event = kind(**{"id": f"e{self.number}", "at": self.now, **given})
        step = advance(self.flow, self.state, event, self)
        self.state, self.effects = step.state, step.effects
        return self

    def start(self, by: str = "ina") -> "Case":
        return self.apply(events.Start, by=by, initiator=by)

    @property
    def now_state(self) -> State:
        assert self.state is not None
        return self.state

    def task(self, user: str) -> int:
        """The open task of a person, else the last one he had."""
        mine = [task for task in self.now_state.tasks.values() if task.asks(user) and task.kind != "cc"]
        return next((task.id for task in mine if task.status == "open"), mine[-1].id)

    def says(self, user: str, outcome: str = "approved") -> "Case":
        return self.apply(events.Decide, by=user, task=self.task(user), outcome=outcome)

    def back(self, user: str, to: str = "start", **more: Any) -> "Case":
        return self.apply(events.Return, by=user, task=self.task(user), to=to, **more)

    @property
    def asked(self) -> list[str]:
        """Who is asked now, in which node."""
        return [f"{task.node}:{task.user}" for task in self.now_state.open_tasks()]

    @property
    def result(self) -> str | None:
        return self.now_state.result


def one(*who: str, **more: Any) -> Case:
    return Case([approval("boss", *who, **more)], ["start>boss", "boss>end"]).start()
