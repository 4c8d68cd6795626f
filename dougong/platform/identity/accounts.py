"""Making and changing people. Each change moves the organisation's epoch on, in the same transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, insert, select, update

from dougong.engines.finding import Invalid, message
from dougong.errors import NotFound
from dougong.ids import is_id, new_id
from dougong.platform.db import Unit
from dougong.platform.identity.chains import leads_to
from dougong.platform.identity.sessions import end_sessions
from dougong.platform.identity.store import touch
from dougong.platform.identity.tables import departments, users

NAME_TAKEN = message("username_taken", "用户名 {username} 已被使用", "The username {username} is taken")
UNKNOWN_USER = message("unknown_user", "没有这个用户：{user}", "There is no such user: {user}")
UNKNOWN_DEPARTMENT = message(
    "unknown_department", "没有这个部门：{department}", "There is no such department: {department}"
)
OWN_SUPERIOR = message("own_superior", "上级不能形成循环", "Nobody can stand above himself")


@dataclass(frozen=True)
class NewUser:
    username: str
    name: str
    password: str | None = None  # a hash, never the words
    department: str | None = None
    superior: str | None = None
    email: str | None = None
    phone: str | None = None
    admin: bool = False
    builder: bool = False
    locale: str | None = None


def search_text(username: str, name: str) -> str:
    """What finds a person: the name, its pinyin whole and as initials, the username."""
    if name.isascii():
        return f"{name} {username}".lower()
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415  its tables take 50 MB, so only where they are needed

    whole = "".join(lazy_pinyin(name))
    initials = "".join(lazy_pinyin(name, style=Style.FIRST_LETTER))
    return " ".join((name, whole, initials, username)).lower()


def create(unit: Unit, new: NewUser) -> str:
    """The id of a new person. Raises Invalid for a name that is taken or a place that is not there."""
    username = new.username.strip().lower()
    if unit.connection.scalar(select(users.c.id).where(users.c.username == username)):
        raise Invalid([NAME_TAKEN.at("/username", username=username)])
    require_department(unit.connection, new.department, "/department")
    require_user(unit.connection, new.superior, "/superior")
    user = new_id()
    unit.connection.execute(
        insert(users).values(
            id=user,
            username=username,
            name=new.name,
            search=search_text(username, new.name),
            email=new.email,
            phone=new.phone,
            department_id=new.department,
            superior_id=new.superior,
            password=new.password,
            admin=new.admin,
            builder=new.builder,
            active=True,
            locale=new.locale,
            epoch=0,
            created_at=unit.now,
        )
    )
    touch(unit)
    return user


def change(unit: Unit, user: str, values: Mapping[str, object]) -> None:
    """Set columns of a person (keys are columns of ``users``). Raises NotFound and Invalid."""
    row = unit.connection.execute(select(users).where(users.c.id == user)).first() if is_id(user) else None
    if row is None:
        raise NotFound
    given = dict(values)
    if "department_id" in given:
        require_department(unit.connection, given["department_id"], "/department")
    if given.get("superior_id") is not None:
        require_user(unit.connection, given["superior_id"], "/superior")
        if leads_to(unit.connection, users.c.superior_id, str(given["superior_id"]), user):
            raise Invalid([OWN_SUPERIOR.at("/superior")])
    if "name" in given:
        given["search"] = search_text(row.username, str(given["name"]))
    if given:
        unit.connection.execute(update(users).where(users.c.id == user).values(given))
        touch(unit)


def leave(unit: Unit, user: str) -> None:
    """The person is gone from now on: no way in, nobody's approver, nobody's head. His records keep his name."""
    change(unit, user, {"active": False, "left_at": unit.now})
    end_sessions(unit, user)


def come_back(unit: Unit, user: str) -> None:
    change(unit, user, {"active": True, "left_at": None})


def set_password(unit: Unit, user: str, hashed: str) -> None:
    """A new password ends every session that the old one opened."""
    unit.connection.execute(update(users).where(users.c.id == user).values(password=hashed))
    end_sessions(unit, user)


def set_absence(unit: Unit, user: str, since: datetime | None, until: datetime | None, delegate: str | None) -> None:
    """Away in [since, until) with a delegate; all None: here again."""
    require_user(unit.connection, delegate, "/delegate")
    change(unit, user, {"absent_since": since, "absent_until": until, "delegate_id": delegate})


def anybody(connection: Connection) -> bool:
    """Whether there is a person at all."""
    return bool(connection.scalar(select(func.count()).select_from(users)))


def require_user(connection: Connection, user: object, pointer: str) -> None:
    """Raises Invalid unless it is None or somebody active."""
    if user is None:
        return
    found = is_id(str(user)) and connection.scalar(select(users.c.id).where(users.c.id == user, users.c.active))
    if not found:
        raise Invalid([UNKNOWN_USER.at(pointer, user=user)])


def require_department(connection: Connection, department: object, pointer: str) -> None:
    """Raises Invalid unless it is None or a department."""
    if department is None:
        return
    found = is_id(str(department)) and connection.scalar(select(departments.c.id).where(departments.c.id == department))
    if not found:
        raise Invalid([UNKNOWN_DEPARTMENT.at(pointer, department=department)])
