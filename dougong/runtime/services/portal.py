"""Which apps somebody may open."""

from sqlalchemy import Connection

from dougong.engines.document import Name, in_both
from dougong.errors import Locale
from dougong.runtime.services.context import Actor, Services


def openable(services: Services, connection: Connection, actor: Actor) -> list[dict[str, object]]:
    """Published apps in which the person may do anything at all, and for builders every one."""
    return [
        {
            "key": app.key,
            "name": words(app.definition.name, actor.locale),
            "icon": app.definition.icon,
            "version": app.n,
            "can_build": actor.principal.builder,
        }
        for app in services.apps.every(connection)
        if actor.principal.builder or app.access.enters(actor.principal)
    ]


def words(name: str | Name | None, locale: Locale) -> str:
    """A shown name in one language."""
    return in_both(name).in_locale(locale)
