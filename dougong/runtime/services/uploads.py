"""Who may have a file."""

from sqlalchemy import Connection

from dougong.platform.files import Stored
from dougong.runtime.services.context import Actor, Services


def may_have(services: Services, connection: Connection, actor: Actor, file: Stored) -> bool:
    """A loose file is its owner's alone; an attached one belongs to whoever may read its field of its record."""
    if file.record is None:
        return actor.user is not None and file.created_by == actor.user
    readable = services.ports.get("readable_field")
    return readable is not None and bool(readable(services, connection, actor, file))
