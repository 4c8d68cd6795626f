"""Running reports: as the person who looks, through the one door, each query with his rights in it.

A report ``as`` the app is counted by the app over all records; what its reader asks of it by filters of his own is not
(``report_filters``), and a trial in the designer never is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, time
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from dougong.engines.document import Name, ShownName
from dougong.engines.expression.kinds import BOOLEAN, Kind
from dougong.engines.expression.printing import plain_number
from dougong.engines.expression.tree import Call, Lit, LiteralValue, Node, Path, walk
from dougong.engines.finding import Finding, Invalid, message
from dougong.engines.record.shapes import datetime_in, decimal_of
from dougong.engines.report.answer import Answer, Cell, Column
from dougong.engines.report.definition import ReportDef
from dougong.engines.report.plan import Dimension, Query, ReportPlan
from dougong.errors import NotFound, Text
from dougong.platform.storage.conditions import hidden_paths
from dougong.platform.storage.groups import MOST_GROUPS, grouped
from dougong.platform.storage.titles import TitleBook, qualified
from dougong.runtime.services.desk import Desk
from dougong.runtime.services.records_reading import Asked, Json, read_list
from dougong.runtime.services.report_filters import RunFilters, offered_of, run_filters
from dougong.runtime.services.report_forms import forms_of, plan_of, plans_of

YOURS_ONLY = Text(
    "试运行只统计您能看到的记录；发布后由应用统计全部记录",
    "A trial counts the records that you may read; once published the app counts all",
)
CUT = Text("结果超过 {most} 组，只显示其中一部分", "More than {most} groups: only part is shown")
UNKNOWN_DIMENSION = message("unknown_dimension", "没有维度“{name}”", "There is no dimension “{name}”")
BAD_VALUE = message("bad_value", "“{value}”不是这个维度的值", "“{value}” is no value of this dimension")


def run(desk: Desk, report: str, filters: Sequence[Mapping[str, Any]] = ()) -> Json:
    """The tidy answer. Raises NotFound for a report that is not there or not his, Invalid for what he may not see."""
    plan = find(desk, report)
    if plan.report.as_ == "app":
        asked = run_filters(desk, plan, filters)
        return _run(_counting(desk, plan, asked), plan, asked.nodes)
    _readable(desk, plan)
    return _run(desk, plan, run_filters(desk, plan, filters).nodes)


def preview(desk: Desk, report: ReportDef, filters: Sequence[Mapping[str, Any]] = ()) -> Json:
    """A report that is not published yet, over what is, always as the person who looks. Raises Invalid with all that
    is wrong with it, NotFound for a form that is not published."""
    for form in (report.form, *(measure.form for measure in report.measures)):
        if form is not None and form not in desk.app.stored:
            raise NotFound(Text(f"表单 {form} 尚未发布", f"The form {form} is not published yet"))
    plan, findings = plan_of(desk.app, report)
    if plan is None:
        raise Invalid(findings)
    _readable(desk, plan)
    return _run(desk, plan, run_filters(desk, plan, filters).nodes, [YOURS_ONLY] if report.as_ == "app" else ())


def find(desk: Desk, key: str) -> ReportPlan:
    """Raises NotFound."""
    plan = plans_of(desk.app).get(key)
    if plan is None or not _may_open(desk, plan.report):
        raise NotFound
    return plan


def may_open(desk: Desk, key: str) -> bool:
    plan = plans_of(desk.app).get(key)
    return plan is not None and _may_open(desk, plan.report)


def _may_open(desk: Desk, report: ReportDef) -> bool:
    access, principal = desk.app.access, desk.actor.principal
    if report.as_ == "app" and not access.enters(principal):
        # whoever has no grant has nothing, whatever the app may read
        return False
    return not report.roles or bool(access.roles(principal) & set(report.roles))


def _counting(desk: Desk, plan: ReportPlan, asked: RunFilters) -> Desk:
    """The desk of whoever counts: the app, but for filters of his own the reader. Raises Invalid where he could not."""
    if not asked.apart:
        return desk.as_app()
    try:
        _readable(desk, plan)
    except (Invalid, NotFound):
        raise asked.refused(offered_of(desk, plan)) from None
    return desk


def _run(desk: Desk, plan: ReportPlan, filters: Sequence[Node], notes: Sequence[Text] = ()) -> Json:
    """``filters``: checked already, as is that the desk's actor may read the report."""
    queries = [_narrowed(plan, query, filters) for query in plan.queries]
    found = [grouped(desk.door, query) for query in queries]
    # without dimensions the one group is the whole
    whole = found if not plan.dimensions else [grouped(desk.door, query, whole=True) for query in queries]
    from dougong.engines.report.frame import answer  # noqa: PLC0415  pandas takes 50 MB: not before the first report

    result = answer(plan, [one.rows for one in found], [one.rows for one in whole])
    cut = [CUT.format(most=MOST_GROUPS)] if any(one.cut for one in found) else []
    return _shape(desk, plan, replace(result, notes=(*result.notes, *notes, *cut)))


def drill(desk: Desk, report: str, at: Mapping[str, Any], filters: Sequence[Mapping[str, Any]], asked: Asked) -> Json:
    """The records behind a mark: the report's filter, the run's filters and the mark's place together."""
    plan = find(desk, report)
    query = next((one for one in plan.queries if one.form == plan.report.form), Query(plan.report.form, None, (), ()))
    _readable(desk, plan)
    narrowed = _narrowed(plan, query, run_filters(desk, plan, filters).nodes)
    known = {dimension.key: dimension for dimension in plan.dimensions}
    findings = [UNKNOWN_DIMENSION.at(f"/at/{key}", name=key) for key in at if key not in known]
    nodes = [] if narrowed.where is None else [narrowed.where]
    for key, value in at.items():
        if key in known:
            try:
                nodes.append(_equals(known[key], value, desk.zone))
            except ValueError:
                findings.append(BAD_VALUE.at(f"/at/{key}", value=str(value)[:80]))
    if findings:
        raise Invalid(findings)
    return {"form": query.form, **read_list(desk, query.form, replace(asked, given=_all_of(nodes)))}


def _narrowed(plan: ReportPlan, query: Query, filters: Sequence[Node]) -> Query:
    """The query under the filters of this run."""
    if not filters or query.form != plan.report.form:
        return query
    return replace(query, where=_all_of([*filters] if query.where is None else [query.where, *filters]))


def _readable(desk: Desk, plan: ReportPlan) -> None:
    """Raises Invalid when the report names a field that its reader sees on no row, NotFound for a form."""
    findings: list[Finding] = []
    for query in plan.queries:
        stored = desk.stored(query.form)
        if "read" not in desk.door.rights(stored).actions:
            raise NotFound
        nodes = [*query.groups, *(a.node for a in query.aggregates), *(a.where for a in query.aggregates), query.where]
        paths = {part.parts for node in nodes if node is not None for part in walk(node) if isinstance(part, Path)}
        findings += hidden_paths(desk.door.world, stored, paths, f"/reports/{plan.report.key}")
    if findings:
        raise Invalid(findings)


def _all_of(nodes: Sequence[Node]) -> Node | None:
    if not nodes:
        return None
    return nodes[0] if len(nodes) == 1 else Call("AND", tuple(nodes), BOOLEAN)


def _equals(dimension: Dimension, value: Any, zone: ZoneInfo) -> Node:
    """The group is this one. Raises ValueError for what cannot be one."""
    value = value.get("id") if isinstance(value, Mapping) else value
    if value is None:
        return Call("ISBLANK", (dimension.node,), BOOLEAN)
    return Call("=", (dimension.node, Lit(_literal(dimension.kind, value, zone), dimension.kind)), BOOLEAN)


def _literal(kind: Kind, value: Any, zone: ZoneInfo) -> LiteralValue:
    """Raises ValueError."""
    if kind.quantity:
        return decimal_of(value)
    if kind.name == "date":
        return date.fromisoformat(str(value))
    if kind.name == "datetime":
        return datetime_in(zone)(str(value))
    if kind.name == "boolean":
        if not isinstance(value, bool):
            raise ValueError
        return value
    return str(value)


# what the answer looks like


def _shape(desk: Desk, plan: ReportPlan, result: Answer) -> Json:
    columns = list(result.columns)
    book = _titles(desk, columns, result.rows)
    return {
        "columns": [_column(desk, plan, column) for column in columns],
        "rows": [[_cell(cell, column, book) for cell, column in zip(row, columns, strict=True)] for row in result.rows],
        "totals": {
            column.key: _cell(result.totals[column.key], column, book)
            for column in columns
            if column.key in result.totals
        },
        "encoding": dict(result.encoding),
        "chart": plan.report.chart.model_dump(mode="json", by_alias=True),
        "notes": [note.in_locale(desk.actor.locale) for note in result.notes],
        "fresh_at": desk.now,
    }


def _column(desk: Desk, plan: ReportPlan, column: Column) -> Json:
    shape: Json = {
        "key": column.key,
        "name": column.name.in_locale(desk.actor.locale),
        "type": column.kind.name,
        "role": column.role,
    }
    if column.decimals is not None:
        shape["decimals"] = column.decimals
    if column.unit is not None:
        shape["unit"] = column.unit
    if column.kind.name == "datetime":
        shape["zone"] = desk.app.zone
    if column.role == "dimension":
        shape |= _labels(desk, plan, column)
    return shape


def _labels(desk: Desk, plan: ReportPlan, column: Column) -> Json:
    """What the values of a dimension are called: options, ranges."""
    definition = next(one.definition for one in plan.dimensions if one.key == column.key)
    locale = desk.actor.locale
    if definition.ranges:
        names = [_name(one.name, f"{_end(one.from_)}–{_end(one.to)}", locale) for one in definition.ranges]
        return {"options": [{"value": str(number), "name": name} for number, name in enumerate(names)]}
    if column.kind.name != "option" or definition.field is None:
        return {}
    options = forms_of(desk.app).options(plan.report.form, definition.field)
    return {
        "options": [
            {"value": one.value, "name": _name(one.name, one.value, locale), "color": one.color} for one in options
        ]
    }


def _end(number: float | None) -> str:
    return "" if number is None else f"{number:g}"


def _name(name: ShownName | None, default: str, locale: str) -> str:
    if isinstance(name, Name):
        return name.en if locale == "en" else name.zh
    return name or default


def _titles(desk: Desk, columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> TitleBook:
    """The titles of all records that the dimensions name."""
    wanted: dict[str, set[str]] = {}
    for index, column in enumerate(columns):
        if column.kind.name == "record" and column.kind.form is not None:
            ids = {str(row[index]) for row in rows if row[index] is not None}
            wanted.setdefault(qualified(desk.app.key, column.kind.form), set()).update(ids)
    return desk.door.titles_of(desk.app.key, wanted)


def _cell(cell: Cell, column: Column, book: TitleBook) -> object:
    if cell is None:
        return None
    match column.kind.name:
        case "user" if column.role == "dimension":
            return {"id": str(cell), "title": book.organisation.name_of(str(cell))}
        case "department" if column.role == "dimension":
            return {"id": str(cell), "title": book.organisation.department_name(str(cell))}
        case "record" if column.role == "dimension":
            known = book.records.get((qualified(book.app, column.kind.form or ""), str(cell)))
            return {"id": str(cell), "title": known}
    from dougong.engines.report.frame import shown  # noqa: PLC0415  as above

    value = shown(cell, column)
    if isinstance(value, Decimal):
        # of a column that fixes no places, databases give as many as they happened to keep
        return plain_number(value) if column.decimals is None else f"{value:f}"
    return value.isoformat() if isinstance(value, time) else value
