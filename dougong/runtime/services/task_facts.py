"""What a line of the to-do list tells of its record: amounts first, then what else the form's first table shows.

The reader's rights hold as on the task itself: what its step names, by the step; the rest as his grants show it, and
all of it where his grants do not reach the record. Statements go by forms, not by tasks.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dougong.engines.document import in_both
from dougong.engines.flow.graph import Flow
from dougong.engines.form.compile import CompiledForm
from dougong.engines.form.fields import CompiledField
from dougong.engines.record.choices import options_of
from dougong.engines.record.field_types.select import SelectDef
from dougong.platform.instances.store import TaskRow
from dougong.platform.storage.catalog import StoredForm
from dougong.platform.storage.held import HOLDING
from dougong.platform.storage.records import Found
from dougong.runtime.services.desk import Desk

Json = dict[str, Any]
MOST = 3
TELLING = ("money", "percent", "number", "date", "datetime", "user", "department")


def facts_of(desk: Desk, tasks: Sequence[tuple[TaskRow, Flow | None]]) -> dict[str, list[Json]]:
    """By the task's id, ``[{"key", "name", "type", "value", "currency"?}]``; a choice by its name, whom or what a
    reference names by its title. The tasks are of one app."""
    by_form: dict[str, list[tuple[TaskRow, Flow | None]]] = defaultdict(list)
    for row, flow in tasks:
        by_form[row.form].append((row, flow))
    found: dict[str, list[Json]] = {}
    for form, of_form in by_form.items():
        stored = desk.app.stored.get(form)
        keys = telling(desk.form(form), stored) if stored is not None else ()
        if stored is not None and keys:
            found |= _Line(desk, stored, keys).facts(of_form)
    return found


def telling(form: CompiledForm, stored: StoredForm) -> tuple[str, ...]:
    """The fields that tell most, of those in its first table (of all where there is none)."""
    tables = (view.definition for view in form.views.values() if view.definition.type == "table")
    columns = next((view.paths for view in tables if view.paths), tuple(form.fields))
    shown = [key for key in columns if key in form.fields and key in stored.fields and key != stored.title]
    fitting = [key for key in shown if stored.fields[key].single and _type(form.fields[key]) is not None]
    return tuple(sorted(fitting, key=lambda key: _type(form.fields[key]) != "money")[:MOST])


def _type(field: CompiledField) -> str | None:
    """What it shows like; None for what is left out."""
    if isinstance(field.held, SelectDef):
        return "select"
    if field.definition.type == "reference":
        return "reference"
    name = field.kind.name
    return name if name in TELLING and field.definition.type != "serial" else None


class _Line:
    def __init__(self, desk: Desk, stored: StoredForm, keys: tuple[str, ...]) -> None:
        self._desk = desk
        self._stored = stored
        self._keys = keys
        self._form = desk.form(stored.key)

    def facts(self, tasks: Sequence[tuple[TaskRow, Flow | None]]) -> dict[str, list[Json]]:
        ids = [row.record_id for row, _ in tasks]
        whole = self._desk.open_door.many(self._stored, ids, fields=self._keys)
        own = self._desk.door.many(self._stored, ids, fields=self._keys)
        titles = self._desk.open_door.titles(self._stored, [one.values for one in whole.values()])
        found = {}
        for row, flow in tasks:
            granted = own.get(row.record_id)
            # whose task went to others reads what his grants let him
            named = _named(flow, row.node) if row.status in HOLDING else {}
            if row.record_id in whole and (row.status in HOLDING or granted is not None):
                values = self._shown(whole[row.record_id], granted, named)
                found[row.id] = list(self._told(values, titles))
        return found

    def _shown(self, whole: Found, own: Found | None, named: Mapping[str, str]) -> Json:
        values = {}
        for key in self._keys:
            source = whole if key in named or own is None else own
            if named.get(key) != "hide":
                values[key] = source.values.get(key)
        return values

    def _told(self, values: Json, titles: Any) -> Iterator[Json]:
        for key, value in values.items():
            field = self._form.fields[key]
            dump = self._stored.fields[key].dump
            shown = value if value is None or dump is None else dump(value, titles)
            if isinstance(shown, Mapping):
                shown = shown.get("title")
            if shown is None:
                continue
            type_ = _type(field)
            fact = {"key": key, "name": self._named(field), "type": type_, "value": shown}
            if type_ == "money":
                fact["currency"] = getattr(field.held, "currency", None) or self._desk.app.definition.currency
            if isinstance(field.held, SelectDef):
                fact["value"] = self._chosen(field, field.held, shown)
            yield fact

    def _named(self, field: CompiledField) -> str:
        return field.name.in_locale(self._desk.actor.locale)

    def _chosen(self, field: CompiledField, choice: SelectDef, value: object) -> object:
        option = next((one for one in options_of(choice, field.facts) if one.value == value), None)
        return value if option is None else in_both(option.name, option.value).in_locale(self._desk.actor.locale)


def _named(flow: Flow | None, node: str) -> Mapping[str, str]:
    found: Mapping[str, str] = getattr(flow.nodes.get(node), "fields", {}) if flow is not None else {}
    return found
