"""Words looked up in every form that somebody may read: a few records of each, through the one door."""

from typing import Any

from sqlalchemy import Connection

from dougong.runtime.services.context import Actor, Services
from dougong.runtime.services.desk import open_desk
from dougong.runtime.services.portal import openable, words
from dougong.runtime.services.records_reading import Asked, read_list

Json = dict[str, Any]
MOST_OF_A_FORM = 4


def search(services: Services, connection: Connection, actor: Actor, text: str, limit: int) -> list[Json]:
    """Hits as ``{"app", "app_name", "form", "form_name", "id", "title"}``, in the order of apps and forms."""
    found: list[Json] = []
    for app in openable(services, connection, actor) if text.strip() else ():
        desk = open_desk(services, connection, actor, str(app["key"]))
        for key, form in desk.app.forms.items():
            if "read" not in desk.app.access.rights(actor.principal, key).actions:
                continue
            page = read_list(desk, key, Asked(words=text, limit=min(MOST_OF_A_FORM, limit - len(found)), fields=()))
            place = {
                "app": desk.app.key,
                "app_name": app["name"],
                "form": key,
                "form_name": words(form.definition.name, actor.locale) or key,
            }
            found += [{**place, "id": row["id"], "title": row["title"]} for row in page["items"]]
            if len(found) >= limit:
                return found
    return found
