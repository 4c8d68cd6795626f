"""Checks 7 to 10: who acts, what they can fill in, and whether what nodes say fits their place."""

from collections.abc import Iterator
from typing import Any

from dougong.engines.finding import Finding, message, nearest
from dougong.engines.flow.definition import START, HumanNodeDef, TimerDef
from dougong.engines.flow.facts import FormFacts
from dougong.engines.flow.graph import Flow
from dougong.engines.flow.nodes.approval import ApprovalDef
from dougong.engines.flow.nodes.cc import CcDef
from dougong.engines.flow.nodes.fill import FillDef
from dougong.engines.flow.parallel import Parallel
from dougong.engines.flow.predicates import fields_of, tree_of

NOBODY = message("nobody_named", "“{node}”没有指定由谁处理", "“{node}” names nobody who is to act", "error")
EMPTY_TO = message(
    "empty_to_missing",
    "“{node}”找不到人时要转给指定的人，但没有指定是谁",
    "“{node}” is to ask somebody when nobody is found, but does not say whom",
)
NOT_BEFORE = message(
    "not_before",
    "“{other}”不是“{node}”之前由人处理的节点",
    "“{other}” is no node before “{node}” that people decide",
)
TIMER_TIME = message("timer_without_time", "没有写明什么时候触发", "It does not say when it is due")
TIMER_DOES = message(
    "timer_does_not_fit",
    "“{node}”的定时器不能“{do}”",
    "A timer of “{node}” cannot “{do}”",
)
TIMER_TO = message("timer_to_missing", "没有写明转给或通知谁", "It does not say to whom")
COMPUTED = message(
    "required_but_computed",
    "“{node}”要求填写“{field}”，但它是自动计算的",
    "“{node}” requires “{field}”, which is computed and nobody can fill",
)
TWO_EDITORS = message(
    "edited_at_once",
    "“{node}”和“{other}”可能同时进行，又都能修改“{field}”",
    "“{node}” and “{other}” may be open at once and both edit “{field}”",
    "warning",
)
READ_EARLY = message(
    "read_before_written",
    "“{node}”要用到“{field}”，但它可能要到“{other}”才填写",
    "“{node}” reads “{field}”, which may be filled in only at “{other}”",
    "warning",
)


def people_findings(flow: Flow, facts: FormFacts) -> list[Finding]:
    found: list[Finding] = []
    for index, node in enumerate(flow.definition.nodes):
        at = f"/nodes/{index}"
        found += _who(flow, node, at)
        if isinstance(node, HumanNodeDef):
            for number, timer in enumerate(node.timers):
                found += _timer(node, timer, f"{at}/timers/{number}")
            for field, right in node.fields.items():
                if right == "require" and field in facts.computed:
                    found.append(COMPUTED.at(f"{at}/fields/{field}", node=node.key, field=field))
    return [*found, *_editors(flow), *_read_early(flow, facts)]


def _who(flow: Flow, node: Any, at: str) -> Iterator[Finding]:
    if isinstance(node, FillDef | CcDef) and not node.who:
        yield NOBODY.at(f"{at}/who", node=node.key)
    if isinstance(node, HumanNodeDef) and node.when_empty == "user" and not node.empty_to:
        yield EMPTY_TO.at(f"{at}/empty_to", node=node.key)
    for index, line in enumerate(getattr(node, "who", ())):
        if line.by == "decider":
            yield from _before(flow, node.key, line.node, f"{at}/who/{index}/node")
    if isinstance(node, ApprovalDef):
        for index, other in enumerate(node.differs_from):
            yield from _before(flow, node.key, other, f"{at}/differs_from/{index}")
        for index, other in enumerate(node.return_to or ()):
            if other != START:
                yield from _before(flow, node.key, other, f"{at}/return_to/{index}")
        if node.on_reject.startswith("return_to:"):
            target = node.on_reject.removeprefix("return_to:")
            if target != START:
                yield from _before(flow, node.key, target, f"{at}/on_reject")


def _before(flow: Flow, node: str, other: str, at: str) -> Iterator[Finding]:
    fitting = [key for key in flow.above(node) if key != START and flow.human(key) is not None]
    if other not in fitting:
        yield NOT_BEFORE.at(at, hint=nearest(other, fitting), node=node, other=other)


def _timer(node: HumanNodeDef, timer: TimerDef, at: str) -> Iterator[Finding]:
    if timer.after is None and timer.at is None:
        yield TIMER_TIME.at(at)
    unfit = ("submit",) if isinstance(node, ApprovalDef) else ("approve", "reject")
    if timer.do in unfit:
        yield TIMER_DOES.at(f"{at}/do", node=node.key, do=timer.do)
    if timer.do in ("notify", "transfer") and not timer.to:
        yield TIMER_TO.at(f"{at}/to")


def _writers(flow: Flow, rights: tuple[str, ...]) -> dict[str, list[str]]:
    """Nodes that give one of these rights on a field, by field."""
    writers: dict[str, list[str]] = {}
    for key in flow.nodes:
        human = flow.human(key)
        for field, right in human.fields.items() if human is not None else ():
            if right in rights:
                writers.setdefault(field, []).append(key)
    return writers


def _editors(flow: Flow) -> Iterator[Finding]:
    parallel = Parallel(flow)
    places = {node.key: index for index, node in enumerate(flow.definition.nodes)}
    for field, nodes in _writers(flow, ("edit", "require")).items():
        for index, one in enumerate(nodes):
            for other in nodes[index + 1 :]:
                if parallel.together(one, other):
                    at = f"/nodes/{places[other]}/fields/{field}"
                    yield TWO_EDITORS.at(at, node=one, other=other, field=field)


def _reads(flow: Flow) -> Iterator[tuple[str, str, str]]:
    """(node, field, pointer) of what conditions and participants read when a node is left or opened."""
    for edge in flow.edges:
        for path in sorted(fields_of(tree_of(edge.when))):
            yield edge.source, path.partition(".")[0], f"/edges/{edge.place}/when"
    for index, node in enumerate(flow.definition.nodes):
        for number, line in enumerate(getattr(node, "who", ())):
            field = getattr(line, "field", None)
            if isinstance(field, str):
                yield node.key, field.partition(".")[0], f"/nodes/{index}/who/{number}"


def _read_early(flow: Flow, facts: FormFacts) -> Iterator[Finding]:
    """A field that some node is there to fill in, read where no such node has surely been passed."""
    writers = _writers(flow, ("require",))
    for node, field, at in _reads(flow):
        if field not in writers or field in facts.required or node in writers[field]:
            continue
        before = [writer for writer in writers[field] if writer in flow.above(node)]
        if not before:
            yield READ_EARLY.at(at, node=node, field=field, other=writers[field][0])
