"""What every use case is given: the services of this process, and who is acting.

Both are made by the composition root and the edge and only passed down; nothing here is looked up globally.
"""

from dataclasses import dataclass, field

from sqlalchemy import Connection

from dougong.clock import Clock
from dougong.engines.participant.organisation import Organisation
from dougong.ids import NewId
from dougong.kinds import Kinds
from dougong.platform.access.actor import Actor, Cause, Channel
from dougong.platform.access.principal import Principal, person_principal
from dougong.platform.connections import Vault
from dougong.platform.db import Database
from dougong.platform.definitions.apps import AppSource
from dougong.platform.files import Blobs
from dougong.platform.identity.limits import Limit
from dougong.platform.identity.passwords import Passwords
from dougong.platform.identity.questions import Questions
from dougong.platform.identity.store import Organisations
from dougong.platform.rules import RunLog
from dougong.runtime.services.live import Live
from dougong.runtime.services.ports import Ports
from dougong.settings import Settings

__all__ = ["Actor", "Cause", "Channel", "Services"]


@dataclass(frozen=True)
class Services:
    """Everything a use case may need. ``ports`` holds what one use case lends another, wired in ``main``."""

    settings: Settings
    database: Database
    kinds: Kinds
    clock: Clock
    new_id: NewId
    apps: AppSource
    organisations: Organisations
    passwords: Passwords
    blobs: Blobs
    vault: Vault
    live: Live
    run_log: RunLog
    sign_ins: Limit
    public_calls: Limit
    questions: Questions
    ports: Ports = field(default_factory=Ports)

    def organisation(self, connection: Connection) -> Organisation:
        """The organisation as this connection sees it."""
        return self.organisations.current(connection)

    def person(self, connection: Connection, user: str) -> Principal:
        """A person with all he may do now. Raises KeyError for nobody we know."""
        return person_principal(self.organisation(connection), user)
