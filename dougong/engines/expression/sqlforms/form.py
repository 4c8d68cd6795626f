"""What a form is given, and the words it is built of.

A form returns None for arguments it cannot say. ``native`` forms are taken on SQLite too, where otherwise the function
itself is called: what an index should serve, and what SQLite's own functions do right.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from dougong.engines.expression.kinds import BOOLEAN, DATE, DATETIME, NUMBER, TEXT, Kind
from dougong.engines.expression.sqltree import Case, Expr, Literal, Op


@dataclass(frozen=True, slots=True)
class FormCall:
    """The arguments as trees, what each of them is (of a list made row by row: one of its values) and the result."""

    args: tuple[Expr, ...]
    kinds: tuple[Kind, ...]
    kind: Kind
    each: str | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """``build`` gives the tree, or None for arguments it cannot say. ``native``: whether SQLite takes it too."""

    build: Callable[[FormCall], Expr | None]
    native: bool | Callable[[FormCall], bool] = False

    def is_native(self, call: FormCall) -> bool:
        return self.native if isinstance(self.native, bool) else self.native(call)


def form_call(args: tuple[Expr, ...], kind: Kind, each: str | None) -> FormCall:
    kinds = tuple(arg.kind.item if each is not None else arg.kind for arg in args)
    return FormCall(args, kinds, kind.item if each is not None else kind, each)


def number(value: int | str | Decimal) -> Literal:
    return Literal(Decimal(value), NUMBER)


def words(value: str | None) -> Literal:
    return Literal(value, TEXT)


def blank(kind: Kind) -> Literal:
    return Literal(None, kind)


ZERO, ONE = number(0), number(1)


def math(name: str, *args: Expr) -> Op:
    """An operation that gives a number."""
    return Op(name, args, NUMBER)


def test(name: str, *args: Expr) -> Op:
    """An operation that gives a boolean."""
    return Op(name, args, BOOLEAN)


def said(name: str, *args: Expr) -> Op:
    """An operation that gives a text."""
    return Op(name, args, TEXT)


def day(name: str, *args: Expr) -> Op:
    return Op(name, args, DATE)


def moment(name: str, *args: Expr) -> Op:
    return Op(name, args, DATETIME)


def filled(arg: Expr) -> Expr:
    """A number, blank counting as 0."""
    return arg if isinstance(arg, Literal) and arg.value is not None else math("coalesce", arg, ZERO)


def given(call: FormCall, at: int, otherwise: Expr) -> Expr:
    """An optional number: a blank one counts as left out."""
    if len(call.args) <= at:
        return otherwise
    arg = call.args[at]
    if isinstance(arg, Literal):
        return otherwise if arg.value is None else arg
    return math("coalesce", arg, otherwise)


def text(arg: Expr) -> Expr:
    """A text, blank counting as empty."""
    return arg if isinstance(arg, Literal) and arg.value is not None else said("or_empty", arg)


def truth(arg: Expr) -> Expr:
    """A boolean, blank counting as false."""
    return test("and", arg)


def when(condition: Expr, then: Expr, otherwise: Expr, kind: Kind) -> Case:
    return Case(((condition, then),), otherwise, kind)


def either(*tests: Expr) -> Expr:
    return test("or", *tests)


def both(*tests: Expr) -> Expr:
    return test("and", *tests)


def all_of(*tests: Expr) -> Expr:
    """Every one holds; unlike ``both`` they are all computed, as a function's arguments are."""
    return test("all_of", *tests)


def is_blank(arg: Expr) -> Expr:
    return test("is_blank", arg)
