"""Whoever a formula yields: a person or a list of people, e.g. ``IF(amount > 100000, project.owner, owner)``."""

from collections.abc import Sequence
from typing import Literal

from dougong.engines.expression.definition import Formula
from dougong.engines.participant.definition import ParticipantDef
from dougong.engines.participant.resolve import Ground, ParticipantKind, ids_of


class FormulaParticipant(ParticipantDef):
    by: Literal["formula"]
    formula: Formula


class ByFormula(ParticipantKind[FormulaParticipant]):
    key = "formula"
    definition = FormulaParticipant

    def resolve(self, settings: FormulaParticipant, ground: Ground) -> Sequence[str | None]:
        return [ground.organisation.find_user(name) for name in ids_of(ground.evaluate(settings.formula))]

    def formulas(self, settings: FormulaParticipant) -> Sequence[tuple[str, Formula]]:
        return (("/formula", settings.formula),)


PARTICIPANT = ByFormula()
