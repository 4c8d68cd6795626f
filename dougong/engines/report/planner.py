"""From a report of the document to its plan, with everything wrong told at its place.

Each form that a measure comes from is asked once, grouped by the dimensions; to-many paths are aggregated inside their
own record before they are summed, so no record ever counts twice. A dimension with several values for one record is
refused. Averages and ratios are divided after grouping, of exact sums; totals are asked anew, never added up.
Source: docs/decisions/0009.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from dougong.engines.expression.check import Scope, check
from dougong.engines.expression.definition import Condition
from dougong.engines.expression.evaluate import compile_
from dougong.engines.expression.kinds import BOOLEAN, DURATION, MONEY, NUMBER, PERCENT, QUANTITIES, Kind
from dougong.engines.expression.registry import Functions
from dougong.engines.expression.scope import Names
from dougong.engines.expression.tree import Node
from dougong.engines.finding import Finding, Message, nearest, pointer
from dougong.engines.report import problems
from dougong.engines.report.definition import DimensionDef, MeasureDef, MeasureFunction, ReportDef
from dougong.engines.report.plan import Aggregate, AggregateFunction, Dimension, Measure, Query, ReportPlan, keys_of
from dougong.errors import Text

FRAMED: frozenset[str] = frozenset({"share", "running_total", "change", "rank"})
# a mean has places even where what it is the mean of has none
MEAN_DECIMALS = 2
# of an amount that is made of none
MONEY_DECIMALS = 2
_UNITS = {"hour", "day", "week", "month", "quarter", "year"}
_ORDERED = {*QUANTITIES, "date", "datetime", "time"}
_FORMATS = {"number": NUMBER, "money": MONEY, "percent": PERCENT, "duration": DURATION, "days": NUMBER}


class Forms(Protocol):
    """What a report has to know of the forms of its app."""

    def scope(self, form: str) -> Scope: ...
    def shown(self, form: str, path: str) -> Text:
        """The name of the field at a path; the path itself where there is none."""

    def decimals(self, form: str, path: str) -> int | None:
        """The places of the number at a path, where it says them."""


# what the database adds up as it is asked
_PLAIN: dict[MeasureFunction, AggregateFunction] = {
    "count_distinct": "count_distinct",
    "sum": "sum",
    "min": "min",
    "max": "max",
}
_NAMES: Mapping[str, Text] = {
    "count": Text("数量", "Count"),
    "count_distinct": Text("{name}去重数", "Distinct {name}"),
    "sum": Text("{name}合计", "Total {name}"),
    "avg": Text("{name}平均", "Average {name}"),
    "min": Text("{name}最小", "Least {name}"),
    "max": Text("{name}最大", "Greatest {name}"),
    "ratio": Text("比率", "Ratio"),
    "share": Text("占比", "Share"),
    "running_total": Text("累计", "Running total"),
    "change": Text("变化", "Change"),
    "rank": Text("排名", "Rank"),
    "formula": Text("计算", "Computed"),
}


def measure_key(measure: MeasureDef) -> str:
    """A measure's own key; by default its function and field."""
    if measure.key is not None:
        return measure.key
    return "_".join([measure.fn, *(measure.field or "").split(".")]).rstrip("_")


def dimension_key(dimension: DimensionDef) -> str:
    """A dimension's own key; by default its path."""
    return dimension.key or dimension.field or "formula"


class Planner:
    """Plans one report; what is wrong is collected in ``findings`` with pointers inside the report."""

    def __init__(self, report: ReportDef, forms: Forms, functions: Functions) -> None:
        self.report = report
        self.forms = forms
        self.functions = functions
        self.findings: list[Finding] = []
        self._aggregates: dict[str, list[Aggregate]] = {}
        self._measures: list[Measure] = []

    def plan(self) -> ReportPlan | None:
        """None when something is wrong."""
        dimensions = [self._dimension(index, one) for index, one in enumerate(self.report.dimensions)]
        keys = [measure_key(measure) for measure in self.report.measures]
        for index, one in enumerate(self.report.measures):
            made = self._measure(index, one, keys)
            if made is not None:
                self._measures.append(self._placed(replace(made, kind=_FORMATS[one.format]) if one.format else made))
        where = self._condition(self.report.form, self.report.filter, "/filter")
        self._columns([dimension_key(one) for one in self.report.dimensions], keys)
        queries = [self._query(form, aggregates, where) for form, aggregates in self._aggregates.items()]
        if not self.report.measures and not self.report.columns:
            self._report(problems.MEASURE_NEEDED, "/measures")
        if any(finding.severity == "error" for finding in self.findings):
            return None
        found = [one for one in dimensions if one is not None]
        return ReportPlan(self.report, tuple(found), tuple(self._measures), tuple(queries))

    def _report(self, problem: Message, at: str, hint: str | None = None, **details: str | int | Text) -> None:
        self.findings.append(problem.at(at, hint=hint, position=None, **details))

    def _placed(self, measure: Measure) -> Measure:
        """An amount of money that is worked out after grouping has the places of the amounts it is made of."""
        derived = measure.fn in ("formula", "ratio") or measure.fn in FRAMED
        if not derived or measure.kind != MONEY or measure.decimals is not None:
            return measure
        known = [
            one.decimals
            for one in self._measures
            if one.key in measure.parts and one.kind == MONEY and one.decimals is not None
        ]
        return replace(measure, decimals=max(known, default=MONEY_DECIMALS))

    # expressions

    def _typed(self, form: str, source: Condition, at: str, want: Kind | None = None) -> tuple[Node, Kind] | None:
        checked = check(source, self.forms.scope(form), want, self.functions)
        self.findings += [finding.under(at) for finding in checked.findings]
        return (checked.node, checked.kind) if checked.ok else None

    def _condition(self, form: str, source: Condition | None, at: str) -> Node | None:
        if source is None:
            return None
        found = self._typed(form, source, at, BOOLEAN)
        return found[0] if found else None

    def _kind(self, form: str, path: str, at: str) -> Kind | None:
        scope = self.forms.scope(form)
        kind = scope.resolve(tuple(path.split(".")))
        if kind is None:
            before, _, last = path.rpartition(".")
            near = nearest(last, scope.names(tuple(before.split(".")) if before else ()))
            self._report(problems.UNKNOWN_FIELD, at, hint=near, name=path)
        return kind

    # dimensions

    def _dimension(self, index: int, dimension: DimensionDef) -> Dimension | None:
        at = pointer("dimensions", index)
        form = self.report.form
        key = dimension_key(dimension)
        if dimension.field is not None:
            name = self.forms.shown(form, dimension.field)
            kind = self._kind(form, dimension.field, f"{at}/field")
            source = dimension.field
        elif dimension.formula is not None:
            name, source = Text(key, key), dimension.formula
            typed = self._typed(form, dimension.formula, f"{at}/formula")
            kind = typed[1] if typed else None
        else:
            self._report(problems.DIMENSION_NEEDED, at)
            return None
        if kind is None:
            return None
        name = _own(dimension.name, name)
        if kind.name in ("list", "row", "json"):
            self._report(problems.FANS_OUT, f"{at}/field", name=name)
            return None
        text = self._grouped(dimension, source, kind, at, name)
        typed = None if text is None else self._typed(form, text, at)
        if typed is None:
            return None
        unit = dimension.bucket if dimension.bucket in _UNITS else None
        return Dimension(key, name, typed[0], typed[1], dimension, unit)

    def _grouped(self, dimension: DimensionDef, source: str, kind: Kind, at: str, name: Text) -> str | None:
        """The formula whose value is the group."""
        bucket = dimension.bucket
        if bucket is not None:
            if kind.name not in ("date", "datetime"):
                self._report(problems.NOT_A_DATE, f"{at}/bucket", name=name)
                return None
            if bucket.startswith("fiscal"):
                self._report(problems.NOT_YET, f"{at}/bucket", what=bucket)
                return None
            if bucket in _UNITS:
                if kind.name == "date" or bucket == "hour":
                    return f'STARTOF({source}, "{bucket}")'
                # an instant falls on a day of the app's zone, and months are counted in days
                return f"DATEVALUE({source})" if bucket == "day" else f'STARTOF(DATEVALUE({source}), "{bucket}")'
            return f"WEEKDAY({source}, 2)" if bucket == "weekday" else f"HOUR({source})"
        if (dimension.ranges or dimension.width) and not kind.numeric:
            self._report(problems.NOT_A_NUMBER, f"{at}/field", name=name, fn=Text("分段", "ranges"))
            return None
        if dimension.width:
            return f"IF(NOT(ISBLANK({source})), FLOOR({source}, {dimension.width}))"
        if dimension.ranges:
            parts = [f"{_within(source, one.from_, one.to)}, {number}" for number, one in enumerate(dimension.ranges)]
            return f"IFS({', '.join(parts)})"
        return source

    # measures

    def _measure(self, index: int, measure: MeasureDef, keys: Sequence[str]) -> Measure | None:
        at = pointer("measures", index)
        key, form = keys[index], measure.form or self.report.form
        field = None if measure.field is None else self.forms.shown(form, measure.field)
        name = _own(measure.name, _NAMES.get(measure.fn, Text(key, key)).format(name=field or ""))
        if measure.fn in ("median", "percentile", "stdev"):
            self._report(problems.NOT_YET, f"{at}/fn", what=measure.fn)
            return None
        if measure.fn == "formula":
            return self._computed(measure, key, name, at)
        if measure.fn == "ratio" or measure.fn in FRAMED:
            return self._derived(measure, key, name, at, keys)
        where = self._condition(form, measure.filter, f"{at}/filter")
        if measure.fn == "count":
            self._add(form, Aggregate(key, "count", None, NUMBER, where))
            return Measure(key, name, "count", NUMBER, (key,), 0, measure)
        found = self._measured(measure, form, at)
        if found is None:
            return None
        kind, values, count = found
        decimals = measure.decimals
        if measure.field is not None and decimals is None:
            decimals = self.forms.decimals(form, measure.field)
        if measure.fn == "avg":
            parts = (f"{key}.sum", f"{key}.count")
            if decimals is not None:
                decimals = max(decimals, MEAN_DECIMALS)
            self._add(form, Aggregate(parts[0], "sum", values, kind, where))
            self._add(
                form, Aggregate(parts[1], "sum" if count is not None else "count", count or values, NUMBER, where)
            )
            return Measure(key, name, "avg", kind, parts, decimals, measure)
        fn = _PLAIN[measure.fn]
        self._add(form, Aggregate(key, fn, values, kind, where))
        distinct = measure.fn == "count_distinct"
        return Measure(key, name, fn, NUMBER if distinct else kind, (key,), 0 if distinct else decimals, measure)

    def _measured(self, measure: MeasureDef, form: str, at: str) -> tuple[Kind, Node, Node | None] | None:
        """The kind and the value that one record brings; for several values also how many they are."""
        source = measure.field or measure.formula
        if source is None:
            self._report(problems.FIELD_NEEDED, f"{at}/field", fn=measure.fn)
            return None
        if measure.field is not None and self._kind(form, measure.field, f"{at}/field") is None:
            return None
        typed = self._typed(form, source, f"{at}/field" if measure.field else f"{at}/formula")
        if typed is None:
            return None
        node, kind = typed
        name = self.forms.shown(form, measure.field) if measure.field else Text(source, source)
        one = kind.item
        if measure.fn in ("sum", "avg") and not one.quantity:
            self._report(problems.NOT_A_NUMBER, f"{at}/field", name=name, fn=_NAMES[measure.fn].format(name=""))
            return None
        if measure.fn in ("min", "max") and one.name not in _ORDERED:
            self._report(problems.NOT_ORDERED, f"{at}/field", name=name)
            return None
        if kind.name != "list":
            return kind, node, None
        if measure.fn == "count_distinct":
            self._report(problems.FANS_OUT, f"{at}/field", name=name)
            return None
        inside = {"sum": "SUM", "avg": "SUM", "min": "MIN", "max": "MAX"}[measure.fn]
        summed, counted = self._typed(form, f"{inside}({source})", at), self._typed(form, f"COUNT({source})", at)
        return (one, summed[0], counted[0]) if summed and counted else None

    def _derived(self, measure: MeasureDef, key: str, name: Text, at: str, keys: Sequence[str]) -> Measure | None:
        """A measure made of other measures, after grouping."""
        parts = list(keys_of(measure.of))
        if measure.fn == "ratio":
            parts += keys_of(measure.over)[:1]
        for part in parts:
            if part not in keys:
                self._report(problems.UNKNOWN_MEASURE, f"{at}/of", hint=nearest(part, keys), name=part)
                return None
        if len(parts) < (2 if measure.fn == "ratio" else 1):
            self._report(problems.FIELD_NEEDED, f"{at}/of", fn=measure.fn)
            return None
        kind = PERCENT if measure.fn in ("ratio", "share", "change") else NUMBER
        decimals = measure.decimals if measure.decimals is not None else (0 if measure.fn == "rank" else None)
        return Measure(key, name, measure.fn, kind, tuple(parts), decimals, measure)

    def _computed(self, measure: MeasureDef, key: str, name: Text, at: str) -> Measure | None:
        """A formula over the measures before it; those that look at other rows come too late for it."""
        if measure.formula is None:
            self._report(problems.FIELD_NEEDED, f"{at}/formula", fn=measure.fn)
            return None
        before = Names({(one.key,): one.kind for one in self._measures if one.fn not in FRAMED})
        checked = check(measure.formula, before, None, self.functions)
        self.findings += [finding.under(f"{at}/formula") for finding in checked.findings]
        if not checked.ok:
            return None
        if not checked.kind.numeric:
            self._report(problems.NOT_A_NUMBER, f"{at}/formula", name=name, fn=_NAMES[measure.fn])
            return None
        for used in sorted(checked.uses):
            if self.functions[used].volatility != "immutable":
                self._report(problems.NOT_YET, f"{at}/formula", what=used)
                return None
        parts = tuple(sorted({path[0] for path in checked.depends}))
        value = compile_(checked.node, self.functions)
        return Measure(key, name, measure.fn, checked.kind, parts, measure.decimals, measure, value)

    def _add(self, form: str, aggregate: Aggregate) -> None:
        self._aggregates.setdefault(form, []).append(aggregate)

    # queries

    def _query(self, form: str, aggregates: list[Aggregate], where: Node | None) -> Query:
        if form == self.report.form:
            groups = [self._group(index, one) for index, one in enumerate(self.report.dimensions)]
            return Query(form, where, tuple(g for g in groups if g is not None), tuple(aggregates))
        return Query(form, None, self._blended(form), tuple(aggregates))

    def _group(self, index: int, dimension: DimensionDef) -> Node | None:
        before = len(self.findings)
        found = self._dimension(index, dimension)
        del self.findings[before:]  # said already
        return found.node if found else None

    def _blended(self, form: str) -> tuple[Node, ...]:
        """The dimensions as fields of another form, by ``on`` of the measures that come from there."""
        places = {
            key: path for measure in self.report.measures if measure.form == form for key, path in measure.on.items()
        }
        groups: list[Node] = []
        for dimension in self.report.dimensions:
            key = dimension_key(dimension)
            path = places.get(key)
            if path is None:
                self._report(problems.UNMATCHED_BLEND, "/measures", form=form, name=key)
                continue
            kind = self._kind(form, path, "/measures")
            if kind is None:
                continue
            text = self._grouped(dimension, path, kind, "/measures", self.forms.shown(form, path))
            typed = None if text is None else self._typed(form, text, "/measures")
            if typed is not None:
                groups.append(typed[0])
        return tuple(groups)

    def _columns(self, dimensions: Sequence[str], measures: Sequence[str]) -> None:
        """Keys are unique, and what sorts names one of them."""
        seen: set[str] = set()
        for kind, keys in (("dimensions", dimensions), ("measures", measures)):
            for index, key in enumerate(keys):
                if key in seen:
                    self._report(problems.DUPLICATE_COLUMN, pointer(kind, index), name=key)
                seen.add(key)
        for index, sort in enumerate(self.report.sort):
            if sort.removeprefix("-") not in seen:
                wanted = sort.removeprefix("-")
                self._report(problems.UNKNOWN_COLUMN, pointer("sort", index), hint=nearest(wanted, seen), name=wanted)


def _own(name: object, default: Text) -> Text:
    if isinstance(name, str):
        return Text(name, name)
    zh, en = getattr(name, "zh", None), getattr(name, "en", None)
    return Text(zh, en) if isinstance(zh, str) and isinstance(en, str) else default


def _within(source: str, low: float | None, high: float | None) -> str:
    parts = [f"{source} >= {low}"] if low is not None else []
    parts += [f"{source} < {high}"] if high is not None else []
    return f"AND({', '.join(parts)})" if parts else f"NOT(ISBLANK({source}))"


def plan_report(report: ReportDef, forms: Forms, functions: Functions) -> tuple[ReportPlan | None, list[Finding]]:
    """The plan, and everything wrong with the report; there is no plan while there is an error."""
    planner = Planner(report, forms, functions)
    plan = planner.plan()
    return plan, planner.findings
