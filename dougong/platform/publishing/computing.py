"""Computed fields that are new or made otherwise: their values for the records that are there.

How a value is computed is known to the services; they lend it as the port ``recompute(unit, app, form, fields, ids)``.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from dougong.kinds import Kinds
from dougong.platform.db import Unit
from dougong.platform.definitions.compiled import CompiledApp, compile_app
from dougong.platform.publishing.difference import FormPair
from dougong.platform.publishing.side import Side
from dougong.platform.publishing.steps import needs_compute

CHUNK = 500
MARGIN = timedelta(minutes=10)
Recompute = Callable[[Unit, CompiledApp, str, Sequence[str], Sequence[str]], None]


class Computing:
    """``fields`` by form: what has to be computed anew, top-level keys (a sub-table stands for its columns)."""

    def __init__(self, kinds: Kinds, recompute: Recompute | None, new: Side, n: int, pairs: Iterable[FormPair]) -> None:
        self._recompute = recompute
        self._new = new
        self._app: CompiledApp | None = None
        self._kinds = kinds
        self._n = n
        self.fields: dict[str, list[str]] = {}
        for pair in pairs:
            if pair.new is None or pair.old is None:
                continue
            wanted = [one.new.path[0] for one in pair.fields if one.new is not None and needs_compute(one)]
            if wanted:
                self.fields[pair.new.key] = list(dict.fromkeys(wanted))

    def stages(self) -> Iterator[tuple[str, Callable[[Unit, str | None], str | None]]]:
        if self._recompute is None:
            return
        for form in self.fields:

            def chunk(unit: Unit, after: str | None, form: str = form) -> str | None:
                ids = self._ids(unit.connection, form, after)
                self._compute(unit, form, ids)
                return ids[-1] if len(ids) == CHUNK else None

            yield f"compute:{form}", chunk

    def since(self, unit: Unit, moment: datetime) -> None:
        """Again for every record that was written since."""
        if self._recompute is None:
            return
        for form in self.fields:
            table = self._new.tables[form].table
            changed = select(table.c.id).where(table.c.updated_at >= moment - MARGIN)
            ids = sorted(unit.connection.execute(changed).scalars())
            for start in range(0, len(ids), CHUNK):
                self._compute(unit, form, ids[start : start + CHUNK])

    def _ids(self, connection: Connection, form: str, after: str | None) -> list[str]:
        column = self._new.tables[form].table.c.id
        query = select(column).order_by(column).limit(CHUNK)
        return list(connection.execute(query if after is None else query.where(column > after)).scalars())

    def _compute(self, unit: Unit, form: str, ids: Sequence[str]) -> None:
        if not ids:
            return
        assert self._recompute is not None
        if self._app is None:
            side = self._new
            others = {key: one for key, one in side.forms.forms.items() if "/" in key}
            self._app = compile_app(side.app, self._n, side.names, self._kinds, others=others)
        self._recompute(unit, self._app, form, self.fields[form], ids)
