"""The kind of every node. See ``check`` for what the checker writes into the tree."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dougong.engines.expression import check_messages as say
from dougong.engines.expression import hints
from dougong.engines.expression.check_messages import count_words, kind_words, type_words
from dougong.engines.expression.kinds import ANY, BLANK, DATE, DATETIME, TEXT, Kind, KindName, list_of
from dougong.engines.expression.operator_kinds import OPERATORS, join
from dougong.engines.expression.periods import WORDS
from dougong.engines.expression.registry import Function
from dougong.engines.expression.reporting import name_of
from dougong.engines.expression.signature import Param
from dougong.engines.expression.special_infer import SPECIAL, SpecialInference
from dougong.engines.expression.tree import GAP, REST, Call, ListOf, Lit, Node, Path, hole, is_hole
from dougong.engines.expression.typed import Typed
from dougong.engines.expression.written import DATED, writes_date
from dougong.engines.finding import nearest

_TEXTS: tuple[KindName, ...] = ("text", "option")


@dataclass(frozen=True, slots=True)
class _Argument:
    """An argument that fits its parameter. ``rows``: the list it is taken apart along, if it is."""

    param: Param
    typed: Typed
    rows: str | None = None

    @property
    def element(self) -> Kind:
        """Its kind; of a list that is taken apart the kind of an item."""
        kind = self.typed.kind
        apart = self.rows is not None or self.param.takes.shape != "one"
        return kind.of or ANY if apart and kind.name == "list" else kind


class Inference(SpecialInference):
    """One run over one tree; what is wrong gathers in ``findings``."""

    # the argument that is being held against its parameter
    _number = 0

    def infer(self, node: Node) -> Typed:
        match node:
            case Lit():
                return Typed(node, node.kind or BLANK)
            case Path():
                return self.path(node)
            case ListOf():
                return self.list_of(node)
            case Call(function=name) if name == GAP:
                return self._unread(node, None)
            case Call(function=name, args=(*args, Call(function=rest))) if rest == REST:
                return self.infer(replace(node, args=self._completed(name, args)))
            case Call(function=name):
                special = SPECIAL.get(name)
                if special is not None:
                    return special(self, node)
                if self.is_operator(name):
                    return self.operator(node)
                return self.call(node)

    def list_of(self, node: ListOf) -> Typed:
        items = [self.infer(item) for item in node.items]
        kind = BLANK
        dated = next((item.kind for item in items if self.is_dated(item.kind)), None)
        for item in items:
            self.refuse_period(item)
            if item.kind.name == "list":
                self.report(say.NESTED_LIST, item.node)
                continue
            # a text written out beside a date is that date
            joined = join(kind, dated if dated and item.kind == TEXT and item.is_written else item.kind)
            if joined is None:
                left, right = kind_words(kind), kind_words(item.kind)
                self.report(say.MIXED_LIST, item.node, left=left, right=right)
            else:
                kind = joined
        # of blanks alone it is a list of blanks, which goes with any other
        of = list_of(kind)
        nodes = tuple(self.coerced(item, kind).node for item in items)
        return Typed(ListOf(nodes, of, node.span), of)

    def call(self, node: Call) -> Typed:
        function = self.functions.find(node.function)
        if function is not None and any(map(_holds_gap, node.args)):
            # what is missing may be a comma, so nobody knows which argument is which
            return self._unread(node, function)
        if function is None:
            hint = hints.of_call(self.scope, node, self.functions.names())
            self.report(say.UNKNOWN_FUNCTION, name_of(node), name=say.shortened(node.function), hint=hint)
            return self._unread(node, None)
        params = function.parsed.params(len(node.args))
        if params is None:
            self._wrong_count(node, function)
            return self._unread(node, function)
        arguments = [
            self._argument(function, param, arg, number)
            for number, (param, arg) in enumerate(zip(params, node.args, strict=True), 1)
        ]
        return self._finish(function, node, self._unified(function, arguments))

    def _completed(self, name: str, args: list[Node]) -> tuple[Node, ...]:
        """The arguments that are there and holes for those that a call cannot do without."""
        function = self.functions.find(name)
        least = function.parsed.least if function else 0
        args = [*args, *(hole() for _ in range(least - len(args)))]
        if function and function.parsed.params(len(args)) is None and function.parsed.params(len(args) + 1):
            # half of a pair, as in IFS and SWITCH
            args.append(hole())
        return tuple(args)

    def _unread(self, node: Call, function: Function | None) -> Typed:
        """A call whose arguments are only judged each for itself."""
        for arg in node.args:
            self.infer(arg)
        return Typed(replace(node, kind=ANY), self._result(function, {}) if function else ANY)

    def _wrong_count(self, node: Call, function: Function) -> None:
        least, most = function.parsed.least, function.parsed.most
        expected = count_words(least, most)
        self.report(
            say.WRONG_COUNT,
            node,
            name=function.key,
            expected=expected,
            found=len(node.args),
            hint=f"{function.key}({function.signature})",
        )

    def _argument(self, function: Function, param: Param, arg: Node, number: int) -> _Argument:
        word = param.takes.word
        if word == "field":
            return _Argument(param, self._field(function, param, arg, number))
        if word == "word":
            return _Argument(param, self._word(function, param, arg, number))
        typed = self.infer(arg)
        self.refuse_period(typed)
        self._number = number
        return self._fit(function, param, typed)

    def _field(self, function: Function, param: Param, arg: Node, number: int) -> Typed:
        typed = self.infer(arg)
        self.refuse_period(typed)
        if is_hole(arg):
            return typed
        if not isinstance(arg, Path):
            self.report(say.FIELD_EXPECTED, arg, name=function.key, param=param.name, number=number)
            return Typed(arg, ANY)
        return typed

    def _word(self, function: Function, param: Param, arg: Node, number: int) -> Typed:
        # a period may be written bare: PERIODSTART(this_month)
        if isinstance(arg, Path) and param.name == "period":
            arg = Lit(".".join(arg.parts), TEXT, arg.span)
        if is_hole(arg):
            return Typed(arg, ANY)
        if not isinstance(arg, Lit) or not isinstance(arg.value, str):
            self.report(say.WORD_EXPECTED, arg, name=function.key, param=param.name, number=number)
            return Typed(arg, TEXT)
        self._judge(function, param, arg)
        return Typed(arg, TEXT)

    def _judge(self, function: Function, param: Param, arg: Lit) -> None:
        """A literal that the function itself can judge: a unit, a pattern, a period."""
        judge = function.literals.get(param.name)
        why = judge(arg.value) if judge and isinstance(arg.value, str) else None
        if why is not None:
            word, choices = str(arg.value), function.choices.get(param.name, {})
            called = [value for value, name in choices.items() if word.lower() in (name.zh, name.en)]
            hint = called[0] if called else nearest(word, WORDS if param.name == "period" else choices)
            self.report(say.BAD_WORD, arg, name=self.called(arg, function.key), param=param.name, why=why, hint=hint)

    def _fit(self, function: Function, param: Param, typed: Typed) -> _Argument:
        takes, kind = param.takes, typed.kind
        if isinstance(typed.node, Lit):
            self._judge(function, param, typed.node)
        if takes.shape == "list":
            if takes.word == "moment" and kind.name != "list":
                typed = self._alone(self._converted(param, typed), takes.kinds)
                kind = typed.kind
            if kind.name != "list" and kind not in {ANY, BLANK}:
                self._wrong_kind(function, param, typed)
                return _Argument(param, replace(typed, kind=ANY))
        elif takes.shape == "one" and kind.name == "list":
            if typed.rows is not None:
                return self._element(function, param, typed, typed.rows)
            if takes.word not in {"any", "T"}:
                self._wrong_kind(function, param, typed)
                return _Argument(param, replace(typed, kind=ANY))
            return _Argument(param, typed)
        return self._element(function, param, typed, None)

    def _alone(self, typed: Typed, kinds: Sequence[KindName]) -> Typed:
        """A value as the list of it, as a cell is a range of one."""
        if typed.kind.name not in kinds:
            return typed
        kind = list_of(typed.kind)
        return replace(typed, node=ListOf((typed.node,), kind, typed.node.span), kind=kind)

    def _element(self, function: Function, param: Param, typed: Typed, rows: str | None) -> _Argument:
        """The argument, or the items of the list it is, as the kinds that the parameter takes."""
        kinds = param.takes.kinds
        typed = self._converted(param, typed)
        argument = _Argument(param, typed, rows)
        element = argument.element
        # SQL and Python print single values and columns; a stored list of other values cannot be taken as texts
        unprinted = param.takes.word == "printable" and typed.kind.name == "list" and typed.rows is None
        kinds = _TEXTS if unprinted and not isinstance(typed.node, ListOf) else kinds
        if kinds and element.name not in {"any", "blank"} and element.name not in kinds:
            self._wrong_kind(function, param, typed)
            return _Argument(param, replace(typed, kind=ANY))
        return argument

    def _converted(self, param: Param, typed: Typed) -> Typed:
        word, kinds = param.takes.word, param.takes.kinds
        kind = typed.kind.item
        if word == "printable":
            return self.printed(typed) if kind.name in kinds else typed
        if kind.name == "text" and "text" not in kinds and not DATED.isdisjoint(kinds):
            expected = type_words(word, "one") if "time" in kinds else None
            if word != "countable" or writes_date(typed.node):
                return self.dated_as(typed, kinds, expected)
        if kinds == ("datetime",) and kind.name == "date":
            return self.stamped(typed)
        return typed

    def _wrong_kind(self, function: Function, param: Param, typed: Typed) -> None:
        takes = param.takes
        expected = type_words(takes.word, takes.shape)
        if self.told_of_line(typed.node, expected, kind_words(self.element(typed))):
            return
        self.report(
            say.WRONG_KIND,
            typed.node,
            name=function.key,
            param=param.name,
            number=self._number,
            expected=expected,
            found=kind_words(typed.kind),
            hint=hints.of_argument(takes.word, typed),
        )

    def _unified(self, function: Function, arguments: Sequence[_Argument]) -> list[_Argument]:
        """All arguments of one type variable brought to one kind, which ``_result`` reads from the first of them."""
        if not any(argument.param.takes.variable for argument in arguments):
            return list(arguments)
        kinds: dict[str, Kind] = {}
        # texts that are written out follow the others, so they are looked at last
        for argument in sorted(arguments, key=lambda one: isinstance(one.typed.node, Lit)):
            word = argument.param.takes.word
            if not argument.param.takes.variable:
                continue
            before = kinds.get(word, BLANK)
            element = argument.element
            joined = join(before, element)
            if joined is None and self.is_dated(before) and element.name == "text" and argument.typed.is_written:
                joined = before
            if {before, element} == {DATE, DATETIME} and any(map(_unstamped, arguments)):
                joined = None
            if joined is None:
                left, right = kind_words(before), kind_words(element)
                at = argument.typed.node
                if not self.told_of_line(at, left, right):
                    self.report(say.MIXED_KINDS, at, name=function.key, left=left, right=right)
                joined = ANY
            kinds[word] = joined
        return [
            _Argument(one.param, self.coerced(one.typed, kinds[one.param.takes.word]), one.rows)
            if one.param.takes.variable
            else one
            for one in arguments
        ]

    def _finish(self, function: Function, node: Call, arguments: Sequence[_Argument]) -> Typed:
        kinds: dict[str, Kind] = {}
        for argument in arguments:
            takes = argument.param.takes
            if takes.variable:
                kinds[takes.word] = join(kinds.get(takes.word, BLANK), argument.element) or ANY
            elif takes.word == "field":
                kinds["T"] = argument.typed.kind
        kind = self._result(function, kinds)
        each = self.one_source([(argument.rows, argument.typed.node) for argument in arguments])
        if each is not None:
            for number, argument in enumerate(arguments, 1):
                self._number = number
                # a list that is not taken apart would be, by whoever reads the tree
                if argument.rows is None and argument.typed.rows == each:
                    self._wrong_kind(function, argument.param, argument.typed)
            if kind.name == "list":
                self.report(say.NESTED_LIST, node)
            kind = list_of(kind)
        nodes = tuple(argument.typed.node for argument in arguments)
        return Typed(Call(function.key, nodes, kind, node.span, each), kind, each)

    def _result(self, function: Function, kinds: dict[str, Kind]) -> Kind:
        result = function.result
        kind = kinds.get(result.word)
        if kind is None:
            kind = ANY if result.word in {"any", "T", "N", "O", "M"} else Kind(result.kinds[0])
        if kind == BLANK and result.word == "N":
            kind = Kind("number")
        return list_of(kind) if result.shape == "list" else kind


def _holds_gap(arg: Node) -> bool:
    """Whether something is missing between the operands of an argument."""
    if not isinstance(arg, Call) or (arg.function != GAP and arg.function not in OPERATORS):
        return False
    return arg.function == GAP or any(map(_holds_gap, arg.args))


def _unstamped(argument: _Argument) -> bool:
    """A stored list of dates, of which nobody makes the moments they begin."""
    typed = argument.typed
    whole = typed.kind.name == "list" and typed.rows is None and not isinstance(typed.node, ListOf)
    return argument.param.takes.variable and whole and typed.kind.of == DATE
