"""The initiator chooses when submitting; the choice is frozen into the instance."""

from collections.abc import Sequence
from typing import Literal

from dougong.engines.participant.definition import ParticipantDef, Participants
from dougong.engines.participant.resolve import Ground, ParticipantKind


class InitiatorPicksParticipant(ParticipantDef):
    """``among``: only these people may be chosen (absent: anybody). ``many``: more than one."""

    by: Literal["initiator_picks"]
    among: Participants = ()
    many: bool = False
    required: bool = True


class InitiatorPicks(ParticipantKind[InitiatorPicksParticipant]):
    key = "initiator_picks"
    definition = InitiatorPicksParticipant

    def resolve(self, settings: InitiatorPicksParticipant, ground: Ground) -> Sequence[str | None]:
        return ground.picks if settings.many else ground.picks[:1]


PARTICIPANT = InitiatorPicks()
