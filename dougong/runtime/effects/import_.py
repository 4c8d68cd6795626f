"""The next piece of a running import."""

from collections.abc import Mapping
from typing import Any

from dougong.platform.db import Unit
from dougong.runtime.services import imports
from dougong.runtime.services.context import Actor, Services
from dougong.runtime.services.effect import Effect


class RunImport(Effect):
    key = "import"

    def run(self, services: Services, unit: Unit, payload: Mapping[str, Any]) -> None:
        principal = services.person(unit.connection, payload["by"])
        imports.run_piece(services, unit, Actor(principal, payload["locale"], "import"), payload["import"])


EFFECT = RunImport()
