"""Before rules: set fields of the record that is being written."""

from typing import Annotated, Literal

from pydantic import Field

from dougong.engines.action.definition import ActionDef, SetFields
from dougong.engines.action.effects import Effect
from dougong.engines.action.effects import SetFields as SetFieldsEffect
from dougong.engines.action.kind import BEFORE, ActionKind, Context, Use, computed_set, set_uses


class SetAction(ActionDef):
    action: Literal["set"]
    set: Annotated[SetFields, Field(min_length=1)]


class Set(ActionKind[SetAction]):
    key = "set"
    definition = SetAction
    timing = BEFORE

    def plan(self, settings: SetAction, context: Context) -> list[Effect]:
        return [SetFieldsEffect(computed_set(settings.set, context))]

    def uses(self, settings: SetAction) -> list[Use]:
        return set_uses(settings.set, None)


ACTION = Set()
