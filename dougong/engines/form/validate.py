"""What must hold of a record before it is stored: everything that is wrong, each at its place.

Values that did not change are not judged again by limits that came later; what is required and what the checks say is
judged each time.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pydantic_core import ValidationError

from dougong.engines.expression.env import Env
from dougong.engines.finding import Finding
from dougong.engines.form.compile import CompiledForm
from dougong.engines.form.expression import Expression
from dougong.engines.form.fields import CompiledField
from dougong.engines.form.parts import CompiledBound
from dougong.engines.form.run import Need, Run
from dougong.engines.form.states import States, cell
from dougong.engines.form.submit import Settled
from dougong.engines.form.working import NeedMore, Working, needed
from dougong.engines.record.choices import options_of
from dougong.engines.record.definition import SubtableDef
from dougong.engines.record.field_types._files import Files
from dougong.engines.record.field_types.multiselect import MultiselectDef
from dougong.engines.record.field_types.select import SelectDef
from dougong.engines.record.problems import finding, findings_of


def validate(
    form: CompiledForm,
    settled: Settled,
    stored: Mapping[str, Any] | None,
    run: Run,
    *,
    judge: Iterable[str] = (),
    reported: Iterable[Finding] = (),
) -> list[Finding] | Need:
    """What was found so far (``reported``, and by ``settle``) and what is found now; a field that was refused already
    is not judged again. ``judge``: fields whose value did not come through ``coerce`` (rules set it), so their shape
    is judged here."""
    try:
        working = Working(form, settled.values, stored, run)
    except NeedMore as more:
        return needed(more)
    before = [*reported, *settled.findings]
    failed = Failed(form, before)
    found = _Validation(working, settled.states, stored, failed).findings(frozenset(judge))
    return [*before, *(one for one in found if not failed.knows(one))]


class Failed:
    """Fields and cells that are refused already: nothing more is said of them, nor of what is derived from them."""

    def __init__(self, form: CompiledForm, findings: Iterable[Finding]) -> None:
        wrong = [one for one in findings if one.severity == "error"]
        self.places = {_place(one.pointer) for one in findings}
        self.fields = {one.pointer.split("/")[2] for one in wrong if one.pointer.startswith("/values/")}
        if self.fields:
            for one in form.computed:
                reads = one.expression.depends if one.expression is not None else ()
                if self.touches(reads) or (one.lookup is not None and one.lookup.through in self.fields):
                    self.fields.add(one.path.split(".")[0])

    def knows(self, one: Finding) -> bool:
        place = _place(one.pointer)
        return place in self.places or place.split("/")[0] in self.places

    def derives(self, one: Finding) -> bool:
        """Whether it is about a refused field, or one computed from such."""
        return one.pointer.split("/")[2:3] != [] and one.pointer.split("/")[2] in self.fields

    def touches(self, depends: Iterable[tuple[str, ...]], rows: str = "") -> bool:
        """``rows``: the sub-table in whose rows the names are looked up first."""
        if not self.fields:
            return False
        columns = {place.split("/")[2] for place in self.places if place.startswith(f"{rows}/")} if rows else set()
        return any(path[0] in self.fields or path[0] in columns for path in depends)


def _place(pointer: str) -> str:
    """The field or cell a finding is about; its whole pointer where it is about none."""
    parts = pointer.split("/")
    if len(parts) <= 2 or parts[1] != "values":
        return pointer
    return cell(parts[2], int(parts[3]), parts[5]) if len(parts) > 5 and parts[4] == "values" else parts[2]


class _Validation:
    def __init__(self, working: Working, states: States, stored: Mapping[str, Any] | None, failed: Failed) -> None:
        self.working = working
        self.failed = failed
        self.form = working.form
        self.values = working.values
        self.states = states
        self.stored = stored

    def findings(self, judge: frozenset[str]) -> list[Finding]:
        found: list[Finding] = []
        for key, one in self.form.fields.items():
            if one.computed or not one.type.stored or key in self.states.hidden:
                continue
            value, at = self.values.get(key), f"/values/{key}"
            if isinstance(one.definition, SubtableDef):
                found += self._rows(key, one.definition)
            elif one.is_blank(value):
                found += self._required(key, one, at)
            elif self.stored is None or value != self.stored.get(key):
                found += _shape(one, value, at) if key in judge else []
                found += self._limits(key, one, value, at, env=self.working.env(), bounds=self.form.bounds.get(key))
        found += self._checks()
        return [
            *found,
            *(
                one
                for at, one in self.working.findings.items()
                if at not in {each.pointer for each in found} and not self.failed.derives(one)
            ),
        ]

    def _required(self, name: str, one: CompiledField, at: str) -> list[Finding]:
        """Nothing where it is only wanted because of a value that is refused already."""
        if name not in self.states.required:
            return []
        if self.failed.fields and not one.definition.required and self._hangs_on_failed(name):
            return []
        return [finding("required", at, name=one.name)]

    def _hangs_on_failed(self, name: str) -> bool:
        rows, _, column = name.partition("/")
        key = f"{rows}.{column.partition('/')[2]}" if column else name
        inner = self.form.rows[rows].conditions if column else self.form.conditions
        own = inner.get(key.rpartition(".")[2])
        reasons = [line.when for line in self.form.linkage if key in line.require or rows in line.require]
        reasons += [own.required] if own is not None and own.required is not None else []
        return any(self.failed.touches(reason.depends, rows if column else "") for reason in reasons)

    def _limits(
        self, key: str, one: CompiledField, value: Any, at: str, *, env: Env, bounds: CompiledBound | None
    ) -> list[Finding]:
        found = [*_options(self.form, one, value, at, self.states.options.get(key)), *_files(one, value, at)]
        if isinstance(one.definition, MultiselectDef) and one.definition.min and len(value) < one.definition.min:
            found.append(finding("too_few", at, limit=one.definition.min))
        for code, bound in (("too_small", bounds.low), ("too_large", bounds.high)) if bounds else ():
            if isinstance(bound, Expression) and self.failed.touches(bound.depends):
                continue
            limit = self.working.evaluate(bound, env, at) if isinstance(bound, Expression) else bound
            if limit is not None and (value < limit if code == "too_small" else value > limit):
                found.append(finding(code, at, limit=one.dump(limit)))
        return found

    def _rows(self, key: str, d: SubtableDef) -> list[Finding]:
        rows: Sequence[Mapping[str, Any]] = self.values.get(key) or ()
        at = f"/values/{key}"
        before: Sequence[Mapping[str, Any]] = (self.stored or {}).get(key) or ()
        # how many there are is a value too: what stands there already passes limits that are newer
        counted = self.stored is None or len(rows) != len(before)
        if not rows and key in self.states.required:
            return [finding("required", at, name=self.form.fields[key].name)]
        found = [finding("too_few", at, limit=d.min)] if d.min and len(rows) < d.min and counted else []
        if len(rows) > d.max and counted:
            found.append(finding("too_many", at, limit=d.max))
        old = {row["id"]: row for row in before}
        for index, row in enumerate(rows):
            found += self._row(key, index, row, old.get(row.get("id"), {}))
        return [*found, *self._repeated(key, d, rows)]

    def _row(self, key: str, index: int, row: Mapping[str, Any], before: Mapping[str, Any]) -> list[Finding]:
        found: list[Finding] = []
        bounds, env = self.form.rows[key].bounds, self.working.row_env(key, index)
        for column, one in self.form.rows[key].fields.items():
            name, at = cell(key, index, column), f"/values/{key}/{index}/values/{column}"
            if one.computed or not one.type.stored or name in self.states.hidden:
                continue
            value = row.get(column)
            if one.is_blank(value):
                found += self._required(name, one, at)
            elif value != before.get(column):
                found += self._limits(f"{key}.{column}", one, value, at, env=env, bounds=bounds.get(column))
        return found

    def _repeated(self, key: str, d: SubtableDef, rows: Sequence[Mapping[str, Any]]) -> Iterable[Finding]:
        """Columns that no two rows share: those marked ``unique`` and the sets of ``unique_rows``."""
        fields = self.form.rows[key].fields
        sets: list[tuple[str, ...]] = [(column,) for column, one in fields.items() if one.definition.unique]
        sets += [(together,) if isinstance(together, str) else together for together in d.unique_rows]
        for together in sets:
            seen: set[tuple[str, ...]] = set()
            for index, row in enumerate(rows):
                values = tuple(str(row.get(column)) for column in together)
                if any(fields[column].is_blank(row.get(column)) for column in together):
                    continue
                if values in seen:
                    at = f"/values/{key}/{index}/values/{together[0]}"
                    yield finding("repeated_in_rows", at, name=fields[together[0]].name)
                seen.add(values)

    def _checks(self) -> Iterable[Finding]:
        env = self.working.env()
        for number, check in enumerate(self.form.checks):
            if self.failed.touches(check.when.depends):
                continue
            if self.working.holds(check.when, env, f"/checks/{number}/when"):
                d = check.definition
                for at in [f"/values/{key}" for key in d.fields] or ["/values"]:
                    yield Finding(at, f"check:{d.key}", check.message, d.severity)


def _shape(one: CompiledField, value: Any, at: str) -> list[Finding]:
    try:
        one.reader.validate_python(value)
    except ValidationError as refused:
        return findings_of(refused, {one.key: one.name}, at)
    return []


def _options(
    form: CompiledForm, one: CompiledField, value: Any, at: str, allowed: frozenset[str] | None
) -> Iterable[Finding]:
    d = one.definition
    if not isinstance(d, (SelectDef, MultiselectDef)):
        return
    retired = {option.value for option in options_of(d, form.facts) if option.retired}
    for chosen in value if isinstance(value, list) else [value]:
        if chosen in retired:
            yield finding("retired_option", at, value=chosen)
        elif allowed is not None and chosen not in allowed:
            yield finding("not_option", at, value=chosen)


def _files(one: CompiledField, value: Any, at: str) -> Iterable[Finding]:
    if isinstance(one.type, Files):
        for index, file in enumerate(value):
            refused = one.type.refused(file, one.definition)
            if refused is not None:
                yield finding(refused[0], f"{at}/{index}", **refused[1])
