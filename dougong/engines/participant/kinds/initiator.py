"""Whoever started the flow; outside a flow, whoever acts."""

from collections.abc import Sequence
from typing import Literal

from dougong.engines.participant.definition import ParticipantDef
from dougong.engines.participant.resolve import Ground, ParticipantKind


class InitiatorParticipant(ParticipantDef):
    by: Literal["initiator"]


class Initiator(ParticipantKind[InitiatorParticipant]):
    key = "initiator"
    definition = InitiatorParticipant

    def resolve(self, settings: InitiatorParticipant, ground: Ground) -> Sequence[str | None]:
        return [ground.initiator or ground.actor]


PARTICIPANT = Initiator()
