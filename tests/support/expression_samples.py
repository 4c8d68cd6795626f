"""Typed expressions and records by chance, for properties that must hold for all of them.

``expressions(kind)`` gives trees that the checker accepts with that kind over ``TYPES``; ``records()`` gives records in
API JSON. Both are hypothesis strategies; ``sample(seed)`` gives one pair without hypothesis.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from hypothesis import strategies as st

from dougong.engines.expression.tree import Call, ListOf, Node, Path, lit

TYPES: dict[str, Any] = {
    "n": "number", "m": "number", "money": "money", "rate": "percent", "t": "text", "u": "text", "stage": "option",
    "b": "boolean", "c": "boolean", "d": "date", "e": "date", "at": "datetime", "spent": "duration",
    "tags": {"list": "text"}, "lines": {"rows": {"quantity": "number", "price": "money", "kind": "text"}},
    "account": {"fields": {"level": "text", "limit": "number", "since": "date"}},
}  # fmt: skip
KINDS = ("number", "text", "boolean", "date")
_PATHS = {
    "number": ("n", "m", "money", "rate", "account.limit"),
    "text": ("t", "u", "stage", "account.level"),
    "boolean": ("b", "c"),
    "date": ("d", "e", "account.since"),
}
_TEXTS = ("", "a", "A", "won", "lost", "青岛", "😀é", "x y", '"', "2026-03-05", "12")
_NUMBERS = ("0", "1", "2", "-1", "0.5", "3.75", "-12.25", "100", "0.001", "99999.99")
_STAGES = ("won", "lost", "new")


class Maker:
    """Draws one tree after another; ``depth`` bounds what lies below."""

    def __init__(self, random: Random) -> None:
        self.random = random

    def make(self, kind: str, depth: int) -> Node:
        if depth <= 0 or self.random.random() < 0.2:
            return self.leaf(kind)
        makers: dict[str, tuple[Callable[[int], Node], ...]] = {
            "number": (self.arithmetic, self.rounded, self.aggregate, self.counted, self.chosen_number, self.part),
            "text": (self.joined, self.cut, self.chosen_text, self.cased),
            "boolean": (self.compared, self.compared_text, self.compared_date, self.logic, self.member, self.tested),
            "date": (self.moved, self.chosen_date),
        }
        return self.random.choice(makers[kind])(depth - 1)

    def leaf(self, kind: str) -> Node:
        if self.random.random() < 0.65:
            return path(self.random.choice(_PATHS[kind]))
        if self.random.random() < 0.08:
            return lit(None)
        match kind:
            case "number":
                return lit(Decimal(self.random.choice(_NUMBERS)))
            case "text":
                return lit(self.random.choice(_TEXTS) or None)
            case "boolean":
                return lit(self.random.random() < 0.5)
            case _:
                parts = (self.random.randint(2020, 2027), self.random.randint(-2, 14), self.random.randint(-5, 40))
                return Call("DATE", tuple(lit(Decimal(part)) for part in parts))

    def many(self, kind: str, depth: int, least: int = 2, most: int = 3) -> tuple[Node, ...]:
        return tuple(self.make(kind, depth) for _ in range(self.random.randint(least, most)))

    def arithmetic(self, depth: int) -> Node:
        name = self.random.choice(("+", "-", "*", "/", "neg", "%"))
        if name in {"neg", "%"}:
            return Call(name, (path(self.random.choice(_PATHS["number"])),))
        return Call(name, (self.make("number", depth), self.make("number", depth)))

    def rounded(self, depth: int) -> Node:
        name = self.random.choice(("ROUND", "ROUNDUP", "ROUNDDOWN", "INT", "ABS", "SIGN", "TRUNC", "MOD", "QUOTIENT"))
        value = self.make("number", depth)
        if name in {"INT", "ABS", "SIGN"}:
            return Call(name, (value,))
        second = self.random.choice(("0", "1", "2")) if name not in {"MOD", "QUOTIENT"} else self.random.choice("27")
        return Call(name, (value, lit(Decimal(second))))

    def aggregate(self, depth: int) -> Node:
        name = self.random.choice(("SUM", "MIN", "MAX", "COUNT", "AVERAGE"))
        column: Node = path(self.random.choice(("lines.quantity", "lines.price")))
        if self.random.random() < 0.4:
            sign = self.random.choice("+-*")
            column = Call(sign, (column, path(self.random.choice(("lines.quantity", "lines.price", "n")))))
        if self.random.random() < 0.2:
            return Call(name, self.many("number", depth))
        return Call(name, (column,))

    def counted(self, depth: int) -> Node:
        if self.random.random() < 0.5:
            return Call("LEN", (self.make("text", depth),))
        return Call("FIND", (lit(self.random.choice(("a", "x", "岛"))), self.make("text", depth)))

    def part(self, depth: int) -> Node:
        if self.random.random() < 0.3:
            # a date minus a blank would be a date
            return Call("-", (path(self.random.choice(_PATHS["date"])), path(self.random.choice(_PATHS["date"]))))
        return Call(self.random.choice(("YEAR", "MONTH", "DAY", "QUARTER")), (self.make("date", depth),))

    def chosen(self, kind: str, depth: int) -> Node:
        name = self.random.choice(("IF", "IF", "COALESCE", "IFS"))
        if name == "COALESCE":
            return Call(name, self.many(kind, depth))
        test, then = self.make("boolean", depth), self.make(kind, depth)
        return Call(name, (test, then, self.make(kind, depth)) if name == "IF" else (test, then))

    def chosen_number(self, depth: int) -> Node:
        return self.chosen("number", depth)

    def chosen_text(self, depth: int) -> Node:
        return self.chosen("text", depth)

    def chosen_date(self, depth: int) -> Node:
        return self.chosen("date", depth)

    def joined(self, depth: int) -> Node:
        return Call("&", (self.make("text", depth), self.make(self.random.choice(("text", "number")), depth)))

    def cut(self, depth: int) -> Node:
        name = self.random.choice(("LEFT", "RIGHT", "MID"))
        counts = [lit(Decimal(self.random.randint(1, 4))) for _ in range(2 if name == "MID" else 1)]
        return Call(name, (self.make("text", depth), *counts))

    def cased(self, depth: int) -> Node:
        name = self.random.choice(("UPPER", "LOWER", "TRIM", "SUBSTITUTE"))
        text = self.make("text", depth)
        return Call(name, (text, lit("a"), lit("bb")) if name == "SUBSTITUTE" else (text,))

    def compared(self, depth: int) -> Node:
        sign = self.random.choice(("=", "<>", "<", "<=", ">", ">="))
        return Call(sign, (self.make("number", depth), self.make("number", depth)))

    def compared_text(self, depth: int) -> Node:
        name = self.random.choice(("=", "<>", "<", ">=", "CONTAINS", "STARTSWITH", "ENDSWITH"))
        return Call(name, (self.make("text", depth), self.make("text", depth)))

    def compared_date(self, depth: int) -> Node:
        if self.random.random() < 0.3:
            word = self.random.choice(("this_month", "last_7_days", "this_year", "next_quarter", "today"))
            return Call("IN", (self.make("date", depth), Path((word,))))
        sign = self.random.choice(("=", "<>", "<", "<=", ">", ">="))
        return Call(sign, (self.make("date", depth), self.make("date", depth)))

    def logic(self, depth: int) -> Node:
        name = self.random.choice(("AND", "OR", "NOT"))
        return Call(name, (self.make("boolean", depth),) if name == "NOT" else self.many("boolean", depth))

    def member(self, depth: int) -> Node:
        if self.random.random() < 0.3:
            return Call("IN", (self.make("text", depth), path("tags")))
        items = tuple(lit(self.random.choice(_TEXTS) or "z") for _ in range(3))
        return Call("IN", (self.make("text", depth), ListOf(items)))

    def tested(self, depth: int) -> Node:
        if self.random.random() < 0.4:
            return Call(self.random.choice(("ANY", "ALL")), (self.of_row(depth),))
        if self.random.random() < 0.4:
            return Call("BETWEEN", tuple(self.make("number", depth) for _ in range(3)))
        return Call("ISBLANK", (self.make(self.random.choice(KINDS), depth),))

    def of_row(self, depth: int) -> Node:
        """Something asked of a row; half the time also something of the record, which may be about all rows again."""
        sign = self.random.choice((">", "<=", "=", "IN"))
        if sign == "IN":
            test = Call(sign, (path("lines.kind"), ListOf((lit("a"), lit(self.random.choice(_TEXTS) or "z")))))
        else:
            number = lit(Decimal(self.random.choice(_NUMBERS[:6])))
            other = self.random.choice((number, number, path("lines.quantity"), path("n"), self.aggregate(depth)))
            test = Call(sign, (path("lines.price"), other))
        if self.random.random() < 0.5:
            return test
        return Call(self.random.choice(("AND", "OR")), (test, self.make("boolean", depth)))

    def moved(self, depth: int) -> Node:
        name = self.random.choice(("EDATE", "EOMONTH", "+", "-"))
        count = Decimal(self.random.randint(-30, 30))
        if count < 0 and name in "+-":
            count = -count
        return Call(name, (path(self.random.choice(("d", "e"))), lit(count)))

    def record(self) -> dict[str, Any]:
        """A record in API JSON; a quarter of it blank."""
        return {name: self.value(kind) for name, kind in TYPES.items()}

    def value(self, kind: Any) -> Any:
        random = self.random
        if random.random() < 0.25 and kind != {"list": "text"}:
            return [] if isinstance(kind, dict) and "rows" in kind else None
        if isinstance(kind, dict):
            return self.nested(kind)
        match kind:
            case "number" | "money" | "percent":
                return random.choice((*_NUMBERS, "7", "42"))
            case "duration":
                return str(random.randint(0, 100_000))
            case "text":
                return random.choice(_TEXTS) or None
            case "option":
                return random.choice(_STAGES)
            case "boolean":
                return random.random() < 0.5
            case "date":
                return (date(2026, 3, 15) + timedelta(days=random.randint(-400, 400))).isoformat()
            case _:
                return datetime.fromtimestamp(random.randint(1_760_000_000, 1_790_000_000), UTC).isoformat()

    def nested(self, kind: dict[str, Any]) -> Any:
        if "list" in kind:
            return self.random.sample(("a", "won", "青岛", "x y"), self.random.randint(0, 3))
        if "fields" in kind:
            return {"id": "r1", **{name: self.value(inner) for name, inner in kind["fields"].items()}}
        rows = range(self.random.randint(1, 3))
        return [{"id": str(at), **{name: self.value(inner) for name, inner in kind["rows"].items()}} for at in rows]


def path(text: str) -> Path:
    return Path(tuple(text.split(".")))


def sample(seed: int, depth: int = 4) -> tuple[Node, dict[str, Any]]:
    """A tree of some kind and a record, the same for the same seed."""
    maker = Maker(Random(seed))
    return maker.make(maker.random.choice(KINDS), depth), maker.record()


def expressions(kind: str | None = None, depth: int = 4) -> st.SearchStrategy[Node]:
    def make(random: Random) -> Node:
        return Maker(random).make(kind or random.choice(KINDS), depth)

    return st.randoms(use_true_random=False).map(make)


def records() -> st.SearchStrategy[dict[str, Any]]:
    return st.randoms(use_true_random=False).map(lambda random: Maker(random).record())
