"""Whoever does what set this off: presses the button, changes the record, decided last."""

from collections.abc import Sequence
from typing import Literal

from dougong.engines.participant.definition import ParticipantDef
from dougong.engines.participant.resolve import Ground, ParticipantKind


class ActorParticipant(ParticipantDef):
    by: Literal["actor"]


class Actor(ParticipantKind[ActorParticipant]):
    key = "actor"
    definition = ActorParticipant

    def resolve(self, settings: ActorParticipant, ground: Ground) -> Sequence[str | None]:
        return [ground.actor]


PARTICIPANT = Actor()
