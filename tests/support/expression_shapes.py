"""Expressions by chance that follow the registry: every function with and without each argument, every operator between
all kinds it takes, columns of rows, lists of every making, conditions of the visual builder.

``THEMES`` says what there is to draw; ``draw(seed)`` gives a checked expression about the theme of that seed, and a
record over which it is rather not blank.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import product, zip_longest
from random import Random
from typing import Any

from dougong.engines.expression.check import Checked, check_node
from dougong.engines.expression.kinds import BLANK, NUMERIC, Kind, list_of
from dougong.engines.expression.operator_kinds import arithmetic, comparable, single
from dougong.engines.expression.periods import WORDS
from dougong.engines.expression.registry import Function, load_functions
from dougong.engines.expression.signature import Param, Takes
from dougong.engines.expression.tree import Call, ListOf, Node, Path, lit
from support import expression_conditions as conditions
from support import expression_samples as samples
from support import expression_world as world
from support.expression_world import SINGLE

FUNCTIONS = load_functions()
EQUALITY, ORDER = ("=", "<>"), ("<", "<=", ">", ">=")
KINDS = (*SINGLE, "blank")
_WRITTEN_DATES = ("2026-03-05", "2024-02-29", "0001-01-01", "9999-12-31", "2026-03-08", "2026-01-01")
_WRITTEN_MOMENTS = (
    "2026-03-08 02:30", "2026-11-01 01:30:00", "2026-03-15T02:30:00Z", "2026-10-04 02:15", "2025-12-31 23:59:59",
    "2011-12-30 10:00", "2026-03-29T01:30:00+01:00",
)  # fmt: skip


@dataclass(frozen=True)
class Theme:
    """A function (``full``: with all its optional arguments, else without), an operator between kinds, or a condition
    of the builder (``name`` is empty)."""

    name: str
    kinds: tuple[str, ...] = ()
    full: bool = False


def pairs() -> Iterator[Theme]:
    """Every operator with every kind, or pair of kinds, that it takes."""
    for sign, (one, other) in product("+-*/^", product(KINDS, KINDS)):
        if arithmetic(sign, Kind(one), Kind(other)) is not None:  # type: ignore[arg-type]
            yield Theme(sign, (one, other))
    for sign, (one, other) in product((*EQUALITY, *ORDER), product(KINDS, KINDS)):
        if comparable(sign, Kind(one), Kind(other)):  # type: ignore[arg-type]
            yield Theme(sign, (one, other))
    for one, other in product(KINDS, SINGLE):
        if comparable("=", Kind(one), Kind(other)):  # type: ignore[arg-type]
            yield Theme("IN", (one, f"[{other}]"))
    for sign, kind in product(("neg", "%"), KINDS):
        if single(sign, Kind(kind)) is not None:  # type: ignore[arg-type]
            yield Theme(sign, (kind,))
    yield from (Theme(sign, ("date", "period")) for sign in (*EQUALITY, *ORDER, "IN"))
    yield from (Theme(sign, ("datetime", "period")) for sign in (*EQUALITY, *ORDER, "IN"))
    yield from (
        Theme(sign, (kind, f"written {kind}"))
        for sign, kind in product((*EQUALITY, *ORDER), ("date", "datetime", "time"))
    )
    yield from (
        Theme(sign, (f"[{kind}]", f"[{kind}]"))
        for sign, kind in product(EQUALITY, ("text", "option", "number", "date", "user"))
    )


def _calls() -> Iterator[Theme]:
    for full, function in product((True, False), FUNCTIONS.values()):
        if function.family != "operators":
            yield Theme(function.key, full=full)


# functions, operators and conditions take turns
THEMES: tuple[Theme, ...] = tuple(
    theme
    for both in zip_longest(pairs(), [one for again in range(3) for one in _calls()], [Theme("")] * 150)
    for theme in both
    if theme is not None
)


@cache
def _producers() -> dict[str, tuple[Theme, ...]]:
    """Kind -> what gives one value of it."""
    found: dict[str, list[Theme]] = {kind: [] for kind in SINGLE}
    for theme in pairs():
        kind = _given(theme)
        if kind in found and (theme.kinds[0], theme.name) != ("blank", "+"):
            found[kind].append(theme)
    for function in FUNCTIONS.values():
        if function.family == "operators" or function.volatility == "volatile" or len(function.back_ends) < 3:
            continue
        for kind in SINGLE:
            if function.result.shape == "one" and kind in _result_kinds(function):
                # as often as the operators of that kind, of which there are many
                found[kind].extend([Theme(function.key, (kind,))] * 6)
    return {kind: tuple(themes) for kind, themes in found.items()}


def _given(theme: Theme) -> str:
    if theme.name in "+-*/^":
        kind = arithmetic(theme.name, *(Kind(name) for name in theme.kinds))  # type: ignore[arg-type]
        return "" if kind is None else kind.name
    if theme.name in ("neg", "%"):
        kind = single(theme.name, Kind(theme.kinds[0]))  # type: ignore[arg-type]
        return "" if kind is None else kind.name
    return "boolean"


def _result_kinds(function: Function) -> Iterable[str]:
    if function.result.variable:
        return function.result.kinds or SINGLE
    return function.result.kinds[:1]


class Shaper(world.Recorder):
    """Draws one expression after another. ``rows``: the list among whose rows we are."""

    def __init__(self, random: Random) -> None:
        super().__init__(random)
        self.rows: tuple[str, ...] | None = None

    def some(self, given: Iterable[Any]) -> Any:
        return self.random.choice(tuple(given))

    def chance(self, part: float) -> bool:
        return self.random.random() < part

    # values

    def one(self, kind: str, depth: int) -> Node:
        """One value of a kind; among rows, one of each row."""
        if kind == "blank":
            return lit(None)
        if kind == "period":
            return Path((self.some(WORDS),))
        if kind.startswith("written "):
            return lit(self.some(_written(kind.removeprefix("written "))))
        if kind.startswith("["):
            return self.many(kind[1:-1], depth)
        if depth <= 0 or self.chance(0.25):
            return self.bare(kind)
        if self.rows is None and kind in samples.KINDS and self.chance(0.1):
            return samples.Maker(self.random).make(kind, min(depth, 2))
        return self.themed(self.some(_producers()[kind]), depth - 1)

    def bare(self, kind: str) -> Node:
        """A field, or a value written out."""
        if self.chance(0.05):
            return lit(None)
        paths = _paths(None, kind)
        if self.rows is not None and self.chance(0.75):
            paths = _paths(self.rows, kind) or paths
        if paths and self.chance(0.75):
            return Path(self.some(paths))
        return self.written_out(kind)

    def written_out(self, kind: str) -> Node:
        match kind:
            case "number" | "money" | "duration":
                return lit(Decimal(self.some(world.NUMBERS)))
            case "percent":
                return Call("%", (lit(Decimal(self.some(("5", "12.5", "100", "0")))),))
            case "text":
                return lit(self.some((*world.TEXTS, "a", "A", "won", "青岛", "b", "", "x y")) or None)
            case "option":
                return lit(self.some(("won", "lost", "new")))
            case "boolean":
                return lit(self.chance(0.5))
            case "date":
                return Call("DATEVALUE", (lit(self.some(_WRITTEN_DATES)),)) if self.chance(0.3) else Call("TODAY", ())
            case "datetime":
                written = Call("TIMESTAMP", (lit(self.some(_WRITTEN_MOMENTS)),))
                return written if self.chance(0.6) else Call("NOW", ())
            case "time":
                return Call("TIME", tuple(lit(Decimal(self.some(("0", "2", "23", "30", "59")))) for _ in range(3)))
            case "user":
                return Call("ME", ())
            case "department":
                return Call("DEPARTMENT", ())
        return Path(self.some(_paths(None, "record")))

    def many(self, kind: str, depth: int) -> Node:
        """A list: a stored one, a column of rows, one made of a column, or one written out."""
        stored, columns = _lists(kind), [path for rows in world.MANY for path in _paths(rows, kind)]
        if self.rows is not None:
            return Path(self.some(stored)) if stored else self.listed(kind, 0)
        choice = self.random.random()
        if stored and (choice < 0.3 or not columns):
            return Path(self.some(stored))
        if columns and choice < 0.6:
            return Path(self.some(columns))
        if choice < 0.8 or kind == "record":
            return self.listed(kind, depth - 1)
        if kind == "text" and choice < 0.84:
            return Call("SPLIT", (self.one("text", depth - 1), lit(self.some((",", " ")))))
        if kind == "user" and choice < 0.9:
            return Call("TEAM", ())
        return self.made_of_rows(lambda: self.themed(self.some(_producers()[kind]), min(depth, 1)))

    def listed(self, kind: str, depth: int) -> Node:
        again = [self.one(kind, min(depth, 1)) for _ in range(self.random.randint(0, 3))]
        return ListOf(tuple(again + again[: self.some((0, 0, 1))]))

    def made_of_rows(self, make: Any) -> Node:
        self.rows = self.some((("lines",), ("lines",), ("lines",), *world.MANY))
        try:
            made: Node = make()
        finally:
            self.rows = None
        return made

    # calls

    def themed(self, theme: Theme, depth: int) -> Node:
        if not theme.name:
            return conditions.drawn(self, depth)
        function = FUNCTIONS[theme.name]
        if function.family == "operators":
            return self.operated(theme, depth)
        return self.called(function, depth, theme.kinds[0] if theme.kinds else None, theme.full or self.chance(0.4))

    def operated(self, theme: Theme, depth: int) -> Node:
        sides = [self.one(kind, depth) for kind in theme.kinds]
        if theme.kinds[-1] in ("period",) or theme.kinds[-1].startswith("written "):
            # a date written out beside a field
            sides = sides[::-1] if theme.name != "IN" and self.chance(0.3) else sides
        if theme.name == "IN" and self.rows is not None:
            sides[1] = self.listed(theme.kinds[1].strip("[]"), 0) if theme.kinds[1] != "period" else sides[1]
        return Call(theme.name, tuple(sides))

    def called(self, function: Function, depth: int, wanted: str | None, full: bool) -> Node:
        if function.key == "RELATED":
            link, name = self.some((("account", "level"), ("owner", "name"), ("above", "title"), ("account", "limit")))
            return Call("RELATED", (Path((link,)), Path((name,))))
        kinds = {function.result.word: wanted} if wanted is not None and function.result.variable else {}
        if function.key == "TEXT":
            return Call("TEXT", self.shown(depth, full))
        args = [self.argument(function, param, kinds, depth) for param in self.params(function, full)]
        return Call(function.key, tuple(args))

    def params(self, function: Function, full: bool) -> list[Param]:
        parsed = function.parsed
        first = [param for param in parsed.first if full or not param.optional]
        again = self.some((1, 1, 2, 3)) if parsed.repeated else 0
        return [*first, *(parsed.repeated * again), *(parsed.last if full else ())]

    def shown(self, depth: int, full: bool) -> tuple[Node, ...]:
        kind = self.some(("number", "money", "percent", "duration", "date", "datetime", "time", "text", "boolean"))
        value = self.one(kind, depth)
        return (value, lit(self.some(world.CHOICES["TEXT", "format"]))) if full else (value,)

    def argument(self, function: Function, param: Param, kinds: dict[str, str], depth: int) -> Node:
        given = world.CHOICES.get((function.key, param.name))
        if param.takes.word == "word" or (given and self.chance(0.7)):
            return lit(self.some(given or ("x",)))
        if param.takes.word == "field":
            return Path(self.some(path for kind in SINGLE for path in _paths(None, kind) if len(path) == 1))
        kind = self.kind_for(function, param.takes, kinds)
        if param.takes.shape == "list":
            return self.many(kind, depth)
        if param.takes.shape == "either" and self.rows is None and self.chance(0.6):
            if kind == "record" and self.chance(0.3):
                return Path(self.some(world.MANY))
            return self.many(kind, depth)
        return self.one(kind, depth)

    def kind_for(self, function: Function, takes: Takes, kinds: dict[str, str]) -> str:
        """The kind of an argument; those of one type variable, and a criterion and its list, go together."""
        word = takes.word
        if takes.variable or function.family == "conditional" or (word == "any" and function.key in ("SWITCH", "WAS")):
            word = "T" if function.key == "LOOKUP" else word
            if word not in kinds:
                allowed = [kind for kind in takes.kinds or SINGLE if kind in SINGLE]
                kinds[word] = self.some(allowed)
            return self.akin(kinds[word])
        allowed = [kind for kind in takes.kinds or SINGLE if kind in SINGLE]
        return str(self.some(allowed))

    def akin(self, kind: str) -> str:
        """A kind that goes with it, mostly the same."""
        if self.chance(0.75):
            return kind
        if kind in NUMERIC:
            return str(self.some(sorted(NUMERIC)))
        pairs = {"date": "datetime", "datetime": "date", "text": "option", "option": "text", "duration": "number"}
        return pairs.get(kind, kind)

    # the whole

    def whole(self, theme: Theme, depth: int) -> Node:
        """The theme alone, within something else, or asked of rows."""
        choice = self.random.random()
        if choice < 0.2 and theme.name:
            column = self.made_of_rows(lambda: self.themed(theme, depth - 1))
            fold = self.some(
                ("COUNT", "COUNTA", "COUNTBLANK", "ANY", "ALL", "SUM", "MIN", "MAX", "AVERAGE", "FIRST", "COUNTUNIQUE")
            )
            return Call(fold, (column,))
        node = self.themed(theme, depth)
        if choice < 0.65:
            return node
        kind = check_node(node, world.SCOPE, None, FUNCTIONS).kind
        return self.around(node, kind, depth - 1)

    def around(self, node: Node, kind: Kind, depth: int) -> Node:
        name = kind.name if kind.name in SINGLE else "text"
        if kind.name == "list":
            of = kind.of.name if kind.of and kind.of.name in SINGLE else "text"
            fold = self.some(("COUNTA", "ISBLANK", "COUNTUNIQUE", "IN", "LAST", "=", "COUNTIF"))
            if fold == "IN":
                return Call("IN", (self.one(of, depth), node))
            more = {"=": (self.many(of, depth),), "COUNTIF": (self.one(of, 0),)}
            return Call(fold, (node, *more.get(fold, ())))
        match self.random.randrange(8):
            case 0:
                return Call("IFERROR", (node, self.one(name, depth)))
            case 1:
                return Call(self.some((*EQUALITY, *ORDER)), (node, self.one(name, depth)))
            case 2:
                return Call("&", (node, self.one(self.some(("text", "number")), depth)))
            case 3:
                return Call("IF", (self.one("boolean", depth), node, self.one(name, depth)))
            case 4:
                return Call("COALESCE", (self.one(name, 0), node))
            case 5:
                return Call("ISBLANK", (node,))
            case 6:
                return Call("IFERROR", (Call("*", (node, lit(Decimal("1E30")))), node)) if kind.numeric else node
            case _:
                return Call("IF", (node, self.one("text", depth), lit("no"))) if name == "boolean" else node


def _written(kind: str) -> tuple[str, ...]:
    return {"date": _WRITTEN_DATES, "datetime": _WRITTEN_MOMENTS, "time": world.TIMES[:4]}[kind]


@cache
def _paths(rows: tuple[str, ...] | None, kind: str) -> tuple[tuple[str, ...], ...]:
    """The paths to one value of that kind: from the record, behind its references too, or from a row."""
    found = []
    waiting: list[tuple[str, ...]] = [rows or ()]
    while waiting:
        prefix = waiting.pop()
        for name in world.SCOPE.names(prefix):
            path = (*prefix, name)
            here = world.SCOPE.resolve(path)
            wanted = Kind(kind) if rows is None else list_of(Kind(kind))  # type: ignore[arg-type]
            if here is not None and (here.name == wanted.name and (here.of or BLANK).name == (wanted.of or BLANK).name):
                found.append(path)
            if here is not None and (rows is not None or here.name != "list") and name != "id":
                waiting.append(path)
    return tuple(found)


@cache
def _lists(kind: str) -> tuple[tuple[str, ...], ...]:
    """The stored lists of that kind; rows behind references are such a list of records."""
    found = [(name,) for name, written in world.TYPES.items() if written == {"list": kind}]
    return (*found, ("others",)) if kind == "record" else tuple(found)


@dataclass(frozen=True)
class Drawn:
    theme: Theme
    checked: Checked
    record: dict[str, Any]
    old: dict[str, Any] | None
    zone: str
    seed: str

    def others(self) -> Iterator[dict[str, Any]]:
        """Other records that it could be asked of."""
        maker = Shaper(Random(f"{self.seed} again"))
        return (maker.fields(world.TYPES) for _ in range(5))


def theme_of(seed: int) -> Theme:
    return THEMES[seed % len(THEMES)]


def draw(seed: int) -> Drawn:
    """A checked expression, the same for the same seed. Raises LookupError where none of many passed the checker."""
    theme = theme_of(seed)
    for attempt in range(40):
        maker = Shaper(Random(f"{seed} {attempt}"))
        node = maker.whole(theme, maker.some((1, 1, 2, 2, 3)))
        checked = check_node(node, world.SCOPE, None, FUNCTIONS)
        if checked.ok:
            old = maker.fields(world.TYPES) if maker.chance(0.6) else None
            return Drawn(theme, checked, maker.fields(world.TYPES), old, maker.zone(), f"{seed} {attempt}")
    raise LookupError(theme)
