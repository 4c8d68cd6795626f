"""Open sets of kinds: one file, one exported constant, found by discovery in ``main`` and passed down frozen."""

from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from pkgutil import iter_modules
from typing import Generic, Protocol, TypeVar


class Kind(Protocol):
    """Anything that names itself."""

    @property
    def key(self) -> str: ...


K = TypeVar("K", bound=Kind)
T = TypeVar("T")


class DuplicateKind(Exception):
    """Two kinds share a key; the process must not start."""


class WrongKind(Exception):
    """What should be a kind of a set is something else; the process must not start."""


class Registry(Mapping[str, K], Generic[K]):
    """Kinds by key, in the order they were found; never changes."""

    def __init__(self, kinds: Iterable[K]) -> None:
        self._kinds: dict[str, K] = {}
        for kind in kinds:
            if kind.key in self._kinds:
                raise DuplicateKind(f"{kind.key}: {self._kinds[kind.key]!r} and {kind!r}")
            self._kinds[kind.key] = kind

    def __getitem__(self, key: str) -> K:
        return self._kinds[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._kinds)

    def __len__(self) -> int:
        return len(self._kinds)

    def with_more(self, kinds: Iterable[K]) -> "Registry[K]":
        """These kinds and a plugin's. Raises DuplicateKind."""
        return Registry([*self._kinds.values(), *kinds])


def discover(package: str, constant: str, sort: type[T]) -> list[T]:
    """The ``constant`` of every module directly in ``package``, by module name. A module without it is a bug. Raises
    WrongKind for one that is no ``sort``."""
    found = import_module(package)
    return only(
        sort,
        [
            getattr(import_module(f"{package}.{module.name}"), constant)
            for module in iter_modules(found.__path__)
            if not module.name.startswith("_")
        ],
    )


def only(sort: type[T], given: Iterable[object]) -> list[T]:
    """What was given, all of it of one ``sort``. Raises WrongKind for anything else."""
    found: list[T] = []
    for one in given:
        if not isinstance(one, sort):
            raise WrongKind(f"{one!r} is no {sort.__name__}")
        found.append(one)
    return found
