"""Who is asking, once that is known: what a route's function is given as its first argument."""

import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError
from starlette.requests import Request

from dougong.edge.answer import dump
from dougong.engines.participant.organisation import Organisation
from dougong.errors import Locale, Unauthenticated
from dougong.platform import idempotency
from dougong.platform.access.actor import Actor, Cause, Channel
from dougong.platform.access.principal import Principal
from dougong.platform.connections import Vault
from dougong.platform.db import Unit
from dougong.platform.identity.sessions import Holder

if TYPE_CHECKING:  # the edge hands the services on to the routes and knows nothing of how they are made
    from dougong.runtime.services.context import Services

log = logging.getLogger(__name__)
T = TypeVar("T")


class Repeated(Exception):
    """The same idempotency key was committed by a twin of this request: its answer is this one's."""


class Slot:
    """An idempotency key that this request may fill. ``stored`` is the answer that was committed with the write itself;
    None: it is known when the request is done. Answers are sealed: some hold a token that is shown once."""

    def __init__(self, vault: Vault, holder: str, key: str, request: str, status: int) -> None:
        self.vault = vault
        self.holder = holder
        self.key = key
        self.request = request
        self.status = status
        self.claimed = False
        self.stored: bytes | None = None

    def claim(self, unit: Unit) -> None:
        idempotency.claim(unit, self.holder, self.key, self.request, self.status)

    def settle(self, unit: Unit, status: int, body: bytes) -> None:
        idempotency.settle(unit, self.holder, self.key, status, self.vault.seal({"answer": body.decode()}))

    def open(self, sealed: bytes) -> bytes:
        """The answer as it was given. Raises Sealed."""
        return self.vault.open(sealed)["answer"].encode()

    def release(self, unit: Unit) -> None:
        idempotency.release(unit, self.holder, self.key)


class Caller:
    """One request. Within it all reading goes over one connection, which is given back before any write."""

    def __init__(self, services: "Services", request: Request, locale: Locale, trace: str, lent: ExitStack) -> None:
        self.services = services
        self.request = request
        self.locale = locale
        self.trace = trace
        self.holder: Holder | None = None
        self.slot: Slot | None = None
        self._principal: Principal | None = None
        self._organisation: Organisation | None = None
        self._lent = lent
        self._connection: Connection | None = None

    @property
    def locale(self) -> Locale:
        """The language of the answer, refusals too."""
        spoken: Locale = self.request.scope["dougong.locale"]
        return spoken

    @locale.setter
    def locale(self, locale: Locale) -> None:
        self.request.scope["dougong.locale"] = locale

    @property
    def connection(self) -> Connection:
        """For reading; lent until the request ends or a write begins."""
        if self._connection is None:
            self._connection = self._lent.enter_context(self.services.database.read(briefly=True))
        return self._connection

    @contextmanager
    def read(self, *, consistent: bool = False) -> Iterator[Connection]:
        """A connection for reading; with ``consistent`` all its statements see one moment."""
        if not consistent:
            yield self.connection
            return
        with self.services.database.read(consistent=True, briefly=True) as connection:
            yield connection

    def write(self, work: Callable[[Unit], T]) -> T:
        """Do ``work`` in one transaction and give its result. Under an idempotency key the result is committed with it
        as the answer, so return what ``work`` returned: a route that writes more than once says ``in_steps``."""
        self.release()
        slot = self.slot
        if slot is None or slot.claimed:
            return self.services.database.write(work)

        def claimed(unit: Unit) -> T:
            self._claim(slot, unit)
            result = work(unit)
            slot.stored = b"" if slot.status == 204 else dump(result)
            slot.settle(unit, slot.status, slot.stored)
            return result

        result = self.services.database.write(claimed)
        slot.claimed = True
        return result

    def begin(self) -> None:
        """Take the idempotency key before the first of several writes: its answer comes with ``finish``. Raises
        Repeated."""
        slot = self.slot
        if slot is not None:
            self.services.database.write(lambda unit: self._claim(slot, unit))
            slot.claimed = True

    def finish(self, status: int, body: bytes) -> None:
        """What this request answers, where no write has kept it."""
        slot = self.slot
        if slot is None or not slot.claimed or (slot.stored == body and slot.status == status):
            return
        if slot.stored is not None:
            log.error("%s answers something else than its write kept", self.request.url.path)
        self.services.database.write(lambda unit: slot.settle(unit, status, body))

    def give_up(self) -> None:
        """Nothing was done under the key: the request may be mended and sent again."""
        slot = self.slot
        if slot is not None and slot.claimed:
            self.services.database.write(slot.release)

    @staticmethod
    def _claim(slot: Slot, unit: Unit) -> None:
        try:
            slot.claim(unit)
        except IntegrityError as twin:
            raise Repeated from twin

    def release(self) -> None:
        """Give the reading connection back."""
        if self._connection is not None:
            self._connection = None
            self._lent.close()

    def sign(self, holder: Holder, principal: Principal, organisation: Organisation) -> None:
        self.holder = holder
        self._principal = principal
        self._organisation = organisation

    @property
    def signed_in(self) -> bool:
        return self._principal is not None

    @property
    def principal(self) -> Principal:
        """Raises Unauthenticated for somebody who is not signed in."""
        if self._principal is None:
            raise Unauthenticated
        return self._principal

    @property
    def user(self) -> str:
        """The id of whoever is asking. Raises Unauthenticated."""
        user = self.principal.user
        if user is None:
            raise Unauthenticated
        return user

    @property
    def organisation(self) -> Organisation:
        """The organisation at the start of the request."""
        if self._organisation is None:
            self._organisation = self.services.organisation(self.connection)
        return self._organisation

    @cached_property
    def actor(self) -> Actor:
        channel: Channel = "ui" if self.holder is not None and self.holder.session and self.by_cookie else "api"
        return Actor(self.principal, self.locale, channel, Cause(trace=self.trace))

    @property
    def by_cookie(self) -> bool:
        return "authorization" not in self.request.headers

    @property
    def address(self) -> str:
        return self.request.client.host if self.request.client else "?"

    @property
    def session_lasts(self) -> timedelta:
        return timedelta(hours=self.services.settings.session_hours)
