"""Terminate what runs on the record in hand: one flow, or every flow."""

from typing import Literal

from dougong.engines.action.definition import ActionDef
from dougong.engines.action.effects import CancelFlow as CancelFlowEffect
from dougong.engines.action.effects import Effect
from dougong.engines.action.kind import ActionKind, Context, Use
from dougong.engines.document import Key, Name, ShownName, in_both


class CancelFlowAction(ActionDef):
    action: Literal["cancel_flow"]
    flow: Key | None = None
    reason: ShownName = Name(zh="由规则终止", en="Ended by a rule")


class CancelFlow(ActionKind[CancelFlowAction]):
    key = "cancel_flow"
    definition = CancelFlowAction

    def plan(self, settings: CancelFlowAction, context: Context) -> list[Effect]:
        return [CancelFlowEffect(context.target, settings.flow, context.render(in_both(settings.reason)))]

    def uses(self, settings: CancelFlowAction) -> list[Use]:
        flow = [] if settings.flow is None else [Use("flow", "/flow", settings.flow)]
        return [*flow, Use("template", "/reason", settings.reason)]


ACTION = CancelFlow()
