"""Functions that the checker reads in ways of their own: some become another call, some look behind an argument."""

from dataclasses import replace

from dougong.engines.expression import check_messages as say
from dougong.engines.expression import hints
from dougong.engines.expression.check_messages import kind_words, type_words
from dougong.engines.expression.format_families import misfit
from dougong.engines.expression.kinds import ANY, BOOLEAN, NUMBER, list_of
from dougong.engines.expression.lookup_infer import LookupInference
from dougong.engines.expression.operator_kinds import comparable
from dougong.engines.expression.scope import RowScope
from dougong.engines.expression.tree import Call, Lit, Path, located
from dougong.engines.expression.typed import Typed


class SpecialInference(LookupInference):
    """The middle of ``infer.Inference``."""

    def junction(self, node: Call) -> Typed:
        """AND and OR between operands have no arguments that anybody would count."""
        told = len(self.findings)
        typed = self.call(node)
        if len(self.findings) == told or not isinstance(typed.node, Call) or not _is_between(node):
            return typed
        fits = len(typed.node.args) == len(node.args)
        for at, arg in enumerate(node.args):
            pointer, position = located(arg.span)
            hint = hints.of_condition(node.args[at - 1] if at else arg, typed.node.args[at]) if fits else None
            found = kind_words(typed.node.args[at].kind or ANY) if fits else None
            for number, one in enumerate(self.findings[told:], told):
                if found and one.code == say.WRONG_KIND.code and (one.pointer, one.position) == (pointer, position):
                    self.findings[number] = say.WRONG_OPERAND.at(
                        pointer, hint=hint, position=position, operator=node.function, found=found
                    )
        return typed

    def contains(self, node: Call) -> Typed:
        """CONTAINS of a list asks for an item of it."""
        if len(node.args) == 2:
            many = self.infer(node.args[0])
            if many.kind.name == "list" and many.rows is None:
                return self.operator(Call("IN", (node.args[1], node.args[0]), span=node.span))
        return self.call(node)

    def related(self, node: Call) -> Typed:
        """RELATED(account, level) is account.level."""
        if len(node.args) == 2 and isinstance(node.args[0], Path) and isinstance(node.args[1], Path | Lit):
            name = node.args[1]
            behind = name.parts if isinstance(name, Path) else (str(name.value),)
            return self.path(Path(node.args[0].parts + behind, span=node.span))
        return self.call(node)

    def was(self, node: Call) -> Typed:
        told = len(self.findings)
        typed = self.call(node)
        if len(self.findings) > told:
            return typed
        if len(node.args) == 2 and isinstance(typed.node, Call) and isinstance(typed.node.args[0], Path):
            compared = self.operator(Call("=", typed.node.args, span=node.span)).node
            if isinstance(compared, Call) and not isinstance(compared.args[0], Path):
                # what a date held is no moment that somebody could ask for
                left, right = (kind_words(arg.kind or ANY) for arg in typed.node.args)
                self.report(say.MIXED_KINDS, typed.node.args[1], name="WAS", left=left, right=right)
            elif isinstance(compared, Call):
                return Typed(replace(typed.node, args=compared.args), BOOLEAN)
        return typed

    def is_blank(self, node: Call) -> Typed:
        """Of values made row by row it asks whether there are rows."""
        typed = self.call(node)
        if isinstance(typed.node, Call) and len(typed.node.args) == 1:
            (arg,) = typed.node.args
            if isinstance(arg, Call) and arg.each is not None:
                rows = self.path(Path(tuple(arg.each.split(".")), span=arg.span))
                return Typed(replace(typed.node, args=(rows.node,)), BOOLEAN)
        return typed

    def switch(self, node: Call) -> Typed:
        """Every case is compared with the value, so it has to go with it."""
        typed = self.call(node)
        if not isinstance(typed.node, Call) or not typed.node.args:
            return typed
        value, *rest = typed.node.args
        for at in range(0, len(rest) - 1, 2):
            left, case = self._alike(self.of_call(value, typed), self.of_call(rest[at], typed))
            rest[at] = case.node
            self.judge_option(self.element(left), case.node)
            kinds = self.element(left), self.element(case)
            if not comparable("=", *kinds):
                found = kind_words(kinds[0]), kind_words(kinds[1])
                self.report(say.MIXED_KINDS, rest[at], name="SWITCH", left=found[0], right=found[1])
        return replace(typed, node=replace(typed.node, args=(value, *rest)))

    def of_items(self, node: Call) -> Typed:
        """SUMIF and AVERAGEIF that are given no values take the items they judge."""
        typed = self.call(node)
        if len(node.args) != 2 or not isinstance(typed.node, Call):
            return typed
        items = typed.node.args[0].kind
        of = items.of or ANY if items and items.name == "list" else items or ANY
        if of.name == "blank":
            of = NUMBER
        if of.quantity:
            kind = list_of(of) if typed.rows is not None else of
            return Typed(replace(typed.node, kind=kind), kind, typed.rows)
        if items and of != ANY:
            words = {"expected": type_words("N", "list"), "found": kind_words(items)}
            self.report(say.WRONG_KIND, node.args[0], hint=None, name=node.function, param="list", number=1, **words)
        return typed

    def text_of(self, node: Call) -> Typed:
        """TEXT of what its format, where it is written out, cannot show."""
        typed = self.call(node)
        if isinstance(typed.node, Call) and len(typed.node.args) == 2:
            value, form = typed.node.args
            kind = self.element(self.of_call(value, typed))
            wrong = misfit(kind, form.value) if isinstance(form, Lit) and isinstance(form.value, str) else None
            if wrong is not None and isinstance(form, Lit):
                self.report(wrong[0], form, hint=wrong[1], format=say.shortened(str(form.value)))
        return typed

    def row_number(self, node: Call) -> Typed:
        """ROWNO of a record that is no row."""
        if isinstance(self.scope, RowScope) and not self.scope.in_rows():
            self.report(say.NO_ROW, node, name="ROWNO")
        return self.call(node)


def _is_between(node: Call) -> bool:
    """Whether an operator stands between its operands, rather than before them as a function."""
    first = node.args[0].span if node.args else None
    return isinstance(first, tuple) and isinstance(node.span, tuple) and node.span[0] == first[0]


SPECIAL = {
    "AND": SpecialInference.junction,
    "OR": SpecialInference.junction,
    "SWITCH": SpecialInference.switch,
    "ISBLANK": SpecialInference.is_blank,
    "ISEMPTY": SpecialInference.is_blank,
    "SUMIF": SpecialInference.of_items,
    "AVERAGEIF": SpecialInference.of_items,
    "CONTAINS": SpecialInference.contains,
    "RELATED": SpecialInference.related,
    "TEXT": SpecialInference.text_of,
    "WAS": SpecialInference.was,
    "LOOKUP": SpecialInference.lookup,
    "COUNT_OWNED": SpecialInference.count_owned,
    "ROWNO": SpecialInference.row_number,
}
