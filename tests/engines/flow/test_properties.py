"""What must hold for every graph and every sequence of events."""

import itertools
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zlib import crc32

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dougong.engines.flow import events
from dougong.engines.flow.advance import Step, advance, replay
from dougong.engines.flow.definition import FlowDef
from dougong.engines.flow.graph import Flow
from dougong.engines.flow.state import State, dump_state, load_state
from dougong.engines.flow.voting import verdict
from dougong.engines.flow.world import Question
from dougong.errors import Failure
from dougong.kinds import load_kinds

KINDS = load_kinds()
START = datetime(2026, 11, 22, 8, tzinfo=UTC)
PEOPLE = ["an", "bo", "cy", "di", "ed"]


@dataclass
class Chance:
    """A world whose answers are arbitrary but always the same for one seed and moment."""

    seed: int
    now: datetime = START

    def answer(self, question: Question, state: State) -> Any:
        number = crc32(f"{self.seed}|{question}|{state.last_id}".encode())
        match question.asked:
            case "edge" | "filled":
                return bool(number % 2)
            case "people":
                return [PEOPLE[(number + step) % 5] for step in range(1 + number // 7 % 3)]
            case "superior" | "department_head" | "substitute":
                return PEOPLE[number % 5] if number % 3 else None
            case "due":
                return (self.now + timedelta(hours=number % 50)).isoformat() if number % 4 else None


@st.composite
def flows(draw: st.DrawFn) -> Flow:
    """Directed acyclic graphs in which every node lies on a way to an end and every outcome has somewhere to go."""
    count = draw(st.integers(1, 7))
    keys = [f"n{index}" for index in range(count)]
    nodes = [draw(_node(key, keys[:index])) for index, key in enumerate(keys)]
    if draw(st.booleans()):
        nodes.append({"key": "no", "type": "end", "result": "rejected"})
        keys.append("no")
    reached: set[str] = set()
    edges: list[dict[str, Any]] = []
    split: dict[str, str] = {}
    for index, key in enumerate(["start", *keys]):
        if key == "no":
            continue
        later = [*keys[index:], "end"]
        missing = [later[0]] if later[0] not in reached and later[0] != "end" else []
        targets = list(dict.fromkeys(missing + draw(st.lists(st.sampled_from(later), min_size=1, max_size=3))))
        reached |= set(targets)
        split[key] = draw(st.sampled_from(["one", "many"]))
        edges += [{"from": key, "to": target, "when": "x > 0"} for target in targets[:-1]]
        edges.append({"from": key, "to": targets[-1], "otherwise": True} if targets[:-1] else _edge(key, targets[-1]))
        own = next((node for node in nodes if node["key"] == key), None)
        if own is not None and own["type"] == "approval" and draw(st.booleans()):
            edges.append({"from": key, "to": draw(st.sampled_from(later)), "on": "rejected"})
    join = {key: draw(st.sampled_from(["all", "first"])) for key in keys}
    raw = {
        "key": "f", "form": "x", "nodes": nodes, "edges": edges, "split": split, "join": join,
        "withdraw": draw(st.sampled_from(["always", "before_first_decision", "never"])),
    }  # fmt: skip
    return Flow(FlowDef.model_validate(raw, context=KINDS), KINDS.nodes)


def _edge(source: str, target: str) -> dict[str, Any]:
    return {"from": source, "to": target}


@st.composite
def _node(draw: st.DrawFn, key: str, before: list[str]) -> dict[str, Any]:
    who = [{"by": "role", "role": "r"}]
    kind = draw(st.sampled_from(["approval"] * 4 + ["fill", "cc", "action", "wait", "subflow", "gate"]))
    node: dict[str, Any] = {"key": key, "type": kind}
    match kind:
        case "approval":
            node |= {
                "who": who,
                "mode": draw(st.sampled_from(["any", "all", "sequence", "ratio"])),
                "ratio": draw(st.sampled_from([0.23, 0.5, 0.67, 1])),
                "same_person": draw(st.sampled_from(["adjacent", "off", "instance"])),
                "self_approval": draw(st.sampled_from(["allow", "skip", "superior"])),
                "resume": draw(st.sampled_from(["walk", "jump"])),
                "collect": draw(st.booleans()),
                "or_reject": draw(st.sampled_from(["first", "all"])),
                "on_reject": draw(st.sampled_from(["end", "return_to_initiator"])),
                "timers": draw(st.lists(_timer(), max_size=2)),
            }
        case "fill":
            node |= {"who": who, "mode": draw(st.sampled_from(["any", "all", "sequence"]))}
        case "cc":
            node |= {"who": who}
        case "action":
            node |= {"do": [{"action": "tag", "field": "t", "add": ["a"]}]}
        case "wait":
            node |= {"for": "1d"}
        case "subflow":
            node |= {"flow": "other", "wait": draw(st.booleans())}
    return node


def _timer() -> st.SearchStrategy[dict[str, Any]]:
    what = ["remind", "escalate", "approve", "reject", "return", "transfer"]
    return st.sampled_from(what).map(lambda do: {"after": "1h", "do": do, "every": "1h", "times": 3})


class Story:
    """An instance that things happen to; refusals are part of the story."""

    def __init__(self, flow: Flow, seed: int) -> None:
        self.flow, self.world = flow, Chance(seed)
        self.state: State | None = None
        self.log: list[tuple[events.AnyEvent, dict[str, Any]]] = []

    def apply(self, event: events.AnyEvent) -> Step | None:
        self.world.now = event.at
        before = None if self.state is None else dump_state(self.state)
        try:
            step = advance(self.flow, self.state, event, self.world)
        except Failure:
            assert before == (None if self.state is None else dump_state(self.state))
            return None
        self.state = step.state
        self.log.append((event, step.answers))
        return step


def _happens(draw: st.DrawFn, state: State, flow: Flow, number: int) -> events.AnyEvent:
    """Something that may happen now, sometimes something that may not."""
    base: dict[str, Any] = {"id": f"e{number}", "at": START + timedelta(hours=number)}
    tasks = [task for task in state.tasks.values() if task.status == "open"] or list(state.tasks.values())
    what = draw(st.sampled_from(WHAT))
    if what == "timer" and state.timers:
        return events.TimerFired(**base, timer=draw(st.sampled_from(sorted(state.timers))))
    if what in ("job", "timer") and state.jobs:
        return events.JobDone(**base, job=min(state.jobs), error=draw(st.sampled_from([None, None, None, "broken"])))
    if what in ("child", "timer") and state.children:
        result = draw(st.sampled_from(["approved", "rejected"]))
        return events.ChildEnded(**base, child=min(state.children), result=result)
    if what == "control" or not tasks:
        return _control(draw, base, flow, state)
    task = draw(st.sampled_from(tasks))
    base["by"] = task.delegate if task.delegate and draw(st.booleans()) else task.user
    someone = draw(st.sampled_from(PEOPLE))
    match what:
        case "return":
            to = draw(st.sampled_from(["start", *flow.nodes]))
            return events.Return(**base, task=task.id, to=to, resume=draw(st.sampled_from([None, "walk", "jump"])))
        case "transfer":
            return events.Transfer(**base, task=task.id, to=someone)
        case "add":
            where = draw(st.sampled_from(["before", "after", "beside"]))
            return events.AddSign(**base, task=task.id, to=[someone, draw(st.sampled_from(PEOPLE))], where=where)
        case "subtract":
            return events.SubtractSign(**base, task=task.id, to=[someone], admin=draw(st.booleans()))
        case "claim":
            return draw(st.sampled_from([events.Claim, events.Release]))(**base, task=task.id)
        case "cc":
            return events.Copy(**base, task=task.id, to=[someone])
    outcome = draw(st.sampled_from(["approved"] * 5 + ["rejected"])) if task.kind == "approval" else "done"
    return events.Decide(**base, task=task.id, outcome=outcome)


WHAT = [
    "decide", "decide", "decide", "decide", "timer", "timer", "return", "transfer", "add", "subtract", "claim", "cc",
    "job", "child", "control",
]  # fmt: skip


def _control(draw: st.DrawFn, base: dict[str, Any], flow: Flow, state: State) -> events.AnyEvent:
    what = draw(st.integers(0, 40))
    if what == 20:
        return events.Withdraw(**base, by="an")
    if what == 21:
        return events.Terminate(**base, by="ad", admin=True)
    if what < 8:
        return events.Jump(**base, by="ad", admin=True, to=draw(st.sampled_from(list(flow.nodes))))
    return events.Retry(**base, by="ad", admin=True) if what < 16 else events.Urge(**base, by="an")


@st.composite
def stories(draw: st.DrawFn) -> Story:
    flow = draw(flows())
    story = Story(flow, draw(st.integers(0, 10_000)))
    started = story.apply(events.Start(id="e0", at=START, by="an", initiator="an"))
    assert started is not None
    for number in range(1, draw(st.integers(10, 30))):
        assert story.state is not None
        if story.state.result is not None and draw(st.booleans()):
            break
        story.apply(_happens(draw, story.state, flow, number))
        _check(flow, story.state)
    return story


def _check(flow: Flow, state: State) -> None:
    open_tasks = state.open_tasks()
    if state.result is None:
        assert state.has_work()
        stuck = [job for job in state.jobs.values() if job.kind == "incident" and job.reason in ("stuck", "no_way_on")]
        assert not stuck, stuck
    else:
        assert not state.has_work()
        assert not any(node.status == "active" for node in state.nodes.values())
    for task in open_tasks:
        assert state.nodes[task.node].status == "active"
        assert state.nodes[task.node].round == task.round
    for key, node in state.nodes.items():
        if node.status == "skipped":
            assert all(state.edges[edge.id] == "dead" for edge in flow.into[key])
        if node.status in ("waiting", "active"):
            assert state.result is not None or all(state.edges[edge.id] == "open" for edge in flow.out[key])


@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
@given(stories())
def test_an_instance_has_work_until_it_ends_and_none_after(story: Story) -> None:
    assert story.state is not None


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(stories())
def test_replaying_the_log_gives_the_same_state(story: Story) -> None:
    assert story.state is not None
    assert dump_state(replay(story.flow, story.log)) == dump_state(story.state)


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(stories(), st.integers(0, 1000))
def test_an_event_applied_twice_changes_nothing(story: Story, which: int) -> None:
    assert story.state is not None
    event, _ = story.log[which % len(story.log)]
    again = advance(story.flow, story.state, event, story.world)
    assert dump_state(again.state) == dump_state(story.state)
    assert again.effects == []


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(stories())
def test_a_state_survives_its_json(story: Story) -> None:
    assert story.state is not None
    assert dump_state(load_state(dump_state(story.state))) == dump_state(story.state)


def _outcomes_after(mode: str, votes: tuple[str | None, ...], options: dict[str, Any]) -> set[str]:
    """Every outcome the open votes can still lead to, by trying them all: the oracle knows nothing of early endings."""
    found = set()
    for rest in itertools.product(["approved", "rejected"], repeat=votes.count(None)):
        given_later = iter(rest)
        full = [vote if vote is not None else next(given_later) for vote in votes]
        yes = full.count("approved")
        match mode:
            case "any":
                passes = yes > 0
            case "all" | "sequence":
                passes = yes == len(full)
            case _:
                passes = yes >= options["needed"]
        found.add("approved" if passes else "rejected")
    return found


def test_votes_are_decided_exactly_when_no_open_vote_can_change_them() -> None:
    """All 3^n states of up to four voters, against every way they can go on."""
    for size in range(1, 5):
        for votes in itertools.product([None, "approved", "rejected"], repeat=size):
            for mode in ("any", "all", "sequence"):
                possible = _outcomes_after(mode, votes, {})
                expected = possible.pop() if len(possible) == 1 else None
                assert verdict(mode, list(votes), or_reject="all") == expected, (mode, votes)
            for needed in range(1, size + 1):
                possible = _outcomes_after("ratio", votes, {"needed": needed})
                expected = possible.pop() if len(possible) == 1 else None
                assert verdict("ratio", list(votes), needed=needed) == expected, (votes, needed)
