"""The frozen sets of kinds an installation knows: our own, found by discovery, and those of its plugins."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from dougong.engines.document import DefinitionKind
from dougong.engines.expression.registry import Function, Functions, load_functions
from dougong.registry import Registry, discover

# set -> (package, exported constant)
KIND_SETS: dict[str, tuple[str, str]] = {
    "field_types": ("dougong.engines.record.field_types", "FIELD_TYPE"),
    "actions": ("dougong.engines.action.kinds", "ACTION"),
    "participants": ("dougong.engines.participant.kinds", "PARTICIPANT"),
    "nodes": ("dougong.engines.flow.nodes", "NODE"),
    "triggers": ("dougong.engines.rule.triggers", "TRIGGER"),
    "charts": ("dougong.engines.report.charts", "CHART"),
    "analyses": ("dougong.engines.report.analyses", "ANALYSIS"),
}


@dataclass(frozen=True)
class Kinds:
    """Registries by the name of their set. Typed access is up to the engine that owns the set.
    ``functions`` are those that expressions may call."""

    sets: Mapping[str, Registry[Any]]
    functions: Functions

    def of(self, kind_set: str) -> Mapping[str, DefinitionKind]:
        return cast(Mapping[str, DefinitionKind], self.sets[kind_set])


def load_kinds(extra: Mapping[str, Iterable[object]] | None = None) -> Kinds:
    """Our own kinds and ``extra`` ones (by set, or ``functions``) of plugins. Raises DuplicateKind."""
    given = extra or {}
    return Kinds(
        {
            kind_set: Registry(
                [*cast(list[Any], discover(package, constant)), *cast(list[Any], given.get(kind_set, ()))]
            )
            for kind_set, (package, constant) in KIND_SETS.items()
        },
        load_functions(cast(Iterable[Function], given.get("functions", ()))),
    )
