"""Condition trees by chance, as JSON, over ``TYPES``: what the visual builder could draw."""

from collections.abc import Callable
from random import Random
from typing import Any

from support import expression_samples as samples

TYPES: dict[str, Any] = {
    **samples.TYPES, "owner": {"user": {"department": "department"}}, "dep": "department", "nums": {"list": "number"},
}  # fmt: skip
_FIELDS = {
    "number": ("n", "m", "money", "rate", "account.limit", "spent"), "text": ("t", "u", "account.level"),
    "option": ("stage",), "boolean": ("b", "c"), "date": ("d", "e", "account.since"), "datetime": ("at",),
    "texts": ("tags",), "numbers": ("nums",), "user": ("owner",), "department": ("dep",), "rows": ("lines",),
}  # fmt: skip
_BLANK = ("blank", "not_blank")
_EQUAL = ("is", "is_not")
_ORDER = ("lt", "lte", "gt", "gte", "between")
_CHANGE = ("changed", "was")
_PARTS = ("contains", "not_contains", "starts_with", "ends_with")
_OPERATORS = {
    "number": (*_EQUAL, *_ORDER, "in", "not_in", *_BLANK, *_CHANGE),
    "text": (*_EQUAL, "lt", *_PARTS, *(f"{op}~ci" for op in _PARTS), "matches", "in", *_BLANK, *_CHANGE),
    "option": (*_EQUAL, "in", "not_in", *_BLANK, *_CHANGE),
    "boolean": (*_EQUAL, "blank", *_CHANGE),
    "date": (*_EQUAL, "lt", "gte", "within", "not_within", "this_month", "last_7_days", "blank", "changed"),
    "datetime": ("is", "lt", "lte", "gt", "gte", "within", "not_within", "today", "not_blank"),
    "texts": ("contains", "not_contains", *_BLANK),
    "numbers": ("contains", "not_contains", "blank"),
    "user": (*_EQUAL, "is_me", "is_not_me", "in_my_team", "in_my_department", "in", "blank"),
    "department": ("is", "is_my_department", "in"),
    "rows": _BLANK,
}  # fmt: skip
_VALUES: dict[str, tuple[Any, ...]] = {
    "number": (1, -2, 0, "0.5", "1" + "0" * 20, {"field": "n"}, {"formula": "n * 2 + 1"}),
    "text": ("a", "青岛", "", None, "2026-01-01", {"field": "u"}, {"formula": 't & "x"'}),
    "option": ("won", "lost", None),
    "boolean": (True, False, None, {"field": "c"}),
    "date": ("2026-03-05", "today", "this_week", None, {"field": "e"}, {"formula": "d + 3"}),
    "datetime": ("2026-03-05T10:00:00Z", "2026-03-05T10:00:00", "2026-03-05", "today", {"field": "d"}),
    "user": ("u1", {"id": "u1"}, None),
    "department": ("d1", None),
    "texts": ("a", "x"),
    "numbers": (3,),
}


class TreeMaker:
    def __init__(self, random: Random) -> None:
        self.random = random

    def tree(self, depth: int, rows: bool = False) -> dict[str, Any]:
        ways: tuple[Callable[[], dict[str, Any]], ...] = (
            lambda: {"all": self._some(depth, rows)},
            lambda: {"any": self._some(depth, rows)},
            lambda: {"not": self.tree(depth - 1, rows)},
            lambda: {self.random.choice(("any_row", "all_rows")): "lines", "when": self.tree(depth - 1, True)},
        )
        leaf = depth <= 0 or self.random.random() < 0.45
        return self.line(rows) if leaf else self.random.choice(ways)()

    def _some(self, depth: int, rows: bool) -> list[dict[str, Any]]:
        return [self.tree(depth - 1, rows) for _ in range(self.random.randint(0, 3))]

    def line(self, rows: bool) -> dict[str, Any]:
        kind = self.random.choice(tuple(_FIELDS))
        field = self.random.choice(_FIELDS[kind])
        if rows and self.random.random() < 0.7:
            kind, field = self.random.choice((("number", "quantity"), ("number", "price"), ("text", "kind")))
        op = self.random.choice([op for op in _OPERATORS[kind] if not (rows and op in _CHANGE)])
        value = self._value(kind, op)
        return {"field": field, "op": op, **({} if value is ... else {"value": value})}

    def _value(self, kind: str, op: str) -> Any:
        match op.removesuffix("~ci"):
            case "in" | "not_in":
                plain = [one for one in _VALUES[kind] if not isinstance(one, dict)]
                return self.random.sample(plain, self.random.randint(0, len(plain)))
            case "between":
                return [self._moment(kind, filled=True), self._moment(kind, filled=True)]
            case "within" | "not_within":
                return self.random.choice(("this_month", "last_30_days", "today"))
            case "changed":
                return {key: self._moment(kind) for key in ("from", "to") if self.random.random() < 0.5}
            case "contains" | "not_contains" | "starts_with" | "ends_with" | "matches":
                return self._one("numbers" if kind == "numbers" else "texts", filled=True)
            case "was":
                return self._moment(kind)
            case "is" | "is_not":
                return self._one(kind)
            case "lt" | "lte" | "gt" | "gte":
                return self._one(kind, filled=True)
            case _:
                return ...

    def _moment(self, kind: str, *, filled: bool = False) -> Any:
        """A value that is no period, for those are only compared."""
        return self._one(kind, filled=filled, without=("today", "this_week"))

    def _one(self, kind: str, *, filled: bool = False, without: tuple[str, ...] = ()) -> Any:
        """``filled``: for operators that are refused without a value."""
        left_out = (*without, *((None, "") if filled else ()))
        return self.random.choice([one for one in _VALUES[kind] if one not in left_out])
