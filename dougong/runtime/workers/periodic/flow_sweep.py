"""Looking for running flows that nothing would move on."""

from datetime import timedelta

from dougong.runtime.services.context import Services
from dougong.runtime.services.flow_background import sweep
from dougong.runtime.services.periodic import PeriodicTask


def run(services: Services) -> None:
    sweep(services)


PERIODIC = PeriodicTask("flow_sweep", timedelta(minutes=5), run)
