"""Everybody in a role of the app, or those of them in one department: ``{"by": "role", "role": "finance"}``."""

from collections.abc import Sequence
from typing import Literal

from dougong.engines.document import Key
from dougong.engines.participant.definition import ParticipantDef, PersonPath
from dougong.engines.participant.resolve import Ground, ParticipantKind, record_paths


class RoleParticipant(ParticipantDef):
    """``same_department_as``: only members of the role in that person's department."""

    by: Literal["role"]
    role: Key
    same_department_as: PersonPath | None = None


class Role(ParticipantKind[RoleParticipant]):
    key = "role"
    definition = RoleParticipant

    def resolve(self, settings: RoleParticipant, ground: Ground) -> Sequence[str | None]:
        organisation = ground.organisation
        members = organisation.role_members(settings.role)
        if settings.same_department_as is None:
            return members
        person = ground.person(settings.same_department_as)
        department = organisation.department_of(person) if person else None
        return [user for user in members if department and organisation.department_of(user) == department]

    def paths(self, settings: RoleParticipant) -> Sequence[str]:
        return record_paths(settings.same_department_as)


PARTICIPANT = Role()
