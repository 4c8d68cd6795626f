"""The value of a condition's line as nodes, each with its place; what is no value of its kind is told and left open."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any

from dougong.engines.expression.builder import plain_decimal
from dougong.engines.expression.check_messages import BAD_VALUE, kind_words
from dougong.engines.expression.kinds import ANY, NUMBER, Kind
from dougong.engines.expression.limits import MAX_DIGITS
from dougong.engines.expression.parse import loosened, read
from dougong.engines.expression.periods import WORDS, is_period
from dougong.engines.expression.tree import Call, Line, ListOf, Node, Path, Span, Spot, hole, lit
from dougong.engines.finding import Finding, message, nearest, pointer
from dougong.errors import Text

NO_VALUE = message("unwanted_condition_value", "“{op}”不需要值", "“{op}” takes no value")

VALUE_MISSING = message("condition_value_missing", "“{op}”需要一个值", "“{op}” needs a value")

# these ask for what is blank, where no value stands
_OR_BLANK = frozenset({"is", "is_not", "was"})
_PERIOD = Text("一段时间，例如 this_month", "a period such as this_month")
_PAIR = Text("两个值的列表", "a list of two values")
_CHANGE = Text("含 from 或 to 的对象", "an object with from or to")
_LIST = kind_words(Kind("list"))
# who asks, in place of an id: no id is one of these words
_WHO = {"user": ("me", "ME"), "department": ("my_department", "DEPARTMENT")}
_TEAM = "my_team"
_ONE = Text('单个值、{"field": …} 或 {"formula": …}', 'a single value, {"field": …} or {"formula": …}')


class Values:
    """The value of one line; what is wrong gathers in ``findings``."""

    def __init__(self, line: Line) -> None:
        self.findings: list[Finding] = []
        self._line = line

    def read(self, takes: str, value: Any, kind: Kind | None, at: str) -> list[Node | None]:
        """The nodes for an operator that ``takes`` such a value. ``at``: the key of the value."""
        match takes:
            case "none":
                if value is not None:
                    self.findings.append(NO_VALUE.at(self._at(at), op=self._line.op))
                return []
            case "list" if value == _TEAM and kind is not None and kind.name == "user":
                return [Call("TEAM", (), span=self._spot(at))]
            case "list" if not isinstance(value, dict):
                return [self._list(value, kind, at) if isinstance(value, list) else self._not(at, _LIST, value)]
            case "pair":
                if not isinstance(value, list) or len(value) != 2:
                    return [self._not(at, _PAIR, value)] * 2
                return [self._given(item, kind, f"{at}/{index}") for index, item in enumerate(value)]
            case "period":
                if not isinstance(value, str) or not is_period(value):
                    hint = nearest(value, WORDS) if isinstance(value, str) else None
                    return [self._not(at, _PERIOD, value, hint)]
                return [lit(value, self._spot(at))]
            case "change":
                return self._change({} if value is None else value, kind, at)
            case _ if self._line.op in _OR_BLANK or not self._line.known:
                return [self._value(value, kind, at)]
            case _:
                return [self._given(value, kind, at)]

    def _change(self, given: Any, kind: Kind | None, at: str) -> list[Node | None]:
        """What it was before and what it is now, each where it is asked for."""
        if not isinstance(given, dict):
            self._not(at, _CHANGE, given)
            given = {}
        for key in (key for key in given if key not in {"from", "to"}):
            self._not(at + pointer(key), _CHANGE, key, nearest(key, ("from", "to")))
        return [self._value(given[key], kind, f"{at}/{key}") if key in given else None for key in ("from", "to")]

    def _given(self, value: Any, kind: Kind | None, key: str) -> Node:
        """A value without which the line would never hold."""
        if value is None or value == "":
            self.findings.append(VALUE_MISSING.at(self._at(key), op=self._line.op))
            return hole(self._spot(key))
        return self._value(value, kind, key)

    def _at(self, key: str) -> str:
        return self._line.pointer + key

    def _spot(self, key: str, span: Span | None = None) -> Spot:
        return Spot(self._at(key), span, self._line, "value")

    def _not(self, key: str, expected: Text, found: Any, hint: str | None = None) -> Node:
        problem = BAD_VALUE.at(self._at(key), hint=hint, op=self._line.op, expected=expected, found=_shown(found))
        self.findings.append(problem)
        return hole(self._spot(key))

    def _list(self, items: Sequence[Any], kind: Kind | None, key: str) -> Node:
        nodes = tuple(self._value(item, kind, f"{key}/{index}") for index, item in enumerate(items))
        return ListOf(nodes, span=self._spot(key))

    def _value(self, value: Any, kind: Kind | None, key: str) -> Node:
        if isinstance(value, dict):
            return self._reference(value, key)
        if isinstance(value, list):
            return self._list(value, kind.item if kind else None, key)
        spot = self._spot(key)
        if value is None or isinstance(value, bool):
            return lit(value, spot)
        item = kind.item if kind else ANY
        if isinstance(value, int | float | Decimal) or item.quantity:
            number = _number(value)
            if number is None:
                return self._not(key, kind_words(item if item.quantity else NUMBER), value)
            return lit(number, spot)
        if item.name in {"date", "datetime"} and is_period(value):
            return Path((value,), span=spot)
        word, function = _WHO.get(item.name, (None, ""))
        if value == word:
            return Call(function, (), span=spot)
        return lit(value or None, spot)

    def _reference(self, value: dict[str, Any], key: str) -> Node:
        if set(value) == {"field"} and isinstance(value["field"], str):
            return Path(tuple(value["field"].split(".")), span=self._spot(key + "/field"))
        if set(value) == {"formula"} and isinstance(value["formula"], str):
            return self._formula(value["formula"], key + "/formula")
        if isinstance(value.get("id"), str):
            # a person, a department, a record as the API writes it
            return lit(value["id"], self._spot(key))
        return self._not(key, _ONE, value)

    def _formula(self, text: str, key: str) -> Node:
        node, findings = read(text)
        self.findings += [finding.under(self._at(key)) for finding in findings]
        if node is None:
            return hole(self._spot(key))
        if findings and text.count("(") != text.count(")"):
            # which reading is meant is not known here: only its names are judged
            node = loosened(node)
        # as a whole it is the line's value, its parts are what they are
        inside = _moved(node, self._at(key))
        return replace(inside, span=self._spot(key, node.span if isinstance(node.span, tuple) else None))


def _moved(node: Node, at: str) -> Node:
    """The tree of a formula, with the pointer of the formula in the places of its parts."""
    spot = Spot(at, node.span if isinstance(node.span, tuple) else None)
    match node:
        case Call(args=args):
            return replace(node, args=tuple(_moved(arg, at) for arg in args), span=spot)
        case ListOf(items=items):
            return replace(node, items=tuple(_moved(item, at) for item in items), span=spot)
        case _:
            return replace(node, span=spot)


def _number(value: Any) -> Decimal | None:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return plain_decimal(number) if number.is_finite() and number.adjusted() < MAX_DIGITS else None


def _shown(value: Any) -> Text:
    """A wrong value as people see it."""
    match value:
        case None:
            return kind_words(Kind("blank"))
        case bool():
            return Text("是" if value else "否", "true" if value else "false")
        case list():
            return Text(f"{len(value)} 个值的列表", f"a list of {len(value)}")
        case dict():
            return Text("对象", "an object")
        case _:
            return Text(f"“{str(value)[:60]}”", f"“{str(value)[:60]}”")
