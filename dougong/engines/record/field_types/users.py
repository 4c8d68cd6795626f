"""Several people."""

from typing import Literal

from pydantic import Field, StrictInt

from dougong.engines.document import Key
from dougong.engines.expression.kinds import USER, Kind, list_of
from dougong.engines.record.columns import Target
from dougong.engines.record.definition import FieldDef
from dougong.engines.record.facts import AppFacts
from dougong.engines.record.field_types._linked import Many


class UsersDef(FieldDef):
    """``roles``: whom the picker offers; empty offers everyone."""

    type: Literal["users"]
    roles: tuple[Key, ...] = ()
    max: StrictInt = Field(default=500, ge=1, le=500)


class Users(Many[UsersDef]):
    key = "users"
    definition = UsersDef

    def kind(self, d: UsersDef, facts: AppFacts) -> Kind:
        return list_of(USER)

    def target(self, d: UsersDef) -> Target:
        return Target("user")

    def most(self, d: UsersDef) -> int:
        return d.max


FIELD_TYPE = Users()
