"""What names mean where an expression stands; the form engine answers, the checker asks."""

from collections.abc import Iterable, Mapping
from typing import Protocol, runtime_checkable

from dougong.engines.expression.kinds import Kind


class Scope(Protocol):
    """``parts`` is a path: ``("account", "region")``. A path through rows or several references has a list kind."""

    def resolve(self, parts: tuple[str, ...]) -> Kind | None:
        """The kind of what the path leads to; None where it leads nowhere."""
        ...

    def names(self, prefix: tuple[str, ...]) -> Iterable[str]:
        """The names that may follow this path; those of the record itself for ``()``."""
        ...


@runtime_checkable
class FormScope(Protocol):
    """A scope that knows other forms too, for ``LOOKUP``."""

    def field_of(self, form: str, field: str) -> Kind | None: ...


@runtime_checkable
class FormNames(Protocol):
    """A scope that knows what other forms and their fields are called, for whoever mistypes one."""

    def form_names(self) -> Mapping[str, str]:
        """The keys of forms, by themselves and by what they are called."""
        ...

    def field_names(self, form: str) -> Mapping[str, str]:
        """The keys of a form's fields, likewise."""
        ...


@runtime_checkable
class RowScope(Protocol):
    """A scope that knows whether one row of a sub-table is spoken of."""

    def in_rows(self) -> bool: ...


@runtime_checkable
class TitledScope(Protocol):
    """A scope that knows what names are called, for whoever writes that instead."""

    def titles(self, prefix: tuple[str, ...]) -> Mapping[str, str]:
        """The names that may follow this path, by what they are called in either language."""
        ...


class Names:
    """A scope of a few given names, with what lies behind them; for tables, measures and tests."""

    def __init__(self, kinds: dict[tuple[str, ...], Kind]) -> None:
        self._kinds = kinds

    def resolve(self, parts: tuple[str, ...]) -> Kind | None:
        return self._kinds.get(parts)

    def names(self, prefix: tuple[str, ...]) -> Iterable[str]:
        size = len(prefix)
        return dict.fromkeys(path[size] for path in self._kinds if len(path) > size and path[:size] == prefix)
