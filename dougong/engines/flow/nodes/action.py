"""The platform does something: the same actions as in rules and buttons."""

from typing import Annotated, Any, Literal

from pydantic import Field

from dougong.engines.action.definition import Action
from dougong.engines.flow.definition import NodeDef
from dougong.engines.flow.node import Asks, NodeKind


class ActionNodeDef(NodeDef):
    """Runs inside the transaction that leads here. ``as``: with the rights of whoever acted, or as the app."""

    type: Literal["action"]
    do: Annotated[tuple[Action, ...], Field(min_length=1, max_length=50)]
    as_: Literal["actor", "app"] | None = Field(default=None, alias="as")


class ActionNode(NodeKind[ActionNodeDef]):
    key = "action"
    definition = ActionNodeDef
    asks = Asks("job")

    def uses_actions(self, settings: ActionNodeDef) -> tuple[Any, ...]:
        return settings.do


NODE = ActionNode()
