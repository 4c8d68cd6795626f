"""Named people: ``{"by": "user", "user": "lin"}`` or ``"users": [...]``."""

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field, model_validator

from dougong.engines.document import refused
from dougong.engines.participant.definition import ParticipantDef, PersonName
from dougong.engines.participant.resolve import Ground, ParticipantKind
from dougong.errors import Text

NOBODY = Text("请至少指定一个人", "Name at least one person")


class UserParticipant(ParticipantDef):
    by: Literal["user"]
    user: PersonName | None = None
    users: Annotated[tuple[PersonName, ...], Field(max_length=100)] = ()

    @model_validator(mode="after")
    def _names_somebody(self) -> "UserParticipant":
        if self.user is None and not self.users:
            raise refused("nobody_named", NOBODY)
        return self


class User(ParticipantKind[UserParticipant]):
    key = "user"
    definition = UserParticipant

    def resolve(self, settings: UserParticipant, ground: Ground) -> Sequence[str | None]:
        named = [settings.user] if settings.user is not None else []
        return [ground.organisation.find_user(name) for name in [*named, *settings.users]]


PARTICIPANT = User()
