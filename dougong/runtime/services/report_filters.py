"""The filters of one run of a report: what its reader asks beside what its builder drew.

A filter is the reader's own question, so it is judged by what he himself may read. A report that counts as the app
counts all the same by the filters that its builder offers: its own undivided dimensions, and the shared filters of the
dashboards it stands on. Whatever else is asked is answered of the reader's own records, or he would find a hidden one
by narrowing the app's sums down to it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dougong.engines.expression.condition_size import oversize
from dougong.engines.expression.tree import Node, Path, walk
from dougong.engines.finding import Finding, Invalid, message
from dougong.engines.report.definition import DashboardDef, TileDef
from dougong.engines.report.plan import ReportPlan
from dougong.platform.access.condition import bind
from dougong.platform.storage.conditions import readable_condition
from dougong.platform.storage.readable import shows_always
from dougong.runtime.services.desk import Desk
from dougong.runtime.services.records_reading import BAD_CONDITION, condition_of

NOT_OFFERED = message(
    "filter_not_offered",
    "这张报表由应用汇总，只能按这些字段筛选：{fields}",
    "This report is counted by the app; it can be filtered by these fields only: {fields}",
)


@dataclass(frozen=True)
class RunFilters:
    """``nodes``: checked and bound to whoever asks; ``apart``: the numbers of those that the builder does not offer."""

    nodes: tuple[Node, ...] = ()
    apart: tuple[int, ...] = ()

    def refused(self, offered: Sequence[str]) -> Invalid:
        """For a report that its reader could not be given but by the app."""
        fields = ", ".join(offered) or "–"
        return Invalid([NOT_OFFERED.at(f"/filters/{index}", fields=fields) for index in self.apart])


def run_filters(desk: Desk, plan: ReportPlan, filters: Sequence[Mapping[str, Any]]) -> RunFilters:
    """The filters as the desk's actor may ask them; they speak of the report's own form. Raises Invalid."""
    beyond = oversize(list(filters))
    if beyond is not None:
        raise Invalid([beyond.under("/filters")])
    findings: list[Finding] = []
    nodes: list[Node] = []
    apart: list[int] = []
    offered = frozenset(map(tuple, (path.split(".") for path in offered_of(desk, plan))))
    for index, one in enumerate(filters):
        try:
            node = _read(desk, plan, one, f"/filters/{index}")
        except Invalid as refused:
            findings += refused.findings
            continue
        nodes.append(bind(node, desk.actor.principal))
        if not all(part.parts in offered for part in walk(node) if isinstance(part, Path)):
            apart.append(index)
    if findings:
        raise Invalid(findings)
    return RunFilters(tuple(nodes), tuple(apart))


def _read(desk: Desk, plan: ReportPlan, one: Mapping[str, Any], at: str) -> Node:
    """Raises Invalid."""
    condition = condition_of(dict(one), at)
    if condition is None:
        raise Invalid([BAD_CONDITION.at(at)])
    return readable_condition(desk.door.world, desk.stored(plan.report.form), condition, at)


def offered_of(desk: Desk, plan: ReportPlan) -> list[str]:
    """The paths by which the builder lets the actor narrow the report: those that show to him on all his rows."""
    stored = desk.stored(plan.report.form)
    found = dict.fromkeys([*_dimensions(plan), *_shared(desk, plan)])
    return [path for path in found if shows_always(desk.door.world, stored, tuple(path.split(".")))]


def _dimensions(plan: ReportPlan) -> Iterator[str]:
    """A range or a month is wider than the values in it, and asking for one of those would tell more."""
    for dimension in plan.dimensions:
        one = dimension.definition
        if one.field is not None and not (one.bucket or one.ranges or one.width or one.level):
            yield one.field


def _shared(desk: Desk, plan: ReportPlan) -> Iterator[str]:
    for board in my_dashboards(desk):
        for tile in board.tiles:
            if tile.report == plan.report.key:
                yield from _of_tile(board, tile, plan)


def _of_tile(board: DashboardDef, tile: TileDef, plan: ReportPlan) -> Iterator[str]:
    """What each filter of a dashboard is called for the report of one tile; a tile may leave one out."""
    for one in board.filters:
        key = one.key or one.field
        named = one.on.get(plan.report.key) or one.on.get(plan.report.form) or one.field
        path = tile.filters.get(key, named)
        if path is not None:
            yield path


def my_dashboards(desk: Desk) -> list[DashboardDef]:
    """Those whose roles the actor has, in the order of the document; none for somebody outside of the app."""
    if not desk.inside:
        return []
    roles = desk.app.access.roles(desk.actor.principal)
    return [one for one in desk.app.definition.dashboards if not one.roles or roles & set(one.roles)]
