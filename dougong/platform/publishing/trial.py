"""The app's own tests: run on tables of their own, empty at the start, in a transaction that is thrown away."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dougong.kinds import Kinds
from dougong.platform.db import Database, Unit
from dougong.platform.definitions.compiled import CompiledApp, compile_app
from dougong.platform.definitions.structure import Renames, places_by_form
from dougong.platform.publishing.side import Side
from dougong.platform.storage import ddl
from dougong.platform.storage.names import allocate

Outcome = Mapping[str, Any]
RunTests = Callable[[Unit, CompiledApp], Sequence[Outcome]]
# no app has this key, since keys end in no underscore
TRIAL = "trial_"


class _Discard(Exception):
    """Carries the outcome out of the transaction that is not to be."""

    def __init__(self, outcome: Sequence[Outcome]) -> None:
        self.outcome = outcome


def run_trial(database: Database, kinds: Kinds, new: Side, run: RunTests) -> list[Outcome]:
    """``[{"name", "ok", "problems"}]``, one for each test of the document."""
    if not new.app.tests:
        return []
    names = allocate(f"{TRIAL}{new.app.key}"[:40], places_by_form(new.app, new.forms, Renames(None)))
    others = {key: form for key, form in new.forms.forms.items() if "/" in key}
    app = compile_app(new.app, 0, names, kinds, others=others)
    tables = list(Side(new.app, new.forms, names).all_tables())

    def trial(unit: Unit) -> None:
        for table in tables:
            ddl.ensure_table(unit.connection, table)
        raise _Discard(run(unit, app))

    try:
        database.write(trial)
    except _Discard as done:
        return list(done.outcome)
    return []
