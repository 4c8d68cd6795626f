"""The superior of a person, ``level`` 1 the direct one: ``{"by": "superior", "of": "owner", "level": 1}``."""

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field

from dougong.engines.participant.definition import ParticipantDef, PersonPath
from dougong.engines.participant.resolve import Ground, ParticipantKind, chain, record_paths


class SuperiorParticipant(ParticipantDef):
    """``or_highest``: where there is no superior that far up, the highest there is."""

    by: Literal["superior"]
    of: PersonPath = "initiator"
    level: Annotated[int, Field(ge=1, le=20)] = 1
    or_highest: bool = False


class Superior(ParticipantKind[SuperiorParticipant]):
    key = "superior"
    definition = SuperiorParticipant

    def resolve(self, settings: SuperiorParticipant, ground: Ground) -> Sequence[str | None]:
        above = chain(ground.person(settings.of), ground.organisation)
        if len(above) >= settings.level:
            return [above[settings.level - 1]]
        return above[-1:] if settings.or_highest else []

    def paths(self, settings: SuperiorParticipant) -> Sequence[str]:
        return record_paths(settings.of)


PARTICIPANT = Superior()
