"""One actor at work in one app, over one connection: the app as it is published, and doors to its records."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from dougong.engines.form.compile import CompiledForm
from dougong.engines.participant.organisation import Organisation
from dougong.errors import NotFound
from dougong.platform.access.principal import Principal, app_principal
from dougong.platform.db import Unit
from dougong.platform.definitions.apps import AppCatalog
from dougong.platform.definitions.compiled import CompiledApp
from dougong.platform.storage.catalog import StoredForm
from dougong.platform.storage.records import Records
from dougong.runtime.services.context import Actor, Services


@dataclass
class Desk:
    """``unit`` is there for writers only. Doors are made when first needed and kept."""

    services: Services
    actor: Actor
    app: CompiledApp
    connection: Connection
    now: datetime
    organisation: Organisation
    unit: Unit | None = None
    _doors: dict[Hashable, Records] = field(default_factory=dict)

    @cached_property
    def catalog(self) -> AppCatalog:
        return self.services.apps.catalog(self.connection, self.app)

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.app.zone)

    @property
    def door(self) -> Records:
        """The actor's own door."""
        return self.door_of(self.actor.principal)

    @cached_property
    def open_door(self) -> Records:
        """The app's own door, for what the platform itself has to know (computed values, uniqueness)."""
        return self.door_of(app_principal(self.app.key))

    def door_of(self, principal: Principal) -> Records:
        door = self._doors.get(principal.fingerprint)
        if door is None:
            door = Records(self.connection, self.catalog, principal, self.organisation, self.now)
            self._doors[principal.fingerprint] = door
        return door

    def form(self, key: str) -> CompiledForm:
        """A form of this app. Raises NotFound."""
        found = self.app.forms.get(key)
        if found is None:
            raise NotFound
        return found

    def stored(self, key: str) -> StoredForm:
        """Raises NotFound."""
        found = self.app.stored.get(key)
        if found is None:
            raise NotFound
        return found

    def as_app(self) -> "Desk":
        """The same place, the app itself at work."""
        return self.with_actor(self.actor.as_app(self.app.key))

    def with_actor(self, actor: Actor) -> "Desk":
        made = Desk(
            self.services, actor, self.app, self.connection, self.now, self.organisation, self.unit, self._doors
        )
        made.__dict__["catalog"] = self.catalog
        return made

    @property
    def inside(self) -> bool:
        """Whether the actor may see anything of the app; to everybody else it is not there."""
        return self.actor.principal.builder or self.app.access.enters(self.actor.principal)

    @property
    def writing(self) -> Unit:
        """The unit of a writer's desk."""
        assert self.unit is not None
        return self.unit

    def me(self) -> Mapping[str, Any] | None:
        """Who ``ME()`` is; nobody when the app itself acts."""
        return self.actor.principal.me if self.actor.principal.user is not None else None


def open_desk(
    services: Services,
    connection: Connection,
    actor: Actor,
    app: str,
    now: datetime | None = None,
    *,
    organisation: Organisation | None = None,
) -> Desk:
    """For reading. ``organisation``: as the request knows it already. Raises NotFound for an app that is not
    published."""
    compiled: CompiledApp = services.apps.current(connection, app)
    known = organisation or services.organisation(connection)
    return Desk(services, actor, compiled, connection, now or services.clock(), known)


def writing_desk(services: Services, unit: Unit, actor: Actor, app: str) -> Desk:
    """For a use case inside a unit of work."""
    compiled: CompiledApp = services.apps.current(unit.connection, app)
    known = services.organisation(unit.connection)
    return Desk(services, actor, compiled, unit.connection, unit.now, known, unit)
