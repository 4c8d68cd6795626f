"""What the database has to compute, judged for PostgreSQL and SQLite both: an app means the same on either.

First the functions are looked at, which says best what is wrong; what passes is lowered for both databases, over tables
that are never made, so that nothing publishes which a request would find out.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from sqlalchemy import MetaData

from dougong.engines.expression.check import check
from dougong.engines.expression.env import WorkCalendar
from dougong.engines.expression.kinds import ANY, BOOLEAN
from dougong.engines.expression.registry import Functions
from dougong.engines.expression.scope import Scope
from dougong.engines.expression.sql import obstacles, to_sqltree
from dougong.engines.expression.tree import Call, ListOf, Lit, Node, Origin, Path, located, walk
from dougong.engines.finding import Finding, Invalid, message, pointer
from dougong.engines.form.fields import AppForms
from dougong.engines.report.plan import Query, ReportPlan
from dougong.engines.report.planner import Forms, plan_report
from dougong.errors import Text
from dougong.kinds import Kinds
from dougong.platform.access.condition import bind
from dougong.platform.access.principal import Principal
from dougong.platform.access.rights import EVERYTHING, BoundGrant, FormRights
from dougong.platform.definitions.calendars import working_calendar
from dougong.platform.definitions.index import EXPRESSIONS, AppIndex
from dougong.platform.definitions.places import Place
from dougong.platform.definitions.places.place import Pushed
from dougong.platform.definitions.typing import scope_at
from dougong.platform.storage.catalog import StoredForm
from dougong.platform.storage.lower import DialectName, NotLowerable, lowering
from dougong.platform.storage.names import allocate
from dougong.platform.storage.paths import World, paths_of
from dougong.platform.storage.rows import FormRow
from dougong.platform.storage.stored import form_places, stored_form

NOT_IN_DATABASE = message(
    "not_in_sql",
    "{reason}（{databases}）；{where}由数据库判断，必须在两种数据库中都能计算",
    "{reason} ({databases}); {where} must be something both databases can compute",
)
VOLATILE = message(
    "volatile_here",
    "{function} 每次计算的结果都不同，不能用在{where}",
    "{function} comes out differently each time and cannot be used for {where}",
)
NOT_SAID = NotLowerable.title
_WHERE: Mapping[Pushed, Text] = {
    "rows": Text("授权的数据范围", "the rows of a grant"),
    "view": Text("视图的筛选与排序", "what a view filters, sorts or groups by"),
    "choice": Text("关联字段的可选范围", "what a reference may choose"),
    "rollup": Text("汇总的筛选条件", "what a roll-up counts"),
    "report": Text("报表的筛选条件", "the filter of a report"),
    "dimension": Text("报表的维度", "a dimension of a report"),
    "measure": Text("报表的指标", "a measure of a report"),
    "schedule": Text("定时规则的筛选", "which records a timed rule looks at"),
    "records": Text("动作要处理的记录", "which records an action is about"),
    "test": Text("测试要数的记录", "which records a test counts"),
    "pool": Text("公共池的条件", "the conditions of a pool"),
    "segment": Text("分群的条件", "the condition of a segment"),
    "stored": Text("保存下来的公式", "a formula whose value is stored"),
}
DATABASES: Mapping[DialectName, str] = {"postgresql": "PostgreSQL", "sqlite": "SQLite"}
_NOW = datetime(2026, 1, 1, tzinfo=UTC)
_SOMEBODY = "00000000-0000-7000-8000-000000000000"
_READER = Principal(user=_SOMEBODY, department=_SOMEBODY, team=frozenset({_SOMEBODY}))


def database_findings(places: Iterable[Place], index: AppIndex, kinds: Kinds, forms: Forms) -> Iterator[Finding]:
    """Places with another problem of their own are passed over."""
    trial = _Trial(index, kinds.functions)
    told: set[str] = set()
    for place in places:
        node = None if place.pushed is None else _node_at(place, index, kinds)
        if node is None:
            continue
        for finding in _judged(place, node, trial):
            told.add(finding.pointer)
            yield finding
    for number, report in enumerate(index.app.reports):
        at = pointer("reports", number)
        if report.form in index.forms.forms and not any(one.startswith(at + "/") for one in told):
            plan, findings = plan_report(report, forms, kinds.functions)
            if plan is not None and not any(one.severity == "error" for one in findings):
                yield from (one.under(at) for one in trial.report(plan))


def _node_at(place: Place, index: AppIndex, kinds: Kinds) -> Node | None:
    scope: Scope | None = scope_at(place, index)
    if scope is None:
        return None
    if place.kind in EXPRESSIONS:
        checked = check(place.source, scope, BOOLEAN if place.kind == "condition" else None, kinds.functions)
        return checked.node if checked.ok else None
    parts = tuple(str(place.source).removeprefix("-").split("."))
    kind = scope.resolve(parts)
    # that rows or lists cannot stand here is told where their kind is judged
    return None if kind is None or kind.name in ("list", "row", "json") else Path(parts, kind)


def _judged(place: Place, node: Node, trial: "_Trial") -> Iterator[Finding]:
    assert place.pushed is not None
    where = _WHERE[place.pushed]
    unsteady = list(_unsteady(node, trial.functions()))
    for call in unsteady:
        at, position = located(call.span)
        yield VOLATILE.at(place.pointer + at, position=position, function=call.function, where=where)
    if unsteady or place.pushed == "stored":
        return
    if place.filled is not None:
        node = _filled(node)
    found: dict[tuple[Text, Origin | None], list[str]] = {}
    for dialect, shown in DATABASES.items():
        for reason in obstacles(node, trial.functions(), dialect):
            found.setdefault((reason.text, reason.span), []).append(shown)
    for (text, origin), shown_in in found.items():
        at, position = located(origin)
        databases = ", ".join(dict.fromkeys(shown_in))
        yield NOT_IN_DATABASE.at(place.pointer + at, position=position, reason=text, databases=databases, where=where)
    if not found:
        yield from trial.place(place, node, where)


def _unsteady(node: Node, functions: Functions) -> Iterator[Call]:
    for part in walk(node):
        known = functions.get(part.function) if isinstance(part, Call) else None
        if known is not None and known.volatility == "volatile":
            assert isinstance(part, Call)
            yield part


def _filled(node: Node) -> Node:
    """A reference's filter as it is asked: what it reads of the record being filled in is worked out before."""
    paths = [part.parts for part in walk(node) if isinstance(part, Path)]
    if paths and all(path[0] == "this" and len(path) > 1 for path in paths):
        kind = node.kind or ANY
        return ListOf((Lit(None, kind.of),), kind) if kind.name == "list" else Lit(None, kind)
    match node:
        case Call(function=function, args=args):
            return Call(function, tuple(map(_filled, args)), node.kind, node.span, node.each)
        case ListOf(items=items):
            return ListOf(tuple(map(_filled, items)), node.kind, node.span)
        case _:
            return node


class _Trial:
    """A catalogue of the document's forms over tables that no database has, where everything shows."""

    def __init__(self, index: AppIndex, functions: Functions) -> None:
        self._app = index.app
        self._forms = index.forms
        self._functions = functions
        self.statements: dict[Any, Any] = {}

    @property
    def app(self) -> str:
        return self._app.key

    @property
    def zone(self) -> str:
        return self._app.timezone

    @cached_property
    def calendar(self) -> WorkCalendar:
        return working_calendar(self._app)

    @cached_property
    def _stored(self) -> Mapping[str, StoredForm]:
        return _stored_forms(self._app.key, self._forms)

    def form(self, name: str) -> StoredForm:
        return self._stored[name.removeprefix(f"{self.app}/")]

    def rights(self, principal: Principal, form: StoredForm) -> FormRights:
        return EVERYTHING

    def held(self, form: StoredForm, tasks: Iterable[tuple[str | None, str]]) -> tuple[BoundGrant, ...]:
        return ()

    def scope(self, form: StoredForm) -> Scope:
        raise KeyError(form.name)

    def functions(self) -> Functions:
        return self._functions

    def place(self, place: Place, node: Node, where: Text) -> Iterator[Finding]:
        """What of one expression cannot be lowered."""
        form = (place.form or "").partition("#")[0].partition(".")[0]
        for dialect, shown in DATABASES.items():
            try:
                self._lower(World(self, _READER, dialect, _NOW), form, place, node)
            except Invalid as refused:
                yield from (one.under(place.pointer) for one in refused.findings)
                return
            except (NotLowerable, KeyError):
                yield NOT_IN_DATABASE.at(place.pointer, reason=NOT_SAID, databases=shown, where=where)
                return

    def _lower(self, world: World, form: str, place: Place, node: Node) -> None:
        paths = paths_of(world, self.form(form))
        assert isinstance(paths.root, FormRow)
        if place.pushed in ("rows", "choice"):
            world.scope(paths.root, bind(node, _READER))
        elif place.kind == "condition":
            world.condition(node, paths)
        elif node.kind is not None and node.kind.name != "list":
            # a list is folded by its measure, and judged with it
            lowering(paths, world.dialect, world.binding).value(to_sqltree(node, self._functions))

    def report(self, plan: ReportPlan) -> Iterator[Finding]:
        """The statements of one report, whose parts share their joins."""
        for dialect, shown in DATABASES.items():
            try:
                for query in plan.queries:
                    self._lower_query(World(self, _READER, dialect, _NOW), query)
            except Invalid as refused:
                yield from refused.findings
                return
            except (NotLowerable, KeyError):
                yield NOT_IN_DATABASE.at("", reason=NOT_SAID, databases=shown, where=_WHERE["report"])
                return

    def _lower_query(self, world: World, query: Query) -> None:
        paths = paths_of(world, self.form(query.form))
        lower = lowering(paths, world.dialect, world.binding)
        for where in (query.where, *(one.where for one in query.aggregates)):
            if where is not None:
                world.condition(where, paths)
        for value in (*query.groups, *(one.node for one in query.aggregates)):
            if value is not None:
                lower.value(to_sqltree(value, self._functions))


def _stored_forms(app: str, forms: AppForms) -> dict[str, StoredForm]:
    fields = {key: forms.fields(key) for key in forms.forms}
    names = allocate(app, [form_places(key, held.values()) for key, held in fields.items()])
    metadata = MetaData()
    found: dict[str, StoredForm] = {}
    for key, held in fields.items():
        other, _, plain = key.rpartition("/")
        title = forms.forms[key].title
        found[key] = stored_form(other or app, plain, held, title, names.forms[key], metadata)
    return found
