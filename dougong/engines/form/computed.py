"""Computed fields of all forms of an app: what each reads, and the order in which they can be made.

One graph holds every form, since a value here may be made of values there. A ring in it is a problem of the document.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

import networkx as nx

from dougong.engines.expression.check import check
from dougong.engines.expression.registry import Functions
from dougong.engines.form.expression import Expression, PathParts, compile_condition, compile_expression
from dougong.engines.form.fields import AppForms, CompiledField
from dougong.engines.form.scope import PEOPLE, RecordScope, table_of
from dougong.engines.record.definition import SYSTEM_FIELDS, FieldDef
from dougong.engines.record.field_types._held import Returns
from dougong.engines.record.field_types.barcode import BarcodeDef
from dougong.engines.record.field_types.formula import FormulaDef
from dougong.engines.record.field_types.lookup import LookupDef
from dougong.engines.record.field_types.rollup import RollupDef

HELD = frozenset({*get_args(Returns), "option"})
# (table, field)
Place = tuple[str, str]
# on the way from a row to the record it belongs to
UP = "^"


@dataclass(frozen=True, eq=False)
class Computed:
    """One computed field of a form or (``table`` is ``form.subtable``) of its rows. A formula, look-up or bar code has
    an ``expression``; a roll-up has ``when`` over the other form, and its value is fetched."""

    table: str
    field: CompiledField
    expression: Expression | None = None
    when: Expression | None = None

    @property
    def place(self) -> Place:
        return self.table, self.field.key

    @property
    def rows(self) -> str | None:
        """The sub-table it stands in."""
        return self.table.partition(".")[2] or None

    @property
    def path(self) -> str:
        """From the record: ``total``, ``lines.amount``."""
        return f"{self.rows}.{self.field.key}" if self.rows else self.field.key

    @property
    def rollup(self) -> RollupDef | None:
        d = self.field.definition
        return d if isinstance(d, RollupDef) else None

    @property
    def lookup(self) -> LookupDef | None:
        d = self.field.definition
        return d if isinstance(d, LookupDef) else None


@dataclass(frozen=True, slots=True)
class Read:
    """A field that is read: ``via`` are the fields from the reading record to its record (``UP`` out of a row)."""

    table: str
    key: str
    via: PathParts

    @property
    def place(self) -> Place:
        return self.table, self.key


def formula_of(d: FieldDef) -> str | None:
    """The expression that makes a field, as text."""
    match d:
        case FormulaDef() | BarcodeDef():
            return d.formula
        case LookupDef():
            return f"{d.through}.{d.field}"
        case _:
            return None


def inferred(functions: Functions) -> Callable[[AppForms, str, FieldDef], str | None]:
    """For ``AppForms``: what a formula without ``returns`` gives; None when that is nothing a field can hold."""

    def infer(forms: AppForms, table: str, d: FieldDef) -> str | None:
        formula = formula_of(d)
        kind = check(formula, RecordScope(forms, table), None, functions).kind if formula else None
        return None if kind is None or kind.name not in HELD else "text" if kind.name == "option" else kind.name

    return infer


def compile_computed(forms: AppForms, table: str, field: CompiledField, functions: Functions) -> Computed | None:
    """None for a field that nothing computes (a serial number is given, not computed). Raises Invalid."""
    d = field.definition
    if isinstance(d, RollupDef):
        when = compile_condition(d.when, RecordScope(forms, d.form), functions) if d.when is not None else None
        return Computed(table, field, when=when)
    formula = formula_of(d)
    if formula is None:
        return None
    return Computed(table, field, compile_expression(formula, RecordScope(forms, table), None, functions))


def reads(forms: AppForms, table: str, paths: Iterable[PathParts]) -> Iterator[Read]:
    """Every field that these paths pass, seen from a record (or row) of ``table``."""
    for path in paths:
        here: str = table
        via: PathParts = ()
        form, _, rows = table.partition(".")
        if rows and forms.field(table, path[0]) is None and path[0] != "id":
            here, via = form, (UP,)
        yield from _along(forms, here, via, path)


def _along(forms: AppForms, here: str, via: PathParts, path: PathParts) -> Iterator[Read]:
    for part in path:
        yield Read(here, part, via)
        if here in PEOPLE:
            kind = PEOPLE[here].get(part)
        else:
            found = forms.field(here, part)
            kind = found.kind if found else SYSTEM_FIELDS.get(part)
        behind = table_of(kind) if kind is not None else None
        if behind is None:
            return
        here, via = behind, (*via, part)


def reads_of(forms: AppForms, one: Computed) -> list[Read]:
    """What a computed field reads; a roll-up reads the records that point at its own, so ``via`` starts over there."""
    rollup = one.rollup
    if rollup is not None:
        keys = [rollup.through, *([rollup.field] if rollup.field else [])]
        found = [Read(rollup.form, key, ()) for key in keys]
        return [*found, *(reads(forms, rollup.form, one.when.depends) if one.when else ())]
    return list(reads(forms, one.table, one.expression.depends)) if one.expression else []


def graph_of(forms: AppForms, computed: Iterable[Computed]) -> "nx.DiGraph[Place]":
    """An edge from each field that is read to the computed field that reads it."""
    graph: nx.DiGraph[Place] = nx.DiGraph()
    for one in computed:
        graph.add_node(one.place)
        graph.add_edges_from((read.place, one.place) for read in reads_of(forms, one))
    return graph


def rings(graph: "nx.DiGraph[Place]") -> list[list[Place]]:
    """Computed fields that need each other, each ring once, from its least member on."""
    found = []
    for group in nx.strongly_connected_components(graph):
        if len(group) == 1 and not graph.has_edge(*(2 * tuple(group))):
            continue
        start = min(group)
        cycle = [edge[0] for edge in nx.find_cycle(graph.subgraph(group), start)]
        turn = cycle.index(min(cycle))
        found.append(cycle[turn:] + cycle[:turn])
    return sorted(found)


def order_of(graph: "nx.DiGraph[Place]") -> Mapping[Place, int]:
    """A number for each place, greater than those of all it reads. Members of a ring share theirs."""
    whole = nx.condensation(graph)
    ranks: dict[Place, int] = {}
    for rank, group in enumerate(
        nx.lexicographical_topological_sort(whole, key=lambda n: min(whole.nodes[n]["members"]))
    ):
        ranks.update(dict.fromkeys(whole.nodes[group]["members"], rank))
    return ranks


def in_order(computed: Sequence[Computed], ranks: Mapping[Place, int]) -> tuple[Computed, ...]:
    return tuple(sorted(computed, key=lambda one: (ranks.get(one.place, 0), one.path)))
