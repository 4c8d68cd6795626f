"""Reading people and departments for lists and choosers."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select

from dougong.ids import is_id
from dougong.platform.identity.tables import departments, role_members, users

PUBLIC_COLUMNS = (
    users.c.id,
    users.c.username,
    users.c.name,
    users.c.email,
    users.c.phone,
    users.c.department_id,
    users.c.superior_id,
    users.c.admin,
    users.c.builder,
    users.c.active,
    users.c.locale,
    users.c.absent_since,
    users.c.absent_until,
    users.c.delegate_id,
    users.c.created_at,
)


def page_of_users(
    connection: Connection,
    *,
    limit: int,
    after: str | None = None,
    words: str | None = None,
    department: str | None = None,
    active: bool | None = True,
) -> Sequence[Any]:
    """Up to ``limit`` people behind the one with id ``after``, in the order of their ids."""
    if department is not None and not is_id(department):
        return []
    chosen = select(*PUBLIC_COLUMNS).order_by(users.c.id).limit(limit)
    if after is not None:
        chosen = chosen.where(users.c.id > after)
    if active is not None:
        chosen = chosen.where(users.c.active == active)
    if department is not None:
        chosen = chosen.where(users.c.department_id == department)
    for word in (words or "").lower().split():
        chosen = chosen.where(users.c.search.contains(word, autoescape=True))
    return connection.execute(chosen).all()


def user_row(connection: Connection, user: str) -> Any | None:
    """One person's public columns; None for nobody."""
    return connection.execute(select(*PUBLIC_COLUMNS).where(users.c.id == user)).first() if is_id(user) else None


def sign_in_row(connection: Connection, username: str) -> Any | None:
    """What a sign-in needs: id, epoch, password, active."""
    return connection.execute(
        select(users.c.id, users.c.epoch, users.c.password, users.c.active).where(
            users.c.username == username.strip().lower()
        )
    ).first()


def password_of(connection: Connection, user: str) -> Any | None:
    """``epoch`` and the hash ``password``; None for nobody."""
    return connection.execute(select(users.c.epoch, users.c.password).where(users.c.id == user)).first()


def all_departments(connection: Connection) -> Sequence[Any]:
    return connection.execute(select(departments).order_by(departments.c.position, departments.c.id)).all()


def members_of_role(connection: Connection, app: str, role: str | None = None) -> Sequence[Any]:
    """Rows (role, user_id, department_id) of one app, or of one of its roles."""
    chosen = select(role_members.c.role, role_members.c.user_id, role_members.c.department_id).where(
        role_members.c.app == app
    )
    return connection.execute(chosen.where(role_members.c.role == role) if role else chosen).all()
