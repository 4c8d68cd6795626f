"""A promised run of an after rule."""

from collections.abc import Mapping
from typing import Any

from dougong.platform.db import Unit
from dougong.runtime.services import rule_runs
from dougong.runtime.services.context import Services
from dougong.runtime.services.effect import Effect


class RunRule(Effect):
    key = "rule"

    def run(self, services: Services, unit: Unit, payload: Mapping[str, Any]) -> None:
        rule_runs.keep(services, unit, payload)


EFFECT = RunRule()
