"""One event being applied to a working copy of the state: the small steps everything else is made of."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from dougong.engines.flow.definition import START
from dougong.engines.flow.effects import ArmTimer, CancelChild, Effect, Ended, Tell
from dougong.engines.flow.events import AnyEvent
from dougong.engines.flow.graph import Edge, Flow
from dougong.engines.flow.state import PENDING, EdgeStatus, Job, NodeState, State, Task, TaskStatus, Timer
from dougong.engines.flow.world import Recorder

# a flow that sends itself back over and over without any person is stopped here
MOST_AUTOMATIC_RETURNS = 20
LIMIT_TIMER = -2


@dataclass
class Run:
    """``touched``: nodes whose incoming edges changed; ``forced``: nodes to open whatever their edges say."""

    flow: Flow
    state: State
    event: AnyEvent
    world: Recorder
    effects: list[Effect] = field(default_factory=list)
    touched: set[str] = field(default_factory=set)
    forced: list[str] = field(default_factory=list)
    returns: int = 0

    @property
    def now(self) -> datetime:
        return self.event.at

    def node(self, key: str) -> NodeState:
        return self.state.nodes[key]

    def new_id(self) -> int:
        self.state.last_id += 1
        return self.state.last_id

    def mark(self, edge: Edge, status: EdgeStatus) -> None:
        self.state.edges[edge.id] = status
        self.touched.add(edge.target)

    def tell(
        self,
        what: Literal["task", "copy", "urge", "remind", "notify", "returned", "ended", "incident"],
        to: list[str],
        node: str | None = None,
        timer: int | None = None,
    ) -> None:
        people = tuple(dict.fromkeys(to))
        if people or what == "incident":
            self.effects.append(Tell(what, people, node, timer))

    def tasks_of(self, node: str) -> list[Task]:
        """What people decide or decided in the node's present round; copies aside."""
        this_round = self.node(node).round
        return [
            task
            for task in self.state.tasks.values()
            if task.node == node and task.round == this_round and task.kind != "cc"
        ]

    def open_task(self, task: Task) -> None:
        """Ask somebody, or whoever stands in for him."""
        task.status, task.opened = "open", self.now
        substitute = self.world.person("substitute", task.user, self.state)
        # nobody approves his own request by standing in for somebody
        if substitute is not None and (task.kind != "approval" or substitute != self.state.initiator):
            task.delegate = substitute
        self.tell("task", [user for user in (task.user, task.delegate) if user], task.node)

    def close_task(self, task: Task, status: TaskStatus, why: str | None = None) -> None:
        task.status, task.closed = status, self.now
        if why is not None:
            task.why = why

    def arm(self, node: str, index: int, due: datetime, left: int = 1) -> None:
        timer = Timer(self.new_id(), node, index, due, left)
        self.state.timers[timer.id] = timer
        self.effects.append(ArmTimer(timer.id, due))

    def cancel_work(self, node: str, why: str) -> None:
        """Whatever is still open in a node is over."""
        for task in self.state.tasks.values():
            if task.node == node and task.status in PENDING:
                self.close_task(task, "cancelled", why)
        self.state.timers = {key: timer for key, timer in self.state.timers.items() if timer.node != node}
        self.state.jobs = {key: job for key, job in self.state.jobs.items() if job.node != node}
        for child in [child for child in self.state.children.values() if child.node == node]:
            del self.state.children[child.id]
            self.effects.append(CancelChild(child.id))

    def reset(self, nodes: set[str], why: str) -> None:
        """A new round for these nodes: their work is cancelled and the ways out of them are open again."""
        for key in sorted(nodes, key=self.flow.order.__getitem__):
            self.cancel_work(key, why)
            self.state.nodes[key] = NodeState(round=self.node(key).round + 1)
            for edge in self.flow.out[key]:
                self.mark(edge, "open")
            self.touched.add(key)
        self.state.resumes = [saved for saved in self.state.resumes if saved.to not in nodes]
        self.forced = [key for key in self.forced if key not in nodes]

    def incident(self, node: str, reason: str) -> None:
        """Nothing is lost: an administrator sees it and can retry, jump or terminate."""
        job = Job(self.new_id(), node, "incident", reason)
        self.state.jobs[job.id] = job
        self.tell("incident", [], node)

    def finish(self, result: str) -> None:
        """The instance is over; whatever is still open is cancelled."""
        for key, node in self.state.nodes.items():
            self.cancel_work(key, "ended")
            if node.status == "active":
                node.status, node.closed = "cancelled", self.now
        self.state.timers.clear()
        self.state.jobs.clear()
        self.state.resumes.clear()
        self.touched.clear()
        self.forced.clear()
        self.state.result = result
        self.effects.append(Ended(result))
        if self.state.initiator is not None:
            self.tell("ended", [self.state.initiator])


def fresh_state(flow: Flow) -> State:
    """An instance to which nothing has happened."""
    state = State()
    state.nodes = {key: NodeState() for key in flow.nodes}
    state.edges = {edge.id: "open" for edge in flow.edges}
    assert START in state.nodes
    return state
