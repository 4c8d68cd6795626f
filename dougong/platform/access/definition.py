"""Roles and grants as they stand in an app document.

A grant gives a role some actions on the rows of one form and says which fields show on them. Nothing is taken away by a
grant: a person has what any of his grants gives on that row.
"""

from typing import Literal, get_args

from pydantic import Field

from dougong.engines.document import Def, Key, ShownName
from dougong.engines.expression.definition import Condition

EVERYONE = "everyone"

Action = Literal["create", "read", "update", "delete", "purge", "export", "import", "import_history", "share", "merge"]
ACTIONS: tuple[str, ...] = get_args(Action)

RowWord = Literal["own", "department", "department_tree", "team", "all"]
ROW_WORDS: tuple[str, ...] = get_args(RowWord)

FieldRight = Literal["hide", "read", "edit"]


class RoleDef(Def):
    """Who has this role has also what the roles it ``inherits`` are granted."""

    key: Key
    name: ShownName
    inherits: tuple[Key, ...] = ()
    was: Key | None = None


class GrantDef(Def):
    """``form`` is a form of this app; ``role`` may be ``everyone``. A field not named in ``fields`` is ``edit``."""

    role: Key
    form: str = Field(max_length=81)
    can: tuple[Action, ...]
    rows: RowWord | Condition = Field(default="all", union_mode="left_to_right")
    fields: dict[str, FieldRight] = Field(default_factory=dict)
