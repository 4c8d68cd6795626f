"""What a formula that is tried has outside its values: who asks, and doors to the published app as he may see it.

What he may not see, and what is not published yet, is not there to try with: it is computed when a record is saved.
"""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from dougong.engines.expression.env import Doors
from dougong.engines.expression.problems import ComputedOnSave
from dougong.engines.record.definition import SYSTEM_FIELDS
from dougong.errors import NotFound, Text
from dougong.platform.storage.catalog import StoredForm
from dougong.runtime.services.context import Actor, Services
from dougong.runtime.services.desk import Desk, open_desk
from dougong.runtime.services.records_run import first_match, outside, owned


@dataclass(frozen=True)
class Surroundings:
    """``me`` as in ``Env``; ``doors`` makes new ones for each run, in which chance falls the same way again, so that a
    part gives what it gave in the whole."""

    me: Mapping[str, Any]
    doors: Callable[[], Doors]


def seen_by(services: Services, connection: Connection, actor: Actor, member: str | None) -> Actor:
    """The caller, or the member he names by id or name. Raises NotFound."""
    if member is None:
        return actor
    user = services.organisation(connection).find_user(member)
    if user is None:
        raise NotFound(Text(f"没有 {member} 这个人", f"There is nobody called {member}"))
    return Actor(services.person(connection, user), actor.locale, actor.channel, actor.cause)


def surroundings(
    services: Services, connection: Connection, actor: Actor, app: str, form: str | None, member: str | None
) -> Surroundings:
    """For a formula of ``form``, as the caller or the member he names. Raises NotFound for nobody we know."""
    seen = seen_by(services, connection, actor, member)
    organisation = services.organisation(connection)
    try:
        desk = open_desk(services, connection, seen, app, organisation=organisation)
    except NotFound:
        desk = None

    def lookup(other: str, field: str, matches: Sequence[tuple[str, Any]]) -> Any:
        at, stored = _open(desk, other, (field, *(key for key, _ in matches)))
        return first_match(at.door, stored, field, matches)

    def count_owned(other: str | None) -> int:
        at, stored = _open(desk, other or (form or "").partition(".")[0], ("owner",))
        return owned(at.door, stored, seen.user)

    seed = secrets.randbits(64)

    def doors() -> Doors:
        chance = Random(seed)  # noqa: S311  shown and forgotten
        return outside(
            organisation,
            lookup=lookup,
            count_owned=count_owned,
            random=chance,
            new_id=lambda: str(UUID(int=chance.getrandbits(128), version=4)),
        )

    return Surroundings(seen.principal.me, doors)


def _open(desk: Desk | None, form: str, keys: Sequence[str]) -> tuple[Desk, StoredForm]:
    """A form as the person may read it, all these fields among them. Raises ComputedOnSave."""
    try:
        if desk is None:
            raise NotFound
        stored = desk.door.form(form)
        desk.door.see(stored)
    except NotFound:
        raise ComputedOnSave from None
    rights = desk.door.rights(stored)
    if any(rights.hidden(key) or (key not in stored.fields and key not in SYSTEM_FIELDS) for key in keys):
        raise ComputedOnSave
    return desk, stored
