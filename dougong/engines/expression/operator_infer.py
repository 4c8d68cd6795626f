"""Names and operators: what they are, and what the checker writes for them into the tree."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from dougong.engines.expression import check_messages as say
from dougong.engines.expression import hints
from dougong.engines.expression.check_messages import count_words, kind_words, type_words
from dougong.engines.expression.kinds import ANY, BLANK, BOOLEAN, DATE, DATETIME, TEXT, Kind, list_of
from dougong.engines.expression.naming import judge_names
from dougong.engines.expression.operator_kinds import (
    ARITHMETIC,
    COMPARISON,
    EQUALITY,
    arithmetic,
    comparable,
    single,
)
from dougong.engines.expression.periods import is_period
from dougong.engines.expression.registry import Functions
from dougong.engines.expression.scope import Scope
from dougong.engines.expression.tree import Call, ListOf, Lit, Node, Path, lit
from dougong.engines.expression.typed import Typed
from dougong.engines.expression.written import Written

_ITEMS = frozenset({"row", "record", "user", "department"})


class OperatorInference(Written):
    """The lower half of ``infer.Inference``."""

    def __init__(self, scope: Scope, functions: Functions) -> None:
        super().__init__()
        self.scope = scope
        self.functions = functions

    def infer(self, node: Node) -> Typed:
        raise NotImplementedError

    # names

    def path(self, node: Path) -> Typed:
        kind = self.scope.resolve(node.parts)
        if kind is None:
            if len(node.parts) == 1 and is_period(node.parts[0]):
                return Typed(node, ANY, period=node.parts[0])
            self._unknown(node)
            return Typed(replace(node, kind=ANY), ANY)
        return Typed(Path(node.parts, kind, node.span), kind, self._rows(node.parts) if kind.name == "list" else None)

    def _rows(self, parts: tuple[str, ...]) -> str | None:
        """The first list on the way, when the path leads on behind it and not to another list."""
        for size in range(1, len(parts)):
            kind = self.scope.resolve(parts[:size])
            if kind is not None and kind.name == "list" and kind.of is not None and kind.of.name in _ITEMS:
                return ".".join(parts[:size])
        return None

    def _unknown(self, node: Path) -> None:
        function = self.functions.find(node.parts[0].upper()) if len(node.parts) == 1 else None
        if function is not None:
            self.report(say.NOT_CALLED, node, name=function.key, hint=f"{function.key}()")
        else:
            name, hint = ".".join(node.parts), hints.of_path(self.scope, node.parts)
            self.report(say.unknown_name(name, hint), node, name=say.shortened(name), hint=hint)

    def refuse_period(self, typed: Typed) -> None:
        if typed.period is not None:
            self.report(say.PERIOD_PLACE, typed.node, word=typed.period)

    # conversions that the tree says aloud

    def stamped(self, typed: Typed) -> Typed:
        """A date, or a list of them, as the moments they begin."""
        return self._wrapped("TIMESTAMP", typed, DATETIME)

    def printed(self, typed: Typed) -> Typed:
        """Anything as text."""
        kind = typed.kind.of if typed.kind.name == "list" else typed.kind
        if kind is None or kind.name in {"text", "option", "any", "blank"}:
            return typed
        if isinstance(typed.node, ListOf):
            items = tuple(self.printed(Typed(item, item.kind or ANY)).node for item in typed.node.items)
            return Typed(ListOf(items, list_of(TEXT), typed.node.span), list_of(TEXT))
        if typed.kind.name == "list" and typed.rows is None:
            return typed
        return self._wrapped("TEXT", typed, TEXT)

    def _wrapped(self, function: str, typed: Typed, kind: Kind) -> Typed:
        kind = list_of(kind) if typed.rows else kind
        return Typed(Call(function, (typed.node,), kind, typed.node.span, typed.rows), kind, typed.rows)

    def coerced(self, typed: Typed, kind: Kind) -> Typed:
        """Brought to the joined kind of its fellows, as far as that has to be said."""
        own, wanted = typed.kind.item, kind.item
        if own.name == "text" and self.is_dated(wanted):
            return self.dated(typed, wanted)
        if own == DATE and wanted == DATETIME:
            return self._stamped_items(typed)
        return typed

    def _stamped_items(self, typed: Typed) -> Typed:
        if isinstance(typed.node, ListOf):
            items = tuple(self.stamped(Typed(item, DATE)).node for item in typed.node.items)
            return Typed(ListOf(items, list_of(DATETIME), typed.node.span), list_of(DATETIME))
        return self.stamped(typed)

    def fit_result(self, typed: Typed, want: Kind) -> Node | None:
        """The node as the kind that is wanted; None where it is not."""
        self.refuse_period(typed)
        if want.name == "list" and typed.kind.name != "list" and typed.kind != BLANK:
            inner = self.fit_result(typed, want.of or ANY)
            return None if inner is None else ListOf((inner,), list_of(inner.kind or ANY), typed.node.span)
        kind = typed.kind
        if kind.name in {"any", "blank"} or want.name in {"any", "blank"}:
            return typed.node
        if kind.name == "text" and self.is_dated(want) and isinstance(typed.node, Lit):
            return self.dated(typed, want).node
        if want == DATETIME and kind == DATE:
            return self.stamped(typed).node
        if want.name == kind.name == "list":
            of, wanted = kind.of or ANY, want.of or ANY
            return typed.node if of in {ANY, BLANK} or self._assignable(of, wanted) else None
        return typed.node if self._assignable(kind, want) else None

    def _assignable(self, kind: Kind, want: Kind) -> bool:
        if want.numeric or want.name == "duration":
            return kind.numeric or kind.name == want.name
        if want.name in {"text", "option"}:
            return kind.name in {"text", "option"}
        if want.name in {"user", "department", "record"} and kind.name == "text":
            return True
        return kind.name == want.name and (kind.form == want.form or None in {kind.form, want.form})

    # operators

    def is_operator(self, name: str) -> bool:
        return name in ARITHMETIC or name in COMPARISON or name == "IN"

    def operator(self, node: Call) -> Typed:
        if len(node.args) != (1 if node.function in {"neg", "%"} else 2):
            count = 1 if node.function in {"neg", "%"} else 2
            found = len(node.args)
            expected = count_words(count, count)
            hint = hints.of_members(node) if node.function == "IN" else None
            self.report(say.WRONG_COUNT, node, name=node.function, expected=expected, found=found, hint=hint)
            return Typed(replace(node, kind=ANY), ANY)
        args = [self.infer(arg) for arg in node.args]
        if len(args) == 2:
            self.findings = hints.quoted(self.scope, self.findings, args[0], args[1])
            self.findings = hints.quoted(self.scope, self.findings, args[1], args[0])
        if node.function == "IN":
            return self._member(node, args[0], args[1])
        if node.function in COMPARISON:
            return self._comparison(node, args[0], args[1])
        for arg in args:
            self.refuse_period(arg)
        if len(args) == 1:
            return self._single(node, args[0])
        return self._arithmetic(node, args[0], args[1])

    def element(self, typed: Typed) -> Kind:
        return typed.kind.of or ANY if typed.rows is not None else typed.kind

    def one_source(self, sources: Iterable[tuple[str | None, Node]]) -> str | None:
        """The one list whose rows are gone through; a second one is a problem."""
        each: str | None = None
        for rows, node in sources:
            if rows is not None and each is not None and rows != each:
                self.report(say.DIFFERENT_ROWS, node, left=each, right=rows)
            each = each or rows
        return each

    def made(self, name: str, args: Sequence[Typed], kind: Kind, node: Node) -> Typed:
        """The call, row by row when an argument is a column."""
        each = self.one_source((arg.rows, arg.node) for arg in args)
        kind = list_of(kind) if each else kind
        return Typed(Call(name, tuple(arg.node for arg in args), kind, node.span, each), kind, each)

    def _single(self, node: Call, arg: Typed) -> Typed:
        kind = single(node.function, self.element(arg))
        if kind is None:
            sign = "-" if node.function == "neg" else node.function
            self.report(say.WRONG_OPERAND, arg.node, operator=sign, found=kind_words(arg.kind))
        if node.function == "neg" and isinstance(arg.node, Lit) and isinstance(arg.node.value, Decimal):
            return Typed(replace(arg.node, value=arg.node.value.copy_negate()), arg.kind)
        return self.made(node.function, [arg], kind or ANY, node)

    def _arithmetic(self, node: Call, left: Typed, right: Typed) -> Typed:
        kinds = self.element(left), self.element(right)
        if node.function in {"+", "-"}:
            # a text that stands for a date beside a date; a date beside a moment
            if kinds[0].name == "text" and self.is_dated(kinds[1]) and node.function == "-":
                left = self.dated(left, kinds[1])
            elif kinds[1].name == "text" and self.is_dated(kinds[0]) and node.function == "-":
                right = self.dated(right, kinds[0])
            if node.function == "-" and {self.element(left).name, self.element(right).name} == {"date", "datetime"}:
                left, right = self.coerced(left, DATETIME), self.coerced(right, DATETIME)
            kinds = self.element(left), self.element(right)
        kind = arithmetic(node.function, *kinds)
        if kind is None:
            self._wrong_operands(node, left, right)
            return Typed(replace(node, kind=ANY, args=(left.node, right.node)), ANY)
        if node.function in {"*", "/"}:
            return self._one_division(node, left, right, kind)
        return self.made(node.function, [left, right], kind, node)

    def _wrong_operands(self, node: Call, left: Typed, right: Typed) -> None:
        if self.role(node) == "call":
            self._wrong_line(node, left, right)
            return
        hint = hints.of_operands(node.function, left, right)
        details = {"operator": node.function, "left": kind_words(left.kind), "right": kind_words(right.kind)}
        self.report(say.WRONG_OPERANDS, node, hint=hint, **details)

    def _wrong_line(self, node: Call, left: Typed, right: Typed) -> None:
        """A condition's line whose value is wrong for the field, or whose operator is."""
        field, value = (left, right) if self.role(left.node) == "field" else (right, left)
        own = field.kind.of or ANY if node.function == "IN" and field is right else self.element(field)
        suits = comparable("=" if node.function == "IN" else node.function, own, own)
        if suits and self.role(value.node) == "value":
            self.told_of_line(value.node, kind_words(own), kind_words(value.kind))
        else:
            wanted = value.kind.of if node.function == "IN" and value.kind.of else value.kind
            fitting = kind_words(wanted) if suits else type_words("ordered", "one")
            self.told_of_line(field.node, fitting, kind_words(own))

    def _one_division(self, node: Call, left: Typed, right: Typed, kind: Kind) -> Typed:
        """``a / b * c`` as ``a * c / b`` and ``a / b / c`` as ``a / (b * c)``: rounded once, at the end."""
        above, below = self._fraction(left)
        if node.function == "/":
            # what stands below stays whole: a / (b / c) is blank where c is zero
            below = right if below is None else self._product(below, right, node)
        else:
            over, under = self._fraction(right)
            above = self._product(above, over, node)
            below = self._product(below, under, node) if below and under else below or under
        if below is None:
            assert isinstance(above.node, Call)
            return self._of_kind(above, kind)
        return self.made("/", [above, below], kind, node)

    def _fraction(self, typed: Typed) -> tuple[Typed, Typed | None]:
        node = typed.node
        if isinstance(node, Call) and node.function == "/":
            above, below = (Typed(arg, arg.kind or ANY, self._source(arg, node.each)) for arg in node.args)
            return above, below
        return typed, None

    def _source(self, node: Node, each: str | None) -> str | None:
        """The rows of an argument of a call that is made along ``each``."""
        if each is None or node.kind is None or node.kind.name != "list":
            return None
        return each

    def _product(self, left: Typed, right: Typed, node: Call) -> Typed:
        kind = arithmetic("*", self.element(left), self.element(right)) or ANY
        if any(isinstance(side.node, Call) and side.node.function == "/" for side in (left, right)):
            # what stayed below as a fraction: (a / (b / c)) / d
            return self._one_division(replace(node, function="*"), left, right, kind)
        return self.made("*", [left, right], kind, node)

    def _of_kind(self, typed: Typed, kind: Kind) -> Typed:
        kind = list_of(kind) if typed.rows else kind
        return replace(typed, node=replace(typed.node, kind=kind), kind=kind)

    # comparisons

    def _comparison(self, node: Call, left: Typed, right: Typed) -> Typed:
        if left.period is not None or right.period is not None:
            return self._period(node, left, right)
        left, right = self._alike(left, right)
        kinds = self.element(left), self.element(right)
        if not comparable(node.function, *kinds):
            self._wrong_operands(node, left, right)
        self.judge_option(kinds[0], right.node)
        self.judge_option(kinds[1], left.node)
        if node.function in EQUALITY:
            judge_names(self, self.scope, replace(node, args=(left.node, right.node)), kinds)
        return self.made(node.function, [left, right], BOOLEAN, node)

    def _alike(self, left: Typed, right: Typed) -> tuple[Typed, Typed]:
        kinds = self.element(left), self.element(right)
        if kinds[0].name == "text" and self.is_dated(kinds[1]):
            return self.dated(left, kinds[1]), right
        if kinds[1].name == "text" and self.is_dated(kinds[0]):
            return left, self.dated(right, kinds[0])
        if {kinds[0].name, kinds[1].name} == {"date", "datetime"}:
            return self.coerced(left, DATETIME), self.coerced(right, DATETIME)
        return left, right

    def judge_option(self, kind: Kind, node: Node) -> None:
        """A text beside an option ought to be one."""
        if kind.name != "option" or kind.options is None or not isinstance(node, Lit):
            return
        if isinstance(node.value, str) and node.value not in kind.options:
            self.report(say.UNKNOWN_OPTION, node, found=node.value, hint=hints.of_option(kind, node.value))

    def _period(self, node: Call, left: Typed, right: Typed) -> Typed:
        """``due = this_month`` and ``due IN this_month`` ask whether it lies within; ``<`` and its kin for what lies
        before the first day or after the last."""
        word, value, operator = right.period, left, node.function
        if word is None:
            word, value = left.period, right
            operator = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}.get(operator, operator)
        assert word is not None
        kind = self.element(value)
        if value.period is not None or kind.name not in {"date", "datetime", "any", "blank"}:
            self.report(say.PERIOD_NEEDS_DATE, node, word=word, found=kind_words(kind))
            return Typed(replace(node, kind=BOOLEAN), BOOLEAN)
        if operator in EQUALITY or operator == "IN":
            within = self.made("WITHIN", [value, Typed(lit(word), TEXT)], BOOLEAN, node)
            return self.made("NOT", [within], BOOLEAN, node) if operator == "<>" else within
        last = operator in {"<=", ">"}
        bound = Typed(Call("PERIODEND" if last else "PERIODSTART", (lit(word),), DATE), DATE)
        if kind == DATETIME:
            if last:
                # the last day is over when the next one begins
                bound = Typed(Call("+", (bound.node, lit(Decimal(1))), DATE), DATE)
                operator = {"<=": "<", ">": ">="}[operator]
            bound = self.stamped(bound)
        return self.made(operator, [value, bound], BOOLEAN, node)

    def _member(self, node: Call, left: Typed, right: Typed) -> Typed:
        self.refuse_period(left)
        if right.period is not None:
            return self._period(node, left, right)
        if right.kind.name != "list" and right.kind != ANY:
            found = kind_words(right.kind)
            if not self.told_of_line(right.node, kind_words(Kind("list")), found):
                self.report(say.NOT_A_LIST, right.node, found=found)
            return Typed(replace(node, kind=BOOLEAN), BOOLEAN)
        kind, of = self.element(left), right.kind.of or ANY
        if kind == DATE and of == DATETIME:
            left, kind = self.stamped(left), DATETIME
        elif kind == DATETIME and of == DATE and right.rows is not None:
            right, of = self.stamped(right), DATETIME
        if isinstance(right.node, ListOf):
            if self.is_dated(kind):
                right = self._dated_items(right.node, kind)
                of = right.kind.of or ANY
            for item in right.node.items if isinstance(right.node, ListOf) else ():
                self.judge_option(kind, item)
        else:
            self.judge_option(of, left.node)
        judge_names(self, self.scope, replace(node, args=(left.node, right.node)), (kind, of))
        # of a stored list of dates nobody makes moments
        if (
            (kind, of) == (DATETIME, DATE)
            or not comparable("=", kind, of)
            or (left.rows is not None and left.rows == right.rows)
        ):
            self._wrong_operands(node, left, right)
        each = left.rows
        result = list_of(BOOLEAN) if each else BOOLEAN
        return Typed(Call("IN", (left.node, right.node), result, node.span, each), result, each)

    def _dated_items(self, node: ListOf, kind: Kind) -> Typed:
        items = tuple(self._alike(Typed(item, item.kind or ANY), Typed(node, kind))[0].node for item in node.items)
        # a text that is no date is told already
        others = (item.kind or ANY for item in items if not (isinstance(item, Lit) and isinstance(item.value, str)))
        of = list_of(next((own for own in others if not comparable("=", kind, own)), kind))
        return Typed(ListOf(items, of, node.span), of)
