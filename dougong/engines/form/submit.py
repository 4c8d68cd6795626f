"""The pure steps of a write, in the order of a write:

``coerce`` (what was sent, read) -> ``settle`` (defaults, fills, linkage, formulas; what may not be written) -> the
caller's before rules -> ``adopt`` (what they set) -> ``validate``. Each may return ``Need``; the caller fetches and
calls again.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic_core import ValidationError

from dougong.engines.finding import Finding
from dougong.engines.form.compile import CompiledForm
from dougong.engines.form.fields import CompiledField
from dougong.engines.form.parts import CompiledDefault
from dougong.engines.form.recompute import given, recompute, settled
from dougong.engines.form.rows import merged
from dougong.engines.form.run import Need, Run
from dougong.engines.form.states import States, cell, states_of
from dougong.engines.form.validator import Mode
from dougong.engines.form.working import NeedMore, Values, Working, needed
from dougong.engines.record.problems import finding
from dougong.errors import Text

MAX_PASSES = 8
# index, "values" and column: what a pointer to a cell has behind the sub-table
CELL = 3
OWNERSHIP = ("owner", "department")


@dataclass(frozen=True)
class Settled:
    """``values``: the whole record as it would be stored. ``ignored``: what was sent for hidden fields and dropped
    (``lines/0/price`` for a cell)."""

    values: Values
    states: States = field(default_factory=States)
    ignored: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


def coerce(form: CompiledForm, raw: object, stored: Mapping[str, Any] | None = None) -> tuple[Values, list[Finding]]:
    """What was sent as Python values, and every problem of shape. Fields and cells with a problem are left out of the
    values, so that the rest can be judged too; nothing is said of what was not sent, nor of what is sent back as it is
    in ``stored``, whatever the limits are by now."""
    mode: Mode = "sent"
    values, findings = form.validator.read(raw, mode)
    if stored is not None and any(_as_many(form, raw, stored, one) for one in findings):
        mode = "uncounted"  # what has grown is told by ``validate``
        values, findings = form.validator.read(raw, mode)
    if findings and isinstance(raw, Mapping):
        values, beside = form.validator.read(_less(form, raw, findings), mode)
        if beside:
            wrong = {one.pointer.split("/")[2] for one in findings if one.pointer.count("/") >= 2}
            values, _ = form.validator.read({key: value for key, value in raw.items() if key not in wrong}, mode)
    for key, value in values.items():
        known = form.fields.get(key)
        if value is None and known is not None:
            values[key] = known.blank()
    if findings and stored is not None and isinstance(raw, Mapping):
        kept = {key for key in raw if key in form.fields and _as_stored(form.fields[key], raw[key], stored.get(key))}
        touched = {one.pointer.split("/")[2] for one in findings if one.pointer.count("/") >= 2}
        values |= {key: stored[key] for key in kept & touched}
        cells = {key for key in form.rows if key in values}
        findings = [one for one in findings if not _told_before(form, raw, stored, (kept, cells), one)]
    return values, findings


def _as_many(form: CompiledForm, raw: Any, stored: Mapping[str, Any], found: Finding) -> bool:
    """Whether too many rows were sent for a limit that is newer: as many stand there already."""
    key = found.pointer.removeprefix("/values/")
    return found.code == "too_many" and key in form.rows and len(raw[key]) == len(stored.get(key) or ())


def _as_stored(one: CompiledField, sent: object, value: Any) -> bool:
    """Whether it is the stored value as the API gives it."""
    shown = None if value is None else one.dump(value)
    return shown is not None and type(sent) is type(shown) and sent == shown


def _told_before(
    form: CompiledForm,
    raw: Mapping[str, Any],
    stored: Mapping[str, Any],
    kept: tuple[set[str], set[str]],
    found: Finding,
) -> bool:
    """Whether a problem is with a value that stands there already: of a field in ``kept``, or, in the sub-tables that
    come second, of a cell of a row that was sent with its id (``merged`` leaves such a cell as it is)."""
    _, _, key, *rest = [*found.pointer.split("/"), "", ""]
    if key in kept[0]:
        return True
    if key not in kept[1] or len(rest) < CELL or rest[1] != "values" or rest[2] not in form.rows[key].fields:
        return False
    row = raw[key][int(rest[0])]
    rows: Iterable[Mapping[str, Any]] = stored.get(key) or ()
    before = next((one for one in rows if one["id"] == row.get("id")), {})
    return _as_stored(form.rows[key].fields[rest[2]], row["values"].get(rest[2]), before.get(rest[2]))


def _less(form: CompiledForm, raw: Mapping[str, Any], findings: Iterable[Finding]) -> Values:
    """What was sent without the fields and cells that are wrong."""
    less = dict(raw)
    for one in findings:
        _, _, key, *rest = [*one.pointer.split("/"), "", ""]
        if key in form.rows and len(rest) >= CELL and rest[1] == "values" and rest[2] and key in less:
            index = int(rest[0])
            rows = less[key] = list(less[key])
            rows[index] = {**rows[index], "values": {k: v for k, v in rows[index]["values"].items() if k != rest[2]}}
        else:
            less.pop(key, None)
    return less


def blank_record(form: CompiledForm) -> Values:
    """Every stored field, blank."""
    return {key: one.blank() for key, one in form.fields.items() if one.stored}


def everything(key: str) -> bool:
    """For ``writable``: no field is kept from the writer."""
    return True


def settle(
    form: CompiledForm,
    sent: Mapping[str, Any],
    stored: Mapping[str, Any] | None,
    run: Run,
    *,
    base: Mapping[str, Any] | None = None,
    writable: Callable[[str], bool] = everything,
) -> Settled | Need:
    """The record as it would be. ``stored``: the record before, None for a new one, which begins as ``base`` (its
    system fields). ``writable``: whether the writer may change a field (``amount``, ``lines.price``)."""
    try:
        return _Settling(form, sent, stored, run, base=base or {}, writable=writable).settled()
    except NeedMore as more:
        return needed(more)


def adopt(
    form: CompiledForm,
    values: Mapping[str, Any],
    changes: Mapping[str, Any],
    stored: Mapping[str, Any] | None,
    run: Run,
) -> Settled | Need:
    """``values`` with what rules or a flow set (Python values by field key), and everything that follows from it."""
    try:
        working = Working(form, values, stored, run)
        for key, value in changes.items():
            known = form.fields.get(key)
            working.set(key, settled(working, known, value, f"/values/{key}") if known else value)
        follow(working, stored)
        return Settled(working.values, states_of(working), (), tuple(working.findings.values()))
    except NeedMore as more:
        return needed(more)


def refresh(form: CompiledForm, stored: Mapping[str, Any], changes: Mapping[str, Any], run: Run) -> Settled | Need:
    """A stored record whose roll-ups (in ``changes``) or look-ups have changed elsewhere: only computed fields are made
    anew, linkage sets nothing."""
    try:
        working = Working(form, stored, stored, run)
        for key, value in changes.items():
            working.set(key, settled(working, form.fields[key], value, f"/values/{key}"))
        recompute(working, stored)
        return Settled(working.values, States(), (), tuple(working.findings.values()))
    except NeedMore as more:
        return needed(more)


def follow(working: Working, stored: Mapping[str, Any] | None) -> None:
    """Computed values and what linkage sets, until nothing moves."""
    for _ in range(MAX_PASSES):
        recompute(working, stored)
        if not _set_by_linkage(working):
            return


def _set_by_linkage(working: Working) -> bool:
    moved = False
    for number, line in enumerate(working.form.linkage):
        if not line.set or not working.holds(line.when, working.env(), f"/linkage/{number}/when"):
            continue
        for key, expression in line.set.items():
            value = given(working, expression, working.form.fields[key], f"/values/{key}")
            if value != working.values.get(key):
                working.set(key, value)
                moved = True
    return moved


class _Settling:
    def __init__(
        self,
        form: CompiledForm,
        sent: Mapping[str, Any],
        stored: Mapping[str, Any] | None,
        run: Run,
        *,
        base: Mapping[str, Any],
        writable: Callable[[str], bool],
    ) -> None:
        self.form, self.run, self.stored, self.writable = form, run, stored, writable
        self.before: Values = {**blank_record(form), **(stored if stored is not None else base)}
        self.sent = {key: value for key, value in sent.items() if key in OWNERSHIP or not form.fields[key].computed}
        self.made = {key: value for key, value in sent.items() if key not in self.sent}
        self.findings: list[Finding] = []
        for key in form.rows:
            if key in self.sent:
                self.sent[key], problems = merged(form, key, self.before.get(key) or (), self.sent[key])
                self.findings += problems

    def settled(self) -> Settled:
        dropped: frozenset[str] = frozenset()
        working, states = self._pass(dropped)
        for _ in range(MAX_PASSES):
            hidden = frozenset(name for name in self._sent_names() if name in states.hidden)
            if hidden == dropped:
                break
            dropped = hidden
            working, states = self._pass(dropped)
        findings = [*self.findings, *working.findings.values(), *self._refused(working, states)]
        ignored = tuple(sorted(name for name in dropped if self._differs(name)))
        return Settled(working.values, states, ignored, tuple(findings))

    def _sent_names(self) -> Iterable[str]:
        """Fields and cells that were sent."""
        for key, value in self.sent.items():
            yield key
            if key in self.form.rows:
                for index, row in enumerate(value):
                    yield from (cell(key, index, column) for column in row if column != "id")

    def _pass(self, dropped: frozenset[str]) -> tuple[Working, States]:
        """One attempt with what was sent, less what is hidden."""
        values = dict(self.before)
        for key, value in self.sent.items():
            if key not in dropped:
                values[key] = self._without(key, value, dropped) if key in self.form.rows else value
        working = Working(self.form, values, self.stored, self.run)
        if self.stored is None:
            self._defaults(working, dropped)
        self._row_defaults(working)
        self._fill(working)
        follow(working, self.stored)
        return working, states_of(working)

    def _without(self, rows: str, value: list[Values], dropped: frozenset[str]) -> list[Values]:
        """Rows whose hidden cells are as they were."""
        fields = self.form.rows[rows].fields
        old = {row["id"]: row for row in self.before.get(rows) or ()}
        result = []
        for index, row in enumerate(value):
            before = old.get(row["id"], {})
            kept = {key: before.get(key, fields[key].blank()) for key in row if cell(rows, index, key) in dropped}
            result.append({**row, **kept})
        return result

    def _defaults(self, working: Working, dropped: frozenset[str]) -> None:
        for key, default in self.form.defaults.items():
            if key not in self.sent or key in dropped:
                working.set(key, self._default(working, key, default))

    def _default(self, working: Working, key: str, default: CompiledDefault) -> Any:
        if default.formula is None:
            return default.value
        return given(working, default.formula, self.form.fields[key], f"/values/{key}")

    def _row_defaults(self, working: Working) -> None:
        for rows, row_fields in self.form.rows.items():
            for index, row in enumerate(working.rows(rows)):
                if row.get("id") is not None:
                    continue
                for key, default in row_fields.defaults.items():
                    if row.get(key) is None:
                        at = f"/values/{rows}/{index}/values/{key}"
                        value = default.value
                        if default.formula is not None:
                            value = working.evaluate(default.formula, working.row_env(rows, index), at)
                            value = settled(working, row_fields.fields[key], value, at)
                        working.set_in_row(rows, index, key, value)

    def _fill(self, working: Working) -> None:
        """Copies what a reference brings along when it is chosen anew, over everything but what was sent."""
        for reference, fill in self.form.fills.items():
            chosen = working.values.get(reference)
            if chosen is None or chosen == self.before.get(reference):
                continue
            for target, path in fill.items():
                if target not in self.sent and target in self.form.fields:
                    value = reached(working.view, path)
                    working.set(target, settled(working, self.form.fields[target], value, f"/values/{target}"))
        for rows, row_fields in self.form.rows.items():
            for reference, fill in row_fields.fills.items():
                self._fill_rows(working, rows, reference, fill)

    def _fill_rows(self, working: Working, rows: str, reference: str, fill: Mapping[str, tuple[str, ...]]) -> None:
        old = {row["id"]: row for row in self.before.get(rows) or ()}
        fields = self.form.rows[rows].fields
        for index, row in enumerate(working.rows(rows)):
            before = old.get(row.get("id"), {})
            if row.get(reference) is None or row.get(reference) == before.get(reference):
                continue
            for target, path in fill.items():
                if target in fields and row.get(target) == before.get(target, fields[target].blank()):
                    value = reached(working.view[rows][index], path)
                    at = f"/values/{rows}/{index}/values/{target}"
                    working.set_in_row(rows, index, target, settled(working, fields[target], value, at))

    def _differs(self, name: str) -> bool:
        """Whether what was sent for a field or cell is not what was there."""
        rows, _, rest = name.partition("/")
        if not rest:
            return bool(self.sent[name] != self.before.get(name))
        index, _, key = rest.partition("/")
        row = self.sent[rows][int(index)]
        return bool(row.get(key) != self._row_before(rows, row).get(key, self.form.rows[rows].fields[key].blank()))

    def _row_before(self, rows: str, row: Mapping[str, Any]) -> Mapping[str, Any]:
        old: Iterable[Mapping[str, Any]] = self.before.get(rows) or ()
        return next((one for one in old if one["id"] == row.get("id")), {})

    def _refused(self, working: Working, states: States) -> Iterable[Finding]:
        """What was sent for fields that may not be written, unless it is what is there anyway."""
        for key in self.sent:
            if key in states.hidden:
                continue
            name = self._name(key)
            if (key in states.readonly or not self.writable(key)) and not self._allowed(key):
                yield finding("not_writable", f"/values/{key}", name=name)
            elif key in self.form.rows:
                yield from self._refused_cells(key, states)
        for key, raw in self.made.items():
            if not self._echoes(key, raw, working):
                yield finding("not_writable", f"/values/{key}", name=self._name(key))

    def _refused_cells(self, rows: str, states: States) -> Iterable[Finding]:
        fields = self.form.rows[rows].fields
        for index, row in enumerate(self.sent[rows]):
            for key, one in fields.items():
                name = cell(rows, index, key)
                locked = name in states.readonly or not self.writable(f"{rows}.{key}")
                if locked and not one.computed and name not in states.hidden and self._differs(name):
                    default = self.form.rows[rows].defaults.get(key)
                    if row["id"] is not None or default is None or default.value != row.get(key):
                        at = f"/values/{rows}/{index}/values/{key}"
                        yield finding("not_writable", at, name=one.name)

    def _allowed(self, key: str) -> bool:
        if self.stored is not None:
            return not self._differs(key)
        default = self.form.defaults.get(key)
        return not self._differs(key) or (default is not None and default.value == self.sent[key])

    def _echoes(self, key: str, raw: Any, working: Working) -> bool:
        """Whether a computed value that was sent is the stored one, or the one it will have."""
        known = self.form.fields[key]
        if known.is_blank(raw) or raw == "":
            value = known.blank()
        else:
            try:
                value = known.reader.validate_python(raw)
            except ValidationError:
                return False
        return value == self.before.get(key) or value == working.values.get(key)

    def _name(self, key: str) -> Text:
        return self.form.names.get(key, Text(key, key))


def reached(view: Mapping[str, Any], path: Iterable[str]) -> Any:
    """What stands at a path of a nested record; blank where anything on the way is."""
    found: Any = view
    for part in path:
        found = found.get(part) if isinstance(found, Mapping) else None
    return found["id"] if isinstance(found, Mapping) and "id" in found else found
