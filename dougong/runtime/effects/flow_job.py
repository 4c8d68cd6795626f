"""Actions of a flow's node that were put off, because one transaction had done enough."""

from collections.abc import Mapping
from typing import Any

from dougong.platform.db import Unit
from dougong.runtime.services.context import Services
from dougong.runtime.services.effect import Effect
from dougong.runtime.services.flow_background import do_put_off


class FlowJob(Effect):
    key = "flow_job"

    def run(self, services: Services, unit: Unit, payload: Mapping[str, Any]) -> None:
        do_put_off(services, unit, payload)


EFFECT = FlowJob()
