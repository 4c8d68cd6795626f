"""Values computed in other records from one that changed: look-ups, roll-ups and formulas that reach across.

Stale records are found, made anew and stored for a whole batch at once; what that changes may make others stale in
turn, in an order without rings (the check before publish sees to that).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select

from dougong.engines.finding import Invalid, message
from dougong.engines.form.compile import CompiledForm
from dougong.engines.form.dependents import Dependent
from dougong.engines.form.run import Need, Run
from dougong.engines.form.submit import Settled, refresh
from dougong.errors import Text
from dougong.platform.storage.catalog import StoredForm
from dougong.platform.storage.paths import Paths, paths_of
from dougong.platform.storage.records import Found, Records
from dougong.platform.storage.rollups import rolled_up
from dougong.platform.storage.rows import FormRow
from dougong.platform.storage.select import readable
from dougong.platform.storage.writing import Change, Writer
from dougong.runtime.services.desk import Desk
from dougong.runtime.services.records_event import RecordEvent, differing
from dougong.runtime.services.records_run import Kitchen
from dougong.runtime.services.records_viewer import rolling_of

TOO_LARGE = message("overflow", "“{form}”的“{name}”将超过 38 位数字", "{name} of {form} would have more than 38 digits")
MOST_WAVES = 64
CHUNK = 500


@dataclass(frozen=True)
class Stale:
    """A computed field of some records."""

    form: str
    field: str
    ids: frozenset[str]


def refresh_daily(desk: Desk, key: str, ids: Sequence[str]) -> None:
    """What time alone changes of these records is right again, and what depends on it. Rules hear of it; a history of
    days that passed would be noise."""
    form = desk.form(key)
    events = _refresh(desk, key, {field: set(ids) for field in form.daily}, filed=False)
    more = refresh_dependents(desk, events, filed=False)
    if events:
        desk.services.ports.rules.after(desk, [*events, *more])


def refresh_dependents(desk: Desk, events: Sequence[RecordEvent], *, filed: bool = True) -> list[RecordEvent]:
    """Everything these changes make stale is right again; the answer is what changed thereby."""
    made: list[RecordEvent] = []
    waiting: list[RecordEvent] = list(events)
    for _ in range(MOST_WAVES):
        if not waiting:
            return made
        stale = _stale(desk, waiting)
        waiting = []
        for form, fields in _by_form(stale).items():
            waiting += _refresh(desk, form, fields, filed=filed)
        made += waiting
    raise RuntimeError("computed values do not come to rest")


def _stale(desk: Desk, events: Sequence[RecordEvent]) -> list[Stale]:
    by_form: dict[str, list[RecordEvent]] = defaultdict(list)
    for event in events:
        by_form[event.form].append(event)
    found: list[Stale] = []
    for key, happened in by_form.items():
        for dependent in desk.form(key).dependents:
            touching = [event for event in happened if _touches(event, dependent)]
            if touching:
                ids = _readers(desk, dependent, touching)
                if ids:
                    found.append(Stale(dependent.form, dependent.field, frozenset(ids)))
    return found


def _touches(event: RecordEvent, dependent: Dependent) -> bool:
    """Coming and going touch everything that reads the record; a change only what reads the changed fields."""
    if event.kind in ("deleted", "restored") or event.old is None:
        return dependent.through is not None or event.kind != "created"
    return bool(event.changed & dependent.fields)


def _readers(desk: Desk, dependent: Dependent, events: Sequence[RecordEvent]) -> set[str]:
    """The records of ``dependent.form`` whose field is stale."""
    door = desk.open_door
    ids = [event.id for event in events]
    if dependent.through is None:
        return leading_to(door, desk.stored(dependent.form), dependent.path, ids)
    if not dependent.path:
        return {id_ for event in events for id_ in _pointed_at(event, dependent.through)}
    over = desk.stored(dependent.over or dependent.source)
    rows = door.many(over, sorted(leading_to(door, over, dependent.path, ids)))
    return {id_ for found in rows.values() for id_ in _listed(found.values.get(dependent.through))}


def _pointed_at(event: RecordEvent, through: str) -> Iterable[str]:
    """What the record points at now and pointed at before."""
    for values in (event.values, event.old or {}):
        yield from _listed(values.get(through))


def _listed(value: Any) -> list[str]:
    if not value:
        return []
    return list(value) if isinstance(value, list) else [value]


def leading_to(door: Records, form: StoredForm, path: Sequence[str], ids: Sequence[str]) -> set[str]:
    """The records of ``form`` whose references along ``path`` (which may begin in a sub-table) lead to one of
    ``ids``."""
    found: set[str] = set()
    for start in range(0, len(ids), CHUNK):
        paths = paths_of(door.world, form)
        row = paths.root
        assert isinstance(row, FormRow)
        condition = _leads(paths, tuple(path), ids[start : start + CHUNK])
        query = select(row.raw("id")).select_from(paths.source()).where(*readable(row), condition)
        found |= set(door.connection.scalars(query))
    return found


def _leads(paths: Paths, path: tuple[str, ...], ids: Sequence[str]) -> Any:
    many = paths.rows(path)
    if many is None:
        return or_(paths.part(path).element.in_(ids))
    rest = path[len(many.prefix) :]
    target = many.inside.part(rest or ("id",)).element
    inner = select(target).select_from(many.source()).where(many.condition(), target.in_(ids))
    return inner.correlate(paths.root.table).exists()


def _by_form(stale: Sequence[Stale]) -> dict[str, dict[str, set[str]]]:
    """Record ids by form and field."""
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for one in stale:
        found[one.form][one.field] |= one.ids
    return found


def _refresh(desk: Desk, key: str, fields: Mapping[str, set[str]], *, filed: bool = True) -> list[RecordEvent]:
    """Make the stale fields of one form's records anew and store what differs."""
    form, stored, door = desk.form(key), desk.stored(key), desk.open_door
    ids = sorted({id_ for one in fields.values() for id_ in one})
    events: list[RecordEvent] = []
    for start in range(0, len(ids), CHUNK):
        chunk = ids[start : start + CHUNK]
        records = door.many(stored, chunk, lock=True)
        rolled = _rolled(desk, form, {field: one & set(chunk) for field, one in fields.items()})
        events += _store(desk, form, stored, list(records.values()), rolled, filed=filed)
    return events


def _rolled(desk: Desk, form: CompiledForm, fields: Mapping[str, set[str]]) -> dict[str, dict[str, Any]]:
    """New values of the roll-ups among the stale fields, by record."""
    found: dict[str, dict[str, Any]] = defaultdict(dict)
    rollups = {one.path for one in form.computed if one.rollup is not None and one.rows is None}
    for field, ids in fields.items():
        rolling = rolling_of(desk.app, form, field) if field in rollups and form.fields[field].stored else None
        if rolling is None or not ids:
            continue
        values = rolled_up(desk.open_door, rolling, sorted(ids))
        for id_ in ids:
            found[id_][field] = values.get(id_)
    return found


def refresh_whole(desk: Desk, key: str, ids: Sequence[str], *, filed: bool = True) -> list[RecordEvent]:
    """Make every computed field of these records anew: after a restore, or when a publish brought new formulas."""
    form, stored = desk.form(key), desk.stored(key)
    rollups = [one.path for one in form.computed if one.rollup is not None and one.rows is None]
    events: list[RecordEvent] = []
    for start in range(0, len(ids), CHUNK):
        chunk = ids[start : start + CHUNK]
        records = desk.open_door.many(stored, chunk, lock=True)
        rolled = _rolled(desk, form, {field: set(records) for field in rollups})
        events += _store(desk, form, stored, list(records.values()), rolled, filed=filed)
    return events


def _store(
    desk: Desk,
    form: CompiledForm,
    stored: StoredForm,
    records: list[Found],
    rolled: Mapping[str, dict[str, Any]],
    *,
    filed: bool = True,
) -> list[RecordEvent]:
    def step(found: Found, run: Run) -> Settled | Need:
        return refresh(form, found.values, rolled.get(found.id, {}), run)

    made = Kitchen(desk, form.key).cook(records, step)
    changes: list[Change] = []
    events: list[RecordEvent] = []
    for found, settled in zip(records, made, strict=True):
        if filed:
            _refuse_overflow(desk, form, settled)
        changed = differing(found.values, settled.values)
        if not changed:
            continue
        # a value the platform keeps right is nobody's edit: the revision stays, so no editor is told of a conflict
        after = {**settled.values, "id": found.id, "rev": found.rev}
        changes.append(Change(after, found.values, "computed"))
        events.append(RecordEvent("updated", form.key, found.id, after, found.values, changed, computed=True))
    if changes:
        cause = {"channel": "computed", **desk.actor.cause.as_json()}
        Writer(desk.open_door, desk.services.new_id, cause, filed=filed).update(stored, changes)
    return events


def _refuse_overflow(desk: Desk, form: CompiledForm, settled: Settled) -> None:
    """What somebody writes must not push a computed number beyond what can be kept; what time alone or a new formula
    does leaves it blank. Raises Invalid."""
    shown = form.definition.name or form.key
    problems = [
        TOO_LARGE.at("", form=Text(*((shown, shown) if isinstance(shown, str) else (shown.zh, shown.en))),
                     name=form.names.get(key, Text(key, key)))
        for one in settled.findings if one.code == "overflow" and (key := one.pointer.split("/")[2])
    ]  # fmt: skip
    if problems:
        raise Invalid(problems)
