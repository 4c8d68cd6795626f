"""Whoever decided an earlier node of this flow: ``{"by": "decider", "node": "boss"}``."""

from collections.abc import Sequence
from typing import Literal

from dougong.engines.document import Key
from dougong.engines.participant.definition import ParticipantDef
from dougong.engines.participant.resolve import Ground, ParticipantKind


class DeciderParticipant(ParticipantDef):
    by: Literal["decider"]
    node: Key


class Decider(ParticipantKind[DeciderParticipant]):
    key = "decider"
    definition = DeciderParticipant

    def resolve(self, settings: DeciderParticipant, ground: Ground) -> Sequence[str | None]:
        return ground.deciders(settings.node)


PARTICIPANT = Decider()
