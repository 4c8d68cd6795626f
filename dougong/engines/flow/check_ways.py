"""Checks 4 to 8: whether there is always a way on, and what can never happen."""

from collections.abc import Iterator

from dougong.engines.expression.tree import Lit, Node
from dougong.engines.finding import Finding, message
from dougong.engines.flow.definition import START
from dougong.engines.flow.facts import FormFacts
from dougong.engines.flow.graph import Edge, Flow
from dougong.engines.flow.parallel import Parallel
from dougong.engines.flow.predicates import Cases, NotSimple, fields_of, holds, tree_of

NO_WAY = message(
    "no_way_on",
    "“{node}”之后的条件可能全都不成立，流程会停在这里；请加一条“否则”连线",
    "After “{node}” it may be that no condition holds and the flow stops; add an “otherwise” edge",
)
TWO_OTHERWISE = message("two_otherwise", "“{node}”有两条“否则”连线", "“{node}” has two “otherwise” edges")
OTHERWISE_WHEN = message(
    "otherwise_with_condition", "“否则”连线不能再带条件", "An “otherwise” edge cannot have a condition too"
)
NEVER_TAKEN = message(
    "edge_never_taken",
    "“{source}”到“{target}”的连线永远不会走到：它之前的条件已经包含了所有情况",
    "The edge from “{source}” to “{target}” is never taken: the conditions before it cover everything",
    "warning",
)
CONTRADICTS = message(
    "dead_branch",
    "“{source}”到“{target}”的条件不可能成立：走到这里时前面的条件已经排除了它",
    "The condition from “{source}” to “{target}” can never hold: what held before excludes it",
    "warning",
)
FIRST_ORPHANS = message(
    "first_join_leaves_work",
    "“{node}”只等第一个到达的分支，但“{other}”还通向别处：它的工作会继续，走到这里时不起作用",
    "“{node}” goes on with the first branch, but “{other}” also leads elsewhere: its work goes on and then counts for "
    "nothing here",
    "warning",
)
FIRST_ALONE = message(
    "first_join_without_parallel",
    "“{node}”设置为先到先走，但通向它的分支不会同时进行",
    "“{node}” goes on with the first branch, but its branches never run at the same time",
    "warning",
)

MOST_FACTS = 3

# the condition of an edge, by its place, and whether it held
Fact = tuple[int, bool]


def ways_findings(flow: Flow, facts: FormFacts) -> list[Finding]:
    known = _known(flow)
    found = [finding for key in flow.nodes for finding in _ways(flow, key, facts, known)]
    return [*found, *_first_joins(flow)]


def _ways(flow: Flow, node: str, facts: FormFacts, known: dict[str, list[Fact]]) -> Iterator[Finding]:
    for outcome in dict.fromkeys(edge.outcome for edge in flow.out[node]):
        edges = flow.ways(node, outcome)
        yield from _otherwise(node, edges)
        yield from _never(flow, node, edges, facts)
        yield from _dead(flow, edges, facts, known[node])


def _otherwise(node: str, edges: list[Edge]) -> Iterator[Finding]:
    for edge in edges:
        if edge.otherwise and edge.when is not None:
            yield OTHERWISE_WHEN.at(f"/edges/{edge.place}/when")
    for edge in [edge for edge in edges if edge.otherwise][1:]:
        yield TWO_OTHERWISE.at(f"/edges/{edge.place}/otherwise", node=node)


def _never(flow: Flow, node: str, edges: list[Edge], facts: FormFacts) -> Iterator[Finding]:
    """Whether some edge is always taken, and which ones never are."""
    many = flow.splits_many(node)
    ordinary = [edge for edge in edges if not edge.otherwise]
    otherwise = [edge for edge in edges if edge.otherwise]
    plain = next((index for index, edge in enumerate(ordinary) if edge.when is None), None)
    if plain is not None:
        for edge in [*([] if many else ordinary[plain + 1 :]), *otherwise]:
            yield NEVER_TAKEN.at(f"/edges/{edge.place}", source=edge.source, target=edge.target)
        return
    trees = [tree_of(edge.when) for edge in ordinary]
    left = _uncovered(trees, facts)
    if not otherwise and left != 0:
        yield NO_WAY.at(f"/edges/{ordinary[-1].place}", node=node)
    if left == 0:
        for edge in otherwise:
            yield NEVER_TAKEN.at(f"/edges/{edge.place}", source=edge.source, target=edge.target)
    if not many:
        yield from _covered(ordinary, trees, facts)


def _uncovered(trees: list[Node | None], facts: FormFacts) -> int | None:
    """How many cases no condition holds in; None when that cannot be told."""
    nodes = [tree for tree in trees if tree is not None]
    if not nodes or len(nodes) != len(trees):
        return None
    try:
        cases = Cases.of(nodes, facts)
        left = list(cases.cases)
        for node in nodes:
            holding = cases.where(node, left)
            left = [case for case in left if case not in holding]
    except NotSimple:
        return None
    return len(left)


def _covered(edges: list[Edge], trees: list[Node | None], facts: FormFacts) -> Iterator[Finding]:
    """Edges whose every case is taken by one before them."""
    for index in range(1, len(edges)):
        own, before = trees[index], [tree for tree in trees[:index] if tree is not None]
        if own is None or not before:
            continue
        try:
            cases = Cases.of([own, *before], facts)
            holding = cases.where(own)
            free = [case for case in holding if not any(cases.where(tree, [case]) for tree in before)]
        except NotSimple:
            continue
        if holding and not free:
            yield NEVER_TAKEN.at(f"/edges/{edges[index].place}", source=edges[index].source, target=edges[index].target)


def _known(flow: Flow) -> dict[str, list[Fact]]:
    """What must hold whenever a node opens: conditions passed on every path to it and not undone by an edit since. Of
    very long ways only the latest conditions are kept: checking must stay quick, and missing one is only a warning."""
    known: dict[str, list[Fact]] = {}
    trees = [tree_of(edge.when) for edge in flow.definition.edges]
    for node in flow.order:
        ways = [[*known[edge.source], *_passed(flow, edge, trees)] for edge in flow.into[node]]
        here = [fact for fact in ways[0] if all(fact in way for way in ways[1:])] if ways else []
        known[node] = [fact for fact in here[-MOST_FACTS:] if not _may_change(flow, node, fields_of(trees[fact[0]]))]
    return known


def _passed(flow: Flow, edge: Edge, trees: list[Node | None]) -> list[Fact]:
    """What holds after an edge was taken: its own condition, and that no earlier one did."""
    facts: list[Fact] = [(edge.place, True)] if trees[edge.place] is not None else []
    if edge.otherwise or not flow.splits_many(edge.source):
        for other in flow.ways(edge.source, edge.outcome):
            if other.id == edge.id:
                if edge.otherwise:
                    continue
                break
            if trees[other.place] is not None and not other.otherwise:
                facts.append((other.place, False))
    return facts


def _may_change(flow: Flow, node: str, fields: frozenset[str]) -> bool:
    """Whether what these fields say may be different after a node: somebody can edit them, or it runs actions."""
    if node == START:
        return False
    if flow.kind(node).asks.opens in ("job", "timer", "child"):
        return True
    human = flow.human(node)
    if human is None:
        return False
    edited = {key for key, right in human.fields.items() if right in ("edit", "require")}
    return any(field == key or field.startswith(f"{key}.") for field in fields for key in edited)


def _dead(flow: Flow, edges: list[Edge], facts: FormFacts, known: list[Fact]) -> Iterator[Finding]:
    for edge in edges:
        own = tree_of(edge.when)
        if own is None or isinstance(own, Lit):
            continue
        fields = fields_of(own)
        passed = [(tree, held) for place, held in known if (tree := tree_of(flow.definition.edges[place].when))]
        about = [(tree, held) for tree, held in passed if fields_of(tree) & fields]
        try:
            cases = Cases.of([own, *(tree for tree, _ in about)], facts)
            possible = [
                case
                for case in cases.cases
                if holds(own, case) and all(holds(tree, case) == held for tree, held in about)
            ]
        except NotSimple:
            continue
        if not possible:
            yield CONTRADICTS.at(f"/edges/{edge.place}/when", source=edge.source, target=edge.target)


def _first_joins(flow: Flow) -> Iterator[Finding]:
    parallel = Parallel(flow)
    for node in flow.definition.join:
        if not flow.joins_first(node):
            continue
        sources = [edge.source for edge in flow.into[node]]
        if not any(parallel.together(a, b) for index, a in enumerate(sources) for b in sources[index + 1 :]):
            yield FIRST_ALONE.at(f"/join/{node}", node=node)
            continue
        for other in sorted(flow.above(node) - flow.only_to(node) - {START}, key=flow.order.__getitem__):
            waits = flow.kind(other).asks.opens in ("tasks", "timer", "child", "job")
            if waits and any(parallel.together(other, source) for source in sources):
                yield FIRST_ORPHANS.at(f"/join/{node}", node=node, other=other)
