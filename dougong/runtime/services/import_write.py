"""Rows of an import written as records: new ones, or those their key names."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from dougong.engines.expression.kinds import BOOLEAN, TEXT, list_of
from dougong.engines.expression.tree import Call, ListOf, Lit, Path
from dougong.engines.finding import Finding, Invalid, message
from dougong.errors import Failure
from dougong.platform.imports import Outcome
from dougong.platform.storage.select import ListQuery
from dougong.runtime.services.desk import Desk
from dougong.runtime.services.import_cells import plain
from dougong.runtime.services.import_options import OWNERSHIP
from dougong.runtime.services.import_options import Options as ImportOptions
from dougong.runtime.services.import_rows import Read, RowReader
from dougong.runtime.services.records_pipeline import save
from dougong.runtime.services.records_work import Options, Work

NO_RECORD = message("no_such_record", "没有找到要更新的记录", "There is no record to update")
SEVERAL = message("ambiguous_key", "有多条记录符合关键字段", "Several records match the key")
KEY_BLANK = message("key_blank", "关键字段为空", "The key is blank")
Problem = dict[str, Any]


def write_rows(
    desk: Desk,
    form: str,
    options: ImportOptions,
    columns: Sequence[str],
    rows: Sequence[tuple[int, Sequence[Any]]],
    *,
    trial: bool = False,
) -> list[Outcome]:
    """Write what can be written; every row's outcome, in order. In a ``trial``, which is given up, rows that name what
    is not there are written as well, last and without it, so that all that is wrong with them is told."""
    reads = RowReader(desk, form, options, columns).read(rows)
    known = _existing(desk, form, options, reads) if options.key else {}
    outcomes: dict[int, Outcome] = {}
    works: list[tuple[Read, Work]] = []
    for read in sorted(reads, key=lambda one: bool(one.problems)):
        work = None if read.problems and not trial else _work(desk, form, options, read, known)
        if work is None:
            outcomes[read.number] = Outcome(read.number, "error", problems=read.problems, made=read.made)
        else:
            works.append((read, work))
    for several in _by_kind(works):
        save(desk, form, [work for _, work in several], all_or_none=False)
    places = _columns(options)
    for read, work in works:
        outcomes[read.number] = _outcome(read, work, places)
    return [outcomes[read.number] for read in reads]


def _by_kind(works: Sequence[tuple[Read, Work]]) -> list[list[tuple[Read, Work]]]:
    """Runs of one kind, and no record twice in one run: the second row of a key sees what the first one wrote.
    Rows with problems are in runs of their own."""
    runs: list[list[tuple[Read, Work]]] = []
    ids: set[str] = set()
    for read, work in works:
        again = work.id is not None and work.id in ids
        last = runs[-1][-1] if runs else None
        if last is None or last[1].kind != work.kind or bool(last[0].problems) != bool(read.problems) or again:
            runs.append([])
            ids = set()
        if work.id is not None:
            ids.add(work.id)
        runs[-1].append((read, work))
    return runs


def _work(
    desk: Desk, form: str, options: ImportOptions, read: Read, known: Mapping[tuple[str, ...], list[str]]
) -> Work | None:
    fields = desk.form(form).fields
    serials = {key for key, field in fields.items() if field.definition.type == "serial"}
    values = {key: value for key, value in read.values.items() if key not in serials}
    meant = Options(submits=options.submit, skip_pipeline=options.pipeline == "skip", confirmed=True)
    meant = replace(meant, past=read.past)
    if not options.key:
        return Work("create", _filled(values), draft=False, options=meant)
    key = _key(options, read)
    if any(part == "" for part in key):
        column = _columns(options)[options.key[0]]
        if all(problem["column"] != column for problem in read.problems):
            read.wrong(column, KEY_BLANK)
        return None
    found = known.get(key, [])
    if len(found) > 1:
        read.wrong(_columns(options)[options.key[0]], SEVERAL)
        return None
    if found and options.mode != "create":
        changed = {name: value for name, value in values.items() if name not in options.key}
        return Work("update", changed, found[0], options=meant)
    if options.mode == "update":
        read.wrong(_columns(options)[options.key[0]], NO_RECORD)
        return None
    return Work("create", _filled(values), draft=False, options=meant)


def _filled(values: Mapping[str, Any]) -> dict[str, Any]:
    """A new record takes its defaults where the sheet has nothing."""
    return {key: value for key, value in values.items() if value is not None and value != []}


def _key(options: ImportOptions, read: Read) -> tuple[str, ...]:
    return tuple(_text(read.values.get(name)) for name in options.key)


def _text(value: Any) -> str:
    if isinstance(value, Mapping):
        value = value.get("id")
    return "" if value is None else str(plain(value) if not isinstance(value, list) else value)


def _existing(desk: Desk, form: str, options: ImportOptions, reads: Sequence[Read]) -> dict[tuple[str, ...], list[str]]:
    """The records that the rows' keys name, of those the actor may see."""
    stored, compiled = desk.stored(form), desk.form(form)
    first = options.key[0]
    wanted = sorted({_text(read.values.get(first)) for read in reads} - {""})
    found: dict[tuple[str, ...], list[str]] = {}
    if not wanted:
        return found
    kind = compiled.fields[first].kind if first not in OWNERSHIP else TEXT
    inside = Call("IN", (Path((first,), kind), ListOf(tuple(Lit(one, TEXT) for one in wanted), list_of(TEXT))), BOOLEAN)
    query, cursor = ListQuery(filter=inside, sort=("id",), fields=tuple(options.key)), None
    while True:
        page = desk.door.page(stored, query, limit=500, cursor=cursor)
        for item in page.items:
            values = (compiled.fields[key].dump(item.values[key]) for key in options.key)
            found.setdefault(tuple(_text(value) for value in values), []).append(item.id)
        cursor = page.next
        if cursor is None:
            return found


def _columns(options: ImportOptions) -> dict[str, str]:
    """Field to the column it comes from."""
    return {target.field: column for column, target in (options.mapping or {}).items()}


def _outcome(read: Read, work: Work, places: Mapping[str, str]) -> Outcome:
    if work.failed or read.problems:
        told = {problem["column"] for problem in read.problems}
        more = _problems(work.failure(), places) if work.failed else []
        problems = [*read.problems, *(one for one in more if one["column"] is None or one["column"] not in told)]
        return Outcome(read.number, "error", problems=problems, made=read.made)
    before = work.found.rev if work.found is not None else None
    after = work.after.get("rev")
    state = "create" if work.kind == "create" else ("update" if after is not None and after != before else "skip")
    return Outcome(read.number, state, work.record_id, before, after, made=read.made)


def _problems(failure: Failure, places: Mapping[str, str]) -> list[Problem]:
    findings: Sequence[Finding] = failure.findings if isinstance(failure, Invalid) else ()
    if not findings:
        words = (failure.detail or failure.title).as_json()
        return [{"column": None, "code": failure.code, "message": words}]
    return [
        {"column": places.get(_field(one.pointer)), "code": one.code, "message": one.message.as_json()}
        for one in findings
        if one.severity == "error"
    ]


def _field(pointer: str) -> str:
    parts = pointer.split("/")
    return parts[2] if len(parts) > 2 and parts[1] == "values" else ""
