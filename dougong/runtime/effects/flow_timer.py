"""A timer of a flow is due."""

from collections.abc import Mapping
from typing import Any

from dougong.platform.db import Unit
from dougong.runtime.services.context import Services
from dougong.runtime.services.effect import Effect
from dougong.runtime.services.flow_background import fire_timer


class FlowTimer(Effect):
    key = "flow_timer"

    def run(self, services: Services, unit: Unit, payload: Mapping[str, Any]) -> None:
        fire_timer(services, unit, payload)


EFFECT = FlowTimer()
