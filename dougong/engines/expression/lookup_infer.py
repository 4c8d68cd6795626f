"""Functions that look into other forms: LOOKUP and COUNT_OWNED.

``LOOKUP("product", code = part, "price")`` is ``LOOKUP("product", "price", "code", part)``: on one side of each ``=``
stands a field of the form that is looked through.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from dougong.engines.expression import check_messages as say
from dougong.engines.expression.check_messages import kind_words
from dougong.engines.expression.kinds import ANY, TEXT, Kind, list_of
from dougong.engines.expression.operator_infer import OperatorInference
from dougong.engines.expression.operator_kinds import comparable
from dougong.engines.expression.scope import FormNames, FormScope
from dougong.engines.expression.tree import Call, Lit, Node, Path
from dougong.engines.expression.typed import Typed
from dougong.engines.finding import nearest


class LookupInference(OperatorInference):
    """What another form has, as far as the scope knows it."""

    def call(self, node: Call) -> Typed:
        raise NotImplementedError

    def lookup(self, node: Call) -> Typed:
        read = self._in_pairs(node)
        if read is None:
            return Typed(replace(node, kind=ANY), ANY)
        typed = self.call(read)
        if not isinstance(typed.node, Call) or len(read.args) < 4:
            return typed
        if not isinstance(self.scope, FormScope):
            self.report(say.NOT_HERE, node, name="LOOKUP")
            return typed
        form, field, *pairs = typed.node.args
        if not self._knows(form):
            return Typed(typed.node, ANY)
        kind = self._field_of(form, field) or ANY
        if kind.item.name == "row":
            self.report(say.LOOKUP_ROWS, field, name=field.value if isinstance(field, Lit) else "")
        for at in range(0, len(pairs) - 1, 2):
            pairs[at + 1] = self._matched(form, pairs[at], self.of_call(pairs[at + 1], typed))
        kind = list_of(kind) if typed.rows is not None else kind
        return Typed(replace(typed.node, args=(form, field, *pairs), kind=kind), kind, typed.rows)

    def count_owned(self, node: Call) -> Typed:
        typed = self.call(replace(node, args=tuple(map(self._form, node.args))))
        if isinstance(typed.node, Call) and len(typed.node.args) == 1:
            self._knows(typed.node.args[0])
        return typed

    def _in_pairs(self, node: Call) -> Call | None:
        """With names and what they equal in pairs; None where a condition says something else, which is told."""
        if len(node.args) != 3 or not isinstance(node.args[1], Call):
            named = [at == 1 or (at and at % 2 == 0) for at in range(len(node.args))]
            args = [_word(arg) if name else arg for arg, name in zip(node.args, named, strict=True)]
            return replace(node, args=(*map(self._form, args[:1]), *args[1:]))
        form, condition, field = self._form(node.args[0]), node.args[1], _word(node.args[2])
        pairs: list[Node] = []
        told = len(self.findings)
        for part in _parts(condition):
            sides = part.args if isinstance(part, Call) and part.function == "=" else ()
            names = [side for side in sides if isinstance(side, Path) and len(side.parts) == 1]
            if not names:
                self.report(say.LOOKUP_CONDITION, part, hint=_example(node))
                continue
            name = next((side for side in names if self._has(form, side.parts[0])), names[0])
            pairs += [_word(name), sides[1] if name is sides[0] else sides[0]]
        return replace(node, args=(form, field, *pairs)) if len(self.findings) == told else None

    def _matched(self, form: Node, name: Node, value: Typed) -> Node:
        """What a field of the form has to equal, as a value of its kind."""
        kind = self._field_of(form, name)
        if kind is None:
            return value.node
        if kind.name in {"list", "json"}:
            found = kind_words(kind)
            self.report(say.LOOKUP_LIST, name, found=found, name=name.value if isinstance(name, Lit) else "")
            return value.node
        element = self.element(value)
        if element.name == "text" and self.is_dated(kind):
            value = self.dated(value, kind)
        elif (element.name, kind.name) == ("date", "datetime"):
            value = self.stamped(value)
        element = self.element(value)
        if not comparable("=", kind, element) or (element.name, kind.name) == ("datetime", "date"):
            left, right = kind_words(kind), kind_words(element)
            self.report(say.MIXED_KINDS, value.node, name="LOOKUP", left=left, right=right)
        self.judge_option(kind, value.node)
        return value.node

    def of_call(self, node: Node, typed: Typed) -> Typed:
        """An argument of a call, with the rows that it is made of."""
        return Typed(node, node.kind or ANY, self._source(node, typed.rows))

    def _form(self, node: Node) -> Node:
        """The bare name of a form as the text that is written otherwise."""
        known = self.scope.form_names() if isinstance(self.scope, FormNames) else {}
        return _word(node) if isinstance(node, Path) and node.parts[0] in known else node

    def _knows(self, form: Node) -> bool:
        if not isinstance(form, Lit) or not isinstance(self.scope, FormNames):
            return True
        name, known = str(form.value), self.scope.form_names()
        if name in known.values():
            return True
        self.report(say.UNKNOWN_FORM, form, form=say.shortened(name), hint=_close(name, known))
        return False

    def _has(self, form: Node, field: str) -> bool:
        return (
            isinstance(form, Lit)
            and isinstance(self.scope, FormScope)
            and self.scope.field_of(str(form.value), field) is not None
        )

    def _field_of(self, form: Node, field: Node) -> Kind | None:
        if not (isinstance(form, Lit) and isinstance(field, Lit) and isinstance(self.scope, FormScope)):
            return None
        kind = self.scope.field_of(str(form.value), str(field.value))
        if kind is None:
            known = self.scope.field_names(str(form.value)) if isinstance(self.scope, FormNames) else {}
            hint = _close(str(field.value), known)
            self.report(say.UNKNOWN_LOOKUP, field, form=form.value, field=say.shortened(str(field.value)), hint=hint)
        return kind


def _word(node: Node) -> Node:
    """A bare name where a text is written otherwise."""
    return Lit(node.parts[0], TEXT, node.span) if isinstance(node, Path) and len(node.parts) == 1 else node


def _parts(condition: Node) -> Iterable[Node]:
    """What AND joins."""
    if isinstance(condition, Call) and condition.function == "AND":
        for arg in condition.args:
            yield from _parts(arg)
    else:
        yield condition


def _close(name: str, known: Mapping[str, str]) -> str | None:
    """The key of what is called so, or of the nearest. ``known``: name -> key."""
    found = known.get(name) or nearest(name, known)
    return known.get(found, found) if found else None


def _example(node: Call) -> str | None:
    form = _word(node.args[0])
    return f'LOOKUP("{form.value}", field = value, "…")' if isinstance(form, Lit) and form.value else None
