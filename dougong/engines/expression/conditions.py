"""Condition trees of the visual builder as expressions, and expressions as trees where they have that form.

Each line of the builder is one call, so a tree comes back as it was. A line's value is a JSON value of the field's
kind, ``{"field": "other"}`` or ``{"formula": "TODAY() - 3"}``.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from dougong.engines.expression.check_messages import WRONG_OPERATOR, kind_words, shortened
from dougong.engines.expression.condition_size import oversize
from dougong.engines.expression.condition_values import NO_VALUE, Values
from dougong.engines.expression.definition import AllOf, AllRows, AnyOf, AnyRow, ConditionTree, NotOf, Term
from dougong.engines.expression.hints import of_operator, of_path
from dougong.engines.expression.kinds import TEXT, USER, Kind
from dougong.engines.expression.parse import measure
from dougong.engines.expression.periods import WORDS, is_period
from dougong.engines.expression.scope import Scope
from dougong.engines.expression.tree import Call, Line, Node, Path, Spot, hole, lit
from dougong.engines.finding import Finding, Invalid, message, nearest

UNKNOWN_OPERATOR = message("unknown_operator", "没有条件“{op}”", "There is no operator “{op}”")
UNKNOWN_FIELD = message("unknown_field", "没有名为“{field}”的字段", "There is no field “{field}”")
UNKNOWN_ROWS = message("unknown_rows", "没有名为“{field}”的明细", "There are no rows “{field}”")

_SIGNS = {"is": "=", "is_not": "<>", "lt": "<", "lte": "<=", "gt": ">", "gte": ">="}
_TESTS = {"contains": "CONTAINS", "starts_with": "STARTSWITH", "ends_with": "ENDSWITH", "matches": "REGEXMATCH"}
# the same tests in any case
_CASELESS = {f"{op}~ci": name for op, name in _TESTS.items() if name != "REGEXMATCH"}


@dataclass(frozen=True, slots=True)
class Operator:
    """One operator of the builder. ``value``: what stands beside it; ``make``: (field, value nodes) -> expression."""

    value: str  # none | one | list | pair | period | change
    make: Callable[..., Node]


def _sign(sign: str) -> Callable[..., Node]:
    return lambda field, value: Call(sign, (field, value))


def _call(name: str) -> Callable[..., Node]:
    return lambda field, *values: Call(name, (field, *values))


def _caseless(name: str) -> Callable[..., Node]:
    return lambda field, value: Call(name, (field, value, lit(True)))


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
    behind = Path((*field.parts, "department"), span=field.span) if isinstance(field, Path) else field
    return Call("=", (behind, Call("DEPARTMENT", ())))


OPERATORS: dict[str, Operator] = {
    **{op: Operator("one", _sign(sign)) for op, sign in _SIGNS.items()},
    **{op: Operator("one", _call(name)) for op, name in _TESTS.items()},
    **{op: Operator("one", _caseless(name)) for op, name in _CASELESS.items()},
    "not_contains": Operator("one", _not(_call("CONTAINS"))),
    "not_contains~ci": Operator("one", _not(_caseless("CONTAINS"))),
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
CASELESS = {name: op for op, name in _CASELESS.items()}
SIGNS = {sign: op for op, sign in _SIGNS.items()}
NEGATIVES = {op: f"not_{op}" for op in ("contains", "contains~ci", "in", "blank", "within")}


def to_node(tree: ConditionTree, scope: Scope) -> Node:
    """The expression of a tree, not typed yet. Raises Invalid with a problem for every line that has one; pointers lead
    into the tree."""
    node, findings = read_tree(tree, scope)
    if findings:
        raise Invalid(findings)
    return node


def read_tree(tree: ConditionTree, scope: Scope) -> tuple[Node, list[Finding]]:
    """The expression of a tree and what cannot be read of it; with findings the rest of it can still be judged."""
    beyond = oversize(tree)
    if beyond is not None:
        return hole(Spot("")), [beyond]
    reading = _Reading(scope)
    node = reading.read(tree, "", ())
    return node, reading.findings or measure(node)


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
                return Call("NOT", (self.read(part, at + "/not", rows),), span=Spot(at))
            case AnyRow(any_row=path, when=part):
                return self._rows("ANY", path, part, at)
            case AllRows(all_rows=path, when=part):
                return self._rows("ALL", path, part, at)
            case Term():
                return self._term(tree, at, rows)

    def _rows(self, name: str, field: str, part: ConditionTree, at: str) -> Node:
        """A condition that asks nothing of the row itself (but of the record, or of rows again) still needs a row."""
        rows = tuple(field.split("."))
        spot = Spot(at + ("/any_row" if name == "ANY" else "/all_rows"))
        if not self._is_list(rows):
            called = of_path(self.scope, rows)
            known = called is not None and self._is_list(tuple(called.split(".")))
            lists = (name for name in self.scope.names(rows[:-1]) if self._is_list((*rows[:-1], name)))
            hint = called if known else nearest(rows[-1], lists)
            self.findings.append(UNKNOWN_ROWS.at(spot.pointer, field=shortened(field), hint=hint))
            # which rows are meant nobody knows, so nothing can be said of what is asked of them
            return hole(spot)
        outside, self._of_row = self._of_row, False
        inside = self.read(part, at + "/when", rows)
        of_row, self._of_row = self._of_row, outside
        if of_row:
            return Call(name, (inside,), span=spot)
        none = Call("ISBLANK", (Path(rows, span=spot),), span=spot)
        either = (Call("NOT", (none,), span=spot), inside) if name == "ANY" else (none, inside)
        return Call("AND" if name == "ANY" else "OR", either, span=Spot(at))

    def _group(self, name: str, key: str, parts: tuple[ConditionTree, ...], at: str, rows: tuple[str, ...]) -> Node:
        if not parts:
            # nothing asked of all holds, nothing asked of any does not
            return lit(name == "AND", Spot(at))
        read = tuple(self.read(part, f"{at}/{key}/{index}", rows) for index, part in enumerate(parts))
        return Call(name, read, span=Spot(at))

    def _term(self, term: Term, at: str, rows: tuple[str, ...]) -> Node:
        op, operator, value = self._operator(term, at)
        line = Line(at, term.op, operator is not None)
        field, kind = self._field(term, line, rows)
        if operator is None:
            # what stands beside it is judged as if it were the likeliest
            op = of_operator(op, OPERATORS) or ("in" if isinstance(value, list) else "is")
            operator = OPERATORS[op]
        if kind is not None and kind.name == "list" and rows:
            kind = kind.of
        if op == "in_my_department" and isinstance(field, Path) and kind is not None:
            field = self._person(field, kind, line)
        if op in {*_TESTS, *_CASELESS, "not_contains", "not_contains~ci"} and kind is not None and kind.name != "list":
            # the value is text, whatever the field is
            kind = TEXT
        values = Values(line)
        nodes = values.read(operator.value, value, kind, "/op" if op != term.op and line.known else "/value")
        self.findings += [one for one in values.findings if line.known or one.code != "unwanted_condition_value"]
        for node in nodes:
            if isinstance(node, Path):
                self._see(node.parts, rows)
        return _placed(self._made(op, operator, field, nodes, kind, rows), line)

    def _operator(self, term: Term, at: str) -> tuple[str, Operator | None, Any]:
        """The operator of a line and its value; a period may stand as the operator."""
        if term.op not in OPERATORS and is_period(term.op):
            if term.value is not None:
                self.findings.append(NO_VALUE.at(at + "/value", op=term.op))
            return "within", OPERATORS["within"], term.op
        if term.op not in OPERATORS:
            hint = of_operator(term.op, [*OPERATORS, *WORDS])
            self.findings.append(UNKNOWN_OPERATOR.at(at + "/op", op=shortened(term.op), hint=hint))
        return term.op, OPERATORS.get(term.op), term.value

    def _made(
        self,
        op: str,
        operator: Operator,
        field: Node,
        nodes: list[Node | None],
        kind: Kind | None,
        rows: tuple[str, ...],
    ) -> Node:
        if kind is not None and kind.name == "list" and op in {"contains", "not_contains"}:
            return (_holds if op == "contains" else _not(_holds))(field, *nodes)
        if rows and op in {"blank", "not_blank"}:
            # ISBLANK would ask about the whole column
            return Call("=" if op == "blank" else "<>", (field, lit(None)))
        return operator.make(field, *nodes)

    def _field(self, term: Term, line: Line, rows: tuple[str, ...]) -> tuple[Node, Kind | None]:
        parts = tuple(term.field.split("."))
        spot = Spot(line.pointer + "/field", None, line, "field")
        for path in ((*rows, *parts), parts):
            kind = self.scope.resolve(path)
            if kind is not None:
                self._see(path, rows)
                return Path(path, span=spot), kind
        inside = of_path(self.scope, (*rows, *parts)) if rows else None
        hint = inside.removeprefix(".".join(rows) + ".") if inside else of_path(self.scope, parts)
        self.findings.append(UNKNOWN_FIELD.at(spot.pointer, field=shortened(term.field), hint=hint))
        return hole(spot), None

    def _person(self, field: Path, kind: Kind, line: Line) -> Node:
        if self.scope.resolve((*field.parts, "department")) is not None:
            return field
        expected, found = kind_words(USER), kind_words(kind)
        self.findings.append(WRONG_OPERATOR.at(line.pointer + "/op", op=line.op, expected=expected, found=found))
        return hole(field.span)

    def _is_list(self, path: tuple[str, ...]) -> bool:
        kind = self.scope.resolve(path)
        return kind is not None and kind.name == "list"

    def _see(self, path: tuple[str, ...], rows: tuple[str, ...]) -> None:
        self._of_row = self._of_row or (bool(rows) and path[: len(rows)] == rows)


def _placed(node: Node, line: Line) -> Node:
    """What a line became, with the line as the place of what has none of its own."""
    if node.span is not None:
        return node
    spot = Spot(line.pointer + "/op", None, line, "call")
    if isinstance(node, Call):
        return replace(node, args=tuple(_placed(arg, line) for arg in node.args), span=spot)
    return replace(node, span=spot)
