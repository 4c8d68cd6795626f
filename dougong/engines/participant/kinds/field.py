"""Whoever stands in a user field of the record, read when the task is made: ``{"by": "field", "field": "owner"}``."""

from collections.abc import Sequence
from typing import Literal

from dougong.engines.document import FieldPath
from dougong.engines.participant.definition import ParticipantDef
from dougong.engines.participant.resolve import Ground, ParticipantKind, ids_of


class FieldParticipant(ParticipantDef):
    by: Literal["field"]
    field: FieldPath


class Field(ParticipantKind[FieldParticipant]):
    """A field that holds a department stands for its members."""

    key = "field"
    definition = FieldParticipant

    def resolve(self, settings: FieldParticipant, ground: Ground) -> Sequence[str | None]:
        organisation = ground.organisation
        found: list[str | None] = []
        for one in ids_of(ground.value(settings.field)):
            if organisation.active(one):
                found.append(one)
            elif organisation.find_department(one) == one:
                found.extend(organisation.members_of(one))
        return found

    def paths(self, settings: FieldParticipant) -> Sequence[str]:
        return (settings.field,)


PARTICIPANT = Field()
