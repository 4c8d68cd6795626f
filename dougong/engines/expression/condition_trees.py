"""Condition trees from JSON, and expressions as condition trees where they have that form."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, time
from decimal import Decimal
from typing import Any

from pydantic import TypeAdapter

from dougong.engines.document import Def
from dougong.engines.expression.canonical import dump_literal
from dougong.engines.expression.check import check, check_node
from dougong.engines.expression.condition_size import oversize
from dougong.engines.expression.conditions import CALLS, CASELESS, NEGATIVES, SIGNS
from dougong.engines.expression.definition import AllOf, AllRows, AnyOf, AnyRow, ConditionTree, NotOf, Term
from dougong.engines.expression.periods import is_period
from dougong.engines.expression.printing import print_
from dougong.engines.expression.registry import Functions
from dougong.engines.expression.scope import Scope
from dougong.engines.expression.tree import Call, ListOf, Lit, Node, Path, walk, without_kinds
from dougong.engines.finding import Finding, Invalid, message, nearest, pointer
from dougong.errors import Text

_TREE: TypeAdapter[ConditionTree] = TypeAdapter(ConditionTree)

UNREADABLE = message("malformed_condition", "这里应为{expected}", "This should be {expected}")
NO_SUCH_KEY = message("unknown_key", "未知的键 {key}", "There is no key {key} here")

_LINE = Text(
    "一个条件：field 与 op，或 all、any、not、any_row、all_rows",
    "a condition: field and op, or all, any, not, any_row, all_rows",
)
_LIST = Text("条件的列表", "a list of conditions")
_FIELD = Text("字段名", "the name of a field")
_OPERATOR = Text("条件的运算，例如 is、gt、contains", "an operator such as is, gt, contains")
_ROWS = Text("明细的字段名", "the name of a field with rows")

_KEYS: dict[str, type[Def]] = {
    "all": AllOf, "any": AnyOf, "not": NotOf, "any_row": AnyRow, "all_rows": AllRows, "field": Term,
}  # fmt: skip
# and as other tools name them
_OTHER_KEYS = {"and": "all", "all": "all", "or": "any", "any": "any", "not": "not", "field": "field"}


def read_condition(raw: object, at: str) -> ConditionTree:
    """The tree that JSON from outside writes. Raises Invalid with the pointers of every fault, under ``at``."""
    beyond = oversize(raw)
    if beyond is not None:
        raise Invalid([beyond.under(at)])
    findings = [finding.under(at) for finding in _faults(raw)]
    if findings:
        raise Invalid(findings)
    found: ConditionTree = _TREE.validate_python(raw)
    return found


def _faults(raw: object, at: str = "") -> Iterator[Finding]:
    """Where a tree of JSON is not one. Judged by hand: a union of models would blame every branch for each fault."""
    key = next((key for key in _KEYS if key in raw), None) if isinstance(raw, Mapping) else None
    if not isinstance(raw, Mapping) or key is None:
        meant = (_meant_key(name) for name in raw) if isinstance(raw, Mapping) else ()
        yield UNREADABLE.at(at, expected=_LINE, hint=next(filter(None, meant), None))
        return
    known = [field.alias or name for name, field in _KEYS[key].model_fields.items()]
    for name in raw:
        if name not in known:
            yield NO_SUCH_KEY.at(at + pointer(str(name)), key=name, hint=nearest(str(name), known))
    if key in {"all", "any"}:
        if not isinstance(raw[key], list):
            yield UNREADABLE.at(at + pointer(key), expected=_LIST)
            return
        for index, part in enumerate(raw[key]):
            yield from _faults(part, at + pointer(key, index))
    elif key == "not":
        yield from _faults(raw[key], at + pointer(key))
    elif key == "field":
        for name, expected in (("field", _FIELD), ("op", _OPERATOR)):
            if not isinstance(raw.get(name), str):
                yield UNREADABLE.at(at + pointer(name), expected=expected)
    else:
        if not isinstance(raw[key], str):
            yield UNREADABLE.at(at + pointer(key), expected=_ROWS)
        yield from _faults(raw.get("when"), at + pointer("when"))


def _meant_key(name: str) -> str | None:
    return _OTHER_KEYS.get(name.casefold()) or nearest(name, _KEYS)


def sound_part(raw: object) -> ConditionTree:
    """What remains of a malformed tree when its faulty parts are left out, so that the rest can be judged: of a list
    the others keep their places."""
    if oversize(raw) is not None or not isinstance(raw, Mapping):
        return AllOf(all=())
    for key in ("all", "any"):
        if isinstance(raw.get(key), list):
            parts = tuple(sound_part(part) for part in raw[key])
            return AllOf(all=parts) if key == "all" else AnyOf(any=parts)
    if "not" in raw:
        return NotOf.model_validate({"not": sound_part(raw["not"])})
    for key in ("any_row", "all_rows"):
        if isinstance(raw.get(key), str):
            return (AnyRow if key == "any_row" else AllRows).model_validate(
                {key: raw[key], "when": sound_part(raw.get("when"))}
            )
    plain = {name: raw[name] for name in ("field", "op", "value") if name in raw}
    return AllOf(all=()) if list(_faults(plain)) else Term.model_validate(plain)


def from_node(node: Node, scope: Scope, functions: Functions) -> ConditionTree | None:
    """The tree that is read as this very expression (typed or not); None where only text can say it."""
    tree = _tree(node, ())
    if tree is None:
        return None
    back = check(tree, scope, None, functions)
    meant = check_node(without_kinds(node), scope, None, functions)
    return tree if back.ok and back.node == meant.node else None


def _tree(node: Node, rows: tuple[str, ...]) -> ConditionTree | None:
    match node:
        case Lit(value=bool() as value):
            return AllOf(all=()) if value else AnyOf(any=())
        case Call(function="AND" | "OR", args=args):
            return _changed(node, rows) or _row_by_itself(node, rows) or _group(node.function, args, rows)
        case Call(function="NOT", args=(inner,)):
            return _negative(inner, rows)
        case Call(function="ANY" | "ALL", args=(inner,)):
            return _rows(node.function, inner)
        case Call():
            return _line(node, rows)
        case _:
            return None


def _group(name: str, args: Sequence[Node], rows: tuple[str, ...]) -> ConditionTree | None:
    parts: list[ConditionTree] = []
    for arg in args:
        part = _tree(arg, rows)
        if part is None:
            return None
        parts.append(part)
    return AllOf(all=tuple(parts)) if name == "AND" else AnyOf(any=tuple(parts))


def _negative(inner: Node, rows: tuple[str, ...]) -> ConditionTree | None:
    part = _tree(inner, rows)
    # about a row, "not blank" is said as <>
    if isinstance(part, Term) and part.op in NEGATIVES and not (rows and part.op == "blank"):
        return Term(field=part.field, op=NEGATIVES[part.op], value=part.value)
    return None if part is None else NotOf.model_validate({"not": part})


def _rows(name: str, inner: Node) -> ConditionTree | None:
    each = inner.each if isinstance(inner, Call) else None
    path = (
        tuple(each.split(".")) if each else next((part.parts[:1] for part in walk(inner) if isinstance(part, Path)), ())
    )
    when = _tree(inner, path) if path else None
    if when is None:
        return None
    return AnyRow(any_row=".".join(path), when=when) if name == "ANY" else AllRows(all_rows=".".join(path), when=when)


def _row_by_itself(node: Call, rows: tuple[str, ...]) -> ConditionTree | None:
    """Within rows, the rows of which nothing is asked: there are some, and it holds; or there are none, or it holds."""
    match node:
        case Call("AND", (Call("NOT", (Call("ISBLANK", (Path() as path,)),)), inner)) if rows:
            when = _tree(inner, path.parts)
            return None if when is None else AnyRow(any_row=".".join(path.parts), when=when)
        case Call("OR", (Call("ISBLANK", (Path() as path,)), inner)) if rows:
            when = _tree(inner, path.parts)
            return None if when is None else AllRows(all_rows=".".join(path.parts), when=when)
        case _:
            return None


def _changed(node: Call, rows: tuple[str, ...]) -> Term | None:
    """AND(CHANGED(f), WAS(f, a), f = b), the last two or one of them."""
    first, *rest = node.args
    if node.function != "AND" or not rest or not isinstance(first, Call) or first.function != "CHANGED":
        return None
    path = first.args[0]
    value: dict[str, Any] = {}
    for part in rest:
        key = {"WAS": "from", "=": "to"}.get(part.function) if isinstance(part, Call) else None
        if key is None or key in value or (key == "from" and "to" in value):
            return None
        assert isinstance(part, Call)
        if not _same(part.args[0], path):
            return None
        value[key] = _value(part.args[1])
    return _term(path, "changed", value, rows)


def _same(left: Node, right: Node) -> bool:
    return isinstance(left, Path) and isinstance(right, Path) and left.parts == right.parts


def _line(node: Call, rows: tuple[str, ...]) -> Term | None:
    name, args = node.function, node.args
    if not args:
        return None
    first = args[0]
    if name == "IN":
        return _member(first, args[1], rows)
    if name in SIGNS:
        return _compared(SIGNS[name], first, args[1], rows)
    if name == "BETWEEN":
        return _term(first, "between", [_value(args[1]), _value(args[2])], rows)
    if name in CASELESS and len(args) == 3:
        flag = args[2]
        caseless = isinstance(flag, Lit) and flag.value is True
        return _term(first, CASELESS[name], _value(args[1]), rows) if caseless else None
    op = CALLS.get(name)
    if op is None or len(args) > 2:
        return None
    return _term(first, op, _value(args[1]) if len(args) == 2 else None, rows)


def _compared(op: str, left: Node, right: Node, rows: tuple[str, ...]) -> Term | None:
    if isinstance(right, Call) and not right.args and isinstance(left, Path):
        if right.function == "ME" and op in {"is", "is_not"}:
            return _term(left, "is_me" if op == "is" else "is_not_me", None, rows)
        if right.function == "DEPARTMENT" and op == "is":
            if len(left.parts) > 1 + len(rows) and left.parts[-1] == "department":
                return _term(Path(left.parts[:-1]), "in_my_department", None, rows)
            return _term(left, "is_my_department", None, rows)
    period = _period(op, right)
    if period is not None:
        return _term(left, *period, rows)
    if rows and isinstance(right, Lit) and right.value is None and op in {"is", "is_not"}:
        return _term(left, "blank" if op == "is" else "not_blank", None, rows)
    return _term(left, op, _value(right), rows)


def _period(op: str, right: Node) -> tuple[str, str] | None:
    """The operator and the word of ``due < today``, from the first or the last day that the checker made of it."""
    match right:
        case Call("PERIODSTART", (Lit(str() as word),)) if op in {"lt", "gte"}:
            return op, word
        case Call("PERIODEND", (Lit(str() as word),)) if op in {"gt", "lte"}:
            return op, word
        case Call("TIMESTAMP", (Call("+", (Call("PERIODEND", (Lit(str() as word),)), _)),)) if op in {"gte", "lt"}:
            return "gt" if op == "gte" else "lte", word
        case Call("TIMESTAMP", (Call() as day,)):
            return _period(op, day)
        case _:
            return None


def _member(left: Node, right: Node, rows: tuple[str, ...]) -> Term | None:
    if isinstance(right, Path):
        # a list field that holds a value
        return _term(right, "contains", _value(left), rows)
    if isinstance(right, Call) and right.function == "TEAM":
        return _term(left, "in_my_team", None, rows)
    if isinstance(right, ListOf):
        return _term(left, "in", [_value(item) for item in right.items], rows)
    return _term(left, "in", _value(right), rows)


def _term(path: Node, op: str, value: Any, rows: tuple[str, ...]) -> Term | None:
    if not isinstance(path, Path):
        return None
    size = len(rows)
    parts = path.parts[size:] if 0 < size < len(path.parts) and path.parts[:size] == rows else path.parts
    return Term(field=".".join(parts), op=op, value=value)


def _value(node: Node) -> Any:
    """The JSON value that reads back as this node."""
    match node:
        case Lit(value=Decimal() as number):
            whole = number == number.to_integral_value() and abs(number) < 2**53
            return int(number) if whole else dump_literal(number)
        case Lit(value=date() | time() as moment):
            return dump_literal(moment)
        case Lit(value=value):
            return value
        case Path(parts=(word,)) if is_period(word):
            return word
        case Path(parts=parts):
            return {"field": ".".join(parts)}
        case ListOf(items=items):
            return [_value(item) for item in items]
        case Call(function="TIMESTAMP", args=(Lit(value=str() as text),)):
            # the checker's way to read a moment that was written out
            return text
        case Call():
            return {"formula": print_(without_kinds(node))}
