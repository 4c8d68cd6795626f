"""Functions that SQLite lacks, registered on each connection.

The Python back end of the expression language runs inside SQLite, so what has no native SQL means the same there.
How values cross: a number is a scaled integer (code ``s2``) or decimal text without exponent and trailing zeros
(``n``), a date, moment or time is ISO text of one width, a boolean 0 or 1, a list a JSON array of those. What cannot be
computed (an overflow, a date beyond the calendar) is ``TROUBLE`` until the statement hands it out as NULL: one odd row
must not spoil a list, and must not pass for a blank on the way.
"""

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache, partial
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from dougong.engines.expression.canonical import from_json
from dougong.engines.expression.env import Env, MondayToFriday, WorkCalendar, Workdays
from dougong.engines.expression.evaluate import compile_
from dougong.engines.expression.kinds import Kind
from dougong.engines.expression.numbers import divide, multiply, total
from dougong.engines.expression.problems import EvaluationProblem
from dougong.engines.expression.registry import Functions, load_functions
from dougong.platform.db.limits import Deadline
from dougong.platform.db.types import moment_text

# a blob, which no value of the language is
TROUBLE = b"!"
DECIMAL_COLLATION = "dougong_decimal"
_WIDE = Context(prec=80, rounding=ROUND_HALF_UP)

Decode = Callable[[Any], Any]


def canonical(value: Decimal) -> str:
    """Digits without exponent and without trailing zeros; never ``-0``."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def time_text(value: time) -> str:
    """``HH:MM:SS.ffffff``, as SQLAlchemy keeps a time of day."""
    return value.isoformat(timespec="microseconds")


def encode(value: Any) -> Any:
    """A value of the expression language as SQLite carries it."""
    match value:
        case None | "":
            return None
        case bool():
            return int(value)
        case Decimal():
            return canonical(value)
        case datetime():
            return moment_text(value)
        case date():
            return value.isoformat()
        case time():
            return time_text(value)
        case list() | tuple():
            return orjson.dumps([encode(item) for item in value]).decode()
        case Mapping():
            return value.get("id")
        case _:
            return value


_CODES: dict[str, str] = {
    "number": "n", "money": "n", "percent": "n", "duration": "n",
    "boolean": "b", "date": "d", "datetime": "m", "time": "c",
}  # fmt: skip
_DECODERS: dict[str, Decode] = {
    "n": Decimal,
    "b": bool,
    "d": date.fromisoformat,
    "m": datetime.fromisoformat,
    "c": time.fromisoformat,
    "t": str,
}


def code_of(kind: Kind | None) -> str:
    """How a value of this kind crosses, when it is no scaled integer."""
    if kind is None:
        return "t"
    if kind.name == "list":
        return "[" + code_of(kind.of)
    return _CODES.get(kind.name, "t")


def decoder(code: str) -> Decode:
    """Reads what crosses under ``code``; NULL stays blank."""
    if code.startswith("["):
        return partial(_list, decoder(code[1:]))
    if code.startswith("s"):
        return partial(_scaled, int(code[1:]))
    return partial(_filled, _DECODERS[code])


def _list(item: Decode, raw: str | None) -> list[Any]:
    return [] if raw is None else [item(value) for value in orjson.loads(raw)]


def _scaled(scale: int, raw: int | None) -> Decimal | None:
    return None if raw is None else Decimal(raw).scaleb(-scale, _WIDE)


def _filled(read: Decode, raw: Any) -> Any:
    return None if raw is None else read(raw)


class _Plan:
    """A compiled call: where each argument belongs, and the closure over the values."""

    def __init__(self, text: str, functions: Functions) -> None:

        raw = orjson.loads(text)
        self.places = [(name, decoder(code)) for name, code in raw["places"]]
        self.asked = [compile_(from_json(node), functions) for node in raw["asked"]]
        self.node = compile_(from_json(raw["node"]), functions)
        self.calendar: WorkCalendar = MondayToFriday()
        if "calendar" in raw:
            week, exceptions = raw["calendar"]
            self.calendar = Workdays(tuple(week), tuple(map(date.fromisoformat, exceptions)))

    def run(self, env: Env) -> Any:
        for part in self.asked:
            part(env)
        return self.node(env)

    def values(self, arguments: Sequence[Any]) -> Mapping[str, Any]:
        values: dict[str, Any] = {}
        troubled = TROUBLE in arguments
        for (name, read), raw in zip(self.places, arguments, strict=True):
            if not troubled or raw != TROUBLE:
                values[name] = read(raw)
        return _Given(values, [name for name, _ in self.places]) if troubled else values


class _Given(Mapping[str, Any]):
    """Values of which some could not be computed: that is a problem where they are read, which may be never."""

    def __init__(self, values: dict[str, Any], names: Sequence[str]) -> None:
        self._values = values
        self._lost = set(names) - set(values)

    def __getitem__(self, key: str) -> Any:
        if key in self._lost:
            raise EvaluationProblem
        return self._values[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


def _evaluator(functions: Functions, deadline: Deadline | None) -> Callable[..., Any]:
    plan_of = lru_cache(maxsize=512)(partial(_Plan, functions=functions))
    zone_of = lru_cache(maxsize=64)(ZoneInfo)
    moment_of = lru_cache(maxsize=64)(datetime.fromisoformat)

    def run(text: str, zone: str, now: str, *arguments: Any) -> Any:
        if deadline is not None and deadline.over():
            return None
        plan = plan_of(text)
        try:
            env = Env(plan.values(arguments), moment_of(now), zone_of(zone), calendar=plan.calendar)
            return encode(plan.run(env))
        except EvaluationProblem:
            return TROUBLE

    return run


def _decimal(number: int | None, scale: int) -> str | None:
    return None if number is None else canonical(Decimal(number).scaleb(-scale, _WIDE))


def _mean(total_: int | None, scale: int, count: int) -> str | None:
    if total_ is None or not count:
        return None
    mean = divide(Decimal(total_).scaleb(-scale, _WIDE), Decimal(count))
    return None if mean is None else canonical(mean)


def _compare(left: str, right: str) -> int:
    one, other = Decimal(left), Decimal(right)
    return (one > other) - (one < other)


def _order(left: str | None, right: str | None) -> int | None:
    return None if left is None or right is None else _compare(left, right)


def _least(*values: str | None) -> str | None:
    return min((value for value in values if value is not None), key=Decimal, default=None)


def _greatest(*values: str | None) -> str | None:
    return max((value for value in values if value is not None), key=Decimal, default=None)


class _Numbers:
    """Gathers decimals; NULLs are left out."""

    def __init__(self) -> None:
        self.found: list[Decimal] = []
        self.troubled = False

    def step(self, value: str | bytes | None) -> None:
        if isinstance(value, bytes):
            self.troubled = True
        elif value is not None:
            self.found.append(Decimal(value))

    def finalize(self) -> str | bytes | None:
        try:
            result = self.result()
        except EvaluationProblem:
            return TROUBLE
        return TROUBLE if self.troubled else None if result is None else canonical(result)

    def result(self) -> Decimal | None:
        return total(self.found)


class _Least(_Numbers):
    def result(self) -> Decimal | None:
        return min(self.found, default=None)


class _Greatest(_Numbers):
    def result(self) -> Decimal | None:
        return max(self.found, default=None)


class _Average(_Numbers):
    def result(self) -> Decimal | None:
        return divide(total(self.found), Decimal(len(self.found)))


class _Product(_Numbers):
    def result(self) -> Decimal | None:
        product = Decimal(1)
        for value in self.found:
            product = multiply(product, value)
        return product


class _Ordered:
    """Gathers values with their positions."""

    def __init__(self) -> None:
        self.found: list[tuple[Any, Any]] = []

    def ordered(self) -> list[Any]:
        return [value for _, value in sorted(self.found, key=lambda pair: pair[0])]


class _Array(_Ordered):
    """A JSON array of the values, blanks kept, in the order of their positions."""

    def step(self, value: Any, position: Any) -> None:
        self.found.append((position, value))

    def finalize(self) -> str | bytes:
        if any(value == TROUBLE for _, value in self.found):
            return TROUBLE
        return orjson.dumps(self.ordered()).decode()


class _Join(_Ordered):
    """Texts one after the other, blanks left out."""

    separator = ""

    def step(self, value: Any, position: Any, separator: str) -> None:
        self.separator = separator
        if value is not None:
            self.found.append((position, str(value)))

    def finalize(self) -> str | None:
        return self.separator.join(self.ordered()) or None


# name -> how many arguments, and the class (typeshed knows aggregates of one integer only)
AGGREGATES: dict[str, tuple[int, Any]] = {
    "dougong_sum": (1, _Numbers),
    "dougong_avg": (1, _Average),
    "dougong_product": (1, _Product),
    "dougong_min": (1, _Least),
    "dougong_max": (1, _Greatest),
    "dougong_array": (2, _Array),
    "dougong_join": (3, _Join),
}


def register(
    connection: sqlite3.Connection, functions: Functions | None = None, deadline: Deadline | None = None
) -> None:
    """Teach one connection our functions; ``functions`` are ours unless a plugin's are among them."""
    known = load_functions() if functions is None else functions
    connection.create_function("dougong_evaluate", -1, _evaluator(known, deadline), deterministic=True)
    connection.create_function("dougong_decimal", 2, _decimal, deterministic=True)
    connection.create_function("dougong_compare", 2, _order, deterministic=True)
    connection.create_function("dougong_least", -1, _least, deterministic=True)
    connection.create_function("dougong_greatest", -1, _greatest, deterministic=True)
    connection.create_function("dougong_mean", 3, _mean, deterministic=True)
    for name, (arguments, aggregate) in AGGREGATES.items():
        connection.create_aggregate(name, arguments, aggregate)
    connection.create_collation(DECIMAL_COLLATION, _compare)
