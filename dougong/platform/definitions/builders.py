"""Who may build which app: whoever builds in general, and those an app names."""

from collections.abc import Iterable

from sqlalchemy import Connection, delete, insert, select

from dougong.errors import Forbidden, NotFound, Text
from dougong.platform.access.principal import Principal
from dougong.platform.db import Unit
from dougong.platform.definitions.tables import app, app_builder


def may_build(connection: Connection, principal: Principal, key: str) -> bool:
    """Whether somebody may change the draft: who builds every app, and who is named for this one."""
    if principal.builder:
        return True
    named = select(app_builder.c.app).where(app_builder.c.app == key, app_builder.c.user_id == principal.user)
    return principal.user is not None and connection.execute(named).first() is not None


def require(connection: Connection, principal: Principal, key: str) -> None:
    """Raises Forbidden for somebody who may not build it, NotFound when there is no such app."""
    if not may_build(connection, principal, key):
        raise Forbidden(Text("您不能搭建这个应用", "You may not build this app"))
    if connection.execute(select(app.c.key).where(app.c.key == key)).first() is None:
        raise NotFound(Text(f"没有应用 {key}", f"There is no app {key}"))


def buildable(connection: Connection, principal: Principal) -> list[str]:
    """The apps somebody may build, by key."""
    if principal.builder:
        return list(connection.execute(select(app.c.key).order_by(app.c.key)).scalars())
    named = select(app_builder.c.app).where(app_builder.c.user_id == principal.user).order_by(app_builder.c.app)
    return list(connection.execute(named).scalars()) if principal.user is not None else []


def builders(connection: Connection, key: str) -> list[str]:
    """The people an app names; those who build in general are not among them."""
    named = select(app_builder.c.user_id).where(app_builder.c.app == key).order_by(app_builder.c.since)
    return list(connection.execute(named).scalars())


def set_builders(unit: Unit, key: str, users: Iterable[str]) -> None:
    """Those who are named for the app, instead of whoever was."""
    unit.connection.execute(delete(app_builder).where(app_builder.c.app == key))
    rows = [{"app": key, "user_id": user, "since": unit.now} for user in dict.fromkeys(users)]
    if rows:
        unit.connection.execute(insert(app_builder), rows)
