"""Everybody in a department: by name, the one in a field, or that of a person."""

from collections.abc import Sequence
from typing import Literal

from dougong.engines.document import FieldPath
from dougong.engines.participant.definition import DepartmentName, ParticipantDef, PersonPath
from dougong.engines.participant.resolve import Ground, ParticipantKind, ids_of, record_paths


class MembersParticipant(ParticipantDef):
    """``below``: the departments under it too."""

    by: Literal["members"]
    of: PersonPath = "initiator"
    department: DepartmentName | None = None
    field: FieldPath | None = None
    below: bool = False


class Members(ParticipantKind[MembersParticipant]):
    key = "members"
    definition = MembersParticipant

    def resolve(self, settings: MembersParticipant, ground: Ground) -> Sequence[str | None]:
        organisation = ground.organisation
        if settings.department is not None:
            found = organisation.find_department(settings.department)
            departments = [found] if found else []
        elif settings.field is not None:
            departments = ids_of(ground.value(settings.field))
        else:
            person = ground.person(settings.of)
            own = organisation.department_of(person) if person else None
            departments = [own] if own else []
        return [user for department in departments for user in organisation.members_of(department, settings.below)]

    def paths(self, settings: MembersParticipant) -> Sequence[str]:
        if settings.department is not None:
            return ()
        return (settings.field,) if settings.field is not None else record_paths(settings.of)


PARTICIPANT = Members()
