"""The organisation at one moment: people, the tree of departments, who stands above whom, and who has which role.

A frozen snapshot without any database; ``epoch`` is another number after every change, so whatever was derived from a
snapshot can be kept by it. Somebody who left stays in ``people`` (old records name him) but is never found as a member
of anything.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Absence:
    """Away in [since, until); ``delegate`` does his work then."""

    since: datetime
    until: datetime
    delegate: str


@dataclass(frozen=True, slots=True)
class Person:
    id: str
    username: str
    name: str
    department: str | None = None
    superior: str | None = None
    active: bool = True
    admin: bool = False
    builder: bool = False
    absence: Absence | None = None
    email: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class Department:
    id: str
    name: str
    parent: str | None = None
    head: str | None = None


@dataclass(frozen=True, slots=True)
class RoleMember:
    """A person, or everybody in a department and below it, has ``role`` of ``app``."""

    app: str
    role: str
    user: str | None = None
    department: str | None = None


@dataclass(frozen=True)
class Organisation:
    """Ids in, ids out. Everything derived is worked out once, when first asked for."""

    epoch: int = 0
    people: Mapping[str, Person] = field(default_factory=dict)
    departments: Mapping[str, Department] = field(default_factory=dict)
    assignments: Sequence[RoleMember] = ()

    # people

    def active(self, user: str) -> bool:
        person = self.people.get(user)
        return person is not None and person.active

    def find_user(self, name: str) -> str | None:
        """By id, username, or a name that only one active person bears."""
        if name in self.people:
            return name
        return self._users_by_name.get(name)

    def name_of(self, user: str | None) -> str | None:
        person = self.people.get(user) if user else None
        return person.name if person else None

    def department_of(self, user: str) -> str | None:
        person = self.people.get(user)
        return person.department if person else None

    def superior_of(self, user: str) -> str | None:
        """Whom he reports to: the superior named for him, else the nearest head above him who is somebody else."""
        return self._superiors.get(user)

    def team(self, user: str) -> frozenset[str]:
        """Everybody below him in the chain of superiors, himself left out; leavers too, for their records remain."""
        return self._teams(user)

    def delegate_of(self, user: str, now: datetime) -> str | None:
        """Who does his work at ``now``; None when he is here, or when the one he named is gone too."""
        person = self.people.get(user)
        away = person.absence if person else None
        if away is None or not away.since <= now < away.until or not self.active(away.delegate):
            return None
        return away.delegate

    # departments

    def find_department(self, name: str) -> str | None:
        """By id, by name if only one bears it, or by a ``parent/child`` path of names from the top."""
        if name in self.departments:
            return name
        return self._departments_by_name.get(name)

    def department_name(self, department: str | None) -> str | None:
        found = self.departments.get(department) if department else None
        return found.name if found else None

    def head_of(self, department: str) -> str | None:
        found = self.departments.get(department)
        return found.head if found else None

    def parent_of(self, department: str) -> str | None:
        found = self.departments.get(department)
        return found.parent if found else None

    def department_tree(self, department: str | None) -> frozenset[str]:
        """A department and all below it; empty for none."""
        found: set[str] = set()
        waiting = [department] if department in self.departments else []
        while waiting:
            current = waiting.pop()
            if current is not None and current not in found:
                found.add(current)
                waiting.extend(self._children.get(current, ()))
        return frozenset(found)

    def members_of(self, department: str, below: bool = False) -> Sequence[str]:
        """Active people whose department it is, or lies below it, in the order of their ids."""
        wanted = self.department_tree(department) if below else {department}
        return [person.id for person in self._actives if person.department in wanted]

    # roles

    def members(self, app: str, role: str) -> Sequence[str]:
        """Active people to whom one role of an app is given, directly or through their department."""
        found = {
            user
            for given in self.assignments
            if given.app == app and given.role == role
            for user in self._given_to(given)
        }
        return sorted(found)

    def roles_of(self, user: str) -> frozenset[tuple[str, str]]:
        """(app, role) pairs that are given to a person, inheritance of roles not followed."""
        return self._roles.get(user, frozenset())

    def in_app(self, app: str) -> "AppOrganisation":
        return AppOrganisation(self, app)

    def _given_to(self, given: RoleMember) -> Iterable[str]:
        if given.user is not None:
            return [given.user] if self.active(given.user) else []
        return self.members_of(given.department, below=True) if given.department is not None else []

    @cached_property
    def _actives(self) -> list[Person]:
        return sorted((person for person in self.people.values() if person.active), key=lambda person: person.id)

    @cached_property
    def _users_by_name(self) -> dict[str, str]:
        named: dict[str, list[str]] = defaultdict(list)
        for person in self._actives:
            named[person.name].append(person.id)
        found = {name: users[0] for name, users in named.items() if len(users) == 1}
        return found | {person.username: person.id for person in self._actives}

    @cached_property
    def _departments_by_name(self) -> dict[str, str]:
        named: dict[str, list[str]] = defaultdict(list)
        for department in self.departments.values():
            named[department.name].append(department.id)
        found = {name: ids[0] for name, ids in named.items() if len(ids) == 1}
        return found | {self.path_of(key): key for key in self.departments}

    def path_of(self, department: str) -> str:
        """``Group/Sales/North``."""
        return "/".join(self.departments[step].name for step in reversed(self._upwards(department)))

    def _upwards(self, department: str | None) -> list[str]:
        """The department and those above it, nearest first; a ring ends where it closes."""
        steps: list[str] = []
        while department in self.departments and department not in steps:
            assert department is not None
            steps.append(department)
            department = self.departments[department].parent
        return steps

    @cached_property
    def _children(self) -> dict[str, list[str]]:
        children: dict[str, list[str]] = defaultdict(list)
        for department in self.departments.values():
            if department.parent is not None:
                children[department.parent].append(department.id)
        return children

    @cached_property
    def _superiors(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for person in self.people.values():
            above = person.superior or self._head_above(person)
            if above is not None and above != person.id:
                found[person.id] = above
        return found

    def _head_above(self, person: Person) -> str | None:
        for step in self._upwards(person.department):
            head = self.departments[step].head
            if head is not None and head != person.id and self.active(head):
                return head
        return None

    @cached_property
    def _reports(self) -> dict[str, list[str]]:
        reports: dict[str, list[str]] = defaultdict(list)
        for user, above in self._superiors.items():
            reports[above].append(user)
        return reports

    def _teams(self, user: str) -> frozenset[str]:
        found: set[str] = set()
        waiting = list(self._reports.get(user, ()))
        while waiting:
            current = waiting.pop()
            if current not in found and current != user:
                found.add(current)
                waiting.extend(self._reports.get(current, ()))
        return frozenset(found)

    @cached_property
    def _roles(self) -> dict[str, frozenset[tuple[str, str]]]:
        found: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for given in self.assignments:
            for user in self._given_to(given):
                found[user].add((given.app, given.role))
        return {user: frozenset(roles) for user, roles in found.items()}


@dataclass(frozen=True)
class AppOrganisation:
    """The organisation as one app sees it: roles are that app's."""

    whole: Organisation
    app: str

    def active(self, user: str) -> bool:
        return self.whole.active(user)

    def find_user(self, name: str) -> str | None:
        return self.whole.find_user(name)

    def find_department(self, name: str) -> str | None:
        return self.whole.find_department(name)

    def department_of(self, user: str) -> str | None:
        return self.whole.department_of(user)

    def head_of(self, department: str) -> str | None:
        return self.whole.head_of(department)

    def parent_of(self, department: str) -> str | None:
        return self.whole.parent_of(department)

    def superior_of(self, user: str) -> str | None:
        return self.whole.superior_of(user)

    def members_of(self, department: str, below: bool = False) -> Sequence[str]:
        return self.whole.members_of(department, below)

    def role_members(self, role: str) -> Sequence[str]:
        return self.whole.members(self.app, role)
