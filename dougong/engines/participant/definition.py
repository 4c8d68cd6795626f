"""Who: how a document names people, the same wherever it does (node, rule, button, stage task, notice).

A list of participants is the union of its lines, in order, each person once. Who they are is found when the task is
made, never at publish; ``kinds/`` has one file per way of naming, ``resolve.py`` the ground they stand on.
"""

from typing import Annotated

from pydantic import Field

from dougong.engines.document import Def, FieldPath, Open


class ParticipantDef(Def):
    """One line of a "who" list. ``by`` chooses the kind; each kind adds its settings."""

    by: str


Participant = Annotated[ParticipantDef, Open("participants", "by")]
Participants = Annotated[tuple[Participant, ...], Field(max_length=30)]

# Somebody another person is found from: ``initiator``, ``actor`` or a path to a user field (``project.owner``)
PersonPath = FieldPath
# A person in a document: username or id. A department: name, ``parent/child`` or id.
PersonName = Annotated[str, Field(min_length=1, max_length=120)]
DepartmentName = Annotated[str, Field(min_length=1, max_length=200)]
