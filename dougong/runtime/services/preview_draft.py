"""An app that is not published yet, as somebody of one role would get it. No record is read: only its shape is made."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from dougong.engines.form.definition import FormDef
from dougong.errors import NotFound, Text
from dougong.platform.access.definition import EVERYONE
from dougong.platform.access.principal import Principal
from dougong.platform.definitions.app import AppDef
from dougong.platform.definitions.compiled import compile_app
from dougong.platform.definitions.structure import Renames, app_forms, places_by_form
from dougong.platform.storage.names import allocate
from dougong.runtime.services.app_shape import shown_app
from dougong.runtime.services.context import Actor, Services
from dougong.runtime.services.desk import Desk

# nobody's id: conditions over ME() hold for no record
SOMEBODY = "somebody"


def shown_to_role(
    services: Services, connection: Connection, actor: Actor, app: AppDef, foreign: Mapping[str, FormDef], role: str
) -> dict[str, Any]:
    """What ``GET /api/apps/{app}`` would answer to a person with this role alone. Raises Invalid for an app with
    errors, NotFound for a role there is not and for one that sees nothing."""
    if role != EVERYONE and role not in {one.key for one in app.roles}:
        raise NotFound(Text("没有这个角色", "There is no such role"))
    forms = app_forms(app, services.kinds, foreign)
    names = allocate(app.key, places_by_form(app, forms, Renames(None)))
    compiled = compile_app(app, 0, names, services.kinds, others=foreign)
    person = Principal(user=SOMEBODY, roles=frozenset({(app.key, role)}))
    seen = Actor(person, actor.locale, actor.channel, actor.cause)
    now = services.clock()
    return shown_app(Desk(services, seen, compiled, connection, now, services.organisation(connection)))
