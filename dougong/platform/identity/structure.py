"""Making and changing departments, and giving roles of apps to people and departments."""

from collections.abc import Mapping, Sequence

from sqlalchemy import delete, func, insert, select, update

from dougong.engines.finding import Invalid, message
from dougong.errors import NotFound, NotNow, Text
from dougong.ids import is_id, new_id
from dougong.platform.db import Unit
from dougong.platform.identity.accounts import require_department, require_user
from dougong.platform.identity.chains import leads_to
from dougong.platform.identity.store import touch
from dougong.platform.identity.tables import departments, role_members, users

OWN_PARENT = message("own_parent", "部门不能放在自己或其下级之下", "A department cannot lie below itself")


def create_department(unit: Unit, name: str, parent: str | None, head: str | None) -> str:
    """The id of a new department, last among its siblings. Raises Invalid."""
    require_department(unit.connection, parent, "/parent")
    require_user(unit.connection, head, "/head")
    last = unit.connection.scalar(select(func.max(departments.c.position)).where(departments.c.parent_id == parent))
    department = new_id()
    unit.connection.execute(
        insert(departments).values(
            id=department, name=name, parent_id=parent, head_id=head, position=(last or 0) + 1, created_at=unit.now
        )
    )
    touch(unit)
    return department


def change_department(unit: Unit, department: str, values: Mapping[str, object]) -> None:
    """Set columns of a department. Raises NotFound and Invalid."""
    known = is_id(department) and unit.connection.scalar(select(departments.c.id).where(departments.c.id == department))
    if not known:
        raise NotFound
    if values.get("parent_id") is not None:
        require_department(unit.connection, values["parent_id"], "/parent")
        if leads_to(unit.connection, departments.c.parent_id, str(values["parent_id"]), department):
            raise Invalid([OWN_PARENT.at("/parent")])
    if "head_id" in values:
        require_user(unit.connection, values["head_id"], "/head")
    if values:
        unit.connection.execute(update(departments).where(departments.c.id == department).values(values))
        touch(unit)


def remove_department(unit: Unit, department: str) -> None:
    """Only an empty one. Raises NotFound and NotNow."""
    if not is_id(department):
        raise NotFound
    people = unit.connection.scalar(select(func.count()).where(users.c.department_id == department))
    below = unit.connection.scalar(select(func.count()).where(departments.c.parent_id == department))
    if people or below:
        raise NotNow(
            Text(
                f"部门下还有 {people} 人和 {below} 个下级部门，请先移走",
                f"{people} people and {below} departments are still in it; move them first",
            )
        )
    unit.connection.execute(delete(role_members).where(role_members.c.department_id == department))
    done = unit.connection.execute(delete(departments).where(departments.c.id == department))
    if done.rowcount == 0:
        raise NotFound
    touch(unit)


def set_role_members(unit: Unit, app: str, role: str, people: Sequence[str], places: Sequence[str]) -> None:
    """Exactly these people and departments have the role from now on. Raises Invalid naming each unknown one."""
    for number, user in enumerate(people):
        require_user(unit.connection, user, f"/users/{number}")
    for number, department in enumerate(places):
        require_department(unit.connection, department, f"/departments/{number}")
    unit.connection.execute(delete(role_members).where(role_members.c.app == app, role_members.c.role == role))
    rows = [{"user_id": user, "department_id": None} for user in dict.fromkeys(people)]
    rows += [{"user_id": None, "department_id": department} for department in dict.fromkeys(places)]
    if rows:
        unit.connection.execute(
            insert(role_members), [{"id": new_id(), "app": app, "role": role, **row} for row in rows]
        )
    touch(unit)
