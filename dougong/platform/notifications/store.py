"""Putting messages into inboxes and reading them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, String, case, cast, func, insert, select, update
from sqlalchemy.dialects.postgresql import array

from dougong.ids import new_id
from dougong.platform.db import Unit
from dougong.platform.notifications.tables import notifications


def notify(
    unit: Unit,
    people: Iterable[str],
    kind: str,
    text: str | Mapping[str, str],
    *,
    about: Mapping[str, object] | None = None,
    body: str | None = None,
    key: str | None = None,
) -> list[str]:
    """Tell each person once. With a ``key`` nobody is told the same again. Gives the people who were told now."""
    told = list(dict.fromkeys(people))
    if key is not None and told:
        known = set(
            unit.connection.scalars(
                select(notifications.c.user_id).where(
                    notifications.c.key == key[:200], notifications.c.user_id.in_(told)
                )
            )
        )
        told = [user for user in told if user not in known]
    if told:
        shown = text if isinstance(text, str) else dict(text)
        unit.connection.execute(
            insert(notifications),
            [
                {
                    "id": new_id(),
                    "user_id": user,
                    "at": unit.now,
                    "kind": kind,
                    "text": shown,
                    "body": body,
                    "about": dict(about) if about else None,
                    "key": key[:200] if key else None,
                }
                for user in told
            ],
        )
    return told


@dataclass(frozen=True, slots=True)
class Message:
    """Something told to several people."""

    to: Sequence[str]
    kind: str
    text: Mapping[str, str]
    about: Mapping[str, object] | None = None


def notify_all(unit: Unit, messages: Sequence[Message]) -> list[str]:
    """Several messages in one statement. Gives everybody who was told."""
    rows = [
        {
            "id": new_id(),
            "user_id": user,
            "at": unit.now,
            "kind": message.kind,
            "text": dict(message.text),
            "body": None,
            "about": dict(message.about) if message.about else None,
            "key": None,
        }
        for message in messages
        for user in dict.fromkeys(message.to)
    ]
    if rows:
        unit.connection.execute(insert(notifications), rows)
    return list(dict.fromkeys(str(row["user_id"]) for row in rows))


def page(
    connection: Connection, user: str, *, limit: int, before: str | None = None, only_unread: bool = False
) -> Sequence[Any]:
    """Rows of the inbox older than the one with id ``before``, newest first."""
    chosen = (
        select(notifications).where(notifications.c.user_id == user).order_by(notifications.c.id.desc()).limit(limit)
    )
    if before is not None:
        chosen = chosen.where(notifications.c.id < before)
    if only_unread:
        chosen = chosen.where(notifications.c.read_at.is_(None))
    return connection.execute(chosen).all()


def unread(connection: Connection, user: str) -> int:
    """How many there are."""
    return (
        connection.scalar(
            select(func.count()).where(notifications.c.user_id == user, notifications.c.read_at.is_(None))
        )
        or 0
    )


def mark_read(unit: Unit, user: str, ids: Sequence[str] | None) -> int:
    """Mark these messages of a person read, or all of them (None). Gives how many were new."""
    changed = (
        update(notifications)
        .where(notifications.c.user_id == user, notifications.c.read_at.is_(None))
        .values(read_at=unit.now)
    )
    if ids is not None:
        changed = changed.where(notifications.c.id.in_(ids))
    return unit.connection.execute(changed).rowcount


def rename_forms(connection: Connection, app: str, forms: Mapping[str, str]) -> None:
    """What was told about a form leads to it under its new key, in one statement: two forms may trade theirs."""
    if not forms:
        return
    about = notifications.c.about
    if connection.dialect.name == "postgresql":
        its_app, its_form = (func.jsonb_extract_path_text(about, key) for key in ("app", "form"))
        now = func.jsonb_set(about, array(["form"]), func.to_jsonb(cast(case(forms, value=its_form), String)))
    else:
        its_app, its_form = (func.json_extract(about, f"$.{key}") for key in ("app", "form"))
        now = func.json_set(about, "$.form", case(forms, value=its_form))
    connection.execute(
        update(notifications).where(its_app == app, its_form.in_(list(forms))).values({notifications.c.about: now})
    )
