"""What an effect is: one kind of promised job. Each is one file in ``runtime/effects`` with the constant ``EFFECT``.

``run`` works in the transaction that also marks the job done, so what it does in the database happens exactly once.
Calls beyond the database belong into ``outside``, which runs before that transaction and may run again: it passes the
job's id on, for the other side to drop repeats by.
"""

from collections.abc import Mapping
from typing import Any

from dougong.platform.db import Unit
from dougong.runtime.services.context import Services


class Effect:
    """``payload`` is what was promised and ``job``, its id; in ``run`` also ``outside``, what ``outside`` gave."""

    key: str

    def outside(self, services: Services, payload: Mapping[str, Any]) -> object:
        """Nothing, for most effects."""
        return None

    def run(self, services: Services, unit: Unit, payload: Mapping[str, Any]) -> None:
        raise NotImplementedError
