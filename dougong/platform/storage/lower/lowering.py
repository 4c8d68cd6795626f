"""The part of lowering that both databases share: logic, comparison, cases, lists and rows.

``condition`` makes a boolean for WHERE. With ``exact=False`` NULL may stand for false, which lets an index serve
``column = value``; under NOT and wherever a boolean is a value the result is made truly two-valued.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any, ClassVar, Self
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy import ColumnElement
from sqlalchemy.sql.elements import Grouping, UnaryExpression

from dougong.engines.expression import sqltree as tree
from dougong.engines.expression.dates import add_days, midnight
from dougong.engines.expression.kinds import BOOLEAN, NUMBER, TEXT, USER, Kind
from dougong.engines.expression.periods import bounds
from dougong.engines.expression.problems import DateOutOfRange
from dougong.engines.expression.sqltree import Expr
from dougong.platform.storage.lower.digits import widest
from dougong.platform.storage.lower.parts import Parts
from dougong.platform.storage.lower.rows import RowResolver, many_columns, shared_rows, stored_list
from dougong.platform.storage.lower.values import (
    Binding,
    DialectName,
    LoweredColumn,
    NotLowerable,
    Resolver,
    Rows,
    Value,
)

Condition = ColumnElement[bool]

# operations that give a truth
TRUTHS = frozenset({"and", "or", "not", "all_of", "any_of", "eq", "ne", "lt", "le", "gt", "ge", "is_blank"})


class Lowering(ABC):
    """One statement's worth of lowering: where paths lead and what is bound."""

    dialect: ClassVar[DialectName]

    def __init__(self, resolver: Resolver, binding: Binding) -> None:
        self.resolver = resolver
        self.binding = binding
        self.parts = Parts()

    @property
    def in_row(self) -> bool:
        """Whether paths are seen from one of several rows."""
        return isinstance(self.resolver, RowResolver)

    def is_own(self, path: tuple[str, ...]) -> bool:
        """Whether the path lies in the row that we look from."""
        return isinstance(self.resolver, RowResolver) and self.resolver.owns(path)

    def within(self, rows: Rows) -> Self:
        """The same statement, seen from one of these rows."""
        inside = type(self)(RowResolver(self.resolver, rows), self.binding)
        inside.parts = self.parts
        return inside

    # what each database says in its own way

    @abstractmethod
    def literal(self, value: object, kind: Kind) -> Value: ...

    @abstractmethod
    def column(self, found: LoweredColumn) -> Value: ...

    @abstractmethod
    def operation(self, op: tree.Op) -> Value: ...

    @abstractmethod
    def cast(self, cast: tree.Cast) -> Value: ...

    @abstractmethod
    def registered(self, call: tree.Registered) -> Value: ...

    @abstractmethod
    def fold(self, name: tree.AggregateName, arg: Value, kind: Kind, aggregate: tree.Aggregate, rows: Rows) -> Value:
        """The aggregate function over the rows' values; NULLs are skipped by the caller's database already."""

    @abstractmethod
    def unified(self, values: Sequence[Value]) -> list[Value]:
        """The same values in one representation, so that they can be compared or be branches of one case."""

    @abstractmethod
    def listed(self, path: tuple[str, ...], found: LoweredColumn) -> Rows:
        """The values of a stored list as rows."""

    @abstractmethod
    def holds(self, many: LoweredColumn, item: Value) -> Condition:
        """Whether a stored list holds the item; NULL may stand for false."""

    # what is handed out: NULL, and not true, where it cannot be computed

    @abstractmethod
    def outcome(self, expr: Expr) -> Value:
        """The value of a whole expression."""

    @abstractmethod
    def verdict(self, expr: Expr) -> Condition:
        """A whole condition for WHERE; NULL may stand for false."""

    # values

    def value(self, expr: Expr) -> Value:  # noqa: PLR0912  one line for each kind of part
        self.parts.spend()
        expr = self.single(expr)
        match expr:
            case tree.Literal(value=value, kind=kind):
                return self.literal(value, kind)
            case tree.Parameter() if self.beyond(expr):
                return self.value(tree.Op("trouble", (), expr.kind))
            case tree.Parameter():
                return self.parameter(expr)
            case tree.Column(path=path):
                return self.column(self.resolver.column(path))
            case tree.Case():
                return self.case(expr)
            case tree.Aggregate(name="any" | "all"):
                return Value(_grouped(self.condition(expr)), BOOLEAN, nullable=False)
            case tree.Aggregate():
                return self.aggregate(expr)
            case tree.Cast():
                return self.cast(expr)
            case tree.Registered():
                return self.registered(expr)
            case tree.Op(name=name) if name in TRUTHS:
                return Value(_grouped(self.condition(expr)), BOOLEAN, nullable=False)
            case tree.Op(name="coalesce" | "least" | "greatest", args=args, kind=kind):
                return self.choice(expr.name, [self.value(arg) for arg in args], kind)
            case tree.Op(name="if_error", args=args, kind=kind):
                return self.fallback([self.value(arg) for arg in args], kind, expr)
            case tree.Op():
                return self.operation(expr)
            case tree.In() | tree.Contains() | tree.Exists():
                return Value(_grouped(self.condition(expr)), BOOLEAN, nullable=False)
            case tree.Items():
                raise NotLowerable

    def single(self, expr: Expr) -> Expr:
        """What is made row by row, seen from one row."""
        row = isinstance(expr, tree.Op | tree.Case) or (isinstance(expr, tree.Registered) and expr.each is not None)
        if row and self.in_row and expr.kind.of is not None:
            return replace(expr, kind=expr.kind.of)
        return expr

    def parameter(self, parameter: tree.Parameter) -> Value:
        binding, kind = self.binding, parameter.kind
        match parameter.name:
            case "now":
                return self.literal(binding.now, kind)
            case "today":
                return self.literal(binding.today, kind)
            case "zone":
                return self.literal(binding.zone, TEXT)
            case "me":
                return self.literal(binding.me, kind)
            case "department":
                return self.literal(binding.department, kind)
            case "period_start" | "period_end":
                return self.literal(self.bound_of(parameter), kind)
            case "team":
                raise NotLowerable

    def beyond(self, expr: Expr) -> bool:
        """Whether it is a bound of a period that lies outside the calendar."""
        if not isinstance(expr, tree.Parameter) or expr.name not in ("period_start", "period_end"):
            return False
        try:
            self.bound_of(expr)
        except DateOutOfRange:
            return True
        return False

    def bound_of(self, parameter: tree.Parameter) -> date:
        found = bounds(parameter.word, self.binding.today)
        if found is None:
            raise NotLowerable
        first, last = found
        if parameter.kind.name != "datetime":
            return first if parameter.name == "period_start" else last
        zone = ZoneInfo(self.binding.zone)
        return midnight(first if parameter.name == "period_start" else add_days(last, 1), zone)

    def choice(self, name: str, values: list[Value], kind: Kind) -> Value:
        """``coalesce``, ``least`` or ``greatest`` over values of one representation; blanks are skipped."""
        values = self.unified(values)
        if all(value.blank for value in values):
            return self.literal(None, kind)
        elements = [value.element for value in values]
        if len(values) == 1:
            element = elements[0]
        elif name == "coalesce":
            element = sa.func.coalesce(*elements)
        else:
            element = self.extreme(name, values)
        nullable = all(value.nullable for value in values)
        return self.one_of(values, self.retyped(element, values), kind, nullable)

    def fallback(self, values: list[Value], kind: Kind, expr: tree.Op) -> Value:
        """The first value, or where it is blank or cannot be computed the next."""
        return self.choice("coalesce", values, kind)

    def retyped(self, element: ColumnElement[Any], values: Sequence[Value]) -> ColumnElement[Any]:
        """The type the values have; a blank among them has none."""
        typed = next((value.element.type for value in values if not value.blank), values[0].element.type)
        return sa.type_coerce(element, typed)

    @abstractmethod
    def extreme(self, name: str, values: list[Value]) -> ColumnElement[Any]:
        """The least or greatest of at least two, in the same order."""

    def case(self, case: tree.Case) -> Value:
        parts = [*(value for _, value in case.branches), case.otherwise]
        values = self.unified([self.value(part) for part in parts])
        if all(value.blank for value in values):
            return self.literal(None, case.kind)
        whens = [
            (self.condition(condition, exact=False), value.element)
            for (condition, _), value in zip(case.branches, values, strict=False)
        ]
        element = self.retyped(sa.case(*whens, else_=values[-1].element), values)
        return self.one_of(values, element, case.kind, any(value.nullable for value in values))

    def one_of(self, values: Sequence[Value], element: ColumnElement[Any], kind: Kind, nullable: bool) -> Value:
        """What comes out as one of these values has their scale, and the digits of the longest."""
        scale = next((value.scale for value in values if not value.blank), None)
        digits = widest([value.digits for value in values if not value.blank])
        limit, troubled = max(value.limit for value in values), any(value.troubled for value in values)
        return Value(element, kind, nullable, scale, limit, digits=digits, troubled=troubled)

    # conditions

    def condition(self, expr: Expr, *, exact: bool = True) -> Condition:
        self.parts.spend()
        match expr:
            case tree.Op(name="and" | "all_of", args=args):
                return sa.and_(sa.true(), *[self.condition(arg, exact=exact) for arg in args])
            case tree.Op(name="or" | "any_of", args=args):
                return sa.or_(sa.false(), *[self.condition(arg, exact=exact) for arg in args])
            case tree.Op(name="not", args=(arg,)):
                return sa.not_(self.condition(arg))
            case tree.Op(name="eq" | "ne", args=(left, right)):
                return self.equality(self.value(left), self.value(right), expr.name == "eq", exact)
            case tree.Op(name="lt" | "le" | "gt" | "ge", args=(left, right)):
                return self.ordering(expr.name, self.value(left), self.value(right), exact)
            case tree.Op(name="is_blank", args=(arg,)):
                return self.blank(arg)
            case tree.In(item=item, items=items):
                return self.membership(self.value(item), self.members(items), exact)
            case tree.Contains(many=many, item=item):
                return self.contains(many, item, exact)
            case tree.Aggregate(name="any" | "all"):
                return self.every(expr)
            case tree.Exists():
                return self.exists(expr)
            case _:
                found = self.value(expr)
                if found.blank:
                    return sa.false()
                return self.true_or_false(found.element, exact and found.nullable)

    def true_or_false(self, element: ColumnElement[Any], coalesced: bool) -> Condition:
        if coalesced:
            element = sa.func.coalesce(element, sa.false())
        return sa.type_coerce(element, sa.Boolean())

    def equality(self, left: Value, right: Value, wanted: bool, exact: bool) -> Condition:
        left, right = self.unified([left, right])
        for one, other in ((left, right), (right, left)):
            if one.blank:
                return other.element.is_(None) if wanted else other.element.is_not(None)
        if not wanted:
            return left.element.is_distinct_from(right.element)
        if not left.nullable and not right.nullable:
            return left.element == right.element
        if left.nullable and right.nullable:
            return left.element.is_not_distinct_from(right.element)
        equal = left.element == right.element
        return self.true_or_false(equal, exact)

    def ordering(self, name: str, left: Value, right: Value, exact: bool) -> Condition:
        if left.blank or right.blank:
            return sa.false()
        left, right = self.unified([left, right])
        one, other = self.compared(left, right)
        match name:
            case "lt":
                compared = one < other
            case "le":
                compared = one <= other
            case "gt":
                compared = one > other
            case _:
                compared = one >= other
        return self.true_or_false(compared, exact and (left.nullable or right.nullable))

    @abstractmethod
    def compared(self, left: Value, right: Value) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
        """What to compare so that texts are ordered by code point and decimals as numbers."""

    def blank(self, arg: Expr) -> Condition:
        if isinstance(arg, tree.Column) and arg.kind.name == "list" and not self.is_own(arg.path):
            return sa.not_(self.exists(tree.Exists(arg)))
        found = self.value(arg)
        return found.element.is_(None) if found.nullable else sa.false()

    def members(self, items: Sequence[Expr]) -> list[Value]:
        """What is written out in a list is data and no part of the expression."""
        return [self.literal(p.value, p.kind) if isinstance(p, tree.Literal) else self.value(p) for p in items]

    def membership(self, item: Value, items: list[Value], exact: bool) -> Condition:
        if not items:
            return sa.false()
        item, *items = self.unified([item, *items])
        plain = [value for value in items if not value.nullable]
        found: list[Condition] = [item.element.in_([value.element for value in plain])] if plain else []
        found += [item.element.is_not_distinct_from(value.element) for value in items if value.nullable]
        # in brackets, which SQLAlchemy forgets under a NOT
        return self.true_or_false(Grouping(sa.or_(*found)), exact and item.nullable)

    # rows

    def rows_of(self, path: tuple[str, ...]) -> Rows:
        rows = self.resolver.rows(path)
        return self.listed(path, stored_list(self.resolver, path)) if rows is None else rows

    def contains(self, many: Expr, item: Expr, exact: bool) -> Condition:
        if isinstance(many, tree.Column) and self.resolver.rows(many.path) is None:
            return self.true_or_false(self.holds(stored_list(self.resolver, many.path), self.value(item)), exact)
        if isinstance(many, tree.Parameter):
            team = [self.literal(one, USER) for one in self.binding.team]
            return self.membership(self.value(item), team, exact)
        if isinstance(many, tree.Items):
            return self.membership(self.value(item), self.members(many.items), exact)
        return self.every(held_by_rows(many, item))

    def exists(self, exists: tree.Exists) -> Condition:
        rows = self.rows_of(exists.source.path)
        # a column of rows is as long as there are rows
        whole = rows.prefix == exists.source.path
        return self.some(rows, [self.within(rows).value(exists.source).element.is_not(None)] if whole else [])

    def every(self, aggregate: tree.Aggregate) -> Condition:
        """``any``: a row fulfils it; ``all``: no row does not."""
        rows = self.rows_for(aggregate)
        inside = self.within(rows)
        wanted = [inside.condition(aggregate.where, exact=False)] if aggregate.where is not None else []
        if aggregate.name == "any":
            return self.some(rows, [*wanted, inside.condition(aggregate.arg, exact=False)])
        return sa.not_(self.some(rows, [*wanted, sa.not_(inside.condition(aggregate.arg))]))

    def some(self, rows: Rows, wanted: list[Condition]) -> Condition:
        query: sa.Select[Any] = sa.select(sa.literal(1)).select_from(rows.source()).where(rows.condition(), *wanted)
        return query.correlate_except(rows.source()).exists()

    def rows_for(self, aggregate: tree.Aggregate) -> Rows:
        found = many_columns(aggregate)
        if not found:
            raise NotLowerable
        return shared_rows(self.rows_of(found[0].path), found)

    def aggregate(self, aggregate: tree.Aggregate) -> Value:
        if isinstance(aggregate.arg, tree.Parameter) and aggregate.name == "count" and aggregate.where is None:
            return self.number(len(self.binding.team))
        rows = self.rows_for(aggregate)
        inside = self.within(rows)
        arg = inside.value(aggregate.arg)
        wanted = [inside.condition(aggregate.where, exact=False)] if aggregate.where is not None else []
        folded = self.fold(aggregate.name, arg, aggregate.kind, aggregate, rows)
        query = sa.select(folded.element).select_from(rows.source()).where(rows.condition(), *wanted)
        scalar = query.correlate_except(rows.source()).scalar_subquery()
        element = sa.type_coerce(scalar, folded.element.type)
        return replace(folded, element=element, kind=aggregate.kind)

    def number(self, value: int) -> Value:
        return self.literal(value, NUMBER)


def held_by_rows(many: Expr, item: Expr) -> tree.Aggregate:
    """Whether one of the rows has that value."""
    return tree.Aggregate("any", tree.Op("eq", (many, item), BOOLEAN), None, BOOLEAN)


def _grouped(condition: Condition) -> Condition:
    """SQLAlchemy writes ``NOT x IS NULL`` without brackets, which means NOT (x IS NULL)."""
    return Grouping(condition) if isinstance(condition, UnaryExpression) else condition
