"""One attempt at one job: claim it, call outside, then effect and completion in one transaction."""

import logging
from typing import Protocol

from dougong.errors import Failure
from dougong.platform import outbox
from dougong.platform.db import Database, Unit
from dougong.platform.outbox import Claim

log = logging.getLogger(__name__)


class Effects(Protocol):
    """What jobs do, by kind."""

    def outside(self, claim: Claim) -> object:
        """Calls beyond the database, outside of any transaction; may be repeated, so they carry the job's id."""

    def inside(self, unit: Unit, claim: Claim, found: object) -> None:
        """The effect in the database; ``found`` is what ``outside`` gave."""


def attempt(database: Database, job: str, effects: Effects) -> bool:
    """Do a job if it is due and free. True when it is done now; a failure is noted on the job and not raised."""
    held = database.write(lambda unit: outbox.claim(unit, job))
    if held is None:
        return False

    def work(unit: Unit) -> None:
        outbox.lock(unit, held)
        effects.inside(unit, held, found)
        outbox.finish(unit, held)

    try:
        found = effects.outside(held)
        database.write(work)
    except outbox.Lost:
        log.warning("job %s (%s) was taken over by another worker", job, held.kind)
        return False
    except Failure as refusal:
        _failed(database, held, f"{refusal.code}: {refusal}")
        return False
    except Exception as failure:  # whatever a job raises is noted on it and tried again
        log.exception("job %s (%s) failed, attempt %s", job, held.kind, held.attempts)
        _failed(database, held, f"{type(failure).__name__}: {failure}")
        return False
    return True


def _failed(database: Database, held: Claim, error: str) -> None:
    due = database.write(lambda unit: outbox.fail(unit, held, error))
    if due is None:
        log.error("job %s (%s) is set aside: %s", held.id, held.kind, error)
