"""PostgreSQL: NUMERIC throughout, dates and times in their own types, text in code-point order and ICU case."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from dougong.engines.expression import sqltree as tree
from dougong.engines.expression.kinds import BOOLEAN, DATE, DATETIME, NUMBER, TEXT, TIME, Kind
from dougong.engines.expression.numbers import PLACES
from dougong.ids import is_id
from dougong.platform.db.types import Id, json_text
from dougong.platform.storage.lower.digits import (
    ANY_NUMBER,
    COUNTED,
    Digits,
    Fitted,
    digits_of,
    digits_of_type,
    result_of,
    sum_of,
)
from dougong.platform.storage.lower.lowering import Condition
from dougong.platform.storage.lower.postgresql_dates import MOMENT, CalendarLowering
from dougong.platform.storage.lower.postgresql_functions import (
    ARITHMETIC,
    NUMBERS,
    NUMERIC,
    TESTS,
    TEXTS,
    WHOLE,
    Element,
    divided,
    is_real,
)
from dougong.platform.storage.lower.rows import ListedRows, of_rows
from dougong.platform.storage.lower.trouble import shows, trouble
from dougong.platform.storage.lower.values import DialectName, LoweredColumn, NotLowerable, Rows, Value

NUMBER_TEXT = r"^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,2})?$"

TYPES: dict[str, sa.types.TypeEngine[Any]] = {
    "number": NUMERIC, "money": NUMERIC, "percent": NUMERIC, "duration": NUMERIC,
    "boolean": sa.Boolean(), "date": sa.Date(), "datetime": MOMENT, "time": sa.Time(),
}  # fmt: skip
TEXTUAL = sa.Text()
SORTED = pg.ARRAY(NUMERIC)
# what leads beyond the calendar
CALENDAR = frozenset({
    "add_days", "add_months", "add_days_at", "add_months_at", "add_seconds", "moment_at", "date_of", "hour", "minute",
    "second", "start_of_hour", "start_of_minute", "start_of_second",
})  # fmt: skip


def type_of(kind: Kind) -> sa.types.TypeEngine[Any]:
    return TYPES.get(kind.name, TEXTUAL)


class PostgreSQL(CalendarLowering):
    dialect: ClassVar[DialectName] = "postgresql"
    # of these (by identity) ``trouble`` has been asked
    told: frozenset[int] = frozenset()

    def literal(self, value: object, kind: Kind) -> Value:
        if value is None or value == "":
            return Value(sa.cast(sa.null(), type_of(kind)), kind, known=True)
        match value:
            case bool():
                return Value(sa.true() if value else sa.false(), BOOLEAN, nullable=False)
            case int() | Decimal():
                number = Decimal(value)
                return Value(sa.literal(number, NUMERIC), kind, nullable=False, digits=digits_of(number))
            case datetime():
                return Value(sa.literal(value.astimezone(UTC), MOMENT), DATETIME, nullable=False)
            case date():
                return Value(sa.literal(value, sa.Date()), DATE, nullable=False)
            case time():
                return Value(sa.literal(value, sa.Time()), TIME, nullable=False)
            case str():
                return Value(sa.literal(value, TEXTUAL), kind, nullable=False, known=True, constant=value)
        raise NotLowerable

    def column(self, found: LoweredColumn) -> Value:
        element = found.element
        if _is_id(element):
            return Value(element, found.kind)
        digits = digits_of_type(element.type)
        return Value(sa.type_coerce(element, type_of(found.kind)), found.kind, digits=digits)

    def outcome(self, expr: tree.Expr) -> Value:
        value = self.value(expr)
        # a condition that does not hold is still a value
        found = None if value.kind != BOOLEAN and shows(self, expr) else trouble(self, expr)
        if found is None:
            return value
        element = sa.case((found, sa.null()), else_=value.element)
        return replace(value, element=sa.type_coerce(element, value.element.type), nullable=True, known=False)

    def verdict(self, expr: tree.Expr) -> Condition:
        held = self.condition(expr, exact=False)
        found = None if shows(self, expr) else trouble(self, expr)
        return held if found is None else sa.and_(held, sa.not_(found))

    def fallback(self, values: list[Value], kind: Kind, expr: tree.Op) -> Value:
        found = trouble(self, expr.args[0])
        if found is not None:
            first = sa.case((found, sa.null()), else_=values[0].element)
            values[0] = replace(values[0], element=sa.type_coerce(first, values[0].element.type), nullable=True)
        return super().fallback(values, kind, expr)

    def unified(self, values: Sequence[Value]) -> list[Value]:
        """Ids stay ``uuid`` beside literals, so that their index serves; beside anything else they are text."""
        native = [value for value in values if _is_id(value.element)]
        if not native:
            typed = next((_sql_type(value) for value in values if not value.blank), TEXTUAL)
            return [_typed_blank(value, typed) if value.blank else value for value in values]
        as_uuid = [value if value in native else _as_uuid(value) for value in values]
        if all(value is not None for value in as_uuid):
            return [value for value in as_uuid if value is not None]
        return [self.textual(value) for value in values]

    def textual(self, value: Value) -> Value:
        if _is_id(value.element):
            return Value(sa.cast(value.element, TEXTUAL), value.kind, value.nullable)
        return value

    def compared(self, left: Value, right: Value) -> tuple[Element, Element]:
        return self.ordered(left), self.ordered(right)

    def ordered(self, value: Value) -> Element:
        if isinstance(value.element.type, sa.String):
            return value.element.collate("C")
        return value.element

    def extreme(self, name: str, values: list[Value]) -> Element:
        found: Element = getattr(sa.func, name)(*[self.ordered(value) for value in values])
        return found

    def cast(self, cast: tree.Cast) -> Value:
        found = self.textual(self.value(cast.arg))
        source = found.element.type
        match cast.kind.name:
            case "text" if isinstance(source, sa.Numeric):
                return Value(sa.cast(sa.func.trim_scale(found.element), TEXTUAL), TEXT, found.nullable)
            case "text" if found.kind == BOOLEAN:
                words = sa.case((found.element, "TRUE"), (sa.not_(found.element), "FALSE"))
                return Value(sa.type_coerce(words, TEXTUAL), TEXT, found.nullable)
            case "text" if isinstance(source, sa.Date | sa.DateTime | sa.Time):
                return Value(self.shown(found.element), TEXT, found.nullable)
            case "number" | "money" | "percent" | "duration" if isinstance(source, sa.String):
                number = sa.cast(sa.func.btrim(found.element), NUMERIC)
                fits = sa.func.btrim(found.element).regexp_match(NUMBER_TEXT)
                return Value(sa.case((fits, number)), cast.kind)
            case "date" if isinstance(source, sa.DateTime):
                return Value(self.local(found.element, sa.Date()), DATE, found.nullable)
            case _ if type(source) is type(type_of(cast.kind)):
                return Value(found.element, cast.kind, found.nullable)
        raise NotLowerable

    def registered(self, call: tree.Registered) -> Value:
        if call.form is None:
            raise NotLowerable
        return self.value(call.form)

    def condition(self, expr: tree.Expr, *, exact: bool = True) -> Condition:
        match expr:
            case tree.Op(name="eq" | "ne", args=(tree.Column() as many, tree.Items() as items)):
                return self._same_list(many, items, equal=expr.name == "eq")
            case _:
                return super().condition(expr, exact=exact)

    def _same_list(self, many: tree.Column, items: tree.Items, *, equal: bool) -> Condition:
        """A stored list beside one written out: the same values in the same order."""
        texts = [item.value for item in items.items if isinstance(item, tree.Literal) and isinstance(item.value, str)]
        if self.resolver.rows(many.path) is not None or len(texts) != len(items.items):
            raise NotLowerable
        stored = sa.cast(self.resolver.column(many.path).element, pg.JSONB)
        wanted = sa.cast(sa.literal(json_text(texts), TEXTUAL), pg.JSONB) if texts else sa.null()
        return stored.is_not_distinct_from(wanted) if equal else stored.is_distinct_from(wanted)

    def operation(self, op: tree.Op) -> Value:
        args = [self.textual(self.value(arg)) for arg in op.args]
        elements = [arg.element for arg in args]
        nullable = any(arg.nullable for arg in args)
        if op.name in ARITHMETIC:
            zeroed = [_or_zero(arg) for arg in args]
            return self.cut(op, args, ARITHMETIC[op.name](*zeroed), op.name in ("div", "mod", "pow"))
        if op.name == "trouble":
            return self.literal(None, op.kind)
        if op.name == "join":
            return self.joined(args)
        if op.name == "join_with":
            between, *parts = [_or_empty(args[0]), *elements[1:]]
            return Value(_filled(sa.func.concat_ws(between, *parts, type_=TEXTUAL)), TEXT)
        if op.name == "or_empty":
            return Value(sa.func.coalesce(elements[0], "", type_=TEXTUAL), TEXT, nullable=False)
        if any(arg.blank for arg in args):
            return Value(sa.cast(sa.null(), type_of(op.kind)), op.kind, known=True)
        if op.name in TEXTS:
            return Value(_filled(TEXTS[op.name](*elements)), TEXT)
        if op.name in WHOLE:
            return Value(sa.cast(WHOLE[op.name](*elements), NUMERIC), NUMBER, nullable, digits=COUNTED)
        if op.name in NUMBERS:
            # without a divisor there is no quotient
            nullable = nullable or op.name in ("quotient", "ratio", "item", "interpolated", "number_of", "card_order")
            return self.cut(op, args, sa.type_coerce(NUMBERS[op.name](*elements), NUMERIC), nullable)
        if op.name in TESTS:
            return Value(sa.type_coerce(TESTS[op.name](*elements), sa.Boolean()), BOOLEAN, nullable)
        return self.temporal(op.name, elements, nullable)

    def cut(self, op: tree.Op, args: list[Value], element: Element, nullable: bool) -> Value:
        """What an operation gives as a number of at most 38 digits."""
        digits, longer = result_of(op.name, [arg.digits for arg in args], written(op))
        if not longer:
            return Value(element, op.kind, nullable, digits=digits)
        return Value(Fitted(element), op.kind, nullable or digits.overflows, digits=ANY_NUMBER)

    def joined(self, args: list[Value]) -> Value:
        parts = [_or_empty(arg) for arg in args]
        element: Element = parts[0]
        for part in parts[1:]:
            element = element.op("||", return_type=TEXTUAL)(part)
        return Value(_filled(element) if all(arg.nullable for arg in args) else element, TEXT)

    # what cannot be computed

    def fails(self, op: tree.Op) -> Condition | None:
        """Whether this very operation cannot be computed although its arguments can; None: it always can."""
        if op.name not in CALENDAR and op.name not in ARITHMETIC and op.name not in NUMBERS:
            return None
        args = [self.textual(self.value(arg)) for arg in op.args]
        given = [arg.element.is_not(None) for arg in args]
        if op.name in CALENDAR and any(isinstance(arg.element.type, sa.Date | sa.DateTime) for arg in args[:1]):
            return sa.and_(self.operation(op).element.is_(None), *given)
        if op.name in CALENDAR:
            return None
        digits, _ = result_of(op.name, [arg.digits for arg in args], written(op))
        if not digits.overflows:
            return None
        missing = self.operation(op).element.is_(None)
        match op.name:
            case "div" | "quotient":
                return sa.and_(missing, _or_zero(args[1]) != 0)
            case "pow":
                return sa.and_(missing, is_real(*[_or_zero(arg) for arg in args]))
            case "add" | "sub" | "mul":
                return missing
            case "number_of":
                return sa.and_(missing, NUMBERS["number_of"](args[0].element).is_not(None))
            case _:
                return sa.and_(missing, *given)

    def sum_fails(self, aggregate: tree.Aggregate) -> Condition | None:
        """Whether the sum over the rows is too long."""
        if aggregate.name not in ("sum", "avg"):
            return None
        rows = self.rows_for(aggregate)
        inside = self.within(rows)
        arg = inside.value(aggregate.arg)
        if not sum_of(arg.digits).overflows:
            return None
        wanted = [inside.condition(aggregate.where, exact=False)] if aggregate.where is not None else []
        total = sa.func.sum(arg.element, type_=NUMERIC)
        query = sa.select(sa.and_(total.is_not(None), Fitted(total).is_(None))).select_from(rows.source())
        return query.where(rows.condition(), *wanted).correlate_except(rows.source()).scalar_subquery()

    # lists and rows

    def fold(self, name: tree.AggregateName, arg: Value, kind: Kind, aggregate: tree.Aggregate, rows: Rows) -> Value:
        element = of_rows(self.textual(arg).element, rows)
        match name:
            case "sum":
                total, digits = summed(element, arg.digits)
                return Value(sa.func.coalesce(total, 0, type_=NUMERIC), kind, nullable=False, digits=digits)
            case "avg":
                total, digits = summed(element, arg.digits)
                mean = divided(total, sa.cast(sa.func.count(element), NUMERIC))
                wide = not Digits(digits.before, PLACES).fits
                return Value(Fitted(mean) if wide else mean, kind)
            case "count":
                return Value(sa.cast(sa.func.count(element), NUMERIC), NUMBER, nullable=False, digits=COUNTED)
            case "count_distinct":
                count = sa.func.count(element.distinct())
                return Value(sa.cast(count, NUMERIC), NUMBER, nullable=False, digits=COUNTED)
            case "min" | "max":
                ordered = self.ordered(Value(element, kind))
                return Value(getattr(sa.func, name)(ordered, type_=element.type), kind, digits=arg.digits)
            case "sorted":
                values = sa.func.array_agg(pg.aggregate_order_by(element, element), type_=SORTED)
                return Value(sa.type_coerce(values.filter(element.is_not(None)), SORTED), kind, digits=arg.digits)
            case "join":
                order = rows.order()
                separator = sa.literal(aggregate.separator, TEXTUAL)
                listed = pg.aggregate_order_by(separator, order) if order is not None else separator
                return Value(_filled(sa.func.string_agg(element, listed, type_=TEXTUAL)), TEXT)
        raise NotLowerable

    def listed(self, path: tuple[str, ...], found: LoweredColumn) -> Rows:
        expanded = sa.func.jsonb_array_elements_text(found.element).table_valued(
            sa.column("value", TEXTUAL), with_ordinality="position", name="listed"
        )
        # which names the column of the order too
        expanded = expanded.render_derived()
        held = found.kind.of or TEXT
        # the list holds texts, numbers and dates among them too
        value = expanded.c.value if type_of(held) is TEXTUAL else sa.cast(expanded.c.value, type_of(held))
        return ListedRows(path, expanded, LoweredColumn(value, held), expanded.c.position)

    def holds(self, many: LoweredColumn, item: Value) -> Condition:
        # `?` is what a GIN index over the stored list serves
        wanted = self.textual(item).element
        if type_of(item.kind) is NUMERIC:
            wanted = sa.cast(sa.func.trim_scale(wanted), TEXTUAL)
        elif isinstance(wanted.type, sa.Date):
            wanted = self.shown(wanted)
        return many.element.op("?", is_comparison=True, return_type=sa.Boolean())(wanted)


def written(op: tree.Op) -> Decimal | None:
    """The second argument, where it is a number written out."""
    second = op.args[1] if len(op.args) > 1 else None
    return second.value if isinstance(second, tree.Literal) and isinstance(second.value, Decimal) else None


def summed(element: Element, digits: Digits) -> tuple[Element, Digits]:
    """The sum over rows, NULL where it has more than 38 digits before the point."""
    total: Element = sa.func.sum(element, type_=NUMERIC)
    found = sum_of(digits)
    return (total, found) if found.fits else (Fitted(total), ANY_NUMBER)


def _sql_type(value: Value) -> sa.types.TypeEngine[Any]:
    """A condition has no type of its own before it is written."""
    found = value.element.type
    return type_of(value.kind) if isinstance(found, sa.types.NullType) else found


def _is_id(element: Element) -> bool:
    return isinstance(element.type, Id | sa.Uuid)


def _typed_blank(value: Value, type_: sa.types.TypeEngine[Any]) -> Value:
    return Value(sa.cast(sa.null(), type_), value.kind, known=True)


def _as_uuid(value: Value) -> Value | None:
    """A literal id, or a blank, as ``uuid``; None when it is no literal or no id."""
    if value.blank:
        return Value(sa.cast(sa.null(), Id()), value.kind, known=True)
    if value.known and isinstance(value.constant, str) and is_id(value.constant):
        return Value(sa.literal(value.constant, Id()), value.kind, nullable=False, known=True, constant=value.constant)
    return None


def _or_zero(value: Value) -> Element:
    if value.blank:
        return sa.literal(Decimal(0), NUMERIC)
    return sa.func.coalesce(value.element, 0, type_=NUMERIC) if value.nullable else value.element


def _or_empty(value: Value) -> Element:
    if value.blank:
        return sa.literal("", TEXTUAL)
    return sa.func.coalesce(value.element, "") if value.nullable else value.element


def _filled(element: Element) -> Element:
    """Empty text is blank."""
    return sa.func.nullif(element, "", type_=TEXTUAL)
