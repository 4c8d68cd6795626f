"""Types an expression and tells everything that is wrong with it at once.

The checker writes into the tree what the text left unsaid, so that the back ends need no rules of their own: the
kind of every node, dates written as text, ``TEXT(x)`` where something is joined, ``TIMESTAMP(d)`` where a date
meets a moment, ``WITHIN(x, "this_month")`` for periods, the row mark of calls made row by row. A chain of ``*`` and
``/`` is turned into one division, so that it is rounded once: ``2 / 3 * 3`` is 2.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from dougong.engines.expression.check_messages import (
    NOT_CALLED,
    UNKNOWN_FUNCTION,
    UNKNOWN_NAME,
    WRONG_COUNT,
    WRONG_RESULT,
    kind_words,
)
from dougong.engines.expression.conditions import read_tree
from dougong.engines.expression.constants import constant_problems
from dougong.engines.expression.definition import Condition
from dougong.engines.expression.hints import by_title
from dougong.engines.expression.infer import Inference
from dougong.engines.expression.kinds import ANY, Kind
from dougong.engines.expression.parse import other_readings, read
from dougong.engines.expression.registry import Functions
from dougong.engines.expression.scope import FormScope, Names, Scope
from dougong.engines.expression.signs import WRITE
from dougong.engines.expression.tree import Call, Lit, Node, Path, Spot, walk
from dougong.engines.finding import Finding

__all__ = ["Checked", "FormScope", "Names", "Scope", "check", "check_node"]

_NAMES = frozenset({UNKNOWN_NAME.code, UNKNOWN_FUNCTION.code, NOT_CALLED.code})
_BEFORE = frozenset({"OLD", "CHANGED", "WAS"})


@dataclass(frozen=True, slots=True)
class Checked:
    """``depends``: every path read, from the record or (also in ``old``) from the record before it was changed.
    ``uses``: keys of all functions and operators called. With findings of severity error the node must not be used."""

    node: Node
    kind: Kind
    depends: frozenset[tuple[str, ...]]
    findings: tuple[Finding, ...] = ()
    uses: frozenset[str] = frozenset()
    old: frozenset[tuple[str, ...]] = frozenset()

    @property
    def ok(self) -> bool:
        return not any(finding.severity == "error" for finding in self.findings)


def check(source: Condition, scope: Scope, want: Kind | None, functions: Functions) -> Checked:
    """The typed tree of a formula or of a condition tree. ``want``: the kind that is needed (None: any)."""
    if not isinstance(source, str):
        node, findings = read_tree(source, scope)
        judged = check_node(node, scope, want, functions)
        return _with(findings, judged) if findings else judged
    raw, problems = read(source)
    if raw is not None and not problems:
        found = check_node(raw, scope, want, functions)
        return replace(found, findings=tuple(by_title(source, scope, found.findings))) if found.findings else found
    if raw is not None:
        problems = _all_of(source, raw, problems, lambda guess: check_node(guess, scope, want, functions))
    problems = by_title(source, scope, _in_order(problems))
    return Checked(Lit(None), ANY, frozenset(), tuple(problems))


def _with(findings: Iterable[Finding], rest: Checked) -> Checked:
    """A condition tree that could not be read whole, and all that is wrong with it."""
    told = {(one.pointer, one.position) for one in findings}
    others = [one for one in rest.findings if (one.pointer, one.position) not in told]
    return Checked(Lit(None), ANY, frozenset(), tuple(_in_order([*findings, *others])))


def check_node(raw: Node, scope: Scope, want: Kind | None, functions: Functions) -> Checked:
    """The same for a tree that stands already, typed or not."""
    inference = Inference(scope, functions)
    typed = inference.infer(raw)
    node = typed.node
    if want is None:
        inference.refuse_period(typed)
    else:
        fitted = inference.fit_result(typed, want)
        if fitted is None:
            expected, found = kind_words(want), kind_words(typed.kind)
            position = None if isinstance(raw.span, Spot) else raw.span
            inference.findings.append(WRONG_RESULT.at("", expected=expected, found=found, position=position))
        else:
            node = fitted
    if not inference.findings:
        inference.findings.extend(constant_problems(node, functions))
    depends: set[tuple[str, ...]] = set()
    uses: set[str] = set()
    old: set[tuple[str, ...]] = set()
    for part in walk(node):
        if isinstance(part, Path):
            depends.add(part.parts)
        elif isinstance(part, Call):
            uses.add(part.function)
            if part.function in _BEFORE and part.args and isinstance(part.args[0], Path):
                old.add(part.args[0].parts)
    findings = tuple(_in_order(inference.findings))
    return Checked(node, node.kind or ANY, frozenset(depends), findings, frozenset(uses), frozenset(old))


def _all_of(text: str, guess: Node, told: list[Finding], judge: Callable[[Node], Checked]) -> list[Finding]:
    """All that is wrong with a text that cannot be read; where a parenthesis is lost, by its best reading."""

    def judged(reading: Node, blamed: list[Finding]) -> list[Finding]:
        places = {finding.position for finding in blamed}
        return [found for found in judge(reading).findings if found.position not in places]

    meant = {found.position: found.hint for found in judge(guess).findings if found.code == UNKNOWN_NAME.code}
    # a name that was written with signs around it may be wrong as well
    told = [replace(one, hint=meant.get(one.position) or one.hint) if one.code == WRITE.code else one for one in told]
    best = judged(guess, told)
    if not _weight(best) and len(told) == 1:
        return told + best
    for other, left in other_readings(text, len(told)):
        rival = judged(other, told)
        if _weight(rival) < _weight(best):
            best = rival
        if len(left) < len(told) - 1:
            # the same parenthesis was blamed at two places
            told = sorted([*left, next(one for one in told if one not in left)], key=lambda one: one.position or (0, 0))
    return told + best


def _weight(findings: Iterable[Finding]) -> int:
    """How unlikely a reading is: names are wrong in every one; where a parenthesis is lost, counts are wrong first."""
    return sum(1 + (one.code == WRONG_COUNT.code) for one in findings if one.code not in _NAMES)


def _in_order(findings: Iterable[Finding]) -> list[Finding]:
    return sorted(dict.fromkeys(findings), key=lambda one: (_steps(one.pointer), one.position or (0, 0)))


def _steps(at: str) -> list[tuple[int, str]]:
    """A pointer as something whose order is that of the tree; the keys of a line happen to be in alphabetical order."""
    return [(int(part), "") if part.isdigit() else (0, part) for part in at.split("/")]
