"""What becomes stale in other records when one changes: look-ups, roll-ups and formulas that reach across."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dougong.engines.form.computed import UP, Computed, Place, reads_of
from dougong.engines.form.expression import PathParts
from dougong.engines.form.fields import AppForms
from dougong.engines.form.scope import PEOPLE
from dougong.engines.record.definition import SubtableDef


@dataclass(frozen=True)
class Dependent:
    """When a record X of ``source`` changes in one of ``fields``, ``field`` (``total``, ``lines.price``) of some
    records of ``form`` is to be made anew.

    With ``path``: of the records whose references along ``path`` lead to X. With ``through`` (a roll-up): of those that
    X points at, before and after the change, by its field ``through``; also when X is created, deleted or restored.
    With both: ``path`` leads from records Y of ``over`` to X, and Y points at them.
    """

    source: str
    fields: frozenset[str]
    form: str
    field: str
    rank: int
    path: PathParts = ()
    through: str | None = None
    over: str | None = None


def dependents(
    forms: AppForms, computed: Iterable[Computed], ranks: Mapping[Place, int]
) -> Mapping[str, tuple[Dependent, ...]]:
    """By source form, in the order in which they are to be made."""
    found: dict[tuple[str, Computed, PathParts], set[str]] = defaultdict(set)
    for one in computed:
        for read in reads_of(forms, one):
            table, via = _as_record(forms, one, read.table, read.via)
            if table in PEOPLE or (not via and one.rollup is None):
                continue
            found[table, one, via].add(read.key if "." not in read.table else read.table.partition(".")[2])
    by_source: dict[str, list[Dependent]] = defaultdict(list)
    for (source, one, via), fields in found.items():
        rollup = one.rollup
        through = rollup.through if rollup else None
        over = rollup.form if rollup and via else None
        form = one.table.partition(".")[0]
        rank = ranks.get(one.place, 0)
        by_source[source].append(Dependent(source, frozenset(fields), form, one.path, rank, via, through, over))
    return {source: tuple(sorted(ones, key=lambda d: (d.rank, d.form, d.field))) for source, ones in by_source.items()}


def _as_record(forms: AppForms, one: Computed, table: str, via: PathParts) -> tuple[str, PathParts]:
    """The form whose record is read, and the references that lead there from a record of the reading form."""
    steps = [step for step in ((one.rows, *via) if one.rows else via) if step is not None]
    while UP in steps:
        at = steps.index(UP)
        del steps[at - 1 : at + 1]
    # its own rows are part of the record: reading them reaches no other record
    here = one.rollup.form if one.rollup else one.table.partition(".")[0]
    if len(steps) == 1 and isinstance(forms.definitions(here).get(steps[0]), SubtableDef):
        steps = []
    elif steps and "." in table and steps[-1] == table.partition(".")[2]:
        steps.pop()
    return table.partition(".")[0], tuple(steps)
