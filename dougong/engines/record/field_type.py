"""What a field type is: how its values look in JSON, in Python, in expressions and in the database.

A type is stateless; every method takes the field's definition. Values in Python are those of ``expression/kinds``;
blank is ``None``, or ``[]`` for a field that holds several (``many``).
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from pydantic_core import CoreSchema

from dougong.engines.expression.kinds import Kind
from dougong.engines.finding import Finding
from dougong.engines.record.columns import Column, Place, Target
from dougong.engines.record.definition import FieldDef
from dougong.engines.record.dumped import dumped_kind
from dougong.engines.record.facts import AppFacts

D = TypeVar("D", bound=FieldDef)
JsonSchema = dict[str, Any]


class Titles(Protocol):
    """What an id shows as: ``{"id", "title"}``, or ``{"id": null, "title": null, "hidden": true}``."""

    def __call__(self, target: Target, id_: str) -> dict[str, object]: ...


def bare(target: Target, id_: str) -> dict[str, object]:
    """An id whose title nobody looked up."""
    return {"id": id_, "title": None}


class Find(Protocol):
    """How a computed field reaches the definitions it is made of; both answer what values those fields hold."""

    def here(self, key: str) -> FieldDef | None:
        """A field of the same form (of the same row in a sub-table)."""

    def there(self, form: str, key: str) -> FieldDef | None:
        """A field of another form, by ``holds``."""

    def inferred(self, definition: FieldDef) -> FieldDef:
        """What a formula without ``returns`` gives."""


class FieldType(ABC, Generic[D]):
    """One kind of field. ``stored``: it has a place in the database. ``computed``: the server makes its value.
    ``many``: its value is a list. ``texts``: its default may be any text, so a formula has to be marked."""

    key: ClassVar[str]
    stored: ClassVar[bool] = True
    many: ClassVar[bool] = False
    texts: ClassVar[bool] = False

    @property
    @abstractmethod
    def definition(self) -> type[D]:
        """The model of its part of the document."""

    @abstractmethod
    def kind(self, d: D, facts: AppFacts) -> Kind:
        """What it is in an expression."""

    @abstractmethod
    def place(self, d: D) -> Place | None:
        """Where its values are kept; None when nowhere."""

    @abstractmethod
    def core_schema(self, d: D, facts: AppFacts) -> CoreSchema:
        """Reads a value that is not blank from JSON (or takes a Python value as it is)."""

    @abstractmethod
    def json_schema(self, d: D, facts: AppFacts) -> JsonSchema:
        """The shape of a value that is not blank, as the validator judges it."""

    def computed(self, d: D) -> bool:
        """Whether the server makes its value and no writer may."""
        return False

    def holds(self, d: D, find: Find) -> FieldDef:
        """The definition whose values this field holds: itself, or for a computed field what it is made of."""
        return d

    def columns(self, d: D) -> tuple[Column, ...]:
        """Its columns in the form's own table."""
        place = self.place(d)
        return (place,) if isinstance(place, Column) else ()

    def blank(self) -> object:
        return [] if self.many else None

    def dump(self, value: Any, d: D, titles: Titles = bare) -> object:
        """A Python value as API JSON."""
        return value

    def dumped(self, d: D, facts: AppFacts) -> JsonSchema:
        """The shape of what ``dump`` gives for a value that is not blank."""
        return dumped_kind(self.kind(d, facts))

    def to_column(self, value: Any, d: D) -> object:
        """A Python value as its column takes it; for a link table the ids in order."""
        return value

    def from_column(self, value: Any, d: D) -> object:
        """The inverse of ``to_column``."""
        return self.blank() if value is None else value

    def settled(self, value: Any, d: D) -> object:
        """A value that a formula, rule or default made, brought to the form its column keeps. Raises ValueError."""
        return value

    def check(self, d: D, facts: AppFacts) -> Sequence[Finding]:
        """What is wrong with the settings, as far as the field alone can tell; pointers are relative to the field."""
        return ()


AnyFieldType = FieldType[Any]
