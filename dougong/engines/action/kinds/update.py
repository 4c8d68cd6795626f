"""Change records: the one in hand, the one it refers to, or those that refer to it."""

from typing import Annotated, Literal

from pydantic import Field

from dougong.engines.action.definition import OnRecords, SetFields
from dougong.engines.action.effects import Effect, UpdateRecord
from dougong.engines.action.kind import ActionKind, Context, Use, computed_set, set_uses, target_of, target_uses


class UpdateAction(OnRecords):
    action: Literal["update"]
    set: Annotated[SetFields, Field(min_length=1)]


class Update(ActionKind[UpdateAction]):
    key = "update"
    definition = UpdateAction

    def plan(self, settings: UpdateAction, context: Context) -> list[Effect]:
        target = target_of(settings, context)
        return [] if target is None else [UpdateRecord(target, computed_set(settings.set, context))]

    def uses(self, settings: UpdateAction) -> list[Use]:
        return [*target_uses(settings), *set_uses(settings.set, settings.form, settings.of)]


ACTION = Update()
