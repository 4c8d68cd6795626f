"""A field in an app document: the keys that every type shares.

Each type adds its own settings in ``field_types/<type>.py``. A string in ``default`` is a value when the type reads it
as one, else a formula; for texts it is a formula only when it starts with ``=``, is a call or a quoted text
(``{"value": ...}`` and ``{"formula": ...}`` say it outright).
"""

from typing import Annotated, Any, Literal

from pydantic import Field, StrictBool, StrictFloat, StrictInt

from dougong.engines.document import Def, FormKey, Key, Open, ShownName, in_both
from dougong.engines.expression.definition import Condition, Formula
from dougong.engines.expression.kinds import DATETIME, DEPARTMENT, NUMBER, TEXT, USER, Kind
from dougong.errors import Text

FormRef = FormKey
Decimals = Annotated[StrictInt, Field(ge=0, le=12)]
Pattern = Annotated[str, Field(min_length=1, max_length=1000)]

FLOW_STATES = ("running", "returned", "approved", "rejected", "withdrawn", "terminated")

# what every record has, readable in expressions under these names
SYSTEM_FIELDS: dict[str, Kind] = {
    "id": TEXT,
    "rev": NUMBER,
    "created_at": DATETIME,
    "created_by": USER,
    "updated_at": DATETIME,
    "updated_by": USER,
    "owner": USER,
    "department": DEPARTMENT,
    "flow_state": Kind("option", options=FLOW_STATES),
    "deleted_at": DATETIME,
}


class GivenValue(Def):
    """A default that is this very value."""

    value: Any


class GivenFormula(Def):
    """A default that is computed when a record is made."""

    formula: Formula


Default = Annotated[
    GivenValue | GivenFormula | str | StrictBool | StrictInt | StrictFloat | list[Any] | dict[str, Any] | None,
    Field(union_mode="left_to_right"),
]


class FieldDef(Def):
    """The keys of every field. ``name`` falls back to the key."""

    key: Key
    type: str
    name: ShownName | None = None
    was: Key | None = None
    required: StrictBool = False
    unique: StrictBool = False
    default: Default = None
    hint: ShownName | None = None
    readonly: StrictBool = False
    visible_when: Condition | None = None
    required_when: Condition | None = None
    readonly_when: Condition | None = None
    index: StrictBool = False

    def shown(self) -> Text:
        """The name in both languages, for messages."""
        return in_both(self.name, self.key)


class ComputedDef(FieldDef):
    """A field whose value the server makes. ``discloses``: it may show to roles that do not see all it is made of."""

    discloses: StrictBool = False


class SubtableDef(FieldDef):
    """Rows that belong to one record. Each row has an id and values; rows hold no sub-tables themselves."""

    type: Literal["subtable"]
    fields: tuple[Annotated[Any, Open("field_types")], ...] = Field(min_length=1, max_length=100)
    min: StrictInt | None = Field(default=None, ge=0, le=1000)
    max: StrictInt = Field(default=500, ge=1, le=1000)
    unique_rows: tuple[Key | tuple[Key, ...], ...] = ()
    title: Key | None = None
