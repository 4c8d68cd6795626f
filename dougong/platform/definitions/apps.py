"""Published apps, compiled once per version and process. A publish is seen by the next request of every server, because
each asks the database for the versions first.
"""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Protocol

from sqlalchemy import Connection, select

from dougong.engines.expression.env import WorkCalendar
from dougong.engines.expression.registry import Functions
from dougong.engines.expression.scope import Scope
from dougong.engines.form.definition import FormDef
from dougong.errors import NotFound
from dougong.kinds import Kinds
from dougong.platform.access.principal import Principal
from dougong.platform.access.rights import BoundGrant, FormRights
from dougong.platform.definitions import versions
from dougong.platform.definitions.app import AppDef
from dougong.platform.definitions.compiled import CompiledApp, compile_app
from dougong.platform.definitions.places import places_of
from dougong.platform.definitions.tables import app as app_table
from dougong.platform.storage.catalog import StoredForm
from dougong.platform.storage.ddl import hold_app

log = logging.getLogger(__name__)

_PUBLISHED = select(app_table.c.key, app_table.c.version).where(app_table.c.version > 0)


class AppSource(Protocol):
    """Where compiled apps come from."""

    def current(self, connection: Connection, key: str) -> CompiledApp:
        """Raises NotFound."""

    def every(self, connection: Connection) -> list[CompiledApp]: ...

    def catalog(self, connection: Connection, app: CompiledApp) -> "AppCatalog": ...


class Apps:
    """Every published app of an installation."""

    def __init__(self, kinds: Kinds) -> None:
        self._kinds = kinds
        self._held: dict[str, CompiledApp] = {}
        self._lock = Lock()

    def current(self, connection: Connection, key: str) -> CompiledApp:
        """The app as it is published now; within a write it stays so until the commit. Raises NotFound where nothing
        is."""
        hold_app(connection, key)
        return self._current(connection, key, self._versions(connection))

    def every(self, connection: Connection) -> list[CompiledApp]:
        """All published apps, by key."""
        known = self._versions(connection)
        return [self._current(connection, key, known) for key in sorted(known)]

    def catalog(self, connection: Connection, app: CompiledApp) -> "AppCatalog":
        """The forms that can be reached from an app, for one door to its records."""
        return AppCatalog(app, self, connection)

    def _versions(self, connection: Connection) -> dict[str, int]:
        return {str(key): int(n) for key, n in connection.execute(_PUBLISHED)}

    def _current(self, connection: Connection, key: str, known: Mapping[str, int]) -> CompiledApp:
        held = self._held.get(key)
        if held is not None and held.n == known.get(key) and self._fresh(held, known):
            return held
        if key not in known:
            raise NotFound
        compiled = self._compile(connection, key, known)
        with self._lock:
            self._held[key] = compiled
        return compiled

    def _fresh(self, held: CompiledApp, known: Mapping[str, int]) -> bool:
        return all(known.get(other, 0) == n for other, n in held.foreign.items())

    def _compile(self, connection: Connection, key: str, known: Mapping[str, int]) -> CompiledApp:
        published = versions.version(connection, key, known[key])
        app = AppDef.model_validate(published.document, context=self._kinds)
        others, foreign = self._others(connection, app, known)
        return compile_app(app, published.n, published.names, self._kinds, others=others, foreign=foreign)

    def _others(
        self, connection: Connection, app: AppDef, known: Mapping[str, int]
    ) -> tuple[dict[str, FormDef], dict[str, int]]:
        """The forms of other apps that this one names, and which versions they are of (0: not published)."""
        named = {
            str(place.source).partition("/")[0]
            for place in places_of(app, self._kinds)
            if place.kind == "form" and "/" in str(place.source)
        } - {app.key}
        forms: dict[str, FormDef] = {}
        for other in sorted(named & known.keys()):
            published = versions.version(connection, other, known[other])
            document = AppDef.model_validate(published.document, context=self._kinds)
            forms |= {f"{other}/{form.key}": form for form in document.forms}
        return forms, {other: known.get(other, 0) for other in named}


@dataclass
class AppCatalog:
    """The forms of an app, and through its references those of others, as one connection sees them."""

    compiled: CompiledApp
    apps: AppSource
    connection: Connection
    _others: dict[str, CompiledApp] = field(default_factory=dict)

    @property
    def app(self) -> str:
        return self.compiled.key

    @property
    def zone(self) -> str:
        return self.compiled.zone

    @property
    def calendar(self) -> WorkCalendar:
        return self.compiled.calendar

    @property
    def statements(self) -> Any:
        # a statement that reaches into another app would outlive that app's version
        return {} if self._others else self.compiled.statements

    def form(self, name: str) -> StoredForm:
        app, _, key = name.rpartition("/")
        return self._app(app).stored[key]

    def rights(self, principal: Principal, form: StoredForm) -> FormRights:
        return self._app(form.app).access.rights(principal, form.key)

    def held(self, form: StoredForm, tasks: Iterable[tuple[str | None, str]]) -> tuple[BoundGrant, ...]:
        return self._app(form.app).access.held(tasks)

    def scope(self, form: StoredForm) -> Scope:
        return self._app(form.app).forms[form.key].scope

    def functions(self) -> Functions:
        return self.compiled.functions

    def every_form(self) -> list[StoredForm]:
        """The app's own forms, in the order of the document."""
        return list(self.compiled.stored.values())

    def _app(self, key: str) -> CompiledApp:
        """Raises KeyError for an app that is not there."""
        if key in ("", self.compiled.key):
            return self.compiled
        if key not in self._others:
            try:
                self._others[key] = self.apps.current(self.connection, key)
            except NotFound:
                raise KeyError(key) from None
        return self._others[key]
