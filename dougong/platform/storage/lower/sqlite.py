"""SQLite: numbers as scaled integers while that is exact, else as decimal text; what SQL lacks is called in Python.

A decimal as text is canonical (no exponent, no trailing zeros), so equal numbers are equal texts; its order is told by
``dougong_compare``. Everything without a native form goes to ``dougong_evaluate``, which runs the Python back end over
the part of the tree that needs it, so that the two cannot differ.
"""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy import ColumnElement

from dougong.engines.expression import sqltree as tree
from dougong.engines.expression.kinds import BOOLEAN, DATE, DATETIME, NUMBER, TEXT, TIME, Kind
from dougong.engines.expression.limits import MAX_DIGITS
from dougong.platform.db.sqlite_functions import TROUBLE, canonical, time_text
from dougong.platform.db.types import LARGEST_SCALED, moment_text
from dougong.platform.storage.lower.call import PythonCall, by_row, searched
from dougong.platform.storage.lower.lowering import TRUTHS, Condition, Lowering, held_by_rows
from dougong.platform.storage.lower.rows import ListedRows
from dougong.platform.storage.lower.sqlite_native import NATIVE
from dougong.platform.storage.lower.types import DecimalText
from dougong.platform.storage.lower.values import DialectName, LoweredColumn, NotLowerable, Rows, Value

LARGEST = 2**63 - 1
TROUBLE_BOUND = sa.literal(TROUBLE, sa.LargeBinary())
LOGIC = TRUTHS | {"coalesce", "if_error", "least", "greatest"}
STORED = LARGEST_SCALED
INTEGER = sa.BigInteger()
DECIMAL = DecimalText()
BIT = sa.Boolean()

Element = ColumnElement[Any]


class SQLite(Lowering):
    dialect: ClassVar[DialectName] = "sqlite"

    def outcome(self, expr: tree.Expr) -> Value:
        value = self.value(expr)
        if not value.troubled:
            return value
        element = sa.func.nullif(value.element, TROUBLE_BOUND, type_=value.element.type)
        return replace(value, element=element, nullable=True, troubled=False)

    def verdict(self, expr: tree.Expr) -> Condition:
        return self.condition(expr, exact=False)

    # what could not be computed is seen by Python, which is given the whole

    def value(self, expr: tree.Expr) -> Value:
        if self.held(expr) and self.troubled(expr):
            return PythonCall(self, self.single(expr), by_row(expr)).value()
        return super().value(expr)

    def condition(self, expr: tree.Expr, *, exact: bool = True) -> Condition:
        if isinstance(expr, tree.Op) and expr.name in ("and", "all_of") and not exact:
            return super().condition(expr, exact=False)
        if self.held(expr) and self.troubled(expr):
            return self.true_or_false(
                PythonCall(self, self.single(expr), by_row(expr)).value().element, coalesced=False
            )
        return super().condition(expr, exact=exact)

    def held(self, expr: tree.Expr) -> bool:
        """Whether the database would do this by itself, taking trouble for a value."""
        if isinstance(expr, tree.Op):
            return expr.name in LOGIC
        if isinstance(expr, tree.Aggregate):
            # seen from a row, what folds all rows is a value that is handed to Python
            return not self.in_row
        return isinstance(expr, tree.Case | tree.In | tree.Contains)

    def troubled(self, expr: tree.Expr) -> bool:
        """Whether something in it may be ``TROUBLE``, which no function of the database understands."""
        match expr:
            case tree.Parameter():
                return self.beyond(expr)
            case tree.Literal() | tree.Column() | tree.Exists():
                return False
            case tree.Aggregate(arg=arg, where=where):
                if where is not None or isinstance(arg, tree.Parameter):
                    return False
                return self.within(self.rows_for(expr)).troubled(arg)
            case tree.Contains(many=many, item=item) if searched(many):
                return self.troubled(item) or self.troubled(held_by_rows(many, item))
            case tree.Op(name=name) if name not in LOGIC:
                return self.value(expr).troubled
            case tree.Registered():
                return True
            case _:
                return any(self.troubled(part) for part in tree.children(expr))

    def literal(self, value: object, kind: Kind) -> Value:
        if value is None or value == "":
            return Value(sa.null(), kind, known=True)
        match value:
            case bool():
                return Value(sa.literal(value, BIT), BOOLEAN, nullable=False)
            case int() | Decimal():
                return _number(Decimal(value), kind)
            case datetime():
                return Value(sa.literal(moment_text(value), sa.Text()), DATETIME, nullable=False)
            case date():
                return Value(sa.literal(value.isoformat(), sa.Text()), DATE, nullable=False)
            case time():
                return Value(sa.literal(time_text(value), sa.Text()), TIME, nullable=False)
            case str():
                return Value(sa.literal(value, sa.Text()), kind, nullable=False)
        raise NotLowerable

    def column(self, found: LoweredColumn) -> Value:
        element, kind = found.element, found.kind
        if kind.quantity:
            if isinstance(element.type, DecimalText):
                return Value(element, kind)
            return Value(sa.type_coerce(element, INTEGER), kind, scale=found.places(), limit=STORED)
        return Value(sa.type_coerce(element, BIT if kind.name == "boolean" else sa.Text()), kind)

    def unified(self, values: Sequence[Value]) -> list[Value]:
        """Numbers of one scale as they are; else all as text."""
        numbers = [value for value in values if not value.blank]
        if not any(value.kind.quantity for value in numbers):
            return list(values)
        scales = {value.scale for value in numbers}
        if len(scales) > 1 and None not in scales:
            wanted = max(scale for scale in scales if scale is not None)
            rescaled = [_at_scale(value, wanted) for value in numbers]
            if all(rescaled):
                scales = {wanted}
        if len(scales) == 1 and None not in scales:
            (scale,) = scales
            assert scale is not None
            return [value if value.blank else _at_scale(value, scale) or value for value in values]
        return [self.decimal(value) for value in values]

    def decimal(self, value: Value) -> Value:
        """A number as decimal text."""
        if value.blank or value.scale is None:
            return value
        if value.known:
            constant = Decimal(value.constant).scaleb(-value.scale)
            return Value(sa.literal(canonical(constant), sa.Text()), value.kind, nullable=False, known=True)
        text = sa.func.dougong_decimal(value.element, value.scale, type_=DECIMAL)
        return Value(text, value.kind, value.nullable)

    def ordering(self, name: str, left: Value, right: Value, exact: bool) -> Condition:
        """A stored number beside a literal with more places is compared with the whole number next to it."""
        if right.known and left.scale is not None and not left.known and (right.scale or 0) > left.scale:
            rounding = ROUND_FLOOR if name in ("gt", "le") else ROUND_CEILING
            right = _rounded(right, left.scale, rounding)
        elif left.known and right.scale is not None and not right.known and (left.scale or 0) > right.scale:
            rounding = ROUND_FLOOR if name in ("lt", "ge") else ROUND_CEILING
            left = _rounded(left, right.scale, rounding)
        return super().ordering(name, left, right, exact)

    def compared(self, left: Value, right: Value) -> tuple[Element, Element]:
        """Decimals in text by a function: a COLLATE anywhere inside would spread to texts compared further out."""
        if left.kind.quantity and left.scale is None:
            order = sa.func.dougong_compare(left.element, right.element, type_=sa.Integer())
            return order, sa.literal(0, sa.Integer())
        return left.element, right.element

    def extreme(self, name: str, values: list[Value]) -> Element:
        """SQLite's own ``min`` is NULL beside a NULL."""
        if any(value.kind.quantity and value.scale is None for value in values):
            found: Element = getattr(sa.func, f"dougong_{name}")(*[value.element for value in values])
            return found
        result, *rest = [value.element for value in values]
        for element in rest:
            pair = getattr(sa.func, {"least": "min", "greatest": "max"}[name])(result, element)
            result = sa.func.coalesce(pair, result, element)
        return result

    def cast(self, cast: tree.Cast) -> Value:
        found = self.value(cast.arg)
        numeric = found.kind.quantity
        if cast.kind.name == "text" and numeric:
            return Value(sa.type_coerce(self.decimal(found).element, sa.Text()), TEXT, found.nullable)
        if numeric == cast.kind.quantity and found.kind.name not in ("datetime", "boolean"):
            return Value(found.element, cast.kind, found.nullable, found.scale, found.limit)
        raise NotLowerable

    def registered(self, call: tree.Registered) -> Value:
        return PythonCall(self, call).value()

    def operation(self, op: tree.Op) -> Value:
        if op.name == "trouble":
            return Value(sa.type_coerce(TROUBLE_BOUND, sa.Text()), op.kind, troubled=True)
        if op.name in ("add", "sub", "mul", "neg"):
            args = [self.value(arg) for arg in op.args]
            exact = _integers(op.name, [_or_zero(arg) for arg in args], op.kind)
            if exact is not None:
                return exact
        elif op.name == "join":
            args = [self.value(arg) for arg in op.args]
            if not any(arg.troubled for arg in args):
                return self.joined(args)
        elif op.name in NATIVE and all(part.kind.name != "datetime" for part in op.args):
            args = [self.value(arg) for arg in op.args]
            if all(arg.scale in (None, 0) and not arg.troubled for arg in args):
                return NATIVE[op.name](*args)
        return PythonCall(self, op).value()

    def joined(self, args: list[Value]) -> Value:
        parts = [sa.func.coalesce(arg.element, "") if arg.nullable else arg.element for arg in args]
        element: Element = parts[0]
        for part in parts[1:]:
            element = element.op("||", return_type=sa.Text())(part)
        if all(arg.nullable for arg in args):
            element = sa.func.nullif(element, "", type_=sa.Text())
        return Value(element, TEXT, nullable=all(arg.nullable for arg in args))

    # lists and rows

    def fold(self, name: tree.AggregateName, arg: Value, kind: Kind, aggregate: tree.Aggregate, rows: Rows) -> Value:
        match name:
            case "sum" if arg.scale is not None:
                added = sa.func.coalesce(sa.func.sum(arg.element, type_=INTEGER), 0, type_=INTEGER)
                return Value(added, kind, nullable=False, scale=arg.scale, limit=LARGEST)
            case "avg" if arg.scale is not None:
                total = sa.func.sum(arg.element, type_=INTEGER)
                mean = sa.func.dougong_mean(total, arg.scale, sa.func.count(arg.element), type_=DECIMAL)
                return Value(mean, kind)
            case "sum":
                # without rows SQLite asks no aggregate of ours
                summed = sa.func.dougong_sum(self.decimal(arg).element, type_=sa.Text())
                return Value(sa.func.coalesce(summed, "0", type_=DECIMAL), kind, nullable=False, troubled=True)
            case "avg" | "product":
                folded = getattr(sa.func, f"dougong_{name}")(self.decimal(arg).element, type_=DECIMAL)
                return Value(folded, kind, troubled=True)
            case "count" | "count_distinct":
                element = arg.element.distinct() if name == "count_distinct" else arg.element
                count = sa.func.count(element, type_=INTEGER)
                return _told(arg, Value(count, NUMBER, nullable=False, scale=0, limit=STORED))
            case "min" | "max":
                textual = arg.kind.quantity and arg.scale is None
                function = getattr(sa.func, f"dougong_{name}" if textual else name)
                folded = function(arg.element, type_=arg.element.type)
                return _told(arg, Value(folded, kind, True, arg.scale, arg.limit))
            case "join":
                return Value(sa.func.nullif(self.grouped(arg, aggregate, rows), "", type_=sa.Text()), TEXT)
        raise NotLowerable

    def grouped(self, arg: Value, aggregate: tree.Aggregate, rows: Rows) -> Element:
        order = rows.order()
        position = order if order is not None else sa.literal(0)
        return sa.func.dougong_join(arg.element, position, aggregate.separator, type_=sa.Text())

    def listed(self, path: tuple[str, ...], found: LoweredColumn) -> Rows:
        source = sa.type_coerce(found.element, sa.Text())
        expanded = sa.func.json_each(source).table_valued(
            sa.column("value", sa.Text()), sa.column("key", sa.Integer()), name="listed"
        )
        kind = found.kind.of or TEXT
        # numbers in a list are decimal text
        value = sa.type_coerce(expanded.c.value, DECIMAL) if kind.quantity else expanded.c.value
        return ListedRows(path, expanded, LoweredColumn(value, kind), expanded.c.key)

    def holds(self, many: LoweredColumn, item: Value) -> Condition:
        source = sa.type_coerce(many.element, sa.Text())
        expanded = sa.func.json_each(source).table_valued(sa.column("value", sa.Text()), name="listed")
        wanted = self.decimal(item).element if item.kind.quantity else item.element
        query: sa.Select[Any] = sa.select(sa.literal(1)).select_from(expanded).where(expanded.c.value == wanted)
        return query.correlate_except(expanded).exists()

    def array(self, expr: tree.Expr) -> Element:
        """The values row by row as a JSON array, in the rows' order; how a list reaches Python."""
        aggregate = tree.Aggregate("join", expr, None, TEXT)
        rows = self.rows_for(aggregate)
        value = self.decimal(self.within(rows).value(expr))
        order = rows.order()
        position = order if order is not None else sa.literal(0)
        packed = sa.func.dougong_array(sa.type_coerce(value.element, sa.Text()), position, type_=sa.Text())
        query = sa.select(packed).select_from(rows.source()).where(rows.condition())
        return query.correlate_except(rows.source()).scalar_subquery()

    def bound(self, value: object) -> Element:
        return sa.literal(value if isinstance(value, str) else json.dumps(value), sa.Text())


def _told(arg: Value, folded: Value) -> Value:
    """What a function of the database makes of all rows, unless one of them is in trouble."""
    if not arg.troubled:
        return folded
    lost = sa.func.max(sa.type_coerce(arg.element, sa.LargeBinary()) == TROUBLE_BOUND, type_=BIT)
    element = sa.case((lost, TROUBLE_BOUND), else_=folded.element)
    return replace(folded, element=sa.type_coerce(element, folded.element.type), troubled=True)


def _number(value: Decimal, kind: Kind) -> Value:
    """A literal: a scaled integer with as many places as it has, or text when it has too many digits."""
    exponent = value.normalize().as_tuple().exponent
    scale = max(0, -exponent) if isinstance(exponent, int) else 0
    whole = int(value.scaleb(scale))
    if abs(whole) > STORED:
        return Value(sa.literal(canonical(value), sa.Text()), kind, nullable=False, known=True)
    return _constant(whole, scale, kind)


def _constant(whole: int, scale: int, kind: Kind) -> Value:
    element = sa.literal(whole, INTEGER)
    return Value(element, kind, nullable=False, scale=scale, limit=abs(whole), known=True, constant=whole)


def _at_scale(value: Value, scale: int) -> Value | None:
    """The same number with more places, when the integer cannot outgrow 64 bits."""
    if value.scale is None or value.scale > scale:
        return None
    factor = int(10 ** (scale - value.scale))
    if max(value.limit, 1) * factor > LARGEST:
        return None
    if factor == 1:
        return value
    if value.known:
        return _constant(value.constant * factor, scale, value.kind)
    return Value(value.element * factor, value.kind, value.nullable, scale, value.limit * factor)


def _rounded(value: Value, scale: int, rounding: str) -> Value:
    assert value.scale is not None
    whole = Decimal(value.constant).scaleb(scale - value.scale).to_integral_value(rounding)
    return _constant(int(whole), scale, value.kind)


def _or_zero(value: Value) -> Value:
    if value.blank:
        return _constant(0, 0, value.kind)
    if not value.nullable or value.scale is None:
        return value
    element = sa.func.coalesce(value.element, 0, type_=INTEGER)
    return Value(element, value.kind, False, value.scale, value.limit)


def _integers(name: str, args: list[Value], kind: Kind) -> Value | None:
    """Arithmetic on scaled integers, or None where it could outgrow 64 bits or an argument is text."""
    if any(arg.scale is None for arg in args):
        return None
    if name == "neg":
        return Value(-args[0].element, kind, False, args[0].scale, args[0].limit)
    left, right = args
    if name == "mul":
        limit = left.limit * right.limit
        scale = (left.scale or 0) + (right.scale or 0)
        # more places would have to be rounded
        return (
            None
            if limit > LARGEST or scale > MAX_DIGITS
            else Value(left.element * right.element, kind, False, scale, limit)
        )
    wanted = max(left.scale or 0, right.scale or 0)
    one, other = _at_scale(left, wanted), _at_scale(right, wanted)
    if one is None or other is None or one.limit + other.limit > LARGEST:
        return None
    element = one.element + other.element if name == "add" else one.element - other.element
    return Value(element, kind, False, wanted, one.limit + other.limit)
