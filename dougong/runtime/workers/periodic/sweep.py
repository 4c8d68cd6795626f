"""Forgetting what nobody needs: ended sessions, old answers, done jobs, old runs of rules, loose files."""

from datetime import timedelta

from dougong.platform import files, idempotency, outbox, rules
from dougong.platform.db import Unit
from dougong.platform.identity import sessions
from dougong.runtime.services.context import Services
from dougong.runtime.services.periodic import PeriodicTask


def run(services: Services) -> None:
    def forget(unit: Unit) -> None:
        sessions.sweep(unit)
        idempotency.sweep(unit)
        outbox.sweep(unit)
        rules.sweep(unit)

    services.database.write(forget)
    files.sweep(services.database, services.blobs, services.clock())


PERIODIC = PeriodicTask("sweep", timedelta(minutes=30), run)
