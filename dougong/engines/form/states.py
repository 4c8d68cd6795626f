"""What linkage and the conditions of fields make of a record: what is hidden, required, locked; which options stay.

Columns of a sub-table are ``lines.price``, one of its cells ``lines/0/price``.
"""

from dataclasses import dataclass, field

from dougong.engines.expression.env import Env
from dougong.engines.form.parts import FieldConditions
from dougong.engines.form.working import Working
from dougong.engines.record.definition import FieldDef


@dataclass(frozen=True)
class States:
    """Cells stand beside columns: a cell is hidden when its own condition, its column or its sub-table says so."""

    hidden: frozenset[str] = frozenset()
    required: frozenset[str] = frozenset()
    readonly: frozenset[str] = frozenset()
    options: dict[str, frozenset[str]] = field(default_factory=dict)


def cell(rows: str, index: int, key: str) -> str:
    """How a cell is called among the states: ``lines/0/price``."""
    return f"{rows}/{index}/{key}"


def states_of(working: Working) -> States:
    return _States(working).all()


class _States:
    def __init__(self, working: Working) -> None:
        self.working = working
        self.form = working.form
        self.env = working.env()
        self.hidden: set[str] = set()
        self.required: set[str] = set()
        self.readonly: set[str] = set()
        self.options: dict[str, frozenset[str]] = {}

    def all(self) -> States:
        self._linkage()
        for key, one in self.form.fields.items():
            self._field(key, one.definition, self.form.conditions.get(key), self.env, f"/values/{key}")
        for rows in self.form.rows:
            for index in range(len(self.working.rows(rows))):
                self._row(rows, index)
        return States(
            frozenset(self.hidden),
            frozenset(self.required - self.hidden),
            frozenset(self.readonly),
            self.options,
        )

    def _linkage(self) -> None:
        waiting: set[str] = set()
        shown: set[str] = set()
        for number, line in enumerate(self.form.linkage):
            waiting |= line.show
            if not self.working.holds(line.when, self.env, f"/linkage/{number}/when"):
                continue
            shown |= line.show
            self.hidden |= line.hide
            self.required |= line.require
            self.readonly |= line.readonly
            for key, values in line.options.items():
                self.options[key] = self.options[key] & values if key in self.options else values
        self.hidden |= waiting - shown

    def _field(self, name: str, d: FieldDef, conditions: FieldConditions | None, env: Env, at: str) -> None:
        if d.required:
            self.required.add(name)
        if d.readonly:
            self.readonly.add(name)
        if conditions is None:
            return
        holds = self.working.holds
        if conditions.visible is not None and not holds(conditions.visible, env, at):
            self.hidden.add(name)
        if conditions.required is not None and holds(conditions.required, env, at):
            self.required.add(name)
        if conditions.readonly is not None and holds(conditions.readonly, env, at):
            self.readonly.add(name)

    def _row(self, rows: str, index: int) -> None:
        env = self.working.row_env(rows, index)
        whole = rows in self.hidden
        for key, one in self.form.rows[rows].fields.items():
            name, column = cell(rows, index, key), f"{rows}.{key}"
            found = self.form.rows[rows].conditions.get(key)
            self._field(name, one.definition, found, env, f"/values/{rows}/{index}/values/{key}")
            if whole or column in self.hidden:
                self.hidden.add(name)
            if column in self.required:
                self.required.add(name)
            if column in self.readonly or rows in self.readonly:
                self.readonly.add(name)
