"""What a reference may choose: asked by the form that is filled in, and judged on writing where it depends on that."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dougong.engines.expression.problems import EvaluationProblem
from dougong.engines.expression.tree import Node, lit
from dougong.engines.finding import Invalid, message, pointer
from dougong.engines.form.choosing import Chosen, allowed, misfits
from dougong.engines.form.compile import CompiledForm
from dougong.engines.form.run import Need, Run
from dougong.engines.form.submit import Settled, coerce, settle
from dougong.errors import NotFound
from dougong.platform.storage.catalog import StoredField, StoredForm
from dougong.platform.storage.titles import TitleBook, wanted_titles
from dougong.runtime.services.desk import Desk, open_desk
from dougong.runtime.services.records_judge import NOT_AMONG
from dougong.runtime.services.records_load import new_record
from dougong.runtime.services.records_reading import Asked, read_list
from dougong.runtime.services.records_run import Kitchen
from dougong.runtime.services.records_work import Work, able

NO_REFERENCE = message("not_a_reference", "“{field}”不是关联字段", "{field} is not a reference")
NO_ROW = message("unknown_row", "没有这一行", "There is no such row")
Json = dict[str, Any]


@dataclass(frozen=True)
class Choosing:
    """``field``: the reference (``contact``, ``lines.product``); ``values``: the record as it stands on the page, as
    JSON; ``row``: the index of the row the field stands in; ``id``: the record, unless it is new."""

    field: str
    values: Mapping[str, Any]
    row: int | None = None
    id: str | None = None


def judge_choices(form: CompiledForm, stored: StoredForm, works: Sequence[Work], kitchen: Kitchen) -> None:
    """What was chosen must be among what the filter allows for the record as it will stand. A choice is judged when it
    is new, and when something its filter reads has changed."""
    paths = [path for path, choice in form.filters.items() if choice.reads]
    ready = [work for work in able(works) if work.settled is not None and not work.stays_draft] if paths else []
    named = [(work, dict(_chosen(form, stored, work, paths))) for work in ready]
    asked = [one for one in named if one[1]]

    def step(one: tuple[Work, dict[Chosen, str]], run: Run) -> list[Chosen] | Need:
        work, chosen = one
        assert work.settled is not None
        return misfits(form, work.settled.values, work.stored, run, list(chosen))

    for (work, chosen), wrong in zip(asked, kitchen.cook(asked, step), strict=True):
        known = {finding.pointer for finding in work.findings}
        work.findings += [NOT_AMONG.at(chosen[one]) for one in wrong if chosen[one] not in known]


def _chosen(form: CompiledForm, stored: StoredForm, work: Work, paths: Iterable[str]) -> Iterable[tuple[Chosen, str]]:
    """What is to be judged, with its pointer."""
    assert work.settled is not None
    values, before = work.settled.values, {} if work.was_draft else work.stored or {}
    for path in paths:
        key, _, column = path.partition(".")
        roots = {read[0] for read in form.filters[path].reads}
        moved = any(values.get(root) != before.get(root) for root in roots if root in stored.fields)
        if not column:
            known = set() if moved else set(_ids(before.get(key)))
            yield from _of(path, None, values.get(key), known, pointer("values", key))
            continue
        rows = {row["id"]: row for row in before.get(key) or ()}
        for index, row in enumerate(values.get(key) or ()):
            old = rows.get(row.get("id"), {})
            same = not moved and all(row.get(root) == old.get(root) for root in roots)
            known = set(_ids(old.get(column))) if same else set()
            yield from _of(path, index, row.get(column), known, pointer("values", key, index, "values", column))


def _of(path: str, row: int | None, value: Any, known: set[str], at: str) -> Iterable[tuple[Chosen, str]]:
    many = isinstance(value, list)
    for index, id_ in enumerate(_ids(value)):
        if id_ not in known:
            yield Chosen(path, id_, row), f"{at}/{index}" if many else at


def _ids(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value] if value else []


def read_choices(desk: Desk, form: str, choosing: Choosing, asked: Asked) -> Json:
    """Those of the records behind a reference that may be chosen, as a list of its form. Raises NotFound, Invalid."""
    compiled, stored = desk.form(form), desk.stored(form)
    rights = desk.door.rights(stored)
    before = None
    if choosing.id is not None:
        desk.door.get(stored, choosing.id)
        # whoever may see the record is offered what its whole truth allows, as it is judged on writing
        before = desk.open_door.get(stored, choosing.id).values
    if before is None and not rights.actions:
        raise NotFound
    key, _, column = choosing.field.partition(".")
    field = stored.fields.get(key)
    if field is not None and column:
        field = field.fields.get(column)
    target = field.target if field is not None else None
    if target is None or target.form is None or (before is None and rights.hidden(choosing.field)):
        raise Invalid([NO_REFERENCE.at("/field", field=choosing.field)])
    choice = _condition(desk, compiled, stored, choosing, before) if choosing.field in compiled.filters else None
    app, _, name = target.form.rpartition("/")
    other = desk if app in ("", desk.app.key) else _elsewhere(desk, app)
    return {"form": target.form, **read_list(other, name, replace(asked, choice=choice))}


def _elsewhere(desk: Desk, app: str) -> Desk:
    return open_desk(desk.services, desk.connection, desk.actor, app, desk.now, organisation=desk.organisation)


def _condition(
    desk: Desk, form: CompiledForm, stored: StoredForm, choosing: Choosing, before: Mapping[str, Any] | None
) -> Node:
    """The filter for the record as it stands on the page; what is wrong in it there counts as blank."""
    choice = form.filters[choosing.field]
    if not choice.reads:
        return choice.condition.node
    sent, _ = coerce(form, choosing.values)
    _forget_unseen(desk, stored, sent)
    rows = choosing.field.partition(".")[0] if "." in choosing.field else None
    kitchen = Kitchen(desk, form.key)
    base = new_record(desk, Work("create", {}, values=sent))

    def settled(_: None, run: Run) -> Settled | Need:
        return settle(form, sent, before, run, base=base)

    values = kitchen.cook([None], settled)[0].values
    if rows is not None and not 0 <= (choosing.row or 0) < len(values.get(rows) or ()):
        raise Invalid([NO_ROW.at("/row")])

    def bound(_: None, run: Run) -> Node | Need:
        row = choosing.row or 0 if rows is not None else None
        return allowed(form, choosing.field, values, before, run, row)

    try:
        found: list[Node] = kitchen.cook([None], bound)
        return found[0]
    except EvaluationProblem:
        return lit(False)


def _forget_unseen(desk: Desk, stored: StoredForm, sent: dict[str, Any]) -> None:
    """Records that the asker may not see tell him nothing, also not by what could be chosen with them."""
    book = desk.door.titles_of(stored.app, wanted_titles(stored, [sent]))
    for key, item in stored.fields.items():
        if sent.get(key):
            sent[key] = _seen(item, sent[key], book)
        for column, inner in item.fields.items():
            for row in sent.get(key) or ():
                row[column] = _seen(inner, row.get(column), book)


def _seen(item: StoredField, value: Any, book: TitleBook) -> Any:
    if not value or item.target is None or item.target.form is None:
        return value
    if isinstance(value, list):
        return [id_ for id_ in value if book.knows(item.target.form, id_)]
    return value if book.knows(item.target.form, value) else None
