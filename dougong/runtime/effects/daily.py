"""A chunk of the values that a new day changes."""

from collections.abc import Mapping
from typing import Any

from dougong.platform.db import Unit
from dougong.runtime.services import daily
from dougong.runtime.services.context import Services
from dougong.runtime.services.effect import Effect


class Daily(Effect):
    key = daily.KIND

    def run(self, services: Services, unit: Unit, payload: Mapping[str, Any]) -> None:
        daily.run_chunk(services, unit, payload)


EFFECT = Daily()
