"""What a function is, and the frozen set of all an installation knows: ours by family and those of plugins.

The registry feeds the checker, the Python back end, the editor's completion and help, the reference page and the test
vectors. Operators are functions named like the operator.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, cast

from dougong.engines.expression.signature import Signature, Takes, signature, takes
from dougong.errors import Locale, Text
from dougong.registry import DuplicateKind

if TYPE_CHECKING:
    from dougong.engines.expression.sqlforms.form import Form

Volatility = Literal["immutable", "stable", "volatile"]
BlankRule = Literal["value", "blank", "skip", "own"]
BackEnd = Literal["python", "sqlite", "postgresql", "browser"]
Family = Literal[
    "operators", "logic", "test", "number", "statistics", "conditional", "text", "business", "date", "record", "finance"
]

EVERYWHERE: frozenset[BackEnd] = frozenset({"python", "sqlite", "postgresql", "browser"})
NOT_POSTGRESQL: frozenset[BackEnd] = frozenset({"python", "sqlite", "browser"})
SERVER: frozenset[BackEnd] = frozenset({"python", "sqlite"})
PYTHON: frozenset[BackEnd] = frozenset({"python"})
MEMORY: frozenset[BackEnd] = frozenset({"python", "browser"})


# what an example says to the vectors alone
_OF_VECTORS = frozenset({"back_ends", "kind"})


@dataclass(frozen=True, slots=True)
class Example:
    """``given``: name -> (type, value) as in the vectors. ``value`` in API JSON, or ``problem``: a problem's code."""

    expression: str
    value: object = None
    given: Mapping[str, tuple[object, object]] = field(default_factory=dict)
    problem: str | None = None
    note: Text | None = None
    also: Mapping[str, object] = field(default_factory=dict)

    def result(self) -> dict[str, object] | None:
        """What it gives with which values of fields and, in ``also``, with what lies outside of them: the moment, the
        person, the record before, other records. None where it gives nothing but a problem."""
        if self.problem:
            return None
        given = {name: value for name, (_, value) in self.given.items()}
        also = {name: value for name, value in self.also.items() if name not in _OF_VECTORS}
        return {"value": self.value, "given": given, "also": also}


def example(
    expression: str,
    value: object = None,
    *,
    problem: str | None = None,
    note: Text | None = None,
    also: Mapping[str, object] | None = None,
    **given: tuple[object, object],
) -> Example:
    """``also`` joins the vector as it is: ``now``, ``zone``, ``me``, ``old``."""
    return Example(expression, value, MappingProxyType(given), problem, note, MappingProxyType(dict(also or {})))


@dataclass(frozen=True, slots=True)
class Function:
    """``blank``: "value" counts a blank number as 0, text as empty, boolean as false, and any other blank argument
    makes the result blank; "blank" makes the result blank for any; "skip": ``call`` leaves blanks out; "own": ``call``
    knows what to do with them. An argument that may be left out is None when it is left out or blank.
    ``call`` takes the arguments; with ``env`` the ``Env`` first; with ``lazy`` closures ``(Env) -> value`` after it."""

    key: str
    family: Family
    signature: str
    returns: str
    doc: Text
    examples: tuple[Example, ...]
    call: Callable[..., Any]
    blank: BlankRule = "value"
    volatility: Volatility = "immutable"
    back_ends: frozenset[BackEnd] = PYTHON
    env: bool = False
    lazy: bool = False
    aliases: tuple[str, ...] = ()
    # how it differs from Excel's function of that name; "same" where it does not; None where Excel has none
    excel: Text | Literal["same"] | None = None
    # parameter -> what is wrong with a text written out for it, or None
    literals: Mapping[str, Callable[[str], Text | None]] = field(default_factory=dict)
    # parameter -> the texts it takes, by what they are called: offered and shown by name while writing
    choices: Mapping[str, Mapping[str, Text]] = field(default_factory=dict)
    # how SQL says a plugin's function; of ours it stands in ``sqlforms/<family>.py``
    sql: "Form | None" = None
    parsed: Signature = field(init=False, compare=False)
    result: Takes = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "parsed", signature(self.signature))
        object.__setattr__(self, "result", takes(self.returns))

    def as_json(self, locale: Locale) -> dict[str, object]:
        """What the editor needs to complete and to help."""
        return {
            "key": self.key,
            "family": self.family,
            "signature": self.signature,
            "returns": self.returns,
            "doc": self.doc.in_locale(locale),
            "examples": [shown.expression for shown in self.examples],
            "results": [shown.result() for shown in self.examples],
            "notes": [shown.note.as_json() if shown.note else None for shown in self.examples],
            "excel": self.excel.as_json() if isinstance(self.excel, Text) else None,
            "choices": {
                param: [{"value": value, "name": name.as_json()} for value, name in choices.items()]
                for param, choices in self.choices.items()
            },
            "volatility": self.volatility,
            "back_ends": sorted(self.back_ends),
        }


class Functions(Mapping[str, Function]):
    """Functions by key, never changing. ``find`` knows the other names too."""

    def __init__(self, functions: Iterable[Function]) -> None:
        self._functions: dict[str, Function] = {}
        self._names: dict[str, Function] = {}
        for function in functions:
            self._functions[function.key] = function
            for name in (function.key, *function.aliases):
                if name in self._names:
                    raise DuplicateKind(f"function {name}")
                self._names[name] = function

    def __getitem__(self, key: str) -> Function:
        return self._functions[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._functions)

    def __len__(self) -> int:
        return len(self._functions)

    def find(self, name: str) -> Function | None:
        """By key or by another name it goes by."""
        return self._names.get(name)

    def back_ends(self, uses: Iterable[str]) -> frozenset[BackEnd]:
        """The back ends that have all of these functions (``Checked.uses``)."""
        shared = EVERYWHERE
        for key in uses:
            shared &= self._functions[key].back_ends if key in self._functions else frozenset()
        return shared

    def names(self) -> list[str]:
        """Every name that may be written with parentheses."""
        return [name for name in self._names if name[0].isalpha() and name.isupper()]


@cache
def _own() -> tuple[Function, ...]:
    package = import_module("dougong.engines.expression.functions")
    found: list[Function] = []
    for module in iter_modules(package.__path__):
        family = import_module(f"{package.__name__}.{module.name}")
        found.extend(cast(tuple[Function, ...], family.FUNCTIONS))
    return tuple(found)


def load_functions(extra: Iterable[Function] = ()) -> Functions:
    """Our own functions and a plugin's. Raises DuplicateKind."""
    return Functions([*_own(), *extra])
