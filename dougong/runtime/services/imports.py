"""Bringing a sheet in: uploaded and mapped, tried out row by row, run in pieces, taken back.

Trying out is the real write in a transaction that is given up, so what it says is what running will do. Running goes on
in jobs of a few hundred rows; a piece and the promise of the next one are one transaction, so a killed server goes on
where it stopped and no row comes in twice.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import Any

from dougong.engines.finding import Invalid, message
from dougong.errors import Conflict, Failure, Forbidden, NotFound, Text
from dougong.ids import is_id
from dougong.platform import audit, imports, outbox
from dougong.platform.db import Unit
from dougong.platform.imports import NewImport, Outcome
from dougong.runtime.services import records
from dougong.runtime.services.context import Actor, Services
from dougong.runtime.services.desk import Desk, open_desk, writing_desk
from dougong.runtime.services.import_cells import plain
from dougong.runtime.services.import_options import Options, guesses, importable, judge
from dougong.runtime.services.import_write import write_rows
from dougong.runtime.services.sheets import Cell, read_sheet

Json = dict[str, Any]
PIECE = 400
SHOWN_PROBLEMS = 200
SAMPLES = 3
MOST_FILE = 50 * 1024 * 1024
EMPTY = message("sheet_empty", "表格里没有数据", "The sheet holds no rows")
ERRORS_LEFT = message(
    "rows_with_errors",
    "还有 {count} 行有错误；修改后再导入，或选择跳过",
    "{count} rows have errors: mend them, or skip them",
)


NO_HISTORY = Text("没有带入历史的权限", "You may not bring a record's past along")


class WrongState(Conflict):
    code, title = "import_state", Text("导入已在运行或已结束", "The import is running or over already")


class _TriedOut(Exception):
    """Gives the transaction of a trial up."""

    def __init__(self, outcomes: Sequence[Outcome]) -> None:
        super().__init__()
        self.outcomes = outcomes


def upload(
    services: Services, actor: Actor, app: str, form: str, content: bytes, filename: str, options: Options
) -> str:
    """Keep the file's rows and try them out where the mapping allows. Answers the import's id."""
    with services.database.read() as connection:
        desk = open_desk(services, connection, actor, app)
        rights = _permitted(desk, form, options)
        sheet = read_sheet(content, filename, options.sheet)
        header, rows = _table(sheet.rows, options.header_row)
        if not rows:
            raise Invalid([EMPTY.at("/file")])
        compiled = desk.form(form)
        guessed = guesses(header, importable(compiled, rights))
        mapped = options if options.mapping is not None else _with_guesses(options, guessed)
        judge(mapped, header, compiled, rights, compiled.forms)
    columns = [
        {"name": name, "samples": _samples(rows, index), "guess": guessed[name]} for index, name in enumerate(header)
    ]
    user = actor.user
    assert user is not None
    new = NewImport(app, form, user, filename, sheet.name, sheet.names, columns, mapped.model_dump(exclude={"run"}))
    numbered = ((options.header_row + 1 + index, [_kept(cell) for cell in row]) for index, row in rows)

    def keep(unit: Unit) -> str:
        id_ = imports.add(unit, new, numbered)
        audit.record(unit, user, "import.uploaded", f"import:{id_}", {"app": app, "form": form, "file": filename})
        return id_

    return services.database.write(keep)


def _permitted(desk: Desk, form: str, options: Options) -> Any:
    """Raises NotFound or Forbidden."""
    rights = desk.door.rights(desk.stored(form))
    needed = {"import"} | ({"create"} if options.mode != "update" else set())
    needed |= {"update"} if options.mode != "create" else set()
    if not rights.actions:
        raise NotFound
    if not needed <= set(rights.actions):
        raise Forbidden
    if options.history is not None and "import_history" not in rights.actions:
        raise Forbidden(NO_HISTORY)
    return rights


def _table(rows: Sequence[Sequence[Cell]], header_row: int) -> tuple[list[str], list[tuple[int, Sequence[Cell]]]]:
    """The names of the columns, made distinct, and the rows that hold anything, with their place below the header."""
    if len(rows) < header_row:
        return [], []
    names: list[str] = []
    for index, cell in enumerate(rows[header_row - 1]):
        name = plain(cell) or f"#{index + 1}"
        names.append(name if name not in names else f"{name} ({index + 1})")
    body = [(index, row) for index, row in enumerate(rows[header_row:]) if any(cell is not None for cell in row)]
    return names, body


def _samples(rows: Sequence[tuple[int, Sequence[Cell]]], index: int) -> list[str]:
    found = (plain(row[index]) for _, row in rows[:50] if index < len(row))
    return [text for text in found if text is not None][:SAMPLES]


def _with_guesses(options: Options, guessed: Mapping[str, str | None]) -> Options:
    raw = options.model_dump() | {"mapping": {name: field for name, field in guessed.items() if field is not None}}
    return Options.model_validate(raw)


def _kept(cell: Cell) -> Any:
    """A cell as JSON; dates as the text people would have typed."""
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ") if cell.time() != time() else cell.date().isoformat()
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell) if isinstance(cell, timedelta) else cell


# looking, changing, running


def find(services: Services, actor: Actor, app: str, form: str, id_: str) -> Any:
    """Somebody's own import. Raises NotFound."""
    with services.database.read() as connection:
        row = imports.find(connection, id_) if is_id(id_) else None
    if row is None or row.by != actor.user or (row.app, row.form) != (app, form):
        raise NotFound
    return row


def remap(services: Services, actor: Actor, row: Any, options: Options) -> None:
    """Another mapping or mode, before it has run. Raises Invalid, WrongState."""
    if row.state not in ("mapping", "checked", "failed"):
        raise WrongState
    with services.database.read() as connection:
        desk = open_desk(services, connection, actor, row.app)
        rights = _permitted(desk, row.form, options)
        compiled = desk.form(row.form)
        judge(options, [column["name"] for column in row.columns], compiled, rights, compiled.forms)

    def keep(unit: Unit) -> None:
        imports.reset(unit, row.id)
        imports.change(unit, row.id, options=options.model_dump(exclude={"run"}), state="mapping", counts={}, done=0)

    services.database.write(keep)


def try_out(services: Services, actor: Actor, id_: str) -> None:
    """Every row is written and taken back; what was wrong stays with the row."""
    with services.database.read() as connection:
        row = imports.find(connection, id_)
        rows = [(one.number, one.cells) for one in imports.every(connection, id_)]
    options = Options.model_validate(row.options)
    columns = [column["name"] for column in row.columns]
    judged: list[Outcome] = []
    for piece in _pieces(rows):

        def trial(unit: Unit, piece: Sequence[tuple[int, Sequence[Any]]] = piece) -> None:
            desk = writing_desk(services, unit, _importing(actor), row.app)
            raise _TriedOut(write_rows(desk, row.form, options, columns, piece, trial=True))

        try:
            services.database.write(trial)
        except _TriedOut as tried:
            judged += tried.outcomes
    counts = {"create": 0, "update": 0, "skip": 0, "error": 0}
    for one in judged:
        counts[one.state] += 1
    wrong = [one for one in judged if one.state == "error"]

    def keep(unit: Unit) -> None:
        imports.reset(unit, id_)
        imports.settle(unit, id_, wrong)
        imports.change(unit, id_, state="checked", counts=counts)

    services.database.write(keep)


def start(services: Services, actor: Actor, id_: str, *, skip_errors: bool) -> None:
    """Begin to run what was tried out. Raises WrongState, Invalid while there are errors that are not to be skipped."""

    def begin(unit: Unit) -> None:
        row = imports.find(unit.connection, id_, lock=True)
        if row.state != "checked":
            raise WrongState
        wrong = row.counts.get("error", 0)
        if wrong and not skip_errors:
            raise Invalid([ERRORS_LEFT.at("", count=wrong)])
        imports.change(unit, id_, state="running", done=0, counts={"create": 0, "update": 0, "skip": 0, "error": wrong})
        audit.record(unit, actor.user, "import.started", f"import:{id_}", {"total": row.total})
        outbox.promise(unit, "import", {"import": id_, "by": actor.user, "locale": actor.locale})

    services.database.write(begin)


def run_piece(services: Services, unit: Unit, actor: Actor, id_: str) -> None:
    """Write the next rows that wait, and promise the piece after them."""
    row = imports.find(unit.connection, id_, lock=True)
    if row is None or row.state != "running":
        return
    waiting = imports.rows(unit.connection, id_, limit=PIECE, states=("waiting",))
    if not waiting:
        imports.change(unit, id_, state="done", done=row.total, ended_at=unit.now)
        services.live.tell(unit, [row.by], "import")
        return
    options = Options.model_validate(row.options)
    columns = [column["name"] for column in row.columns]
    try:
        desk = writing_desk(services, unit, _importing(actor), row.app)
        outcomes = write_rows(desk, row.form, options, columns, [(one.number, one.cells) for one in waiting])
    except Failure as refused:
        words = (refused.detail or refused.title).as_json()
        imports.change(unit, id_, state="failed", error={"code": refused.code, **words}, ended_at=unit.now)
        return
    imports.settle(unit, id_, outcomes)
    counts = dict(row.counts)
    for one in outcomes:
        counts[one.state] = counts.get(one.state, 0) + 1
    imports.change(unit, id_, counts=counts, done=row.done + len(outcomes))
    outbox.promise(unit, "import", {"import": id_, "by": actor.user, "locale": actor.locale})


def _importing(actor: Actor) -> Actor:
    return actor.because(actor.cause, "import")


def _pieces(rows: Sequence[tuple[int, Sequence[Any]]]) -> Iterator[Sequence[tuple[int, Sequence[Any]]]]:
    for start_ in range(0, len(rows), PIECE):
        yield rows[start_ : start_ + PIECE]


def revert(services: Services, actor: Actor, row: Any) -> None:
    """Take a finished import back: what it made goes to the bin, what it changed gets its values back where nobody has
    changed it since. Raises WrongState."""
    if row.state not in ("done", "failed"):
        raise WrongState

    def back(unit: Unit) -> None:
        desk = writing_desk(services, unit, actor, row.app)
        made = [one.record_id for one in imports.every(unit.connection, row.id, ("create",))]
        for start_ in range(0, len(made), PIECE):
            there = desk.door.many(desk.stored(row.form), made[start_ : start_ + PIECE])
            records.delete(desk, row.form, list(there))
        for one in imports.every(unit.connection, row.id, ("update",)):
            found = desk.door.many(desk.stored(row.form), [one.record_id]).get(one.record_id)
            if found is not None and found.rev == one.rev_after:
                records.revert(desk, row.form, one.record_id, one.rev_before)
        _take_back_beside(desk, imports.beside(unit.connection, row.id))
        imports.change(unit, row.id, state="reverted", ended_at=unit.now)
        audit.record(unit, actor.user, "import.reverted", f"import:{row.id}", {"made": len(made)})

    services.database.write(back)


def _take_back_beside(desk: Desk, made: Sequence[tuple[str, str]]) -> None:
    """What was made because a name was not found goes too, where nobody has changed it or points at it since."""
    for form, id_ in made:
        found = desk.door.many(desk.stored(form), [id_]).get(id_)
        if found is not None and found.rev == 1:
            with suppress(Conflict, Forbidden, NotFound):
                records.delete(desk, form, [id_])


# what clients see


def _in_order(row: Any, mapping: Mapping[str, Any]) -> dict[str, Any]:
    """A mapping in the order of the file's columns, for PostgreSQL keeps none."""
    names = [column["name"] for column in row.columns]
    return {name: mapping[name] for name in [*names, *sorted(mapping.keys() - set(names))] if name in mapping}


def shown(services: Services, actor: Actor, row: Any) -> Json:
    """The import as the API shows it, with the first problems."""
    with services.database.read() as connection:
        wrong = imports.rows(connection, row.id, limit=SHOWN_PROBLEMS, states=("error",))
    problems = [
        {
            "row": one.number,
            "column": problem["column"],
            "code": problem["code"],
            "message": problem["message"][actor.locale],
        }
        for one in wrong
        for problem in one.problems or ()
    ][:SHOWN_PROBLEMS]
    path = f"/api/apps/{row.app}/forms/{row.form}/imports/{row.id}/problems"
    options = dict(row.options)
    return {
        "id": row.id,
        "state": row.state,
        "filename": row.filename,
        "sheet": row.sheet,
        "sheets": row.sheets,
        "header_row": options.get("header_row", 1),
        "mode": options.get("mode"),
        "key": options.get("key"),
        "columns": [{key: column.get(key) for key in ("name", "samples", "guess")} for column in row.columns],
        "mapping": _in_order(row, options.get("mapping") or {}),
        "counts": {"create": 0, "update": 0, "skip": 0, "error": 0} | row.counts,
        "problems": problems,
        "problems_file": path if wrong else None,
        "done": row.done,
        "total": row.total,
        "error": None if row.error is None else {"code": row.error["code"], "message": row.error[actor.locale]},
        "created_at": row.at,
    }


def problem_rows(services: Services, actor: Actor, row: Any) -> Iterator[list[Any]]:
    """The rows that were refused, as they were uploaded, with what is wrong as their last cell."""
    with services.database.read() as connection:
        for one in imports.every(connection, row.id, ("error",)):
            words = [
                f"{problem['column']}: {problem['message'][actor.locale]}"
                if problem["column"]
                else problem["message"][actor.locale]
                for problem in one.problems or ()
            ]
            cells = list(one.cells) + [None] * (len(row.columns) - len(one.cells))
            yield [*(plain(cell) for cell in cells), "\n".join(words)]
