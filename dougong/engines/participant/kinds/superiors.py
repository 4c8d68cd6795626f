"""Superiors one after another, up to a level or up to the first who holds a role."""

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field

from dougong.engines.document import Key
from dougong.engines.participant.definition import ParticipantDef, PersonPath
from dougong.engines.participant.resolve import Ground, ParticipantKind, chain, record_paths


class SuperiorsParticipant(ParticipantDef):
    """Lowest first. ``up_to_role``: ends with the first who holds it, or at the top when nobody does."""

    by: Literal["superiors"]
    of: PersonPath = "initiator"
    level: Annotated[int, Field(ge=1, le=20)] | None = None
    up_to_role: Key | None = None


class Superiors(ParticipantKind[SuperiorsParticipant]):
    key = "superiors"
    definition = SuperiorsParticipant

    def resolve(self, settings: SuperiorsParticipant, ground: Ground) -> Sequence[str | None]:
        above = chain(ground.person(settings.of), ground.organisation)
        if settings.up_to_role is not None:
            holders = set(ground.organisation.role_members(settings.up_to_role))
            for index, user in enumerate(above):
                if user in holders:
                    above = above[: index + 1]
                    break
        return above[: settings.level] if settings.level is not None else above

    def paths(self, settings: SuperiorsParticipant) -> Sequence[str]:
        return record_paths(settings.of)


PARTICIPANT = Superiors()
