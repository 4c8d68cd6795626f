"""What storage must know of a form to read and write it: its tables, and for each field its kind, its target and how
its values turn into columns and back. It is made once per published version.
"""

from collections.abc import Callable, Iterable, Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from dougong.engines.expression.env import WorkCalendar
from dougong.engines.expression.kinds import Kind
from dougong.engines.expression.registry import Functions
from dougong.engines.expression.scope import Scope
from dougong.engines.record.columns import ChildTable, Column, LinkTable, Place, Target
from dougong.engines.record.field_type import Titles
from dougong.platform.access.principal import Principal
from dougong.platform.access.rights import BoundGrant, FormRights
from dougong.platform.storage.schema import FormTables

Convert = Callable[[Any], Any]
# a Python value as API JSON, with the titles of ids
Dump = Callable[[Any, Titles], object]


@dataclass(frozen=True)
class StoredField:
    """One field that has a place. ``read`` and ``write`` turn a column into a Python value and back; None where they
    are the same. ``dump`` makes API JSON of a value that is not blank; None: it is the value. ``fields``: the columns
    of a sub-table."""

    key: str
    kind: Kind
    place: Place
    read: Convert | None = None
    write: Convert | None = None
    dump: Dump | None = None
    fields: Mapping[str, "StoredField"] = field(default_factory=dict)

    @property
    def target(self) -> Target | None:
        """What the field's ids point at."""
        match self.place:
            case Column(references=references):
                return references
            case LinkTable(references=references):
                return references
            case ChildTable():
                return None

    @property
    def single(self) -> bool:
        """Whether it is one column of its row."""
        return isinstance(self.place, Column)


@dataclass(frozen=True)
class StoredForm:
    """A form as storage sees it. ``title``: the field that names a record, None when it has none."""

    app: str
    key: str
    tables: FormTables
    fields: Mapping[str, StoredField]
    title: str | None = None

    @property
    def name(self) -> str:
        return f"{self.app}/{self.key}"


class Catalog(Protocol):
    """The forms that can be reached, by key from within their app or as ``app/form``, and who may do what to them."""

    @property
    def app(self) -> str: ...

    @property
    def zone(self) -> str: ...

    @property
    def calendar(self) -> WorkCalendar: ...

    @property
    def statements(self) -> MutableMapping[Any, Any]:
        """Built statements that may be used again; bounded."""

    def form(self, name: str) -> StoredForm:
        """Raises KeyError."""

    def rights(self, principal: Principal, form: StoredForm) -> FormRights: ...

    def held(self, form: StoredForm, tasks: Iterable[tuple[str | None, str]]) -> tuple[BoundGrant, ...]:
        """What tasks (flow, node) of one record let their holder read of it."""

    def scope(self, form: StoredForm) -> Scope:
        """What names mean in an expression over the form."""

    def functions(self) -> Functions:
        """The expression functions conditions are made of."""
