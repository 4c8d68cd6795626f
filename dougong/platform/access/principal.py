"""Who asks. Every read and every write of records is done by a ``Principal``; nothing is done by nobody.

A principal is a snapshot of a person within the organisation at one epoch, or an app that acts as itself
(``app``: rules and flow nodes that say ``"as": "app"``), which is confined to its own forms.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import cached_property

from dougong.engines.participant.organisation import Organisation
from dougong.platform.access.definition import EVERYONE


@dataclass(frozen=True)
class Principal:
    """``roles`` are pairs (app, role) as assigned, inheritance not yet followed. ``team``: everybody below in the chain
    of superiors, the person himself left out. ``departments_below``: his department and all below it."""

    user: str | None
    name: str = ""
    department: str | None = None
    department_name: str = ""
    roles: frozenset[tuple[str, str]] = frozenset()
    team: frozenset[str] = frozenset()
    departments_below: frozenset[str] = frozenset()
    admin: bool = False
    builder: bool = False
    app: str | None = None

    def roles_in(self, app: str) -> frozenset[str]:
        """The roles assigned in one app; every signed-in person has ``everyone``."""
        own = frozenset(role for in_app, role in self.roles if in_app == app)
        return own | {EVERYONE} if self.user is not None else own

    @cached_property
    def fingerprint(self) -> Hashable:
        """Equal for principals that may do the same; part of the key of every cached statement."""
        return (self.user, self.department, self.roles, self.team, self.departments_below, self.app)

    @cached_property
    def me(self) -> Mapping[str, object]:
        """What ``ME()`` and its kin read in an expression."""
        department = {"id": self.department, "name": self.department_name} if self.department else None
        return {"id": self.user, "name": self.name, "department": department, "team": sorted(self.team)}


def app_principal(app: str, name: str = "") -> Principal:
    """The app itself: may do everything to its own forms and nothing elsewhere."""
    return Principal(user=None, name=name or app, app=app)


def person_principal(organisation: Organisation, user: str) -> Principal:
    """The person as the organisation has him now. Raises KeyError for nobody we know."""
    person = organisation.people[user]
    return Principal(
        user=user,
        name=person.name,
        department=person.department,
        department_name=organisation.department_name(person.department) or "",
        roles=organisation.roles_of(user),
        team=organisation.team(user),
        departments_below=organisation.department_tree(person.department),
        admin=person.admin,
        builder=person.builder,
    )
