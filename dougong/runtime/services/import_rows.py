"""Rows of a sheet as values of a form: cells read, names of records and people found, for many rows at once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any

from dougong.engines.expression.kinds import BOOLEAN, TEXT, Kind, list_of
from dougong.engines.expression.tree import Call, ListOf, Lit, Node, Path
from dougong.engines.finding import Message, message
from dougong.engines.form.fields import CompiledField
from dougong.errors import Failure
from dougong.platform.storage.select import ListQuery
from dougong.platform.storage.titles import qualified
from dougong.runtime.services import records
from dougong.runtime.services.desk import Desk
from dougong.runtime.services.import_cells import convert, normal, option_finder, plain
from dougong.runtime.services.import_options import OWNERSHIP, Options, Target
from dougong.runtime.services.import_past import PastReader
from dougong.runtime.services.records_work import Past
from dougong.runtime.services.report_forms import forms_of

NOT_FOUND = message("not_found", "找不到“{name}”", "There is no “{name}”")
SEVERAL = message("ambiguous", "“{name}”有多个，无法确定是哪一个", "There are several “{name}”")
CHUNK = 400


@dataclass
class Read:
    """One row on its way: ``values`` as the API takes them; problems by column; ``past``: what it says was before;
    ``made``: the records, as (form, id), that were made because it was the first to name them."""

    number: int
    cells: Sequence[Any]
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[dict[str, Any]] = field(default_factory=list)
    past: Past | None = None
    made: list[tuple[str, str]] = field(default_factory=list)

    def wrong(self, column: str, problem: Message, **details: str) -> None:
        self.problems.append(
            {"column": column, "code": problem.code, "message": problem.text.format(**details).as_json()}
        )


@dataclass
class RowReader:
    """Made once for a piece of an import; knows where each column goes."""

    desk: Desk
    form: str
    options: Options
    columns: Sequence[str]

    def read(self, rows: Sequence[tuple[int, Sequence[Any]]]) -> list[Read]:
        found = [Read(number, cells) for number, cells in rows]
        for index, column in enumerate(self.columns):
            target = (self.options.mapping or {}).get(column)
            if target is not None:
                self._column(found, index, column, target)
        if self.options.history is not None:
            reader = PastReader(self.options.history, self.columns, self.desk.zone)
            for row in found:
                row.past = reader.read(row.cells, partial(self._person, row), row.wrong)
        return found

    def _column(self, rows: Sequence[Read], index: int, column: str, target: Target) -> None:
        cells = [self._mended(row.cells[index] if index < len(row.cells) else None, target) for row in rows]
        if target.field in OWNERSHIP:
            finder = self._people if target.field == "owner" else self._departments
            self._named(rows, column, target, cells, finder)
            return
        compiled = self.desk.form(self.form).fields[target.field]
        kind = compiled.kind.item
        match kind.name:
            case "user":
                self._named(rows, column, target, cells, self._people, many=compiled.kind.name == "list")
            case "department":
                self._named(rows, column, target, cells, self._departments, many=compiled.kind.name == "list")
            case "record":
                self._records(rows, column, target, cells, compiled, kind)
            case _:
                self._plain(rows, target, cells, compiled)

    def _mended(self, cell: Any, target: Target) -> Any:
        text = plain(cell)
        return target.values[text] if text is not None and text in target.values else cell

    def _plain(self, rows: Sequence[Read], target: Target, cells: Sequence[Any], compiled: CompiledField) -> None:
        options = forms_of(self.desk.app).options(self.form, target.field)
        find = option_finder([(one.value, _names(one.name)) for one in options]) if options else None
        for row, cell in zip(rows, cells, strict=True):
            value = convert(compiled.held.type, cell, target.format)
            if find is not None and isinstance(value, str):
                value = find(value)
            elif find is not None and isinstance(value, list):
                value = [find(one) for one in value]
            row.values[target.field] = value

    def _named(
        self, rows: Sequence[Read], column: str, target: Target, cells: Sequence[Any], find: Any, *, many: bool = False
    ) -> None:
        for row, cell in zip(rows, cells, strict=True):
            names = convert("users" if many else "text", cell) if cell is not None else None
            listed = names if isinstance(names, list) else [names] if names is not None else []
            ids = [one for name in listed if (one := self._one(row, column, target, str(name), find(str(name))))]
            row.values[target.field] = ids if many else (ids[0] if ids else None)

    def _one(self, row: Read, column: str, target: Target, name: str, found: Sequence[str]) -> str | None:
        if len(found) == 1:
            return found[0]
        if found:
            row.wrong(column, SEVERAL, name=name)
        elif target.missing != "blank":
            row.wrong(column, NOT_FOUND, name=name)
        return None

    def _person(self, row: Read, column: str, name: str) -> str | None:
        return self._one(row, column, Target(field="created_by"), name, self._people(name))

    def _people(self, name: str) -> list[str]:
        return self._people_by_name.get(normal(name), [])

    @cached_property
    def _people_by_name(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for id_, person in self.desk.organisation.people.items():
            if person.active:
                for name in {normal(person.name), normal(person.username), normal(id_)}:
                    found.setdefault(name, []).append(id_)
        return found

    def _departments(self, name: str) -> list[str]:
        found = self.desk.organisation.find_department(name)
        return [found] if found is not None else []

    # records

    def _records(
        self,
        rows: Sequence[Read],
        column: str,
        target: Target,
        cells: Sequence[Any],
        compiled: CompiledField,
        kind: Kind,
    ) -> None:
        many = compiled.kind.name == "list"
        named: list[list[str]] = []
        for cell in cells:
            value = convert("references" if many else "text", cell) if cell is not None else None
            named.append([str(one) for one in value] if isinstance(value, list) else [str(value)] if value else [])
        wanted = sorted({name for names in named for name in names})
        known = self._find(qualified(self.desk.app.key, kind.form or ""), target.match, wanted)
        made: dict[str, str] = {}
        if target.missing == "create":
            made = self._created(kind.form or "", target.match, [name for name in wanted if name not in known])
            known = known | {name: [id_] for name, id_ in made.items()}
        for row, names in zip(rows, named, strict=True):
            row.made += [(kind.form or "", made.pop(name)) for name in names if name in made]
            ids = [one for name in names if (one := self._one(row, column, target, name, known.get(name, ())))]
            row.values[target.field] = ids if many else (ids[0] if ids else None)

    def _find(self, form: str, match: str | None, names: Sequence[str]) -> dict[str, list[str]]:
        """The records that go by these names, in the field they are matched by (by default their title)."""
        door = self.desk.door
        stored = door.form(form)
        by = match or stored.title
        found: dict[str, list[str]] = {}
        if by is None or by not in stored.fields:
            return found
        kind = stored.fields[by].kind
        for start in range(0, len(names), CHUNK):
            several = tuple(Lit(name, TEXT) for name in names[start : start + CHUNK])
            path: Node = Path((by,), kind)
            inside = Call("IN", (path, ListOf(several, list_of(TEXT))), BOOLEAN)
            query = ListQuery(filter=inside, sort=("id",), fields=(by,))
            cursor = None
            while True:
                page = door.page(stored, query, limit=500, cursor=cursor)
                for item in page.items:
                    found.setdefault(str(item.values[by]), []).append(item.id)
                cursor = page.next
                if cursor is None:
                    break
        return found

    def _created(self, form: str, match: str | None, names: Sequence[str]) -> dict[str, str]:
        """Records for names nobody knew, by name."""
        by = match or self.desk.form(form).title
        if by is None:
            return {}
        made: dict[str, str] = {}
        for name in names:
            try:
                made[name] = records.create(self.desk, form, {by: name})["id"]
            except Failure:
                continue  # the row says that it was not found
        return made


def _names(name: Any) -> list[str]:
    if name is None:
        return []
    return [name] if isinstance(name, str) else [name.zh, name.en]
