"""Start a flow on a record; who acts is its initiator unless ``initiator`` says otherwise."""

from typing import Annotated, Literal

from pydantic import Field

from dougong.engines.action.definition import ActionDef
from dougong.engines.action.effects import Effect, RecordRef
from dougong.engines.action.effects import StartFlow as StartFlowEffect
from dougong.engines.action.kind import ActionKind, Context, Use
from dougong.engines.document import FieldPath, Key
from dougong.engines.participant.definition import Participant
from dougong.engines.participant.resolve import ids_of


class StartFlowAction(ActionDef):
    """``of``: the record that this reference field names, else the record in hand."""

    action: Literal["start_flow"]
    flow: Key
    of: FieldPath | None = None
    initiator: Annotated[tuple[Participant, ...], Field(max_length=10)] = ()


class StartFlow(ActionKind[StartFlowAction]):
    key = "start_flow"
    definition = StartFlowAction

    def plan(self, settings: StartFlowAction, context: Context) -> list[Effect]:
        target = context.target
        if settings.of is not None:
            found = ids_of(context.value(settings.of))
            if not found:
                return []
            target = RecordRef(context.form_of(settings.of), found[0])
        people = context.people(settings.initiator) if settings.initiator else ()
        return [StartFlowEffect(settings.flow, target, people[0] if people else None)]

    def uses(self, settings: StartFlowAction) -> list[Use]:
        of = [] if settings.of is None else [Use("field", "/of", settings.of)]
        return [Use("flow", "/flow", settings.flow), *of, Use("who", "/initiator", settings.initiator)]


ACTION = StartFlow()
