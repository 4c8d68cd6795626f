"""Computed fields of many records made anew: what a publish asks for when a formula is new or was changed."""

from collections.abc import Sequence

from dougong.platform.access.principal import app_principal
from dougong.platform.db import Unit
from dougong.platform.definitions.compiled import CompiledApp
from dougong.runtime.services.context import Actor, Services
from dougong.runtime.services.desk import Desk
from dougong.runtime.services.records_dependents import refresh_whole


class Recompute:
    """Port ``recompute`` of publishing; ``app`` is the version to be, whose tables stand already."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def __call__(self, unit: Unit, app: CompiledApp, form: str, fields: Sequence[str], ids: Sequence[str]) -> None:
        actor = Actor(app_principal(app.key), channel="cli")
        organisation = self._services.organisation(unit.connection)
        desk = Desk(self._services, actor, app, unit.connection, unit.now, organisation, unit)
        if fields:  # what they are made of may be computed too, so all are made anew; nobody changed anything
            refresh_whole(desk, form, list(ids), filed=False)
