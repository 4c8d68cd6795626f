"""Who heads a department, ``level`` 1 the department itself, 2 the one above, and so on up."""

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field

from dougong.engines.document import FieldPath
from dougong.engines.participant.definition import DepartmentName, ParticipantDef, PersonPath
from dougong.engines.participant.resolve import Ground, ParticipantKind, ids_of, record_paths


class DepartmentHeadParticipant(ParticipantDef):
    """The department is ``department`` by name, or the one in ``field``, or that of the person ``of``.
    ``or_above``: where a department has no head, ask the next one up."""

    by: Literal["department_head"]
    of: PersonPath = "initiator"
    department: DepartmentName | None = None
    field: FieldPath | None = None
    level: Annotated[int, Field(ge=1, le=20)] = 1
    or_above: bool = False


class DepartmentHead(ParticipantKind[DepartmentHeadParticipant]):
    key = "department_head"
    definition = DepartmentHeadParticipant

    def resolve(self, settings: DepartmentHeadParticipant, ground: Ground) -> Sequence[str | None]:
        organisation = ground.organisation
        department = self._start(settings, ground)
        for _ in range(settings.level - 1):
            department = organisation.parent_of(department) if department else None
        while department:
            head = organisation.head_of(department)
            if not settings.or_above or (head and organisation.active(head)):
                return [head]
            department = organisation.parent_of(department)
        return []

    def _start(self, settings: DepartmentHeadParticipant, ground: Ground) -> str | None:
        if settings.department is not None:
            return ground.organisation.find_department(settings.department)
        if settings.field is not None:
            found = ids_of(ground.value(settings.field))
            return found[0] if found else None
        person = ground.person(settings.of)
        return ground.organisation.department_of(person) if person else None

    def paths(self, settings: DepartmentHeadParticipant) -> Sequence[str]:
        if settings.department is not None:
            return ()
        return (settings.field,) if settings.field is not None else record_paths(settings.of)


PARTICIPANT = DepartmentHead()
