"""The past that rows of a sheet bring along: which columns say when a record came to be, by whom, and through which
stages it went."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from dougong.engines.finding import message
from dougong.runtime.services.import_cells import convert
from dougong.runtime.services.import_options import PastColumns
from dougong.runtime.services.records_work import Past, PastStage

NO_MOMENT = message("datetime_parsing", "“{text}”不是日期或时间", "“{text}” is no date or time")
Named = Callable[[str, str], str | None]
Wrong = Callable[..., None]


@dataclass(frozen=True)
class PastReader:
    """``columns``: the names in the file's header; ``person(column, name)`` gives somebody's id or tells the row."""

    meant: PastColumns
    columns: Sequence[str]
    zone: ZoneInfo

    def read(self, cells: Sequence[Any], person: Named, wrong: Wrong) -> Past | None:
        """None where the row says nothing of its past."""
        created_at = self._moment(cells, self.meant.created_at, wrong)
        created_by = self._person(cells, self.meant.created_by, person)
        stages = []
        for stage in self.meant.stages:
            at = self._moment(cells, stage.at, wrong)
            if at is not None:
                stages.append(PastStage(stage.to, at, self._person(cells, stage.by, person)))
        if created_at is None and created_by is None and not stages:
            return None
        return Past(created_at, created_by, tuple(stages))

    def _cell(self, cells: Sequence[Any], column: str | None) -> Any:
        at = self.columns.index(column) if column is not None else len(cells)
        return cells[at] if at < len(cells) else None

    def _moment(self, cells: Sequence[Any], column: str | None, wrong: Wrong) -> datetime | None:
        text = convert("datetime", self._cell(cells, column))
        if text is None:
            return None
        try:
            found = datetime.fromisoformat(str(text))
            local = found if found.tzinfo is not None else found.replace(tzinfo=self.zone)
            return local.astimezone(UTC)
        except (ValueError, OverflowError):
            wrong(column, NO_MOMENT, text=str(text)[:80])
            return None

    def _person(self, cells: Sequence[Any], column: str | None, person: Named) -> str | None:
        name = convert("text", self._cell(cells, column))
        return None if name is None or column is None else person(column, str(name))
