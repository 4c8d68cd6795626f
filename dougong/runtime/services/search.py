"""The search box over all apps: hits with the title of each record, in every form somebody may read."""

from typing import Any

from sqlalchemy import Connection

from dougong.platform.search.across import search_forms
from dougong.runtime.services.context import Actor, Services
from dougong.runtime.services.desk import Desk
from dougong.runtime.services.portal import words
from dougong.runtime.services.records_shape import title

Json = dict[str, Any]
LONGEST = 200
MOST = 50


def search(services: Services, connection: Connection, actor: Actor, text: str, *, limit: int = MOST) -> Json:
    """``{"items": [{"app", "app_name", "form", "form_name", "id", "title"}]}``."""
    organisation = services.organisation(connection)
    now = services.clock()
    items: list[Json] = []
    for app in services.apps.every(connection):
        desk = Desk(services, actor, app, connection, now, organisation)
        app_name = words(app.definition.name, actor.locale)
        for hits in search_forms(desk.door, desk.catalog.every_form(), text[:LONGEST]):
            form = desk.form(hits.form.key)
            book = desk.door.titles(hits.form, [found.values for found in hits.found])
            items += [
                {
                    "app": app.key,
                    "app_name": app_name,
                    "form": form.key,
                    "form_name": words(form.definition.name, actor.locale) or form.key,
                    "id": found.id,
                    "title": title(hits.form, found.values, book),
                }
                for found in hits.found
            ]
            if len(items) >= limit:
                return {"items": items[:limit]}
    return {"items": items}
