"""The signatures of functions, written as people read them and parsed once.

    value: N, digits?: number            ``?`` may be left out
    ...value: number*                    ``...`` may be repeated
    ...(test: boolean, then: T), else?: T     a group that is repeated, and an argument behind it

A type is ``number`` (number, money, percent), ``text`` (text, option), ``boolean``, ``date``, ``datetime``, ``time``,
``duration``, ``user``, ``department``, ``record``, ``quantity`` (number or duration), ``moment`` (date or datetime),
``dated`` (moment or text), ``clocked`` (moment or time), ``ordered`` (all that has an order), ``printable`` (what
``TEXT`` can show; it is turned into text), ``countable`` (all but text and boolean), ``any``; ``field`` is a name or
path, ``word`` a text written out.
``[type]`` is a list, ``type*`` a value or a list, taken apart. ``T``, ``O`` (ordered), ``N`` (quantity), ``M`` (moment)
stand for one type throughout a call; the result follows it.
"""

import re
from dataclasses import dataclass
from typing import Literal

from dougong.engines.expression.kinds import QUANTITIES, KindName

Shape = Literal["one", "list", "either"]

ORDERED: tuple[KindName, ...] = (*QUANTITIES, "text", "option", "date", "datetime", "time")
# type word -> kinds it takes; () takes any
TYPES: dict[str, tuple[KindName, ...]] = {
    "number": ("number", "money", "percent"),
    "percent": ("percent",),
    "money": ("money",),
    "text": ("text", "option"),
    "boolean": ("boolean",),
    "date": ("date",),
    "datetime": ("datetime",),
    "time": ("time",),
    "duration": ("duration",),
    "user": ("user",),
    "department": ("department",),
    "record": ("record",),
    "quantity": QUANTITIES,
    "moment": ("date", "datetime"),
    "dated": ("date", "datetime", "text"),
    "clocked": ("date", "datetime", "time"),
    "printable": (*ORDERED, "boolean"),
    "countable": (*QUANTITIES, "date", "datetime", "time", "user", "department", "record", "row", "json"),
    "ordered": ORDERED,
    "any": (),
    "field": (),
    "word": ("text",),
    "T": (),
    "O": ORDERED,
    "N": QUANTITIES,
    "M": ("date", "datetime"),
}
VARIABLES = frozenset({"T", "O", "N", "M"})


@dataclass(frozen=True, slots=True)
class Takes:
    """``word``: the type word; ``shape``: one value, a list, or either."""

    word: str
    shape: Shape = "one"

    @property
    def kinds(self) -> tuple[KindName, ...]:
        return TYPES[self.word]

    @property
    def variable(self) -> bool:
        return self.word in VARIABLES

    def __str__(self) -> str:
        return {"one": "{}", "list": "[{}]", "either": "{}*"}[self.shape].format(self.word)


@dataclass(frozen=True, slots=True)
class Param:
    name: str
    takes: Takes
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Signature:
    """``first`` once, ``repeated`` as a group at least once (when there is one), ``last`` once at most."""

    first: tuple[Param, ...]
    repeated: tuple[Param, ...] = ()
    last: tuple[Param, ...] = ()

    @property
    def least(self) -> int:
        return sum(not param.optional for param in self.first) + len(self.repeated)

    @property
    def most(self) -> int | None:
        """None: as many as the limits allow."""
        return None if self.repeated else len(self.first)

    def params(self, count: int) -> tuple[Param, ...] | None:
        """The parameter of each of ``count`` arguments; None when there cannot be so many."""
        if count < self.least or (self.most is not None and count > self.most):
            return None
        if not self.repeated:
            return self.first[:count]
        rest = count - len(self.first)
        groups, over = divmod(rest, len(self.repeated))
        if over > len(self.last) or groups < 1:
            return None
        return self.first + self.repeated * groups + self.last[:over]


_PARAM = re.compile(r"(?P<name>\w+)(?P<optional>\?)?:\s*(?P<type>\[?\w+\]?\*?)")
_PART = re.compile(r"\s*(\.\.\.\((?P<group>[^)]*)\)|(?P<again>\.\.\.)?(?P<param>[^,(]+))\s*(?:,|$)")


def takes(text: str) -> Takes:
    """A type as it stands in a signature. Raises KeyError for an unknown word."""
    shape: Shape = "list" if text.startswith("[") else "either" if text.endswith("*") else "one"
    word = text.strip("[]*")
    TYPES[word]
    return Takes(word, shape)


def _param(text: str) -> Param:
    found = _PARAM.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"no parameter: {text}")
    return Param(found["name"], takes(found["type"]), bool(found["optional"]))


def signature(text: str) -> Signature:
    """Raises ValueError or KeyError for what is no signature: a mistake of whoever wrote the function."""
    first: list[Param] = []
    repeated: tuple[Param, ...] = ()
    last: list[Param] = []
    at = 0
    while at < len(text):
        part = _PART.match(text, at)
        if part is None:
            raise ValueError(f"no signature: {text}")
        at = part.end()
        if part["group"]:
            repeated = tuple(_param(param) for param in part["group"].split(","))
        elif part["again"]:
            repeated = (_param(part["param"]),)
        else:
            (last if repeated else first).append(_param(part["param"]))
    return Signature(tuple(first), repeated, tuple(last))
