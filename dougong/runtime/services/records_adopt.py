"""Taking over what was set on the way of a write: by before rules, and by serial numbers."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from dougong.engines.form.compile import CompiledForm
from dougong.engines.form.run import Need, Run
from dougong.engines.form.submit import Settled, adopt
from dougong.runtime.services.records_run import Kitchen
from dougong.runtime.services.records_work import Work


def adopt_all(form: CompiledForm, changed: Sequence[tuple[Work, dict[str, Any]]], kitchen: Kitchen) -> None:
    """Take over what rules (or serial numbers) set, for all of them at once."""

    def step(one: tuple[Work, dict[str, Any]], run: Run) -> Settled | Need:
        work, changes = one
        assert work.settled is not None
        return adopt(form, work.settled.values, changes, work.stored, run)

    for (work, _), settled in zip(changed, kitchen.cook(changed, step), strict=True):
        assert work.settled is not None
        work.settled = replace(settled, ignored=work.settled.ignored)
        work.findings += settled.findings
