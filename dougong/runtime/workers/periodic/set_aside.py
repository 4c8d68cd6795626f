"""Removing dropped fields and forms for good, ``DOUGONG_KEEP_DROPPED_DAYS`` after they were dropped."""

from datetime import timedelta

from dougong.platform.publishing.purge import remove_set_aside
from dougong.runtime.services.context import Services
from dougong.runtime.services.periodic import PeriodicTask


def run(services: Services) -> None:
    grace = timedelta(days=services.settings.keep_dropped_days)
    remove_set_aside(services.database, services.clock() - grace)


PERIODIC = PeriodicTask("set_aside", timedelta(hours=6), run)
