"""Condition trees of the visual builder as expressions, and expressions as trees where they have that form.

Each line of the builder is one call, so a tree comes back as it was. A line's value is a JSON value of the field's
kind, ``{"field": "other"}`` or ``{"formula": "TODAY() - 3"}``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from dougong.engines.expression.builder import plain_decimal
from dougong.engines.expression.definition import AllOf, AllRows, AnyOf, AnyRow, ConditionTree, NotOf, Term
from dougong.engines.expression.kinds import Kind
from dougong.engines.expression.limits import MAX_DIGITS
from dougong.engines.expression.parse import measure, parse
from dougong.engines.expression.periods import WORDS, is_period
from dougong.engines.expression.scope import Scope
from dougong.engines.expression.tree import Call, ListOf, Node, Path, lit
from dougong.engines.finding import Finding, Invalid, message, nearest

UNKNOWN_OPERATOR = message("unknown_operator", "没有条件“{op}”", "There is no operator “{op}”")
UNKNOWN_FIELD = message("unknown_field", "没有名为“{field}”的字段", "There is no field “{field}”")
UNKNOWN_ROWS = message("unknown_rows", "没有名为“{field}”的明细", "There are no rows “{field}”")
BAD_VALUE = message("bad_condition_value", "“{op}”的值不正确", "The value of “{op}” is not valid")
NO_VALUE = message("unwanted_condition_value", "“{op}”不需要值", "“{op}” takes no value")

_SIGNS = {"is": "=", "is_not": "<>", "lt": "<", "lte": "<=", "gt": ">", "gte": ">="}
_TESTS = {"contains": "CONTAINS", "starts_with": "STARTSWITH", "ends_with": "ENDSWITH", "matches": "REGEXMATCH"}
_NUMBERS = frozenset({"number", "money", "percent", "duration"})


@dataclass(frozen=True, slots=True)
class Operator:
    """One operator of the builder. ``value``: what stands beside it; ``make``: (field, value nodes) -> expression."""

    value: str  # none | one | list | pair | period | change
    make: Callable[..., Node]


def _sign(sign: str) -> Callable[..., Node]:
    return lambda field, value: Call(sign, (field, value))


def _call(name: str) -> Callable[..., Node]:
    return lambda field, *values: Call(name, (field, *values))


def _not(make: Callable[..., Node]) -> Callable[..., Node]:
    return lambda *args: Call("NOT", (make(*args),))


def _changed(field: Node, before: Node | None, after: Node | None) -> Node:
    parts = [Call("CHANGED", (field,))]
    if before is not None:
        parts.append(Call("WAS", (field, before)))
    if after is not None:
        parts.append(Call("=", (field, after)))
    return Call("AND", tuple(parts)) if len(parts) > 1 else parts[0]


def _holds(field: Node, value: Node | None) -> Node:
    assert value is not None
    return Call("IN", (value, field))


def _in_department(field: Node) -> Node:
    assert isinstance(field, Path)
    return Call("=", (Path((*field.parts, "department")), Call("DEPARTMENT", ())))


OPERATORS: dict[str, Operator] = {
    **{op: Operator("one", _sign(sign)) for op, sign in _SIGNS.items()},
    **{op: Operator("one", _call(name)) for op, name in _TESTS.items()},
    "not_contains": Operator("one", _not(_call("CONTAINS"))),
    "in": Operator("list", _sign("IN")),
    "not_in": Operator("list", _not(_sign("IN"))),
    "blank": Operator("none", _call("ISBLANK")),
    "not_blank": Operator("none", _not(_call("ISBLANK"))),
    "between": Operator("pair", _call("BETWEEN")),
    "within": Operator("period", _call("WITHIN")),
    "not_within": Operator("period", _not(_call("WITHIN"))),
    "is_me": Operator("none", lambda field: Call("=", (field, Call("ME", ())))),
    "is_not_me": Operator("none", lambda field: Call("<>", (field, Call("ME", ())))),
    "in_my_department": Operator("none", _in_department),
    "is_my_department": Operator("none", lambda field: Call("=", (field, Call("DEPARTMENT", ())))),
    "in_my_team": Operator("none", lambda field: Call("IN", (field, Call("TEAM", ())))),
    "changed": Operator("change", _changed),
    "was": Operator("one", _call("WAS")),
}

# and back: what a call or a sign is called in the builder, and what its denial is
CALLS = {
    **{name: op for op, name in _TESTS.items()},
    "ISBLANK": "blank",
    "WITHIN": "within",
    "CHANGED": "changed",
    "WAS": "was",
}
SIGNS = {sign: op for op, sign in _SIGNS.items()}
NEGATIVES = {"contains": "not_contains", "in": "not_in", "blank": "not_blank", "within": "not_within"}


def to_node(tree: ConditionTree, scope: Scope) -> Node:
    """The expression of a tree, not typed yet. Raises Invalid with a problem for every line that has one; pointers lead
    into the tree."""
    reading = _Reading(scope)
    node = reading.read(tree, "", ())
    findings = reading.findings or measure(node)
    if findings:
        raise Invalid(findings)
    return node


class _Reading:
    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.findings: list[Finding] = []
        # whether a line read so far asks something of the row itself
        self._of_row = False

    def read(self, tree: ConditionTree, at: str, rows: tuple[str, ...]) -> Node:
        """``rows``: the sub-table within whose rows the tree stands."""
        match tree:
            case AllOf(all=parts):
                return self._group("AND", "all", parts, at, rows)
            case AnyOf(any=parts):
                return self._group("OR", "any", parts, at, rows)
            case NotOf(not_=part):
                return Call("NOT", (self.read(part, at + "/not", rows),))
            case AnyRow(any_row=path, when=part):
                return self._rows("ANY", path, part, at)
            case AllRows(all_rows=path, when=part):
                return self._rows("ALL", path, part, at)
            case Term():
                return self._term(tree, at, rows)

    def _rows(self, name: str, field: str, part: ConditionTree, at: str) -> Node:
        """A condition that asks nothing of the row itself (but of the record, or of rows again) still needs a row."""
        rows = tuple(field.split("."))
        if not self._is_list(rows):
            hint = nearest(rows[-1], (n for n in self.scope.names(rows[:-1]) if self._is_list((*rows[:-1], n))))
            key = "/any_row" if name == "ANY" else "/all_rows"
            self.findings.append(UNKNOWN_ROWS.at(at + key, field=field, hint=hint))
            return lit(False)
        outside, self._of_row = self._of_row, False
        inside = self.read(part, at + "/when", rows)
        of_row, self._of_row = self._of_row, outside
        if of_row:
            return Call(name, (inside,))
        none = Call("ISBLANK", (Path(rows),))
        return Call("AND", (Call("NOT", (none,)), inside)) if name == "ANY" else Call("OR", (none, inside))

    def _group(self, name: str, key: str, parts: tuple[ConditionTree, ...], at: str, rows: tuple[str, ...]) -> Node:
        if not parts:
            # nothing asked of all holds, nothing asked of any does not
            return lit(name == "AND")
        return Call(name, tuple(self.read(part, f"{at}/{key}/{index}", rows) for index, part in enumerate(parts)))

    def _term(self, term: Term, at: str, rows: tuple[str, ...]) -> Node:
        operator = OPERATORS.get(term.op)
        path, kind = self._field(term, at, rows)
        op, value = term.op, term.value
        if operator is None and is_period(op):
            operator, op, value = OPERATORS["within"], "within", op
        if operator is None:
            self.findings.append(UNKNOWN_OPERATOR.at(at + "/op", op=op, hint=nearest(op, [*OPERATORS, *WORDS])))
            return lit(False)
        if kind is not None and kind.name == "list" and rows:
            kind = kind.of
        many = kind is not None and kind.name == "list"
        try:
            nodes = self._values(operator, value, kind)
            for node in nodes:
                if isinstance(node, Path):
                    self._see(node.parts, rows)
        except Invalid as refused:
            self.findings.extend(finding.under(at + "/value/formula") for finding in refused.findings)
            return lit(False)
        except (ValueError, TypeError, InvalidOperation, KeyError):
            problem = NO_VALUE if operator.value == "none" else BAD_VALUE
            self.findings.append(problem.at(at + "/value", op=op))
            return lit(False)
        if many and op in {"contains", "not_contains"}:
            return (_holds if op == "contains" else _not(_holds))(path, *nodes)
        if rows and op in {"blank", "not_blank"}:
            # ISBLANK would ask about the whole column
            return Call("=" if op == "blank" else "<>", (path, lit(None)))
        return operator.make(path, *nodes)

    def _field(self, term: Term, at: str, rows: tuple[str, ...]) -> tuple[Path, Kind | None]:
        parts = tuple(term.field.split("."))
        for path in ((*rows, *parts), parts):
            kind = self.scope.resolve(path)
            if kind is not None:
                self._see(path, rows)
                return Path(path), kind
        hint = nearest(parts[-1], self.scope.names((*rows, *parts[:-1])))
        self.findings.append(UNKNOWN_FIELD.at(at + "/field", field=term.field, hint=hint))
        return Path(parts), None

    def _is_list(self, path: tuple[str, ...]) -> bool:
        kind = self.scope.resolve(path)
        return kind is not None and kind.name == "list"

    def _see(self, path: tuple[str, ...], rows: tuple[str, ...]) -> None:
        self._of_row = self._of_row or (bool(rows) and path[: len(rows)] == rows)

    def _values(self, operator: Operator, value: Any, kind: Kind | None) -> list[Node | None]:
        """The nodes of a line's value. Raises ValueError, TypeError, KeyError or InvalidOperation for a wrong one."""
        match operator.value:
            case "none":
                if value is not None:
                    raise ValueError("no value expected")
                return []
            case "list":
                if isinstance(value, dict):
                    return [self._value(value, kind)]
                if not isinstance(value, list):
                    raise ValueError("a list expected")
                return [ListOf(tuple(self._value(item, kind) for item in value))]
            case "pair":
                low, high = value
                return [self._value(low, kind), self._value(high, kind)]
            case "period":
                if not isinstance(value, str) or not is_period(value):
                    raise ValueError("a period expected")
                return [lit(value)]
            case "change":
                given = {} if value is None else value
                if set(given) - {"from", "to"}:
                    raise ValueError("from and to expected")
                return [self._value(given[key], kind) if key in given else None for key in ("from", "to")]
            case _:
                return [self._value(value, kind)]

    def _value(self, value: Any, kind: Kind | None) -> Node:
        if isinstance(value, dict):
            return self._reference(value)
        if isinstance(value, list):
            return ListOf(tuple(self._value(item, kind.of if kind and kind.of else kind) for item in value))
        if value is None or isinstance(value, bool):
            return lit(value)
        name = kind.of.name if kind and kind.name == "list" and kind.of else kind.name if kind else None
        if isinstance(value, int | float) or name in _NUMBERS:
            number = Decimal(str(value))
            if not number.is_finite() or number.adjusted() >= MAX_DIGITS:
                raise ValueError("no number")
            return lit(plain_decimal(number))
        if name in {"date", "datetime"} and is_period(value):
            return Path((value,))
        return lit(value or None)

    def _reference(self, value: dict[str, Any]) -> Node:
        if set(value) == {"field"}:
            return Path(tuple(str(value["field"]).split(".")))
        if set(value) == {"formula"}:
            return parse(str(value["formula"]))
        # a person, a department, a record as the API writes it
        return lit(str(value["id"]))
