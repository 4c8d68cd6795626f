"""Ways in: sessions of signed-in people and API keys. Both are rows that can be taken away at any moment.

A token is 256 random bits; only its SHA-256 is stored. Who holds one is asked in one statement, together with the epoch
of the organisation, so a change of rights counts with the next request.
"""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from dougong.ids import new_id
from dougong.platform.db import Unit
from dougong.platform.db.types import Moment
from dougong.platform.identity.store import ORGANISATION
from dougong.platform.identity.tables import api_keys, epochs, reset_tokens, sessions, users

KEY_PREFIX = "dgk_"
RESET_FOR = timedelta(hours=24)

_epoch = select(epochs.c.n).where(epochs.c.name == ORGANISATION).scalar_subquery()
_person = (users.c.id.label("user_id"), users.c.locale, _epoch.label("organisation"))
_at = bindparam("at", type_=Moment)

_by_session = (
    select(sessions.c.id, sessions.c.csrf, sessions.c.expires_at, *_person)
    .join(users, users.c.id == sessions.c.user_id)
    .where(
        sessions.c.token_hash == bindparam("hash"),
        sessions.c.expires_at > _at,
        users.c.active,
        users.c.epoch == sessions.c.epoch,
    )
)
_by_key = (
    select(api_keys.c.id, api_keys.c.scopes, api_keys.c.used_at, *_person)
    .join(users, users.c.id == api_keys.c.user_id)
    .where(
        api_keys.c.token_hash == bindparam("hash"),
        api_keys.c.expires_at.is_(None) | (api_keys.c.expires_at > _at),
        users.c.active,
    )
)


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a token. ``scopes`` is None for a session (all of the person's rights)."""

    user: str
    organisation: int
    locale: str | None
    session: str | None = None
    csrf: str | None = None
    key: str | None = None
    scopes: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """A session just opened; the token is never shown again."""

    token: str
    csrf: str
    expires_at: datetime


def hash_of(token: str) -> str:
    """What is kept of a token: SHA-256 in hex. Tokens are random, so they need no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


def holder(connection: Connection, token: str, now: datetime) -> Holder | None:
    """Who holds this token now; None for one that is unknown, ended, or whose person may not come in."""
    if token.startswith(KEY_PREFIX):
        row = connection.execute(_by_key, {"hash": hash_of(token), "at": now}).first()
        if row is None:
            return None
        return Holder(row.user_id, row.organisation or 0, row.locale, key=row.id, scopes=frozenset(row.scopes))
    row = connection.execute(_by_session, {"hash": hash_of(token), "at": now}).first()
    if row is None:
        return None
    return Holder(row.user_id, row.organisation or 0, row.locale, session=row.id, csrf=row.csrf)


def alive(connection: Connection, held: Holder, now: datetime) -> bool:
    """Whether what was held when a long answer began is still good."""
    if held.key is not None:
        chosen = select(api_keys.c.id).join(users, users.c.id == api_keys.c.user_id)
        chosen = chosen.where(api_keys.c.id == held.key, users.c.active)
        chosen = chosen.where(api_keys.c.expires_at.is_(None) | (api_keys.c.expires_at > now))
    else:
        chosen = select(sessions.c.id).join(users, users.c.id == sessions.c.user_id)
        chosen = chosen.where(sessions.c.id == held.session, sessions.c.expires_at > now)
        chosen = chosen.where(users.c.active, users.c.epoch == sessions.c.epoch)
    return connection.scalar(chosen) is not None


def open_session(
    unit: Unit, user: str, epoch: int, lasts: timedelta, *, address: str | None, agent: str | None
) -> Opened:
    """A new session for somebody who has just proved who he is."""
    token, csrf = secrets.token_urlsafe(32), secrets.token_urlsafe(24)
    expires = unit.now + lasts
    unit.connection.execute(
        insert(sessions).values(
            id=new_id(),
            token_hash=hash_of(token),
            csrf=csrf,
            user_id=user,
            epoch=epoch,
            created_at=unit.now,
            expires_at=expires,
            address=address,
            agent=(agent or "")[:300],
        )
    )
    return Opened(token, csrf, expires)


def close_session(unit: Unit, session: str) -> None:
    unit.connection.execute(delete(sessions).where(sessions.c.id == session))


def end_sessions(unit: Unit, user: str) -> None:
    """Every session of this person ends now."""
    unit.connection.execute(update(users).where(users.c.id == user).values(epoch=users.c.epoch + 1))
    unit.connection.execute(delete(sessions).where(sessions.c.user_id == user))


def sweep(unit: Unit) -> None:
    """Forget what ended by itself."""
    unit.connection.execute(delete(sessions).where(sessions.c.expires_at <= unit.now))
    unit.connection.execute(delete(reset_tokens).where(reset_tokens.c.expires_at <= unit.now))


def make_key(unit: Unit, user: str, name: str, scopes: Sequence[str], expires_at: datetime | None) -> tuple[str, str]:
    """(id, token) of a new API key; the token is never shown again."""
    key, token = new_id(), KEY_PREFIX + secrets.token_urlsafe(32)
    unit.connection.execute(
        insert(api_keys).values(
            id=key,
            token_hash=hash_of(token),
            user_id=user,
            name=name,
            scopes=list(scopes),
            created_at=unit.now,
            expires_at=expires_at,
        )
    )
    return key, token


def keys_of(connection: Connection, user: str) -> list[dict[str, object]]:
    """The API keys of a person, newest first, without their tokens."""
    chosen = select(
        api_keys.c.id, api_keys.c.name, api_keys.c.scopes, api_keys.c.created_at, api_keys.c.expires_at
    ).where(api_keys.c.user_id == user)
    return [
        {str(name): value for name, value in row._mapping.items()}
        for row in connection.execute(chosen.order_by(api_keys.c.id.desc()))
    ]


def remove_key(unit: Unit, user: str, key: str) -> bool:
    """Whether there was one of theirs."""
    done = unit.connection.execute(delete(api_keys).where(api_keys.c.id == key, api_keys.c.user_id == user))
    return done.rowcount == 1


def make_reset(unit: Unit, user: str) -> str:
    """A token with which the person can set a new password once, within a day; older ones are void."""
    token = secrets.token_urlsafe(32)
    unit.connection.execute(delete(reset_tokens).where(reset_tokens.c.user_id == user))
    unit.connection.execute(
        insert(reset_tokens).values(token_hash=hash_of(token), user_id=user, expires_at=unit.now + RESET_FOR)
    )
    return token


def use_reset(unit: Unit, token: str) -> str | None:
    """The person a reset token belongs to; it is used up by asking."""
    row = unit.connection.execute(
        select(reset_tokens.c.user_id, reset_tokens.c.expires_at).where(reset_tokens.c.token_hash == hash_of(token))
    ).first()
    unit.connection.execute(delete(reset_tokens).where(reset_tokens.c.token_hash == hash_of(token)))
    return row.user_id if row is not None and row.expires_at > unit.now else None
