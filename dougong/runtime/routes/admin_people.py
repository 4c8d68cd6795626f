"""Administration of people, departments and who has which role: everything an organisation is set up with."""

from typing import Any

from pydantic import Field

from dougong.edge import ADMIN, Body, Caller, PageSize, Routes
from dougong.engines.document import PlainName
from dougong.engines.finding import Invalid, message
from dougong.errors import NotFound, NotNow, Text
from dougong.ids import is_id
from dougong.platform import audit
from dougong.platform.db import Unit
from dougong.platform.identity import accounts, sessions, structure
from dougong.platform.identity.listing import all_departments, members_of_role, page_of_users, user_row
from dougong.platform.identity.passwords import check_password
from dougong.runtime.answers.people import (
    Department,
    DepartmentList,
    ResetToken,
    RoleList,
    RoleMemberIds,
    RoleMembers,
    User,
    UserPage,
)
from dougong.runtime.depends import desk_of
from dougong.runtime.services.people import department, person, shown_department, shown_user
from dougong.runtime.services.portal import words

routes = Routes("/api/admin", tags=["admin"], about="People, departments, roles, and why somebody may see something.")

LAST_ADMIN = Text("至少要保留一名管理员", "There must be at least one administrator")
NO_ROLE = Text("应用 {app} 没有角色 {role}", "The app {app} has no role {role}")
BAD_CURSOR = message("bad_cursor", "分页位置无效", "The cursor is not valid")


class NewDepartment(Body):
    name: PlainName = Field(min_length=1, max_length=120)
    parent: str | None = None
    head: str | None = None


class DepartmentChange(Body):
    name: PlainName | None = Field(default=None, min_length=1, max_length=120)
    parent: str | None = None
    head: str | None = None
    position: int | None = None


class NewUser(Body):
    username: str = Field(min_length=1, max_length=80, pattern=r"^[^\s/\\]+$")
    name: PlainName = Field(min_length=1, max_length=120)
    password: str | None = None
    department: str | None = None
    superior: str | None = None
    email: str | None = Field(default=None, max_length=200)
    phone: str | None = Field(default=None, max_length=40)
    admin: bool = False
    builder: bool = False
    locale: str | None = Field(default=None, pattern="^(zh-CN|en)$")


class UserChange(Body):
    name: PlainName | None = Field(default=None, min_length=1, max_length=120)
    password: str | None = None
    department: str | None = None
    superior: str | None = None
    email: str | None = Field(default=None, max_length=200)
    phone: str | None = Field(default=None, max_length=40)
    admin: bool | None = None
    builder: bool | None = None
    active: bool | None = None
    locale: str | None = Field(default=None, pattern="^(zh-CN|en)$")


class Members(Body):
    users: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()


@routes.get("/departments", ADMIN, answers=DepartmentList)
def list_departments(caller: Caller) -> dict[str, Any]:
    """All departments."""
    items = [shown_department(row, caller.organisation) for row in all_departments(caller.connection)]
    return {"items": items, "next": None, "total": len(items)}


@routes.post("/departments", ADMIN, status=201, answers=Department)
def create_department(caller: Caller, body: NewDepartment) -> dict[str, Any]:
    """A new department."""

    def work(unit: Unit) -> dict[str, Any]:
        key = structure.create_department(unit, body.name, body.parent, body.head)
        audit.record(unit, caller.user, "department.created", f"department:{key}", {"name": body.name})
        return _department(caller, unit, key)

    return caller.write(work)


@routes.patch("/departments/{id}", ADMIN, answers=Department)
def change_department(caller: Caller, id: str, body: DepartmentChange) -> dict[str, Any]:
    """Rename, move, or name a head."""
    columns = {"name": "name", "parent": "parent_id", "head": "head_id", "position": "position"}
    given = body.model_dump(exclude_unset=True)
    values = {columns[name]: value for name, value in given.items() if value is not None or name in ("parent", "head")}

    def work(unit: Unit) -> dict[str, Any]:
        structure.change_department(unit, id, values)
        audit.record(unit, caller.user, "department.changed", f"department:{id}", given)
        return _department(caller, unit, id)

    return caller.write(work)


@routes.delete("/departments/{id}", ADMIN, status=204)
def remove_department(caller: Caller, id: str) -> None:
    """Remove an empty department."""

    def work(unit: Unit) -> None:
        structure.remove_department(unit, id)
        audit.record(unit, caller.user, "department.removed", f"department:{id}")

    caller.write(work)


@routes.get("/users", ADMIN, answers=UserPage)
def list_users(
    caller: Caller,
    *,
    q: str = "",
    department_id: str | None = None,
    active: bool | None = None,
    cursor: str | None = None,
    limit: PageSize = 50,
) -> dict[str, Any]:
    """People, page by page."""
    if cursor is not None and not is_id(cursor):
        raise Invalid([BAD_CURSOR.at("/cursor")])
    rows = page_of_users(
        caller.connection, limit=limit + 1, after=cursor, words=q, department=department_id, active=active
    )
    items = [shown_user(row, caller.organisation) for row in rows[:limit]]
    return {"items": items, "next": rows[limit - 1].id if len(rows) > limit else None, "total": None}


@routes.post("/users", ADMIN, status=201, answers=User)
def create_user(caller: Caller, body: NewUser) -> dict[str, Any]:
    """A new person; without a password he signs in with a reset token."""
    hashed = None
    if body.password is not None:
        check_password(body.password, "/password")
        caller.release()
        hashed = caller.services.passwords.hash(body.password)
    new = accounts.NewUser(**body.model_dump(exclude={"password"}), password=hashed)

    def work(unit: Unit) -> dict[str, Any]:
        user = accounts.create(unit, new)
        audit.record(unit, caller.user, "user.created", f"user:{user}", {"username": body.username})
        return _user(caller, unit, user)

    return caller.write(work)


@routes.get("/users/{id}", ADMIN, answers=User)
def read_user(caller: Caller, id: str) -> dict[str, Any]:
    """One person."""
    row = user_row(caller.connection, id)
    if row is None:
        raise NotFound
    return shown_user(row, caller.organisation)


@routes.patch("/users/{id}", ADMIN, answers=User)
def change_user(caller: Caller, id: str, body: UserChange) -> dict[str, Any]:
    """Change a person; ``active: false`` is leaving."""
    given = body.model_dump(exclude_unset=True)
    hashed = None
    if body.password is not None:
        check_password(body.password, "/password")
        caller.release()
        hashed = caller.services.passwords.hash(body.password)
    columns = {"department": "department_id", "superior": "superior_id"}
    emptied = ("department", "superior", "email", "phone", "locale")
    values = {
        columns.get(name, name): value
        for name, value in given.items()
        if name not in ("password", "active") and (value is not None or name in emptied)
    }

    def work(unit: Unit) -> dict[str, Any]:
        accounts.change(unit, id, values)
        if hashed is not None:
            accounts.set_password(unit, id, hashed)
        if body.active is not None:
            (accounts.come_back if body.active else accounts.leave)(unit, id)
        _keep_an_administrator(caller, unit)
        audit.record(unit, caller.user, "user.changed", f"user:{id}", {"keys": sorted(given)})
        return _user(caller, unit, id)

    return caller.write(work)


@routes.post("/users/{id}/deactivate", ADMIN, answers=User)
def deactivate(caller: Caller, id: str) -> dict[str, Any]:
    """The person has left: no way in from this moment on."""
    return change_user(caller, id, UserChange(active=False))


@routes.post("/users/{id}/reset", ADMIN, status=201, answers=ResetToken)
def make_reset(caller: Caller, id: str) -> dict[str, Any]:
    """A token with which the person sets a new password within a day; shown this once."""

    def work(unit: Unit) -> dict[str, Any]:
        if user_row(unit.connection, id) is None:
            raise NotFound
        audit.record(unit, caller.user, "password.reset_offered", f"user:{id}")
        return {"token": sessions.make_reset(unit, id)}

    return caller.write(work)


@routes.post("/users/{id}/sign-out", ADMIN, status=204)
def sign_out(caller: Caller, id: str) -> None:
    """End every session of a person."""

    def work(unit: Unit) -> None:
        if user_row(unit.connection, id) is None:
            raise NotFound
        sessions.end_sessions(unit, id)
        audit.record(unit, caller.user, "sessions.ended", f"user:{id}")

    caller.write(work)


@routes.get("/apps/{app}/roles", ADMIN, answers=RoleList)
def roles(caller: Caller, app: str) -> dict[str, Any]:
    """The roles of an app that people and departments can be given."""
    definition = desk_of(caller, app).app.definition
    items = [{"key": one.key, "name": words(one.name, caller.locale) or one.key} for one in definition.roles]
    return {"items": items, "next": None, "total": len(items)}


@routes.get("/apps/{app}/roles/{role}/members", ADMIN, answers=RoleMembers)
def role_members(caller: Caller, app: str, role: str) -> dict[str, Any]:
    """Who has a role of an app."""
    rows = members_of_role(caller.connection, app, role)
    return {
        "users": [person(caller.organisation, row.user_id) for row in rows if row.user_id],
        "departments": [department(caller.organisation, row.department_id) for row in rows if row.department_id],
    }


@routes.put("/apps/{app}/roles/{role}/members", ADMIN, answers=RoleMemberIds)
def set_role_members(caller: Caller, app: str, role: str, body: Members) -> dict[str, Any]:
    """Exactly these people and departments have the role from now on. Everybody has ``everyone``, so nobody is given
    it."""

    def work(unit: Unit) -> dict[str, Any]:
        roles = caller.services.apps.current(unit.connection, app).definition.roles
        if all(one.key != role for one in roles):
            raise NotFound(NO_ROLE.format(app=app, role=role))
        structure.set_role_members(unit, app, role, body.users, body.departments)
        audit.record(unit, caller.user, "role.members", f"role:{app}/{role}", body.model_dump(mode="json"))
        return {"users": list(body.users), "departments": list(body.departments)}

    return caller.write(work)


def _user(caller: Caller, unit: Unit, user: str) -> dict[str, Any]:
    return shown_user(user_row(unit.connection, user), caller.services.organisation(unit.connection))


def _department(caller: Caller, unit: Unit, key: str) -> dict[str, Any]:
    row = next(row for row in all_departments(unit.connection) if row.id == key)
    return shown_department(row, caller.services.organisation(unit.connection))


def _keep_an_administrator(caller: Caller, unit: Unit) -> None:
    organisation = caller.services.organisation(unit.connection)
    if not any(one.admin and one.active for one in organisation.people.values()):
        raise NotNow(LAST_ADMIN)
