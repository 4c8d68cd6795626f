"""Reading records: one, a list, the bin, what points at a record. Everything goes through the actor's door."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal

from sqlalchemy.exc import DBAPIError

from dougong.engines.document import in_both
from dougong.engines.expression.condition_trees import read_condition
from dougong.engines.expression.definition import Condition
from dougong.engines.expression.kinds import BOOLEAN
from dougong.engines.expression.tree import Call, Node
from dougong.engines.finding import Finding, Invalid, message
from dougong.engines.form.compile import CompiledForm
from dougong.engines.form.parts import CompiledView
from dougong.platform.db.limits import is_too_complex, took_too_long
from dougong.platform.storage.catalog import StoredForm
from dougong.platform.storage.conditions import NOT_THERE, hidden_paths, readable_condition
from dougong.platform.storage.lower import TooLarge
from dougong.platform.storage.reached import Reached, reach
from dougong.platform.storage.readable import is_hidden
from dougong.platform.storage.records import Page
from dougong.platform.storage.related import pointing_at, related, totals
from dougong.platform.storage.select import Count, ListQuery
from dougong.platform.storage.words import words_of
from dougong.runtime.services.desk import Desk
from dougong.runtime.services.records_judge import is_file
from dougong.runtime.services.records_shape import shape_all, shape_one
from dougong.runtime.services.records_stages import ticks_of
from dougong.runtime.services.records_viewer import fill_viewer_rollups

BAD_CONDITION = message(
    "bad_condition", "筛选条件的结构有误", "The filter is neither a formula nor a tree of conditions"
)
UNKNOWN_VIEW = message("unknown_view", "没有视图“{view}”", "There is no view {view}")
TOO_SLOW = message(
    "too_slow",
    "按此条件查询耗时过长，已中止；请简化条件或缩小范围",
    "Searching by this filter took too long and was stopped; make it simpler or narrow it down",
)
TOO_COMPLEX = message(
    "too_complex",
    "筛选条件过于复杂，数据库无法执行；请简化",
    "The filter is too complex for the database; make it simpler",
)
TOO_MANY = message("too_many", "最多 {limit} 项", "At most {limit} items")
# of what one list may be asked for
MOST_SORTS, MOST_FIELDS, MOST_SUMS = 8, 1_000, 100
Json = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """What a list is asked for, as it came. ``filter``: a formula or a condition tree; ``given``: a condition of our
    own, checked already."""

    filter: Condition | Mapping[str, Any] | None = None
    sort: Sequence[str] = ()
    view: str | None = None
    words: str = ""
    limit: int | None = None
    cursor: str | None = None
    count: Count = "none"
    fields: Sequence[str] | None = None
    sums: Sequence[str] = ()
    place: Literal["live", "bin", "drafts"] = "live"
    given: Node | None = None
    # which records may be chosen (see ``ListQuery``)
    choice: Node | None = None
    findings: list[Finding] = field(default_factory=list)

    def judge(self) -> None:
        """Raises Invalid for lists that nobody needs, before anything is looked up."""
        asked = (("sort", self.sort, MOST_SORTS), ("fields", self.fields, MOST_FIELDS), ("sums", self.sums, MOST_SUMS))
        found = [TOO_MANY.at(f"/{at}", limit=most) for at, items, most in asked if len(items or ()) > most]
        if found:
            raise Invalid(found)


def read(desk: Desk, form: str, id_: str) -> Json:
    """One record. Raises NotFound, also for one the actor may not see."""
    stored = desk.stored(form)
    found = desk.door.get(stored, id_)
    fill_viewer_rollups(desk, stored, [found])
    shown = shape_one(desk, stored, found)
    if desk.form(form).pipelines:
        shown["checklist"] = ticks_of(desk.connection, [id_]).get(id_, {})
    _hold_back(desk, form, [shown])
    return shown


def read_list(desk: Desk, form: str, asked: Asked) -> Json:
    """``{"items", "next", "total"}``, with ``sums`` where they were asked for. Raises Invalid with all that is
    wrong."""
    stored = desk.stored(form)
    # a form he may not see tells nothing of its fields either
    desk.door.see(stored)
    asked.judge()
    reached = reached_of(desk, form, asked)
    page = page_of(desk, form, asked, reached)
    answer: Json = {
        "items": shape_all(desk, stored, page.items, asked.fields, reached),
        "next": page.next,
        "total": page.total,
    }
    _hold_back(desk, form, answer["items"])
    if asked.sums:
        with _filter_blamed(asked):
            answer["sums"] = _sums(desk, stored, _query(desk, stored, desk.form(form), asked)[0], asked.sums)
    return answer


def _hold_back(desk: Desk, form: str, items: Sequence[Json]) -> None:
    """Nobody can change what a running flow locks but through its tasks."""
    changeable = [item["id"] for item in items if "update" in item["can"] or "delete" in item["can"]]
    locked = desk.services.ports.flows.locked(desk, form, changeable)
    for item in items:
        if item["id"] in locked:
            item["can"] = [action for action in item["can"] if action not in ("update", "delete")]


def page_of(desk: Desk, form: str, asked: Asked, reached: Sequence[Reached] = ()) -> Page:
    """The same as Python values. Raises Invalid with all that is wrong."""
    stored = desk.stored(form)
    desk.door.see(stored)
    asked.judge()
    query, limit = _query(desk, stored, desk.form(form), asked)
    with _filter_blamed(asked):
        page = desk.door.page(stored, query, limit=limit, cursor=asked.cursor, count=asked.count, reached=reached)
    fill_viewer_rollups(desk, stored, page.items, asked.fields)
    return page


@contextmanager
def _filter_blamed(asked: Asked) -> Iterator[None]:
    """Whoever brought a filter hears it was that when the statement was too much. Raises Invalid."""
    try:
        yield
    except (DBAPIError, TooLarge) as raised:
        large = isinstance(raised, TooLarge) or is_too_complex(raised)
        if not asked.filter or not (large or took_too_long(raised)):
            raise
        told = TOO_COMPLEX if large else TOO_SLOW
        raise Invalid([told.at("/filter")]) from raised


def reached_of(desk: Desk, form: str, asked: Asked) -> tuple[Reached, ...]:
    """The columns behind references: those among the fields asked for, else those of the view; what its reader may
    not see is left out."""
    compiled = desk.form(form)
    view = compiled.views.get(asked.view or "")
    paths = asked.fields if asked.fields is not None else view.definition.paths if view else ()
    found = (reached_by(desk, form, path) for path in dict.fromkeys(paths) if "." in path)
    return tuple(one for one in found if one is not None)


def reached_by(desk: Desk, form: str, path: str) -> Reached | None:
    """What a path leads to; None for one that leads nowhere or through what shows nowhere."""
    stored = desk.stored(form)
    found = reach(desk.catalog, stored, path)
    return None if found is None or hidden_paths(desk.door.world, stored, [found.path], "") else found


def read_bin(desk: Desk, form: str, asked: Asked) -> Json:
    """Deleted records that the actor could restore or read."""
    return read_list(desk, form, asked)


def read_related(desk: Desk, form: str, id_: str) -> Json:
    """What points at the record: forms, counts and sums of money, one statement each."""
    stored = desk.stored(form)
    desk.door.get(stored, id_)
    items = []
    for found in related(desk.door, pointing_at(desk.catalog.every_form(), stored), id_):
        other = desk.form(found.relation.form.key)
        field_ = other.fields[found.relation.field.key]
        items.append(
            {
                "form": other.key,
                "name": in_both(other.definition.name, other.key).in_locale(desk.actor.locale),
                "field": found.relation.field.key,
                "field_name": field_.name.in_locale(desk.actor.locale),
                "count": found.count,
                "totals": [
                    {
                        "field": key,
                        "name": other.fields[key].name.in_locale(desk.actor.locale),
                        "value": other.fields[key].dump(value),
                    }
                    for key, value in found.totals.items()
                ],
            }
        )
    return {"items": items}


def read_files(desk: Desk, form: str, id_: str) -> Json:
    """Every file of the record that shows to the actor, with the field it stands in."""
    stored = desk.stored(form)
    values = desk.door.get(stored, id_).values
    items: list[Json] = []
    for key, item in stored.fields.items():
        value = values.get(key) or ()
        if is_file(item):
            items += [{**file, "field": key} for file in value]
        for column, inner in item.fields.items():
            if is_file(inner):
                items += [{**file, "field": f"{key}.{column}"} for row in value for file in row.get(column) or ()]
    return {"items": items}


def condition_of(raw: object, at: str = "/filter") -> Condition | None:
    """A filter from outside: a formula, or a tree as JSON. Raises Invalid."""
    if raw is None or raw in ("", {}):
        return None
    if isinstance(raw, Mapping):
        return read_condition(raw, at)
    if isinstance(raw, str):
        return raw
    raise Invalid([BAD_CONDITION.at(at)])


def _query(desk: Desk, stored: StoredForm, compiled: CompiledForm, asked: Asked) -> tuple[ListQuery, int]:
    view = _view(desk, compiled, asked.view)
    findings: list[Finding] = []
    nodes: list[Node] = []
    if view is not None and view.filter is not None:
        # a view's own filter may read what its reader may not: it is the builder's, and masked like everything else
        nodes.append(view.filter.node)
    if asked.given is not None:
        nodes.append(asked.given)
    try:
        condition = condition_of(asked.filter)
        if condition is not None:
            nodes.append(_checked(desk, stored, condition))
    except Invalid as refused:
        findings += refused.findings
    findings += _unknown_fields(desk, stored, asked.fields, "fields")
    findings += _unknown_fields(desk, stored, asked.sums, "sums")
    if findings:
        raise Invalid(findings)
    sort = tuple(asked.sort) or _view_sort(desk, stored, view) or ("-id",)
    query = ListQuery(
        _all_of(nodes), sort, words_of(asked.words), _fields(asked.fields), asked.place, choice=asked.choice
    )
    return query, asked.limit or (view.definition.page_size if view else 20)


def _checked(desk: Desk, stored: StoredForm, condition: Condition) -> Node:
    """The condition, typed; a formula that was asked before by somebody with the same rights is known already."""
    if not isinstance(condition, str):
        return readable_condition(desk.door.world, stored, condition)
    kept = desk.catalog.statements
    key = ("filter", stored.name, condition, desk.actor.principal.fingerprint)
    found: Node | None = kept.get(key)
    if found is None:
        found = kept[key] = readable_condition(desk.door.world, stored, condition)
    return found


def _view(desk: Desk, compiled: CompiledForm, key: str | None) -> CompiledView | None:
    if key is None:
        return None
    view = compiled.views.get(key)
    roles = desk.app.access.roles(desk.actor.principal)
    if view is None or (view.definition.roles and not roles & set(view.definition.roles)):
        raise Invalid([UNKNOWN_VIEW.at("/view", view=key)])
    return view


def _view_sort(desk: Desk, stored: StoredForm, view: CompiledView | None) -> tuple[str, ...]:
    """The view's order, as far as its reader may see what it goes by."""
    if view is None:
        return ()
    world = desk.door.world
    paths = {term: tuple(term.removeprefix("-").split(".")) for term in view.definition.sort}
    return tuple(term for term, path in paths.items() if not is_hidden(world, stored, path))


def _unknown_fields(desk: Desk, stored: StoredForm, fields: Sequence[str] | None, at: str) -> list[Finding]:
    rights = desk.door.rights(stored)
    own = desk.form(stored.key).fields

    def known(key: str) -> bool:
        if "." in key:
            return at == "fields" and reached_by(desk, stored.key, key) is not None
        return key in own and not rights.hidden(key)

    return [NOT_THERE.at(f"/{at}/{index}", field=key) for index, key in enumerate(fields or ()) if not known(key)]


def _fields(fields: Sequence[str] | None) -> tuple[str, ...] | None:
    return None if fields is None else tuple(key for key in fields if "." not in key)


def _all_of(nodes: list[Node]) -> Node | None:
    if not nodes:
        return None
    return nodes[0] if len(nodes) == 1 else Call("AND", tuple(nodes), BOOLEAN)


def _sums(desk: Desk, stored: StoredForm, query: ListQuery, fields: Sequence[str]) -> Json:
    compiled = desk.form(stored.key)
    found = totals(desk.door, stored, query, fields)
    return {key: compiled.fields[key].dump(value) for key, value in found.items()}
