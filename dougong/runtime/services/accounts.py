"""Signing in and out, passwords, and the first administrator."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from dougong.engines.finding import Invalid, message
from dougong.errors import Text, Unauthenticated
from dougong.platform import audit
from dougong.platform.db import Unit
from dougong.platform.identity import accounts, listing, sessions
from dougong.platform.identity.passwords import check_password
from dougong.runtime.services.context import Services

WRONG_PASSWORD = message("wrong_password", "当前密码不正确", "The current password is not right")
BAD_TOKEN = message("bad_token", "重置链接无效或已过期", "The reset link is not valid or has expired")


class SignInRefused(Unauthenticated):
    """The same for an unknown name, a wrong password and somebody who left."""

    code = "sign_in_refused"
    title = Text("用户名或密码不正确", "The username or the password is not right")


@dataclass(frozen=True)
class SignedIn:
    user: str
    session: sessions.Opened


def sign_in(services: Services, username: str, password: str, address: str, agent: str | None) -> SignedIn:
    """A session for whoever knows the password. Raises SignInRefused, and TooMany after repeated failures."""
    name_key, address_key = f"name:{username.strip().lower()}", f"address:{address}"
    services.sign_ins.check(name_key)
    services.sign_ins.check(address_key)
    with services.database.read() as connection:
        row = listing.sign_in_row(connection, username)
    known = row is not None and row.active
    matches = services.passwords.verify(password, row.password if row is not None and known else None)
    if row is None or not matches:
        services.sign_ins.count(name_key)
        services.sign_ins.count(address_key)
        raise SignInRefused
    services.sign_ins.forget(name_key)
    lasts = timedelta(hours=services.settings.session_hours)

    def work(unit: Unit) -> SignedIn:
        opened = sessions.open_session(unit, row.id, row.epoch, lasts, address=address, agent=agent)
        audit.record(unit, row.id, "session.opened", f"user:{row.id}", {"address": address})
        return SignedIn(row.id, opened)

    return services.database.write(work)


def sign_out(unit: Unit, user: str, session: str) -> None:
    sessions.close_session(unit, session)
    audit.record(unit, user, "session.closed", f"user:{user}")


def change_password(services: Services, user: str, current: str, new: str) -> None:
    """Set a new password; every session of the person ends. Raises Invalid."""
    check_password(new, "/password")
    key = f"password:{user}"
    services.sign_ins.check(key)
    with services.database.read() as connection:
        row = listing.password_of(connection, user)
    if row is None or not services.passwords.verify(current, row.password):
        services.sign_ins.count(key)
        raise Invalid([WRONG_PASSWORD.at("/current")])
    hashed = services.passwords.hash(new)

    def work(unit: Unit) -> None:
        accounts.set_password(unit, user, hashed)
        audit.record(unit, user, "password.changed", f"user:{user}")

    services.database.write(work)


def reset_password(services: Services, token: str, new: str) -> None:
    """Set a new password with a token an administrator has handed out. Raises Invalid."""
    check_password(new, "/password")
    hashed = services.passwords.hash(new)

    def work(unit: Unit) -> bool:
        user = sessions.use_reset(unit, token)
        if user is None:
            return False
        accounts.set_password(unit, user, hashed)
        audit.record(unit, user, "password.reset", f"user:{user}")
        return True

    if not services.database.write(work):
        raise Invalid([BAD_TOKEN.at("/token")])


def first_administrator(services: Services) -> str | None:
    """Make the first administrator where there is nobody at all. Gives the password if it was drawn here, to be printed
    once; None otherwise."""
    with services.database.read() as connection:
        if accounts.anybody(connection):
            return None
    given = services.settings.admin_password.get_secret_value()
    password = given or secrets.token_urlsafe(12)
    hashed = services.passwords.hash(password)

    def work(unit: Unit) -> bool:
        if accounts.anybody(unit.connection):
            return False
        user = accounts.create(
            unit,
            accounts.NewUser(
                username=services.settings.admin_username,
                name=services.settings.admin_username,
                password=hashed,
                admin=True,
                builder=True,
            ),
        )
        audit.record(unit, None, "user.created", f"user:{user}", {"first": True})
        return True

    return password if services.database.write(work) and not given else None
