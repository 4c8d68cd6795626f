"""Finding the people a document means, on one snapshot of the organisation.

Somebody who left is nobody; somebody named twice is asked once. Nothing here reads a record: whoever calls gives the
values that ``paths`` of the kinds name.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from dougong.engines.expression.definition import Formula
from dougong.engines.participant.definition import ParticipantDef

D = TypeVar("D", bound=ParticipantDef)


class OrganisationView(Protocol):
    """What kinds ask of the organisation (``AppOrganisation`` is one): ids in, ids out, only of active people."""

    def active(self, user: str) -> bool: ...
    def find_user(self, name: str) -> str | None:
        """By id or username."""

    def find_department(self, name: str) -> str | None:
        """By id, name or ``parent/child`` path of names."""

    def department_of(self, user: str) -> str | None: ...
    def head_of(self, department: str) -> str | None: ...
    def parent_of(self, department: str) -> str | None: ...
    def superior_of(self, user: str) -> str | None: ...
    def members_of(self, department: str, below: bool = False) -> Sequence[str]: ...
    def role_members(self, role: str) -> Sequence[str]: ...


def _no_value(path: str) -> object:
    raise LookupError(path)


def _nobody(node: str) -> Sequence[str]:
    return ()


@dataclass(frozen=True)
class Ground:
    """What participants are found from. ``value`` reads a path of the record in hand, ``evaluate`` a formula over it;
    ``picks`` are the initiator's choices, ``deciders`` who decided a node."""

    organisation: OrganisationView
    initiator: str | None = None
    actor: str | None = None
    value: Callable[[str], object] = _no_value
    evaluate: Callable[[Formula], object] = _no_value
    picks: Sequence[str] = ()
    deciders: Callable[[str], Sequence[str]] = _nobody

    def person(self, of: str) -> str | None:
        """``initiator``, ``actor`` or the (first) person in a field."""
        if of == "initiator":
            return self.initiator
        if of == "actor":
            return self.actor
        found = ids_of(self.value(of))
        return found[0] if found else None


class ParticipantKind(Generic[D]):
    """One way of naming people. ``resolve`` may return blanks, repeats and leavers; ``people`` cleans them away."""

    key: str
    definition: type[D]

    def resolve(self, settings: D, ground: Ground) -> Sequence[str | None]:
        raise NotImplementedError

    def paths(self, settings: D) -> Sequence[str]:
        """Fields of the record that must be at hand."""
        return ()

    def formulas(self, settings: D) -> Sequence[tuple[str, Formula]]:
        """(pointer inside this participant, formula) to check and to load for."""
        return ()


AnyParticipantKind = ParticipantKind[Any]


def ids_of(value: object) -> list[str]:
    """People or departments in a field's value: an id, a mapping with ``id``, or several of those."""
    if value is None:
        return []
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        return ids_of(value.get("id"))
    if isinstance(value, list | tuple):
        return [one for item in value for one in ids_of(item)]
    return []


def chain(user: str | None, organisation: OrganisationView) -> list[str]:
    """The superiors of a person, lowest first; a ring of superiors ends where it closes, leavers are passed over."""
    above: list[str] = []
    seen = {user}
    while user and (user := organisation.superior_of(user)) and user not in seen:
        seen.add(user)
        if organisation.active(user):
            above.append(user)
    return above


def record_paths(of: str | None) -> tuple[str, ...]:
    """What naming a person by ``of`` reads of the record."""
    return () if of in (None, "initiator", "actor") else (str(of),)


def people(who: Sequence[ParticipantDef], ground: Ground, kinds: Mapping[str, AnyParticipantKind]) -> list[str]:
    """The active people these lines mean, each once, in order. ``kinds`` is the set ``participants``."""
    found: dict[str, None] = {}
    for settings in who:
        for user in kinds[settings.by].resolve(settings, ground):
            if user is not None and ground.organisation.active(user):
                found.setdefault(user)
    return list(found)


def paths_of(who: Sequence[ParticipantDef], kinds: Mapping[str, AnyParticipantKind]) -> list[str]:
    """Every field path that finding these people reads."""
    return [path for settings in who for path in kinds[settings.by].paths(settings)]
