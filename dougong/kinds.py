"""The frozen sets of kinds an installation knows: our own, found by discovery, and those of its plugins."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from dougong.engines.action.kind import ActionKind, AnyActionKind
from dougong.engines.document import DefinitionKind
from dougong.engines.expression.registry import Function, Functions, load_functions
from dougong.engines.flow.node import AnyNodeKind, NodeKind
from dougong.engines.participant.resolve import AnyParticipantKind, ParticipantKind
from dougong.engines.record.field_type import AnyFieldType, FieldType
from dougong.engines.report.chart import Chart
from dougong.engines.rule.trigger import Trigger
from dougong.registry import Kind, Registry, discover, only

K = TypeVar("K", bound=Kind)

# set -> (package, exported constant)
KIND_SETS: dict[str, tuple[str, str]] = {
    "field_types": ("dougong.engines.record.field_types", "FIELD_TYPE"),
    "actions": ("dougong.engines.action.kinds", "ACTION"),
    "participants": ("dougong.engines.participant.kinds", "PARTICIPANT"),
    "nodes": ("dougong.engines.flow.nodes", "NODE"),
    "triggers": ("dougong.engines.rule.triggers", "TRIGGER"),
    "charts": ("dougong.engines.report.charts", "CHART"),
}


@dataclass(frozen=True, eq=False)
class Kinds:
    """Registries, each by the name of its set; ``of`` is for whoever knows the set by name alone. ``functions`` are
    those that expressions may call."""

    field_types: Registry[AnyFieldType]
    actions: Registry[AnyActionKind]
    participants: Registry[AnyParticipantKind]
    nodes: Registry[AnyNodeKind]
    triggers: Registry[Trigger]
    charts: Registry[Chart]
    functions: Functions

    def of(self, kind_set: str) -> Mapping[str, DefinitionKind]:
        """The set of a name of ``KIND_SETS``. Raises KeyError for any other."""
        sets: dict[str, Mapping[str, DefinitionKind]] = {
            "field_types": self.field_types,
            "actions": self.actions,
            "participants": self.participants,
            "nodes": self.nodes,
            "triggers": self.triggers,
            "charts": self.charts,
        }
        return sets[kind_set]


def load_kinds(extra: Mapping[str, Iterable[object]] | None = None) -> Kinds:
    """Our own kinds and ``extra`` ones (by set, or ``functions``) of plugins. Raises DuplicateKind, WrongKind."""
    given = extra or {}

    def load(kind_set: str, sort: type[K]) -> Registry[K]:
        own = discover(*KIND_SETS[kind_set], sort)
        return Registry([*own, *only(sort, given.get(kind_set, ()))])

    return Kinds(
        field_types=load("field_types", FieldType),  # type: ignore[type-abstract]  # it is asked about, never made
        actions=load("actions", ActionKind),
        participants=load("participants", ParticipantKind),
        nodes=load("nodes", NodeKind),
        triggers=load("triggers", Trigger),
        charts=load("charts", Chart),
        functions=load_functions(only(Function, given.get("functions", ()))),
    )
