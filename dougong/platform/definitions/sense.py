"""What is well formed and still means nothing: a filter over no field, a tile beside the grid, a trigger that can never
fire, words with a place for what is not there.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime

from dougong.engines.action.definition import ActionDef
from dougong.engines.action.kinds.assign import AssignAction
from dougong.engines.action.template import paths_in, texts
from dougong.engines.document import Name
from dougong.engines.expression.kinds import Kind
from dougong.engines.expression.periods import is_period
from dougong.engines.finding import Finding, message, nearest, pointer
from dougong.engines.report.definition import DashboardDef, DashboardFilter
from dougong.engines.rule.definition import RuleDef
from dougong.engines.rule.triggers.date import OnDate
from dougong.engines.rule.triggers.idle import OnIdle
from dougong.engines.rule.triggers.stage import OnStage
from dougong.kinds import Kinds
from dougong.platform.definitions.app import AppDef
from dougong.platform.definitions.index import AppIndex
from dougong.platform.definitions.places import Place
from dougong.platform.definitions.refs import UNKNOWN
from dougong.platform.definitions.typing import scope_at

NO_NAME = message("name_missing", "请填写应用的名称", "The app needs a name")
NOBODY = message(
    "nobody_to_assign", "没有可以分派的人：请填写候选人或分派表", "There is nobody to assign to: give among or table"
)
NOT_A_DATE = message("wrong_field_type", "“{key}”不是日期，不能用来计时", "{key} is no date to count time from")
NO_PIPELINE = message("no_pipeline", "表单 {form} 没有阶段流程", "The form {form} has no pipeline")
UNKNOWN_STAGE = message("unknown_stage", "没有阶段“{value}”", "There is no stage {value}")
OUTSIDE = message(
    "tile_outside", "这个格子超出了 24 列的画布或没有大小", "This tile lies outside of the 24 columns or has no size"
)
BAD_DEFAULT = message(
    "bad_default", "“{value}”不能作为这个筛选的默认值", "{value} cannot be the default of this filter"
)
COLUMNS = 24
_TIMES = frozenset({"date", "datetime"})


def sense_findings(app: AppDef, places: Iterable[Place], index: AppIndex, kinds: Kinds) -> Iterator[Finding]:
    names = (app.name.zh, app.name.en) if isinstance(app.name, Name) else (app.name,)
    if not all(name.strip() for name in names):
        yield NO_NAME.at("/name")
    for place in places:
        if place.kind == "template":
            yield from _template(place, index)
    for number, rule in enumerate(app.rules):
        yield from (one.under(f"/rules/{number}/on") for one in _trigger(rule, app, index))
    for at, actions in actions_of(app, kinds):
        for number, action in enumerate(actions):
            if isinstance(action, AssignAction) and not action.among and not action.table:
                yield NOBODY.at(f"{at}/{number}/among")
    for number, dashboard in enumerate(app.dashboards):
        yield from (one.under(f"/dashboards/{number}") for one in _dashboard(dashboard, app, index))
    for number, page in enumerate(app.pages):
        for block, one in enumerate(page.blocks):
            if one.at is not None and _outside(one.at):
                yield OUTSIDE.at(f"/pages/{number}/blocks/{block}/at")


def _template(place: Place, index: AppIndex) -> Iterator[Finding]:
    """Every ``{path}`` of a text leads somewhere."""
    scope = scope_at(place, index)
    if scope is None:
        return
    for at, text in texts(place.source):
        for path, span in paths_in(text):
            if scope.resolve(path) is None:
                near = nearest(path[-1], scope.names(path[:-1]))
                yield UNKNOWN["field"].at(place.pointer + at, hint=near, position=span, name=".".join(path))


def actions_of(app: AppDef, kinds: Kinds) -> Iterator[tuple[str, Iterable[ActionDef]]]:
    """The actions of rules, buttons and flows, with the pointer of their list."""
    for number, rule in enumerate(app.rules):
        yield f"/rules/{number}/do", rule.do
    for number, form in enumerate(app.forms):
        for which, button in enumerate(form.buttons):
            yield f"/forms/{number}/buttons/{which}/do", button.do
    for number, flow in enumerate(app.flows):
        for which, node in enumerate(flow.nodes):
            yield f"/flows/{number}/nodes/{which}/do", kinds.nodes[node.type].uses_actions(node)


def _trigger(rule: RuleDef, app: AppDef, index: AppIndex) -> Iterator[Finding]:
    """A time is counted from a date, a stage is one of a pipeline."""
    if rule.form is None or rule.form not in index.forms:
        return
    on = rule.on
    if isinstance(on, OnDate | OnIdle):
        kind = _kind(rule.form, on.field, index)
        if kind is not None and kind.name not in _TIMES:
            yield NOT_A_DATE.at("/field", key=on.field)
    elif isinstance(on, OnStage):
        yield from _stage(on, rule.form, app)


def _stage(on: OnStage, form: str, app: AppDef) -> Iterator[Finding]:
    definition = next((one for one in app.forms if one.key == form), None)
    if definition is None:  # a form of another app
        return
    if not definition.pipelines:
        yield NO_PIPELINE.at("", form=form)
        return
    lines = [line for line in definition.pipelines if on.pipeline in (None, line.key)]
    stages = {stage.value for line in lines for stage in line.stages}
    for name, given in (("from", on.from_), ("to", on.to)):
        for number, value in enumerate(given if isinstance(given, tuple) else [given] if given is not None else []):
            if lines and value not in stages:
                at = pointer(name, number) if isinstance(given, tuple) else pointer(name)
                yield UNKNOWN_STAGE.at(at, hint=nearest(value, stages), value=value)


def _kind(form: str, path: str, index: AppIndex) -> Kind | None:
    return index.kind_at(form, tuple(path.split(".")))


def _dashboard(dashboard: DashboardDef, app: AppDef, index: AppIndex) -> Iterator[Finding]:
    for number, tile in enumerate(dashboard.tiles):
        if _outside(tile.at):
            yield OUTSIDE.at(f"/tiles/{number}/at")
    forms = {report.key: report.form for report in app.reports}
    for number, shared in enumerate(dashboard.filters):
        at = f"/filters/{number}"
        kinds: list[Kind] = []
        for form in _filtered(dashboard, shared, forms):
            found = _kind(form, shared.field, index) if form in index.forms else None
            if found is not None:
                kinds.append(found)
            elif form in index.forms:
                known = index.known("field", form)
                yield UNKNOWN["field"].at(f"{at}/field", hint=nearest(shared.field, known), name=shared.field)
                break
        if kinds and shared.default is not None and not _fits(shared.default, kinds[0]):
            yield BAD_DEFAULT.at(f"{at}/default", value=str(shared.default))


def _filtered(dashboard: DashboardDef, shared: DashboardFilter, forms: Mapping[str, str]) -> Iterator[str]:
    """The forms whose field of that very name a filter speaks of."""
    for tile in dashboard.tiles:
        form = forms.get(tile.report or "") or (tile.view or "").rpartition("/")[0]
        mapped = (shared.key or shared.field) in tile.filters or tile.report in shared.on or form in shared.on
        if form and not mapped:
            yield form


def _fits(value: object, kind: Kind) -> bool:
    if isinstance(value, tuple):
        return bool(value) and all(_fits(one, kind) for one in value)
    match kind.name:
        case "date" | "datetime":
            return isinstance(value, str) and (is_period(value) or _moment(value))
        case "option":
            return isinstance(value, str) and (kind.options is None or value in kind.options)
        case "boolean":
            return isinstance(value, bool)
        case "number" | "money" | "percent" | "duration":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case _:
            return isinstance(value, str)


def _moment(text: str) -> bool:
    for read in (date.fromisoformat, datetime.fromisoformat):
        try:
            read(text)
        except ValueError:
            continue
        return True
    return False


def _outside(at: tuple[int, int, int, int]) -> bool:
    x, y, width, height = at
    return x < 0 or y < 0 or width < 1 or height < 1 or x + width > COLUMNS
