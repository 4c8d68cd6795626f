"""People, departments, sessions: what the calls of identity answer."""

from datetime import datetime
from typing import Literal, NotRequired

from typing_extensions import TypedDict

from dougong.runtime.answers.titled import Keyed, Titled


class Absence(TypedDict):
    """[since, until), and who acts meanwhile."""

    since: datetime
    until: datetime | None
    delegate: Titled | None


class User(TypedDict):
    """A person as administrators and he himself see him."""

    id: str
    username: str
    name: str
    title: str
    email: str | None
    phone: str | None
    department: Titled | None
    superior: Titled | None
    admin: bool
    builder: bool
    active: bool
    locale: Literal["zh-CN", "en"] | None
    absence: Absence | None
    created_at: datetime


class RoleOfApp(TypedDict):
    app: str
    role: str


class Me(User):
    """Whoever is asking. ``csrf`` is of the session; an API key has none."""

    roles: list[RoleOfApp]
    csrf: str | None


class SignedIn(TypedDict):
    """A new session: ``token`` for clients, ``csrf`` for pages that use the cookie."""

    token: str
    csrf: str
    user: User


class AppInfo(TypedDict):
    """``version``: the n that is published."""

    key: str
    name: str
    icon: str | None
    version: int
    can_build: bool


class AppList(TypedDict):
    items: list[AppInfo]
    next: None
    total: int


class ApiKey(TypedDict):
    id: str
    name: str
    scopes: list[str]
    created_at: datetime
    expires_at: datetime | None


class NewApiKey(ApiKey):
    """``token`` is shown this once."""

    token: str


class ApiKeyList(TypedDict):
    items: list[ApiKey]
    next: None
    total: int


class PersonHit(TypedDict):
    id: str
    title: str
    username: str
    department: Titled | None


class PersonHits(TypedDict):
    items: list[PersonHit]
    next: None
    total: None


class Department(TypedDict):
    """``parent`` is an id, ``path`` the names from the root."""

    id: str
    name: str
    title: str
    parent: str | None
    path: str
    head: Titled | None


class DepartmentList(TypedDict):
    items: list[Department]
    next: None
    total: int


class UserPage(TypedDict):
    items: list[User]
    next: str | None
    total: None


class ResetToken(TypedDict):
    token: str


class RoleList(TypedDict):
    items: list[Keyed]
    next: None
    total: int


class RoleMembers(TypedDict):
    users: list[Titled]
    departments: list[Titled]


class RoleMemberIds(TypedDict):
    users: list[str]
    departments: list[str]


class Division(TypedDict):
    """A province, city or district by its code."""

    code: str
    name: str


class DivisionList(TypedDict):
    items: list[Division]
    next: None
    total: int


class GivenBy(TypedDict):
    """A grant that reaches the person. ``rows``: ``all`` or the condition; ``holds``: on the record that was named."""

    can: list[str]
    rows: str
    holds: bool | None
    field: Literal["edit", "read", "hide"] | None


class HeldTask(TypedDict):
    flow: str
    node: str


class AccessExplained(TypedDict):
    """``may``: action to whether he may; ``field``: the most he has on the field that was named."""

    user: Titled
    roles: list[str]
    grants: list[GivenBy]
    tasks: list[HeldTask]
    may: dict[str, bool]
    field: NotRequired[Literal["edit", "read", "hide"] | None]
