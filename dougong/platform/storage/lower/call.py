"""A call into Python from SQLite: the part of a tree that has no native form, and the values it needs.

What is native below (columns, parameters, aggregates, conditions) is computed by the database and handed over as an
argument; the rest becomes canonical JSON that ``dougong_evaluate`` compiles once and runs for every row.
"""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from dougong.engines.expression import sqltree as tree
from dougong.engines.expression.canonical import to_json
from dougong.engines.expression.kinds import BOOLEAN, TEXT, Kind, list_of
from dougong.engines.expression.tree import Lit
from dougong.platform.db.sqlite_functions import code_of
from dougong.platform.db.types import moment_text
from dougong.platform.storage.lower.rows import outside
from dougong.platform.storage.lower.types import DecimalText
from dougong.platform.storage.lower.values import NotLowerable, Value

if TYPE_CHECKING:
    from dougong.platform.storage.lower.sqlite import SQLite

# the function of the registry that does what a primitive does, and the words it takes besides
FUNCTIONS: dict[str, tuple[str, ...]] = {
    "and": ("AND",), "or": ("OR",), "not": ("NOT",), "is_blank": ("ISBLANK",), "coalesce": ("COALESCE",),
    "all_of": ("ALL",), "any_of": ("ANY",),
    "if_error": ("IFERROR",), "least": ("MIN",), "greatest": ("MAX",), "join": ("CONCAT",),
    "eq": ("=",), "ne": ("<>",), "lt": ("<",), "le": ("<=",), "gt": (">",), "ge": (">=",),
    "add": ("+",), "sub": ("-",), "mul": ("*",), "div": ("/",), "pow": ("^",), "neg": ("neg",), "mod": ("MOD",),
    "abs": ("ABS",), "sign": ("SIGN",), "round": ("ROUND",), "trunc": ("TRUNC",), "floor": ("INT",), "sqrt": ("SQRT",),
    "round_up": ("ROUNDUP",), "quotient": ("QUOTIENT",), "ceil": ("CEILING",),
    "length": ("LEN",), "lower": ("LOWER",), "upper": ("UPPER",), "left": ("LEFT",), "right": ("RIGHT",),
    "substring": ("MID",), "replace": ("SUBSTITUTE",), "repeat": ("REPT",), "trim": ("TRIM",), "clean": ("CLEAN",),
    "starts_with": ("STARTSWITH",), "ends_with": ("ENDSWITH",),
    "year": ("YEAR",), "quarter": ("QUARTER",), "month": ("MONTH",), "day": ("DAY",), "iso_week": ("ISOWEEKNUM",),
    "hour": ("HOUR",), "minute": ("MINUTE",), "second": ("SECOND",),
    "add_months": ("EDATE",), "add_months_at": ("EDATE",), "add_days": ("+",), "add_days_at": ("DATEADD", "day"),
    "add_seconds": ("+",), "seconds_between": ("-",), "days_between": ("-",),
    "date_of": ("DATEVALUE",), "datetime_of": ("TIMESTAMP",), "moment_at": ("TIMESTAMP",),
    "start_of_week": ("STARTOF", "week"), "start_of_month": ("STARTOF", "month"),
    "start_of_quarter": ("STARTOF", "quarter"), "start_of_year": ("STARTOF", "year"),
    "start_of_hour": ("STARTOF", "hour"), "start_of_minute": ("STARTOF", "minute"),
    "start_of_second": ("STARTOF", "second"), "end_of_month": ("ENDOF", "month"),
}  # fmt: skip
# what a fold over rows is called where Python does it
FOLDS = {"sum": "SUM", "avg": "AVERAGE", "min": "MIN", "max": "MAX", "count": "COUNT", "any": "ANY", "all": "ALL"}
# these name the earlier first, as the operator does not
REVERSED = frozenset({"seconds_between", "days_between"})
TEXTUAL = sa.Text()
CHOOSING = frozenset({"AND", "OR", "COALESCE", "IF", "IFERROR", "IFS", "SWITCH"})


class PythonCall:
    """Gathers one call. ``value`` is the lowered call. ``among_rows``: it is one of a list made row by row."""

    def __init__(self, lowering: "SQLite", expr: tree.Expr, among_rows: bool = False) -> None:
        self._lowering = lowering
        self._expr = expr
        self._among_rows = among_rows
        self._arguments: list[sa.ColumnElement[Any]] = []
        self._places: list[tuple[str, str]] = []
        self._names: dict[tuple[tuple[str, ...], str], str] = {}
        # what is computed although the call may not need it
        self._asked: list[object] = []
        self._working_days = False

    def _one(self, expr: tree.Expr) -> Kind:
        """What the call gives: seen from a row, one value of what is a list of them from outside."""
        return expr.kind.of if self._lowering.in_row and by_row(expr) and expr.kind.of else expr.kind

    def value(self) -> Value:
        kind = self._one(self._expr)
        node = self._node(self._expr)
        parts = {"places": self._places, "asked": self._asked, "node": node}
        binding = self._lowering.binding
        if self._working_days:
            week, exceptions = binding.calendar.working_week, binding.calendar.exceptions
            parts["calendar"] = [week, [day.isoformat() for day in exceptions]]
        plan = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
        call = sa.func.dougong_evaluate(
            sa.literal(plan, TEXTUAL),
            sa.literal(binding.zone, TEXTUAL),
            sa.literal(moment_text(binding.now), TEXTUAL),
            *self._arguments,
            type_=_type_of(kind),
        )
        return Value(call, kind, nullable=kind != BOOLEAN, troubled=True)

    def _node(self, expr: tree.Expr, whole: bool = False) -> object:  # noqa: PLR0912  one line for each kind of part
        """``whole``: a list is taken as it is, even among rows."""
        if isinstance(expr, tree.Parameter) and expr.name == "team":
            return self._place(("team",), "[t", self._lowering.bound(self._lowering.binding.team), expr.kind)
        if (whole or not self._lowering.in_row) and by_row(expr):
            path = expr.path if isinstance(expr, tree.Column) else ()
            listed = self._place(path, "[" + code_of(expr.kind.of), self._lowering.array(expr), expr.kind)
            return self._after([part for part in outside(expr) if self._lowering.troubled(part)], listed, expr.kind)
        rowwise = by_row(expr) or (expr is self._expr and self._among_rows)
        if self._lowering.in_row and rowwise and _chooses(expr):
            # what is made row by row is given all its arguments, needed or not
            self._asked.extend(self._node(part) for part in tree.children(expr) if not isinstance(part, tree.Literal))
        match expr:
            case tree.Literal(value=value, kind=kind):
                return to_json(Lit(value, kind))
            case tree.Registered(name=name, args=args, each=each):
                return self._call(name, args, self._one(expr), whole=each is None)
            case tree.Op(name=name, args=args, kind=kind) if name in FUNCTIONS:
                function, *more = FUNCTIONS[name]
                words = tuple(tree.Literal(word, TEXT) for word in more)
                return self._call(function, args[::-1] if name in REVERSED else (*args, *words), self._one(expr))
            case tree.Items(items=items, kind=kind):
                return {"t": "list", "k": kind.as_json(), "a": [self._node(item) for item in items]}
            case tree.Case(branches=branches, otherwise=otherwise):
                node, kind = self._node(otherwise), self._one(expr)
                for condition, then in reversed(branches):
                    node = {
                        "t": "call",
                        "k": kind.as_json(),
                        "f": "IF",
                        "a": [self._node(condition), self._node(then), node],
                    }
                return node
            case tree.In(item=item, items=items):
                listed = {"t": "list", "k": list_of(item.kind).as_json(), "a": [self._node(one) for one in items]}
                return {"t": "call", "k": expr.kind.as_json(), "f": "IN", "a": [self._node(item), listed]}
            case tree.Contains(many=many, item=item):
                # the list that is searched is whole; what is looked for is of the row
                node = [self._node(item), self._node(many, whole=True)]
                return {"t": "call", "k": expr.kind.as_json(), "f": "IN", "a": node}
            case tree.Aggregate(name=name, arg=arg, where=None) if expr is self._expr and name in FOLDS:
                return self._call(FOLDS[name], (arg,), expr.kind)
            case _ if expr is self._expr:
                raise NotLowerable
            case tree.Column(path=path, kind=kind):
                return self._single(path, self._lowering.value(expr))
            case _:
                return self._single((), self._lowering.value(expr))

    def _after(self, parts: Sequence[tree.Expr], node: object, kind: Kind) -> object:
        """``node``, once the parts that are not of its rows were computed: there may be no row that asks for them."""
        truth = BOOLEAN.as_json()

        def call(name: str, *args: object, kind: object = truth) -> object:
            return {"t": "call", "k": kind, "f": name, "a": args}

        for part in parts:
            never = call("AND", call("ISBLANK", self._node(part)), to_json(Lit(False, BOOLEAN)))
            node = call("IF", call("NOT", never), node, kind=kind.as_json())
        return node

    def _call(self, name: str, args: tuple[tree.Expr, ...], kind: Kind, whole: bool = False) -> object:
        self._working_days = self._working_days or name in ("NETWORKDAYS", "WORKDAY")
        return {"t": "call", "k": kind.as_json(), "f": name, "a": [self._node(arg, whole) for arg in args]}

    def _single(self, path: tuple[str, ...], value: Value) -> object:
        """``path``: of a column, which is handed over once; () for what is computed."""
        code = code_of(value.kind) if value.scale is None else f"s{value.scale}"
        return self._place(path, code, value.element, value.kind)

    def _place(self, path: tuple[str, ...], code: str, element: sa.ColumnElement[Any], kind: Kind) -> object:
        """An argument under a name of its own: a list of records and what lies behind them are two lists."""
        place = (path, code)
        if not path or place not in self._names:
            self._names[place] = f"v{len(self._arguments)}"
            self._arguments.append(element)
            self._places.append((self._names[place], code))
        return {"t": "path", "k": kind.as_json(), "p": [self._names[place]]}


def _chooses(expr: tree.Expr) -> bool:
    """Whether it computes only those of its parts that it needs."""
    if isinstance(expr, tree.Registered):
        return expr.name in CHOOSING
    return isinstance(expr, tree.Case) or (isinstance(expr, tree.Op) and FUNCTIONS.get(expr.name, ("",))[0] in CHOOSING)


def by_row(expr: tree.Expr) -> bool:
    """Whether this has one value for each row behind a to-many path."""
    if isinstance(expr, tree.Items) or (isinstance(expr, tree.Registered) and expr.each is None):
        return False
    return expr.kind.name == "list"


def searched(many: tree.Expr) -> bool:
    """Whether the list that CONTAINS looks through is computed row by row."""
    return by_row(many) and not isinstance(many, tree.Column | tree.Parameter)


def _type_of(kind: Kind) -> sa.types.TypeEngine[Any]:
    if kind.quantity:
        return DecimalText()
    return sa.Boolean() if kind.name == "boolean" else TEXTUAL
