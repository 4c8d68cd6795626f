"""One person."""

from typing import Literal

from dougong.engines.document import Key
from dougong.engines.expression.kinds import USER, Kind
from dougong.engines.record.columns import Target
from dougong.engines.record.definition import FieldDef
from dougong.engines.record.facts import AppFacts
from dougong.engines.record.field_types._linked import One


class UserDef(FieldDef):
    """``roles``: whom the picker offers; empty offers everyone."""

    type: Literal["user"]
    roles: tuple[Key, ...] = ()


class User(One[UserDef]):
    key = "user"
    definition = UserDef

    def kind(self, d: UserDef, facts: AppFacts) -> Kind:
        return USER

    def target(self, d: UserDef) -> Target:
        return Target("user")


FIELD_TYPE = User()
