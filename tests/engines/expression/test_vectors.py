"""Every vector on the Python back end."""

from collections.abc import Iterator
from typing import Any, get_args

import pytest
from support import expression_shapes as shapes
from support import expression_vectors as vectors

from dougong.engines.expression.kinds import ANY, KindName
from dougong.engines.expression.operator_kinds import OPERATORS
from dougong.engines.expression.registry import EVERYWHERE, load_functions
from dougong.engines.expression.tree import Call, Node, Path, walk
from dougong.engines.expression.vectors import checked, run

FUNCTIONS = load_functions()
# that an operator does not take what it is given
REFUSED = {"wrong_operands", "wrong_operand", "wrong_kind"}


def judge(vector: dict[str, Any]) -> None:
    outcome = run(vector, FUNCTIONS)
    expected = {key: vector[key] for key in ("value", "problem", "kind") if key in vector}
    assert {key: outcome.get(key) for key in expected} == expected, outcome


@pytest.mark.parametrize("file", vectors.FILES)
def test_the_vectors_of_a_file_give_what_they_promise(file: str) -> None:
    cases = [vector for vector in vectors.of(file) if "python" in vector.get("back_ends", ["python"])]
    assert cases
    vectors.judge_all(cases, judge)


def met() -> dict[str, set[str]]:
    """Operator -> the kinds that some vector gives it, be it for a value or to be refused."""
    found: dict[str, set[str]] = {operator: set() for operator in OPERATORS}
    for vector in (one for file in vectors.FILES for one in vectors.of(file)):
        if vector.get("problem") in {None, *REFUSED}:
            node = checked(vector, FUNCTIONS).node
            # what is refused is the whole: inside it an operator may be right and another wrong
            for part in walk(node) if "value" in vector else [node]:
                if isinstance(part, Call) and part.function in found:
                    found[part.function].update(kinds_of(part))
    return found


def kinds_of(call: Call) -> Iterator[str]:
    for at, arg in enumerate(call.args):
        if call.function == "&" and isinstance(arg, Call) and arg.function == "TEXT":
            kind = arg.args[0].kind or ANY
        else:
            kind = arg.kind or ANY
        if kind.name == "list" and kind.of is not None and (call.each or (call.function == "IN" and at == 1)):
            kind = kind.of
        yield kind.name


def test_every_operator_meets_every_kind_and_a_blank() -> None:
    kinds = {*get_args(KindName)} - {"row", "json", "any"}
    missing = {operator: kinds - found for operator, found in met().items()}
    assert {operator: sorted(left) for operator, left in missing.items() if left} == {}


def worked_out() -> tuple[set[tuple[str, ...]], set[tuple[str, int, str]]]:
    """(operator, kinds) and (operator, side, kind that is blank there) of all that some vector gives a value for."""
    filled: set[tuple[str, ...]] = set()
    empty: set[tuple[str, int, str]] = set()
    for vector in (one for file in vectors.FILES for one in vectors.of(file) if "value" in one):
        values = vector.get("values", {})
        for part in walk(checked(vector, FUNCTIONS).node):
            if isinstance(part, Call) and part.function in OPERATORS:
                kinds = [*map(before_stamping, part.args, kinds_of(part))]
                filled.add((part.function, *kinds))
                blank = [isinstance(arg, Path) and values.get(arg.parts[0]) is None for arg in part.args]
                empty.update((part.function, at, kind) for at, kind in enumerate(kinds) if blank[at])
    return filled, empty


def before_stamping(arg: Node, kind: str) -> str:
    """A date beside a moment has become the moment it begins."""
    stamped = isinstance(arg, Call) and arg.function == "TIMESTAMP" and arg.args[0].kind
    return stamped.item.name if stamped else kind


def test_every_operator_has_a_value_between_all_kinds_it_takes_and_beside_a_blank_of_each() -> None:
    filled, empty = worked_out()
    taken = {
        (theme.name, *(kind.strip("[]") for kind in theme.kinds))
        for theme in shapes.pairs()
        if all(kind in shapes.KINDS for kind in theme.kinds) or theme.name == "IN"
    }
    taken = {pair for pair in taken if not pair[-1].startswith("written") and pair[-1] != "period"}
    assert len(taken) > 400
    assert sorted(taken - filled) == []
    sides = {(name, at, kind) for name, *kinds in taken for at, kind in enumerate(kinds) if kind != "blank"}
    assert sorted(side for side in sides - empty if side[0] != "IN" or side[1] == 0) == []


# the rows of the table of what engines and languages do differently
DIFFERENCES = (
    "whole numbers divided",
    "a half rounded",
    "a half that binary fractions miss",
    "the remainder of a negative number",
    "tenths added",
    "a third",
    "two thirds times three",
    "a month after January's end",
    "six months before August's end",
    "the length of an emoji",
    "accents in small letters",
    "case where a text is looked for",
    "blanks in AND and OR",
    "a text joined with a blank",
    "aggregates of nothing",
    "blanks in the order of numbers",
    "a blank compared",
    "beyond the integers of a double",
    "beyond 64 bits",
    "the order of texts",
    "empty text",
    "a number over zero",
    "today in the app's zone",
    "a truth is no number",
    "money to the last place",
    "a text with a time",
    "texts counted",
)


@pytest.mark.parametrize("row", DIFFERENCES)
def test_what_engines_do_differently_is_decided_for_a_literal_or_a_field_on_every_back_end(row: str) -> None:
    found = [one for one in vectors.of("semantics") if one["why"] == f"where engines differ: {row}"]
    assert found
    assert all("value" in one and "back_ends" not in one for one in found)
    used = frozenset().union(*(checked(one, FUNCTIONS).uses for one in found if "LARGE" not in str(one["expression"])))
    assert FUNCTIONS.back_ends(used) == EVERYWHERE
